package dev.holdfast.signals.lane;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.FormedBatch;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.signals.FakeEnvelopes;
import dev.holdfast.signals.transport.Envelopes;
import dev.holdfast.signals.transport.SignalCall;
import dev.holdfast.testkit.gen.SignalBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What goes together, and the calls that it stands for. */
class FormingTest {
  private final Forming forming = new Forming(new FakeEnvelopes(true));

  private static QueuedSignal queued(long id, SignalBuilder signal) {
    return queued(id, signal, null);
  }

  private static QueuedSignal queued(long id, SignalBuilder signal, @Nullable String requestId) {
    return new QueuedSignal(id, signal.build(), Instant.EPOCH, requestId, 0);
  }

  private static ClaimedLane lane(QueuedSignal... signals) {
    return new ClaimedLane(
        SignalBuilder.workflow("w"), 7, 41, "source", 0, 0, Duration.ZERO, null, List.of(signals));
  }

  @Test
  void signalsThatAreAlikeAreOneEnvelope() {
    ClaimedLane lane = lane(queued(1, signal("a").run("r")), queued(2, signal("b").run("r")));

    FormedBatch batch = forming.form(lane, true);

    assertThat(batch)
        .isEqualTo(
            new FormedBatch(
                List.of(1L, 2L), "hf-source-41+2", 41, FakeEnvelopes.bytes(41, "a", "b")));
    SignalCall call = Calls.ofEnvelope(lane, batch);
    assertThat(call.name()).isEqualTo(Envelopes.NAME);
    assertThat(call.requestId()).isEqualTo("hf-source-41+2");
    assertThat(call.runId()).isEqualTo("r");
    assertThat(call.critical()).isFalse();
  }

  @Test
  void anotherRunOrStartBeginsAnotherBatch() {
    for (QueuedSignal other :
        List.of(
            queued(2, signal("b").run("r")),
            queued(2, signal("b").starting("Flow")),
            queued(2, signal("b").fence()),
            queued(2, signal("b"), "may have arrived"))) {
      ClaimedLane lane = lane(queued(1, signal("a")), other, queued(3, signal("c")));

      assertThat(forming.form(lane, true).signalIds()).containsExactly(1L);
      assertThat(forming.form(lane, false).signalIds()).containsExactly(1L);
    }
  }

  @Test
  void anEnvelopeCarriesTheStartOfItsSignals() {
    ClaimedLane lane =
        lane(queued(1, signal("a").starting("Flow")), queued(2, signal("b").starting("Flow")));
    FormedBatch batch = forming.form(lane, true);

    assertThat(batch.signalIds()).containsExactly(1L, 2L);
    assertThat(Calls.ofEnvelope(lane, batch).start())
        .isEqualTo(signal("a").starting("Flow").build().start());
  }

  @Test
  void aFenceAndWhatMayHaveArrivedGoAloneAndAsTheyAre() {
    var arrived = queued(1, signal("a"), "may have arrived");
    FormedBatch batch = forming.form(lane(arrived, queued(2, signal("b"))), true);

    assertThat(batch.signalIds()).containsExactly(1L);
    assertThat(batch.envelope()).isNull();
    assertThat(Calls.of(batch, arrived).requestId()).isEqualTo("may have arrived");
    FormedBatch fence = forming.form(lane(queued(1, signal("f").fence())), true);
    assertThat(fence.envelope()).isNull();
  }

  @Test
  void ordinarySignalsHaveRequestIdsOfTheirOwn() {
    QueuedSignal one = queued(1, signal("a"));
    FormedBatch batch = forming.form(lane(one, queued(2, signal("b"))), false);

    assertThat(batch).isEqualTo(new FormedBatch(List.of(1L, 2L), "hf-source", 0, null));
    assertThat(Calls.of(batch, one).requestId()).isEqualTo("hf-source-s1@0");
    assertThat(Calls.of(batch, queued(2, signal("b"))).requestId()).isEqualTo("hf-source-s2@0");
  }

  @Test
  void anotherSignalWithTheSameIdHasAnotherRequestId() {
    Instant accepted = Instant.parse("2026-01-01T00:00:00.000001Z");
    var one = new QueuedSignal(1, signal("a").build(), accepted, null, 0);
    FormedBatch batch = forming.form(lane(one), false);

    assertThat(Calls.of(batch, one).requestId()).isEqualTo("hf-source-s1@1767225600000001");
  }

  @Test
  void aPartOfABatchKeepsItsNumbersAndItsSourceAndIsAnotherRequest() {
    QueuedSignal[] signals = {
      queued(1, signal("a")), queued(2, signal("b")), queued(3, signal("c"))
    };
    ClaimedLane lane = lane(signals);
    FormedBatch batch = forming.form(lane, true);
    var later =
        new ClaimedLane(
            lane.workflow(), 8, 1_041, "new-source", 0, 0, Duration.ZERO, batch, lane.signals());

    assertThat(forming.part(later, batch, 1, 2))
        .isEqualTo(
            new FormedBatch(
                List.of(2L, 3L), "hf-source-42+2", 42, FakeEnvelopes.bytes(42, "b", "c")));
    assertThat(forming.part(later, batch, 0, 3)).isSameAs(batch);
    assertThat(Forming.source(batch)).isEqualTo("source");
  }
}
