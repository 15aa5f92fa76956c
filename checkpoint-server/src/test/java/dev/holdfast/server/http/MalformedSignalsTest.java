package dev.holdfast.server.http;

import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Sent.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Ops;
import dev.holdfast.server.support.Sent;
import dev.holdfast.server.support.TemporaryData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals that are none; and a server that has no Temporal. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
class MalformedSignalsTest {

  private static Answer sent(String fields) {
    String body = "{\"workflow_id\": \"w\", \"signal\": \"s\"" + fields + "}";
    return Client.json().send("POST", "/v1/signals", body.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(Answer answer, String pointer) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isIn("invalid-request", "invalid-identifier");
    assertThat(answer.tree().path("pointer").asText()).isEqualTo(pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /namespace          | "namespace": ""
          /namespace          | "namespace": 1
          /run_id             | "run_id": ""
          /run_id             | "run_id": "r", "start": {"workflow_type": "t", "task_queue": "q"}
          /arguments          | "arguments": {}
          /payloads           | "payloads": [], "arguments": []
          /payloads           | "payloads": 1
          /payloads/0         | "payloads": [1]
          /payloads/0/data    | "payloads": [{"metadata": {}}]
          /payloads/0/data    | "payloads": [{"metadata": {}, "data": "*"}]
          /payloads/0/metadata/k | "payloads": [{"metadata": {"k": 1}, "data": ""}]
          /payloads/0/x       | "payloads": [{"metadata": {}, "data": "", "x": 1}]
          /headers            | "headers": []
          /headers/h          | "headers": {"h": 1}
          /headers/h/data     | "headers": {"h": {"metadata": {}}}
          /priority           | "priority": "urgent"
          /priority           | "priority": 1
          /idempotency_key    | "idempotency_key": ""
          /deliver_not_before | "deliver_not_before": "tomorrow"
          /deliver_not_before | "deliver_not_before": 1
          /expire_at          | "expire_at": "2026-01-01"
          /fence              | "fence": 1
          /fence              | "fence": true
          /on_dead_letter     | "on_dead_letter": "stop"
          /grace_ms           | "grace_ms": -1
          /grace_ms           | "grace_ms": 86400001
          /grace_ms           | "grace_ms": "1"
          /start              | "start": 1
          /start/workflow_type | "start": {"task_queue": "q"}
          /start/task_queue   | "start": {"workflow_type": "t"}
          /start/id_reuse_policy | "start": {"workflow_type": "t", "task_queue": "q", "id_reuse_policy": "x"}
          /start/arguments    | "start": {"workflow_type": "t", "task_queue": "q", "arguments": 1}
          /start/x            | "start": {"workflow_type": "t", "task_queue": "q", "x": 1}
          /x                  | "x": 1
          """)
  void eachFieldIsLookedAt(String pointer, String fields) {
    refused(sent(", " + fields), pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /workflow_id | {"signal": "s"}
          /workflow_id | {"signal": "s", "workflow_id": ""}
          /signal      | {"workflow_id": "w"}
          /signal      | {"workflow_id": "w", "signal": null}
          """)
  void aSignalNamesItsWorkflowAndItself(String pointer, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

    refused(Client.json().send("POST", "/v1/signals", bytes), pointer);
  }

  @Test
  void aKeyOfTheHeaderIsTheKeyOfTheBody() {
    refused(
        Client.json()
            .with("Idempotency-Key", "a")
            .post("/v1/signals", note("w", "x", "idempotency_key", "b")),
        "/idempotency_key");
  }

  @Test
  void aBatchSaysWhichSignalIsNone() {
    refused(
        Client.json()
            .post(
                "/v1/signals/batch",
                Map.of("signals", List.of(note("w", "a"), Map.of("signal", "s")))),
        "/signals/1/workflow_id");
    refused(Client.json().post("/v1/signals/batch", Map.of()), "/signals");
  }

  @Test
  void aPointerBeginsAtTheSignalAndGoesOnToWhatIsWrongInIt() {
    var whole = note("w", "a");
    refused(
        Client.json()
            .post(
                "/v1/signals/batch",
                Map.of(
                    "signals",
                    List.of(
                        whole,
                        whole,
                        whole,
                        Map.of(
                            "workflow_id",
                            "w",
                            "signal",
                            "s",
                            "payloads",
                            List.of(
                                Map.of("metadata", Map.of(), "data", ""),
                                Map.of("metadata", Map.of("a/b", 1), "data", ""))),
                        whole))),
        "/signals/3/payloads/1/metadata/a~1b");
  }

  @ParameterizedTest
  @CsvSource({
    "workflow_id, 1001",
    "namespace, 1001",
    "signal, 1001",
    "run_id, 1001",
    "idempotency_key, 256",
    "arguments, 1048577"
  })
  void whatIsTooLongIsRefused(String field, int length) {
    Map<String, Object> signal = new java.util.HashMap<>(note("w", "a"));
    String text = "x".repeat(length);
    signal.put(field, field.equals("arguments") ? List.of(text) : text);

    Answer answer = Sent.send(signal);

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.code()).isEqualTo("limit-exceeded");
  }

  @Test
  void whatAWorkflowIsStartedWithCounts() {
    Map<String, Object> start =
        Map.of("workflow_type", "t", "task_queue", "q", "arguments", List.of("x".repeat(1 << 20)));

    Answer answer = Sent.send(note("w", "a", "start", start));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.code()).isEqualTo("limit-exceeded");
  }

