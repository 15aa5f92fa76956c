package dev.holdfast.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.support.RawConnection;
import dev.holdfast.server.support.TemporaryData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client library would not send, on sockets. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
class RawConnectionsTest {

  private static final int MEBIBYTE = 1024 * 1024;
  private static final String POST =
      "POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
  private static final String GET = "GET /v1 HTTP/1.1\r\nHost: x\r\n\r\n";

  @ParameterizedTest
  @ValueSource(strings = {"134217729", "9223372036854775807"})
  void aBodyDeclaredTooLargeIsRefusedBeforeItIsSent(String length) throws IOException {
    try (var connection = new RawConnection()) {
      connection.send(POST + "Content-Length: " + length + "\r\n\r\nabc");

      assertThat(connection.answer())
          .startsWith("HTTP/1.1 413")
          .contains("application/problem+json", "\"limit\":\"body_bytes\"", "134217728");
    }
  }

  @Test
  void aBodyThatGrowsTooLargeIsRefusedAndTheConnectionGoesOn() throws IOException {
    try (var connection = new RawConnection()) {
      connection.send(POST + "Transfer-Encoding: chunked\r\n\r\n");
      String chunk = "100000\r\n" + "x".repeat(MEBIBYTE) + "\r\n";
      for (int i = 0; i < 130; i++) {
        connection.send(chunk);
      }
      connection.send("0\r\n\r\n" + GET);

      assertThat(connection.answer()).startsWith("HTTP/1.1 413").contains("body_bytes");
      assertThat(connection.answer()).startsWith("HTTP/1.1 200").contains("\"name\":\"holdfast\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nope", "/v1", "/metrics", "/v1/threads/a/../b"})
  void aRefusedRequestLeavesItsConnectionUsable(String path) throws IOException {
    try (var connection = new RawConnection()) {
      String request = "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n";
      connection.send(request + "x".repeat(100_000) + GET);

      assertThat(connection.answer()).startsWith("HTTP/1.1 4").contains("\"code\":\"");
      assertThat(connection.answer()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aBodyWhereNoneIsExpectedIsReadAndForgotten() throws IOException {
    try (var connection = new RawConnection()) {
      connection.send("GET /v1 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc" + GET);

      assertThat(connection.answer()).startsWith("HTTP/1.1 200");
      assertThat(connection.answer()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aCallerWhoAsksFirstIsToldToGoOn() throws IOException {
    try (var connection = new RawConnection()) {
      connection.send(POST + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      String asked = connection.head();
      connection.send("[]");

      assertThat(asked).startsWith("HTTP/1.1 100");
      assertThat(connection.answer()).startsWith("HTTP/1.1 400").contains("invalid-request");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/threads/..",
        "/v1/threads/%2e%2E",
        "/v1/threads/.",
        "/v1/threads/x/../y",
        "/v1/./threads",
        "/v1/threads/x/%2e"
      })
  void aPathWithDotsIsRefusedSinceItsMeaningDependsOnWhoReadsIt(String path) throws IOException {
    try (var connection = new RawConnection()) {
      connection.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(connection.answer()).startsWith("HTTP/1.1 400").contains("invalid-request");
    }
  }

  @Test
  void anEmptySegmentIsNotTakenForTheNext() throws IOException {
    try (var connection = new RawConnection()) {
      connection.send("DELETE /v1/threads//checkpoints HTTP/1.1\r\nHost: x\r\n\r\n");
      connection.send("DELETE /v1/threads/ HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(connection.answer()).startsWith("HTTP/1.1 404").contains("not-found");
      assertThat(connection.answer()).startsWith("HTTP/1.1 404").contains("not-found");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NONSENSE\r\n\r\n",
        "GET /v1/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v1 HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n"
      })
  void whatIsNotHttpIsRefusedWithoutABody(String request) throws IOException {
    try (var connection = new RawConnection()) {
      connection.send(request);

      assertThat(connection.answer()).containsPattern("^HTTP/1.[01] 400").endsWith("\r\n\r\n");
    }
  }
}
