package dev.holdfast.testkit.conformance.signal;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.FormedBatch;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.SignalOutbox;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.testkit.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is written down before it is sent. */
public abstract class FormingConformance extends SignalConformanceBase {

  private static final Bytes ENVELOPE = Bytes.owned(new byte[] {0, 1, (byte) 0xff, 0});

  @Test
  void aFormedBatchComesBackAsItIs() {
    accept(signal("1"), signal("2"), signal("3"));
    ClaimedLane lane = one();
    var batch = new FormedBatch(ids(lane).subList(0, 2), "req", lane.nextSequence(), ENVELOPE);
    assertThat(form(lane, batch)).isTrue();
    accept(signal("first").priority(SignalPriority.HIGH));
    pass(LEASE);

    ClaimedLane again = one();

    assertThat(again.formed()).isEqualTo(batch);
    assertThat(names(again)).containsExactly("1", "2");
  }

  @Test
  void whatIsToBeSentAgainComesBackWithItsAttempts() {
    accept(signal("1"), signal("2"));
    ClaimedLane lane = one();
    FormedBatch batch = batch(lane);
    form(lane, batch);
    var half = new FormedBatch(ids(lane).subList(1, 2), "half", 7, ENVELOPE);

    assertThat(again(lane, half, Duration.ofMinutes(1)))
        .hasValueSatisfying(in -> assertThat(in).isGreaterThan(Duration.ofSeconds(30)));
    assertThat(claim()).isEmpty();
    pass(Duration.ofMinutes(1));
    ClaimedLane second = one();

    assertThat(second.formed()).isEqualTo(half);
    assertThat(second.failures()).isEqualTo(1);
    assertThat(second.signals()).extracting(QueuedSignal::attempts).containsExactly(1);
    delivered(second);
    assertThat(status(ids(second).get(0)).attempts()).isEqualTo(2);
    ClaimedLane third = one();
    assertThat(third.formed()).isNull();
    assertThat(names(third)).containsExactly("1");
    assertThat(third.failures()).isZero();
  }

  @Test
  void aBatchWithOneThatWasTakenBackIsNotFormed() {
    accept(signal("1"), signal("2"));
    ClaimedLane lane = one();
    assertThat(cancel(ids(lane).get(0))).isEqualTo(SignalState.CANCELLED);

    assertThat(form(lane, batch(lane))).isFalse();
    assertThat(untouched(lane)).contains(Duration.ZERO);
    assertThat(drain(MUCH)).containsExactly("2");
  }

  @Test
  void whatIsFormedCannotBeTakenBack() {
    accept(signal("1"), signal("2"));
    ClaimedLane lane = one();
    form(lane, new FormedBatch(ids(lane).subList(0, 1), "r", 0, null));

    assertThat(cancel(ids(lane).get(0))).isEqualTo(SignalState.FORMED);
    assertThat(cancel(ids(lane).get(1))).isEqualTo(SignalState.CANCELLED);
    assertThat(status(ids(lane).get(0)).formedAt()).isNotNull();
  }

  @Test
  void whatWasFormedAndIsNotNamedWaitsAgain() {
    accept(signal("1"), signal("2"));
    ClaimedLane lane = one();
    form(lane, batch(lane));
    delivered(lane, ids(lane).subList(0, 1));

    assertThat(state(ids(lane).get(1))).isEqualTo(SignalState.QUEUED);
    assertThat(drain(MUCH)).containsExactly("2");
  }

  @Test
  void lanesAreFormedAndSettledTogetherEachForItself() {
    accept(signal("1").to("b"), signal("2").to("a"), signal("3").to("c"));
    List<ClaimedLane> lanes = claim();
    ClaimedLane stale = lanes.get(1);
    var formed =
        lanes.stream()
            .map(
                lane ->
                    new SignalOutbox.Formed(
                        lane.workflow(),
                        lane.equals(stale) ? lane.fencing() - 1_000 : lane.fencing(),
                        batch(lane)))
            .toList();

    assertThat(Await.result(stores.outbox().form(formed))).containsExactly(true, false, true);
  }

  @Test
  void sequencesAscendForEachWorkflowAndABatchNeverReachesTheNext() {
    long last = 0;
    for (int round = 0; round < 5; round++) {
      accept(signal("s"));
      ClaimedLane lane = one();
      assertThat(lane.nextSequence()).isGreaterThanOrEqualTo(last + (last == 0 ? 1 : 500));
      last = lane.nextSequence();
      if (round % 2 == 0) {
        untouched(lane);
        lane = one();
        last = lane.nextSequence();
      }
      delivered(lane);
    }
  }

  @Test
  void lowPriorityThatIsDeliveredLaterHasTheHigherSequence() {
    accept(signal("low").priority(SignalPriority.LOW));
    accept(signal("high").priority(SignalPriority.HIGH));
    ClaimedLane first = claim(stores.outbox(), new SignalOutbox.LaneLimits(1, 99, LONG)).get(0);
    delivered(first);
    ClaimedLane second = one();

    assertThat(names(first)).containsExactly("high");
    assertThat(names(second)).containsExactly("low");
    assertThat(second.nextSequence()).isGreaterThan(first.nextSequence());
    assertThat(second.source()).isEqualTo(first.source());
  }

  @Test
  void aRenewedEpochIsAnotherSource() {
    accept(signal("1"));
    ClaimedLane before = one();
    Await.result(stores.outbox().renewEpoch());
    untouched(before);
    ClaimedLane after = one();

    assertThat(after.source()).isNotEqualTo(before.source()).hasSizeBetween(1, 64);
    assertThat(before.source()).hasSizeBetween(1, 64);
  }
}
