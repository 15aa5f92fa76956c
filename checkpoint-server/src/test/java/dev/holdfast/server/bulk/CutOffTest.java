package dev.holdfast.server.bulk;

import static dev.holdfast.server.bulk.Ndjsons.exported;
import static dev.holdfast.server.bulk.Ndjsons.imported;
import static dev.holdfast.server.bulk.Ndjsons.line;
import static dev.holdfast.server.support.Client.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.RawConnection;
import dev.holdfast.server.support.TemporaryData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Streams that end in their middle, on sockets. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
class CutOffTest {

  private static final int LINES = 3000;

  private final String root = fresh("r");
  private final String id = fresh("i");

  private String head(String more) {
    return "POST /v1/store/import HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n"
        + "Idempotency-Key: "
        + id
        + "\r\n"
        + more
        + "\r\n\r\n";
  }

  private String items(int first, int last) {
    var lines = new StringBuilder();
    for (int i = first; i < last; i++) {
      lines.append(line(List.of(root), "k%05d".formatted(i), Map.of("i", i)));
    }
    return lines.toString();
  }

  private JsonNode status() {
    return Client.json().get("/v1/store/imports/" + id).tree();
  }

  @Test
  void whatIsCommittedOfAnImportThatWasCutOffStaysAndTheRestFollows() throws Exception {
    try (var connection = new RawConnection()) {
      connection.send(head("Content-Length: 100000000") + items(0, LINES) + "{\"namesp");
      while (status().path("committed_lines").asInt() < LINES / 2) {
        Thread.onSpinWait();
      }
    }
    JsonNode end = goOn();
    // The server may still commit what it read before the cut: then the id is in use, as
    // documented.
    while (end.at("/problem/code").asText().equals("operation-id-reused")) {
      end = goOn();
    }

    assertThat(end.path("done").asBoolean()).as("%s", end).isTrue();
    assertThat(end.path("stored").asInt()).isEqualTo(LINES);
    assertThat(exported(root, "")).hasSize(LINES + 1);
  }

  private JsonNode goOn() throws Exception {
    int committed = status().path("committed_lines").asInt();
    assertThat(committed).isBetween(LINES / 2, LINES);
    return imported(id, "?from_line=" + committed, items(committed, LINES));
  }

  @Test
  void aLineThatIsCutOffIsNoLine() throws IOException {
    try (var connection = new RawConnection()) {
      connection.send(head("Transfer-Encoding: chunked"));
      connection.send("2\r\n{}\r\n");
    }

    assertThat(exported(root, "")).hasSize(1);
    assertThat(status().path("skipped").asInt()).isZero();
  }

  @Test
  void aLargeImportThatStopsIsAnsweredAndItsConnectionGoesOn() throws IOException {
    String body = "nope\n" + items(0, LINES);
    try (var connection = new RawConnection()) {
      connection.send(head("Content-Length: " + body.length()) + body);
      connection.send("GET /v1 HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(connection.head()).startsWith("HTTP/1.1 200").contains("x-ndjson");
      assertThat(chunks(connection)).contains("\"problem\":{", "\"line\":1");
      assertThat(connection.answer()).startsWith("HTTP/1.1 200").contains("\"name\":\"holdfast\"");
    }
    assertThat(exported(root, "")).hasSize(1);
  }

  /** A chunked body up to its end, as it travels. */
  private static String chunks(RawConnection connection) throws IOException {
    var body = new StringBuilder();
    while (!body.toString().endsWith("0\r\n\r\n")) {
      body.append(connection.head());
    }
    return body.toString();
  }

  @Test
  void whoAsksFirstIsToldToSend() throws IOException {
    String body = items(0, 1);
    try (var connection = new RawConnection()) {
      connection.send(head("Expect: 100-continue\r\nContent-Length: " + body.length()));

      assertThat(connection.head()).startsWith("HTTP/1.1 100");
      connection.send(body);
      assertThat(connection.head()).startsWith("HTTP/1.1 200");
    }
  }
}
