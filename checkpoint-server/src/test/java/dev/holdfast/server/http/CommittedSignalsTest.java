package dev.holdfast.server.http;

import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Ops.getTuple;
import static dev.holdfast.server.support.Ops.op;
import static dev.holdfast.server.support.Ops.put;
import static dev.holdfast.server.support.Ops.putWrites;
import static dev.holdfast.server.support.Sent.critical;
import static dev.holdfast.server.support.Sent.note;
import static dev.holdfast.server.support.Sent.state;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Await;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Flows;
import dev.holdfast.server.support.TemporalServer;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signals that are committed with a checkpoint, in one batch, on a real Temporal server. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
@WithTestResource(TemporalServer.class)
@EnabledIf("dev.holdfast.server.support.TemporalServer#isThere")
class CommittedSignalsTest {

  private final String thread = fresh("thread");
  private Flows flows;
  private String flow;

  @BeforeEach
  void reach() {
    flows = new Flows(TemporalServer.target());
    flow = flows.start();
  }

  @AfterEach
  void leave() {
    flows.close();
  }

  /** The operation: a signal that belongs to the operation at {@code place}. */
  private static Map<String, @Nullable Object> with(
      int place, Map<String, @Nullable Object> signal, @Nullable Object... more) {
    Map<String, @Nullable Object> operation = op("signal", "with", place);
    operation.putAll(signal);
    operation.putAll(op("signal", more));
    return operation;
  }

  private static String code(Answer answer, int place) {
    return answer.result(place).at("/problem/code").asText();
  }

  private boolean stored() {
    return !Client.json().batch(getTuple(thread)).result().path("tuple").isNull();
  }

  @ParameterizedTest
  @EnumSource
  void aSignalIsCommittedWithItsCheckpointAndDelivered(Format format) {
    Answer answer =
        Client.of(format)
            .batch(
                with(1, note(flow, "before", "idempotency_key", "1")),
                put(thread, "c1"),
                with(3, critical(flow, "after", "idempotency_key", "2")),
                putWrites(thread, "c1", "task", "a"));

    JsonNode first = answer.result(0);
    assertThat(first.path("state").asText()).isEqualTo("queued");
    assertThat(answer.result(1).path("status").asText()).isEqualTo("inserted");
    assertThat(stored()).isTrue();
    Await.until("delivered", () -> state(first.path("id").asText()));
    Await.until("delivered", () -> state(answer.result(2).path("id").asText()));
    assertThat(flows.firstArguments(flow)).containsExactlyInAnyOrder("\"before\"", "\"after\"");
  }

  @Test
  void aRepeatedBatchSignalsOnce() {
    List<Map<String, @Nullable Object>> batch =
        List.of(
            putWrites(thread, "c1", "task", "a"),
            with(0, note(flow, "once", "idempotency_key", "1")));

    Answer one = Client.json().batch(batch.get(0), batch.get(1));
    Answer two = Client.json().batch(batch.get(0), batch.get(1));

    String id = one.result(1).path("id").asText();
    assertThat(two.result(1).path("id").asText()).isEqualTo(id);
    Await.until("delivered", () -> state(id));
    assertThat(flows.firstArguments(flow)).containsExactly("\"once\"");
  }

  @Test
  void aSignalThatIsRefusedTakesItsCheckpointWithIt() {
    Answer answer =
        Client.json()
            .batch(
                put(thread, "c1"),
                with(0, note(flow, "fine", "idempotency_key", "1")),
                with(0, note(flow, "not", "idempotency_key", "2", "namespace", "other")),
                putWrites(fresh("neighbour"), "c1", "task", "a"));

    assertThat(List.of(code(answer, 0), code(answer, 1), code(answer, 2)))
        .containsOnly("namespace-refused");
    assertThat(answer.result(3).has("problem")).isFalse();
    assertThat(stored()).isFalse();
    assertThat(flows.signals(flow)).isEmpty();
  }

  @Test
  void aReusedKeyTakesItsCheckpointWithItUnlessTheFirstWins() {
    Client.json()
        .batch(
            putWrites(thread, "c0", "task", "a"),
            with(0, note(flow, "one", "idempotency_key", "1")));

    Answer refused =
        Client.json().batch(put(thread, "c1"), with(0, note(flow, "two", "idempotency_key", "1")));
    boolean after = stored();
    Answer first =
        Client.json()
            .batch(
                put(thread, "c1"),
                with(0, note(flow, "two", "idempotency_key", "1"), "first_wins", true));

    assertThat(List.of(code(refused, 0), code(refused, 1))).containsOnly("signal-key-reused");
    assertThat(after).isFalse();
    assertThat(first.result(1).has("id")).isTrue();
    assertThat(stored()).isTrue();
    Await.until(List.of("\"one\""), () -> flows.firstArguments(flow));
  }

  @Test
  void aCheckpointThatIsRefusedTakesItsSignalWithIt() {
    Answer answer =
        Client.json()
            .batch(
                with(1, note(flow, "x", "idempotency_key", "1")),
                put(thread, "c1", "values", Map.of()),
                with(3, note(flow, "x", "idempotency_key", "2")),
                put(thread, "c2", "skeleton", 1));

    assertThat(List.of(code(answer, 0), code(answer, 1))).containsOnly("missing-values");
    assertThat(List.of(code(answer, 2), code(answer, 3))).containsOnly("invalid-request");
    assertThat(answer.result(2).at("/problem/pointer").asText())
        .isEqualTo("/operations/3/skeleton");
    assertThat(flows.signals(flow)).isEmpty();
  }

  @Test
  void aSignalThatCannotBeReadNamesWhatIsWrongAndItsCheckpointIsNotStored() {
    Answer answer =
        Client.json().batch(put(thread, "c1"), with(0, note(flow, "no key")), getTuple(thread));

    for (int place : List.of(0, 1)) {
      assertThat(answer.result(place).at("/problem/pointer").asText())
          .isEqualTo("/operations/1/idempotency_key");
    }
    assertThat(answer.result(2).path("tuple").isNull()).isTrue();
  }

  @Test
  void aSignalThatNamesNoWriteFailsAlone() {
    Answer answer =
        Client.json()
            .batch(
                put(thread, "c1"),
                getTuple(thread),
                with(1, note(flow, "a read", "idempotency_key", "1")),
                with(9, note(flow, "nothing", "idempotency_key", "2")),
                with(-1, note(flow, "nothing", "idempotency_key", "3")),
                op("signal", "workflow_id", flow),
                with(6, note(flow, "itself", "idempotency_key", "4")));

    assertThat(answer.result(0).has("problem")).isFalse();
    for (int place : List.of(2, 3, 4, 5, 6)) {
      assertThat(answer.result(place).at("/problem/pointer").asText())
          .isEqualTo("/operations/" + place + "/with");
    }
    assertThat(flows.signals(flow)).isEmpty();
  }
}