  @Test
  void aBatchSaysWhichSignalIsTooLong() {
    Answer answer =
        Client.json()
            .post(
                "/v1/signals/batch",
                Map.of("signals", List.of(note("w", "a"), note("w", "x".repeat(1 << 20)))));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.code()).isEqualTo("limit-exceeded");
    assertThat(answer.tree().path("pointer").asText()).isEqualTo("/signals/1");
  }

  @Test
  void aRequestHasAtMostAThousandSignalsAndIds() {
    for (Map.Entry<String, Object> request :
        Map.<String, Object>of(
                "/v1/signals/batch", Map.of("signals", Collections.nCopies(1001, note("w", "a"))),
                "/v1/signals/dead-letters/redrive", Map.of("ids", Collections.nCopies(1001, "1")),
                "/v1/signals", note("w", "a", "arguments", Collections.nCopies(1001, 1)))
            .entrySet()) {
      Answer answer = Client.json().post(request.getKey(), request.getValue());

      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.code()).isEqualTo("limit-exceeded");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?state=lost",
        "?cursor=a",
        "?limit=0",
        "?limit=1001",
        "?x=1",
        "/dead-letters?reason=bored",
        "/dead-letters?state=dead",
        "/abc"
      })
  void whatIsAskedIsLookedAt(String path) {
    Answer answer = Client.json().get("/v1/signals" + path);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid-request");
  }

  @Test
  void deadLettersAreNamedByIds() {
    String redrive = "/v1/signals/dead-letters/redrive";
    String discard = "/v1/signals/dead-letters/discard";

    refused(Client.json().post(redrive, Map.of()), "/ids");
    refused(Client.json().post(redrive, Map.of("ids", List.of("1", "x"))), "/ids/1");
    refused(Client.json().post(discard, Map.of("ids", List.of("1"))), "/reason");
    refused(Client.json().post(discard, Map.of("ids", List.of(), "reason", "")), "/reason");
  }

  @Test
  void aServerWithoutTemporalTakesNoSignals() {
    for (Answer answer :
        List.of(
            sent(""),
            Client.json().get("/v1/signals"),
            Client.json().get("/v1/signals/1"),
            Client.json().get("/v1/signals/dead-letters"),
            Client.json().send("POST", "/v1/signals/1/cancel", new byte[0]),
            Client.json().send("POST", "/v1/signals/epoch", new byte[0]))) {
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("namespace-refused");
      assertThat(answer.tree().path("detail").asText()).contains("holdfast.temporal.target");
    }
  }

  @Test
  void aServerWithoutTemporalStoresNoCheckpointThatHasASignal() {
    String thread = fresh("thread");
    Answer answer =
        Client.json()
            .batch(
                Ops.put(thread, "c1"),
                Ops.op(
                    "signal",
                    "with",
                    0,
                    "workflow_id",
                    "w",
                    "signal",
                    "s",
                    "idempotency_key",
                    "1"));

    assertThat(answer.result(0).at("/problem/code").asText()).isEqualTo("namespace-refused");
    assertThat(answer.result(1).at("/problem/code").asText()).isEqualTo("namespace-refused");
    assertThat(Client.json().batch(Ops.getTuple(thread)).result().path("tuple").isNull()).isTrue();
  }
}
