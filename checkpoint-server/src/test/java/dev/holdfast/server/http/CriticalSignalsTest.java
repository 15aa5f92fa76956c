package dev.holdfast.server.http;

import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Sent.awaitDirect;
import static dev.holdfast.server.support.Sent.critical;
import static dev.holdfast.server.support.Sent.note;
import static dev.holdfast.server.support.Sent.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Await;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Flows;
import dev.holdfast.server.support.TemporalServer;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Critical signals, on a real Temporal server. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
@WithTestResource(TemporalServer.class)
@EnabledIf(
    value = "dev.holdfast.server.support.TemporalServer#isThere",
    disabledReason = TemporalServer.MISSING)
class CriticalSignalsTest {

  private Flows flows;

  @BeforeEach
  void reach() {
    flows = new Flows(TemporalServer.target());
    awaitDirect(flows);
  }

  @AfterEach
  void leave() {
    flows.close();
  }

  private static int listed(String workflow) {
    return Client.json().get("/v1/signals?workflow_id=" + workflow).tree().path("signals").size();
  }

  @ParameterizedTest
  @EnumSource
  void itIsDeliveredWhenItIsAnswered(Format format) {
    String flow = flows.start();

    Answer answer =
        Client.of(format)
            .post(
                "/v1/signals",
                critical(
                    flow,
                    "",
                    "arguments",
                    Arrays.asList("a", 7, null, Map.of("k", List.of(true)))));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.tree().path("state").asText()).isEqualTo("delivered");
    assertThat(answer.tree().path("repeated").asBoolean(true)).isFalse();
    assertThat(flows.signals(flow)).hasSize(1);
    var signal = flows.signals(flow).get(0);
    assertThat(signal.getSignalName()).isEqualTo("note");
    assertThat(signal.getInput().getPayloadsList())
        .extracting(Flows::text)
        .containsExactly("\"a\"", "7", "", "{\"k\":[true]}");
    assertThat(signal.getInput().getPayloadsList())
        .extracting(payload -> payload.getMetadataOrThrow("encoding").toStringUtf8())
        .containsExactly("json/plain", "json/plain", "binary/null", "json/plain");
  }

  @Test
  void aRepeatIsAnsweredAgainAndNotDeliveredAgain() {
    String flow = flows.start();

    Answer first = send(critical(flow, "a", "idempotency_key", "k"));
    Answer second = send(critical(flow, "a", "idempotency_key", "k"));
    Answer third =
        Client.json().with("Idempotency-Key", "k").post("/v1/signals", critical(flow, "a"));

    assertThat(first.tree().path("repeated").asBoolean(true)).isFalse();
    for (Answer repeat : List.of(second, third)) {
      assertThat(repeat.status()).isEqualTo(200);
      assertThat(repeat.tree().path("repeated").asBoolean()).isTrue();
    }
    assertThat(flows.firstArguments(flow)).containsExactly("\"a\"");
  }

  @Test
  void aKeyThatCameWithAnotherSignalIsRefused() {
    String flow = flows.start();
    send(critical(flow, "a", "idempotency_key", "k"));

    Answer other = send(critical(flow, "b", "idempotency_key", "k"));

    assertThat(other.status()).isEqualTo(409);
    assertThat(other.code()).isEqualTo("signal-key-reused");
    assertThat(flows.firstArguments(flow)).containsExactly("\"a\"");
  }

  @Test
  void theKeyOfWhatWasDeliveredIsWrittenDown() {
    String flow = flows.start();

    send(critical(flow, "a", "idempotency_key", "k"));

    Await.until(1, () -> listed(flow));
  }

  @Test
  void anUnknownOrClosedWorkflowIsToldAtOnceAndNothingIsKept() {
    String unknown = fresh("unknown");
    String closed = flows.start();
    flows.terminate(closed);

    for (String flow : List.of(unknown, closed)) {
      Answer answer = send(critical(flow, "a"));

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.code()).isEqualTo("workflow-not-found");
      assertThat(listed(flow)).isZero();
    }
  }

  @Test
  void aNamespaceThatIsNotAllowedOrNotThereIsRefused() {
    Answer forbidden = send(critical(fresh("w"), "a", "namespace", "other"));
    Answer absent = send(critical(fresh("w"), "a", "namespace", "absent"));
    Answer queued = send(note("w", "a", "namespace", "other"));

    for (Answer answer : List.of(forbidden, absent, queued)) {
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("namespace-refused");
    }
  }

  @Test
  void readyPayloadsAndHeadersArriveAsTheyAre() {
    String flow = flows.start();
    String bytes = "AP8Qew==";
    Map<String, Object> payload =
        Map.of(
            "metadata",
            Map.of("encoding", "YmluYXJ5L2VuY3J5cHRlZA==", "key", bytes),
            "data",
            bytes);
    Map<String, Object> signal =
        Map.of(
            "workflow_id",
            flow,
            "signal",
            "sealed",
            "priority",
            "critical",
            "payloads",
            List.of(payload, payload),
            "headers",
            Map.of("trace", payload));

    assertThat(send(signal).status()).isEqualTo(200);

    var delivered = flows.signals(flow).get(0);
    assertThat(delivered.getInput().getPayloadsCount()).isEqualTo(2);
    assertThat(delivered.getInput().getPayloads(0))
        .isEqualTo(delivered.getInput().getPayloads(1))
        .isEqualTo(delivered.getHeader().getFieldsOrThrow("trace"));
    assertThat(delivered.getInput().getPayloads(0).getData().toByteArray())
        .containsExactly(0, 0xff, 0x10, 0x7b);
    assertThat(delivered.getInput().getPayloads(0).getMetadataOrThrow("key").toByteArray())
        .containsExactly(0, 0xff, 0x10, 0x7b);
    assertThat(delivered.getInput().getPayloads(0).getMetadataOrThrow("encoding").toStringUtf8())
        .isEqualTo("binary/encrypted");
  }

  @Test
  void aWorkflowIsStartedForItsSignal() {
    for (String priority : List.of("critical", "high")) {
      String flow = fresh("started");
      Map<String, Object> start =
          Map.of("workflow_type", "Recorder", "task_queue", Flows.QUEUE, "arguments", List.of(5));

      Answer answer = send(note(flow, "a", "priority", priority, "start", start));

      assertThat(answer.status()).isEqualTo(priority.equals("critical") ? 200 : 202);
      Await.until(List.of("\"a\""), () -> started(flow));
      assertThat(flows.input(flow)).extracting(Flows::text).containsExactly("5");
    }
  }

  private List<String> started(String flow) {
    try {
      return flows.firstArguments(flow);
    } catch (io.grpc.StatusRuntimeException e) {
      return List.of();
    }
  }

  @Test
  void aFenceWaitsForWhatCameBeforeAndIsPassedByNothingAfter() {
    String flow = flows.start();
    send(note(flow, "first", "deliver_not_before", Instant.now().plusSeconds(20).toString()));

    Answer fence = send(critical(flow, "fence", "fence", true));
    send(note(flow, "after", "priority", "high"));
    Answer passing = send(critical(flow, "passing"));

    assertThat(fence.status()).isEqualTo(202);
    assertThat(fence.tree().path("before").asInt()).isEqualTo(1);
    assertThat(passing.status()).isEqualTo(200);
    Await.until(
        List.of("\"passing\"", "\"first\"", "\"fence\"", "\"after\""),
        () -> flows.firstArguments(flow));
  }
}
