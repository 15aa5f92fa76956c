package dev.holdfast.testkit.conformance.signal;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.Settlement;
import dev.holdfast.core.signal.SignalState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What became of lanes. */
public abstract class SettlingConformance extends SignalConformanceBase {

  @Test
  void everySignalEndsAsItIsSaid() {
    accept(signal("1"), signal("2"), signal("3"));
    ClaimedLane lane = one();
    form(lane, batch(lane));
    List<Long> ids = ids(lane);

    settle(lane, ids.subList(0, 1), Map.of(ids.get(1), DeadReason.TOO_LARGE), null, Duration.ZERO);

    assertThat(state(ids.get(0))).isEqualTo(SignalState.DELIVERED);
    assertThat(status(ids.get(0)).settledAt()).isNotNull();
    assertThat(status(ids.get(0)).attempts()).isEqualTo(1);
    assertThat(state(ids.get(1))).isEqualTo(SignalState.DEAD);
    assertThat(status(ids.get(1)).reason()).isEqualTo(DeadReason.TOO_LARGE);
    assertThat(state(ids.get(2))).isEqualTo(SignalState.QUEUED);
  }

  @Test
  void whatWasTriedAndWaitsAgainHasItsAttemptsCounted() {
    accept(signal("1"), signal("2"));
    ClaimedLane lane = one();
    form(lane, batch(lane));
    long tried = ids(lane).get(0);
    long behind = ids(lane).get(1);
    settle(
        new Settlement(
            lane.workflow(),
            lane.fencing(),
            List.of(),
            Map.of(),
            List.of(tried),
            null,
            Duration.ZERO));

    assertThat(state(tried)).isEqualTo(SignalState.QUEUED);
    assertThat(status(tried).attempts()).isEqualTo(1);
    assertThat(status(behind).attempts()).isZero();
    ClaimedLane next = one();
    assertThat(next.signals()).extracting(QueuedSignal::attempts).containsExactly(1, 0);
    form(next, batch(next));
    delivered(next);
    assertThat(status(tried).attempts()).isEqualTo(2);
    assertThat(status(behind).attempts()).isEqualTo(1);
  }

  @Test
  void whatIsToBeSentAgainTellsItsAttempts() {
    long id = id(signal("1"));
    ClaimedLane lane = one();
    form(lane, batch(lane));
    again(lane, batch(lane), Duration.ofMinutes(1));

    assertThat(state(id)).isEqualTo(SignalState.FORMED);
    assertThat(status(id).attempts()).isEqualTo(1);
  }

  @Test
  void aLaneThatFailedIsLeftAloneEvenIfMoreCome() {
    accept(signal("1"));
    ClaimedLane lane = one();
    form(lane, batch(lane));
    again(lane, batch(lane), Duration.ofMinutes(1));
    for (int i = 0; i < DUE.signals(); i++) {
      accept(signal("more"));
    }

    assertThat(claim()).isEmpty();
    pass(Duration.ofMinutes(1));
    assertThat(names(one())).containsExactly("1");
  }

  @Test
  void failuresAreCountedUntilOneSucceeds() {
    accept(signal("1"), signal("2"));
    for (int failures = 0; failures < 3; failures++) {
      ClaimedLane lane = one();
      assertThat(lane.failures()).isEqualTo(failures);
      again(lane, batch(lane), Duration.ofSeconds(10));
      pass(Duration.ofSeconds(10));
    }
    ClaimedLane lane = one();
    delivered(lane, ids(lane).subList(0, 1));

    assertThat(one().failures()).isZero();
  }

  @Test
  void aDeadLetterLetsThoseBehindItPass() {
    accept(signal("1"), signal("2"));
    ClaimedLane lane = one();
    settle(
        lane,
        List.of(),
        Map.of(ids(lane).get(0), DeadReason.WORKFLOW_NOT_FOUND),
        null,
        Duration.ZERO);

    assertThat(drain(MUCH)).containsExactly("2");
  }

  @Test
  void aDeadLetterThatHoldsKeepsAllBackUntilItIsRedrivenAndThenGoesFirst() {
    long held = id(signal("1").holding());
    ClaimedLane lane = one();
    accept(signal("2"));
    assertThat(dead(lane, DeadReason.REFUSED)).isEmpty();
    accept(signal("3").priority(dev.holdfast.core.signal.SignalPriority.HIGH));

    assertThat(claim()).isEmpty();
    pass(LONG);
    assertThat(claim()).isEmpty();
    assertThat(redrive(held)).containsExactly(held);
    assertThat(names(one()).get(0)).isEqualTo("1");
  }

  @Test
  void aDeadLetterThatHoldsKeepsAllBackUntilItIsDiscarded() {
    long held = id(signal("1").holding());
    ClaimedLane lane = one();
    accept(signal("2"));
    dead(lane, DeadReason.REFUSED);

    assertThat(discard(held)).isEqualTo(1);
    assertThat(drain(MUCH)).containsExactly("2");
  }

  @Test
  void oneHoldsAfterTheOther() {
    long first = id(signal("1").holding());
    long second = id(signal("2").holding());
    accept(signal("3"));
    ClaimedLane lane = one();
    settle(
        lane,
        List.of(),
        Map.of(first, DeadReason.REFUSED, second, DeadReason.REFUSED),
        null,
        Duration.ZERO);

    discard(first);
    assertThat(claim()).isEmpty();
    redrive(second);
    assertThat(drain(MUCH)).containsExactly("2", "3");
  }

  @Test
  void settlingTwiceChangesNothing() {
    long id = id(signal("1"));
    ClaimedLane lane = one();
    delivered(lane);
    dead(lane, DeadReason.REFUSED);

    assertThat(state(id)).isEqualTo(SignalState.DELIVERED);
  }
}
