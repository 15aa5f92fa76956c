package dev.holdfast.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TemporaryData.class)
class HttpItselfTest {

  private static final byte[] NOTHING = {};
  private static final byte[] EMPTY_OBJECT = {'{', '}'};

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/", "/nope", "/v1/", "/v1/nope", "/v1/threads/a/nope", "/v1/threads/a/checkpoints/b/c",
        "/q", "/q/nope", "/q/health/nope", "/metrics/", "/index.html", "/v1//batch"
      })
  void whatIsNowhereServedIsNotFound(String path) {
    for (String method : new String[] {"GET", "POST", "DELETE"}) {
      Answer answer = Client.json().send(method, path, NOTHING);

      assertThat(answer.code()).isEqualTo("not-found");
      assertThat(answer.mediaType()).isEqualTo("application/problem+json");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE,/v1,'GET, HEAD, OPTIONS'",
    "GET,/v1/batch,'OPTIONS, POST'",
    "PUT,/v1/threads/x,'DELETE, GET, HEAD, OPTIONS'",
    "PATCH,/v1/threads/prune,'DELETE, GET, HEAD, OPTIONS, POST'",
    "POST,/metrics,'GET, HEAD, OPTIONS'",
    "POST,/q/health/ready,'GET, HEAD, OPTIONS'",
    "ODD,/v1/runs/delete,'OPTIONS, POST'"
  })
  void anotherMethodIsRefusedWithThoseThereAre(String method, String path, String allowed) {
    Answer answer = Client.json().send(method, path, NOTHING);

    assertThat(answer.code()).isEqualTo("method-not-allowed");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue(allowed);
  }

  @Test
  void optionsTellsTheMethods() {
    Answer answer = Client.json().send("OPTIONS", "/v1/threads/x", NOTHING);

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Allow")).hasValue("DELETE, GET, HEAD, OPTIONS");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1,200",
    "/v1/threads/none-at-all,404",
    "/nope,404",
    "/v1/batch,405",
    "/metrics,200"
  })
  void headAnswersAsGetWithoutABody(String path, int status) {
    Answer answer = Client.json().send("HEAD", path, NOTHING);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin1",
        "x"
      })
  void anotherContentTypeIsRefused(String type) {
    for (String path : new String[] {"/v1/batch", "/v1/threads/prune", "/v1/runs/delete"}) {
      Answer answer = Client.json().with("Content-Type", type).send("POST", path, EMPTY_OBJECT);

      assertThat(answer.code()).isEqualTo("unsupported-media-type");
      assertThat(answer.status()).isEqualTo(415);
    }
  }

  @Test
  void aCompressedBodyIsRefused() {
    Answer answer =
        Client.json().with("Content-Encoding", "gzip").send("POST", "/v1/batch", EMPTY_OBJECT);

    assertThat(answer.code()).isEqualTo("unsupported-media-type");
  }

  @ParameterizedTest
  @CsvSource({
    "application/json,application/json",
    "application/msgpack,application/msgpack",
    "application/x-msgpack,application/msgpack",
    "*/*,application/json",
    "'text/html, */*;q=0.1',application/json",
    "'application/json;q=0.5, application/msgpack',application/msgpack",
    "'application/json;q=0, */*',application/msgpack",
    "'application/*, application/json;q=0.1',application/msgpack",
    "APPLICATION/JSON,application/json"
  })
  void theWantedFormatIsAnswered(String accept, String type) {
    assertThat(Client.json().with("Accept", accept).get("/v1").mediaType()).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/html", "application/json;q=0", "application/xml, text/*", "nonsense"})
  void whatCannotBeAnsweredIsNotAcceptable(String accept) {
    for (String path : new String[] {"/v1", "/v1/threads", "/v1/threads/x/checkpoints/latest"}) {
      Answer answer = Client.json().with("Accept", accept).get(path);

      assertThat(answer.code()).isEqualTo("not-acceptable");
      assertThat(answer.status()).isEqualTo(406);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theServerSaysWhatItIs(Format format) {
    var server = Client.of(format).get("/v1").tree();

    assertThat(server.path("name").asText()).isEqualTo("holdfast");
    assertThat(server.path("protocol").asInt()).isEqualTo(1);
    assertThat(server.path("capabilities").size()).isEqualTo(13);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1?x=1", "/v1/threads/x?y", "/v1/threads/x/checkpoints/latest?limit=1"})
  void anUnknownParameterIsRefused(String path) {
    assertThat(Client.json().get(path).code()).isEqualTo("invalid-request");
  }
}
