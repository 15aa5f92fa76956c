package dev.holdfast.testkit.conformance.signal;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.testkit.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When lanes are due, and who has them. */
public abstract class LanesConformance extends SignalConformanceBase {

  @Test
  void aLaneIsDueWhenItsLingerIsOver() {
    group(after(LONG, signal("1")));

    assertThat(claim()).isEmpty();
    pass(LONG);
    assertThat(names(one())).containsExactly("1");
  }

  @Test
  void aLaneSaysHowLongItHasBeenDue() {
    group(after(LONG, signal("1")));
    group(after(LONG.plusMinutes(1), signal("2")));
    pass(LONG.plusMinutes(3));

    assertThat(one().late()).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(4));
  }

  @Test
  void theShortestLingerCounts() {
    group(after(LONG, signal("1")));
    group(after(Duration.ofMinutes(1), signal("2")));
    group(after(LONG, signal("3")));

    assertThat(claim()).isEmpty();
    pass(Duration.ofMinutes(1));
    assertThat(names(one())).containsExactly("1", "2", "3");
  }

  @Test
  void aLaneIsDueAtOnceWhenSoManyWait() {
    for (int i = 1; i < DUE.signals(); i++) {
      group(after(LONG, signal("s")));
    }

    assertThat(claim()).isEmpty();
    group(after(LONG, signal("s")));
    assertThat(one().signals()).hasSize(DUE.signals());
  }

  @Test
  void aLaneIsDueAtOnceWhenSoManyBytesWait() {
    group(after(LONG, signal("1").bytes(600)));

    assertThat(claim()).isEmpty();
    group(after(LONG, signal("2").bytes(400)));
    assertThat(names(one())).containsExactly("1", "2");
  }

  @Test
  void whatIsLeftOverIsDueAtItsOwnTime() {
    accept(signal("1"));
    group(after(LONG, signal("2")));
    var lane = one();

    assertThat(delivered(lane, ids(lane).subList(0, 1)))
        .hasValueSatisfying(in -> assertThat(in).isBetween(LONG.minusMinutes(1), LONG));
    assertThat(claim()).isEmpty();
    pass(LONG);
    assertThat(names(one())).containsExactly("2");
  }

  @Test
  void asMuchIsHandedOutAsIsAskedFor() {
    accept(signal("1").bytes(100), signal("2").bytes(100), signal("3").bytes(100));

    var lane = claim(stores.outbox(), new LaneLimits(9, 250, MUCH.aging())).get(0);
    assertThat(names(lane)).containsExactly("1", "2");
    assertThat(delivered(lane)).contains(Duration.ZERO);
    lane = claim(stores.outbox(), new LaneLimits(9, 50, MUCH.aging())).get(0);
    assertThat(names(lane)).as("the first comes whatever its size").containsExactly("3");
  }

  @Test
  void oneReplicaHasALaneAtATime() {
    accept(signal("1"));

    assertThat(claim(stores.outbox(), MUCH)).hasSize(1);
    accept(signal("2"));
    assertThat(claim(stores.other(), MUCH)).isEmpty();
    assertThat(claim(stores.outbox(), MUCH)).isEmpty();
  }

  @Test
  void whoseLaneIsFullWhileItIsClaimedGetsNoSecondClaim() {
    accept(signal("1"));
    one();
    for (int i = 0; i < 2 * DUE.signals(); i++) {
      accept(signal("more"));
    }

    assertThat(claim(stores.other(), MUCH)).isEmpty();
  }

  @Test
  void anotherReplicaHasTheLaneWhenTheLeaseIsOver() {
    accept(signal("1"));
    ClaimedLane first = one();
    pass(LEASE);

    ClaimedLane second = claim(stores.other(), MUCH).get(0);

    assertThat(second.fencing()).isGreaterThan(first.fencing());
    assertThat(names(second)).containsExactly("1");
  }

  @Test
  void anOldTokenFormsAndSettlesNothing() {
    long id = id(signal("1"));
    ClaimedLane old = one();
    pass(LEASE);
    ClaimedLane present = one();

    assertThat(form(old, batch(old))).isFalse();
    assertThat(delivered(old)).isEmpty();
    assertThat(state(id)).isEqualTo(SignalState.QUEUED);
    assertThat(form(present, batch(present))).isTrue();
    assertThat(delivered(old)).isEmpty();
    assertThat(state(id)).isEqualTo(SignalState.FORMED);
    delivered(present);
    assertThat(state(id)).isEqualTo(SignalState.DELIVERED);
  }

  @Test
  void aTokenIsOldEvenIfTheLaneWasEmptyInBetween() {
    accept(signal("1"));
    ClaimedLane old = one();
    pass(LEASE);
    delivered(one());
    long id = id(signal("2"));
    ClaimedLane present = one();
    form(present, batch(present));

    assertThat(present.fencing()).isGreaterThan(old.fencing() + 1);
    assertThat(delivered(old)).isEmpty();
    assertThat(state(id)).isEqualTo(SignalState.FORMED);
    assertThat(claim()).isEmpty();
  }

  @Test
  void nothingIsFormedAfterTheLease() {
    accept(signal("1"));
    ClaimedLane lane = one();
    pass(LEASE);

    assertThat(form(lane, batch(lane))).isFalse();
  }

  @Test
  void whatWasSentBeforeTheLeaseEndedIsSettledIfNobodyHasTheLane() {
    long id = id(signal("1"));
    ClaimedLane lane = one();
    form(lane, batch(lane));
    pass(LEASE);

    delivered(lane);
    assertThat(state(id)).isEqualTo(SignalState.DELIVERED);
    assertThat(claim()).isEmpty();
  }

  @Test
  void asManyLanesAreClaimedAsAreAskedForTheLongestDueFirst() {
    accept(signal("1").to("a"));
    pass(Duration.ofSeconds(1));
    accept(signal("2").to("b"));
    pass(Duration.ofSeconds(1));
    accept(signal("3").to("c"));

    var two = Await.result(stores.outbox().claim("r", 2, LEASE, MUCH));
    assertThat(two)
        .extracting(lane -> lane.workflow().workflowId())
        .containsExactlyInAnyOrder("a", "b");
    assertThat(names(one())).containsExactly("3");
  }

  @Test
  void signalsOfALaneThatWaitAreSeenByWhoClaimsItNext() {
    accept(signal("1"));
    ClaimedLane lane = one();
    accept(signal("2"));

    assertThat(delivered(lane)).contains(Duration.ZERO);
    assertThat(names(one())).containsExactly("2");
  }
}
