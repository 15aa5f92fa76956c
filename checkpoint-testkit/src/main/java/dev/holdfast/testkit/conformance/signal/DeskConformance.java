package dev.holdfast.testkit.conformance.signal;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.SignalDesk.Filter;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.core.signal.SignalStatus;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What people ask about signals and do with them. */
public abstract class DeskConformance extends SignalConformanceBase {

  private static final TenantId STRANGER = new TenantId("stranger");

  private List<Long> list(
      @Nullable String workflow,
      @Nullable SignalState state,
      @Nullable DeadReason reason,
      @Nullable Long before,
      int most) {
    var filter = new Filter(Fixtures.TENANT, "default", workflow, state, reason, before, most);
    return Await.result(stores.desk().list(filter)).stream().map(SignalStatus::id).toList();
  }

  private long deadLetter(String name) {
    long id = id(signal(name));
    dead(one(), DeadReason.WORKFLOW_NOT_FOUND);
    return id;
  }

  @Test
  void aSignalIsFoundWithWhatIsKnownOfIt() {
    long id = id(signal("1").run("r").priority(SignalPriority.HIGH).with("1"));

    SignalStatus found = status(id);

    assertThat(found.workflow().workflowId()).isEqualTo("w");
    assertThat(found.runId()).isEqualTo("r");
    assertThat(found.name()).isEqualTo("1");
    assertThat(found.priority()).isEqualTo(SignalPriority.HIGH);
    assertThat(found.state()).isEqualTo(SignalState.QUEUED);
    assertThat(found.attempts()).isZero();
    assertThat(found.settledAt()).isNull();
    assertThat(Duration.between(found.acceptedAt(), stores.clock().instant()).abs())
        .isLessThan(Duration.ofMinutes(1));
    assertThat(Await.result(stores.desk().find(Fixtures.TENANT, id + 999))).isEmpty();
  }

  @Test
  void signalsAreListedNewestFirstByWhatIsAskedFor() {
    long dead = deadLetter("1");
    long a = id(signal("2"));
    long b = id(signal("3").to("other"));
    long c = id(signal("4"));

    assertThat(list(null, null, null, null, 10)).containsExactly(c, b, a, dead);
    assertThat(list(null, null, null, null, 2)).containsExactly(c, b);
    assertThat(list(null, null, null, b, 10)).containsExactly(a, dead);
    assertThat(list("w", null, null, null, 10)).containsExactly(c, a, dead);
    assertThat(list(null, SignalState.DEAD, null, null, 10)).containsExactly(dead);
    assertThat(list(null, null, DeadReason.WORKFLOW_NOT_FOUND, null, 10)).containsExactly(dead);
    assertThat(list(null, null, DeadReason.EXPIRED, null, 10)).isEmpty();
  }

  @Test
  void whatIsOnItsWayIsListedAsFormedAndNotAsQueued() {
    long a = id(signal("1"));
    long b = id(signal("2"));
    ClaimedLane lane = one();
    form(lane, new dev.holdfast.core.signal.FormedBatch(List.of(a), "r", 0, null));

    assertThat(list(null, SignalState.FORMED, null, null, 10)).containsExactly(a);
    assertThat(list(null, SignalState.QUEUED, null, null, 10)).containsExactly(b);
  }

  @Test
  void whatWasTakenBackIsNotSent() {
    long id = id(signal("1"));
    accept(signal("2"));

    assertThat(cancel(id)).isEqualTo(SignalState.CANCELLED);
    assertThat(cancel(id)).isEqualTo(SignalState.CANCELLED);
    assertThat(drain(MUCH)).containsExactly("2");
    assertThat(accept(signal("3")).get(0).before()).isZero();
  }

  @Test
  void aFenceGoesWhenWhatItWaitedForIsTakenBack() {
    long later = id(signal("later").notBefore(stores.clock().instant().plus(LONG)));
    accept(signal("fence").priority(SignalPriority.CRITICAL).fence(), signal("behind"));
    untouched(one());
    assertThat(claim()).isEmpty();

    cancel(later);

    assertThat(drain(MUCH)).containsExactly("fence", "behind");
  }

  @Test
  void whatWaitedBehindAFenceThatIsTakenBackGoes() {
    accept(signal("later").notBefore(stores.clock().instant().plus(LONG)));
    long fence = id(signal("fence").priority(SignalPriority.CRITICAL).fence());
    accept(signal("behind"));
    untouched(one());
    assertThat(claim()).isEmpty();

    cancel(fence);

    assertThat(drain(MUCH)).containsExactly("behind");
    pass(LONG);
    assertThat(drain(MUCH)).containsExactly("later");
  }

  @Test
  void whatIsSettledCannotBeTakenBack() {
    long id = id(signal("1"));
    drain(MUCH);

    assertThat(cancel(id)).isEqualTo(SignalState.DELIVERED);
    assertThat(Await.result(stores.desk().cancel(Fixtures.TENANT, id + 999))).isEmpty();
  }

  @Test
  void aRedrivenSignalIsANewOneBehindAllAndHasAHigherSequence() {
    long old = id(signal("1").with("7"));
    ClaimedLane first = one();
    dead(first, DeadReason.WORKFLOW_NOT_FOUND);
    accept(signal("2"));

    List<Long> again = redrive(old, old + 999);
    ClaimedLane lane = one();

    assertThat(again).hasSize(1).doesNotContain(old);
    assertThat(names(lane)).containsExactly("2", "1");
    assertThat(lane.signals().get(1).id()).isEqualTo(again.get(0));
    assertThat(lane.signals().get(1).signal()).isEqualTo(signal("1").with("7").build());
    assertThat(lane.nextSequence()).isGreaterThan(first.nextSequence());
    assertThat(state(old)).isEqualTo(SignalState.DISCARDED);
    assertThat(status(old).note()).contains(Long.toString(again.get(0)));
    assertThat(redrive(old)).isEmpty();
  }

  @Test
  void aRedrivenSignalWithAKeyLeavesTheKeyToTheFirst() {
    long old = id(signal("1").key("k"));
    dead(one(), DeadReason.WORKFLOW_NOT_FOUND);

    assertThat(redrive(old)).hasSize(1);
    assertThat(accept(signal("1").key("k")).get(0).id()).isEqualTo(old);
  }

  @Test
  void aDiscardedSignalSaysWhy() {
    long id = deadLetter("1");

    assertThat(discard(id, id + 999)).isEqualTo(1);
    assertThat(discard(id)).isZero();
    assertThat(state(id)).isEqualTo(SignalState.DISCARDED);
    assertThat(status(id).note()).isEqualTo("given up");
    assertThat(redrive(id)).isEmpty();
  }

  @Test
  void onlyDeadLettersAreDiscardedOrRedriven() {
    long id = id(signal("1"));

    assertThat(discard(id)).isZero();
    assertThat(redrive(id)).isEmpty();
    assertThat(drain(MUCH)).containsExactly("1");
  }

  @Test
  void tenantsSeeAndTouchOnlyTheirOwn() {
    long mine = deadLetter("1");
    long theirs = id(signal("2").of(STRANGER));

    assertThat(Await.result(stores.desk().find(STRANGER, mine))).isEmpty();
    assertThat(Await.result(stores.desk().cancel(Fixtures.TENANT, theirs))).isEmpty();
    assertThat(Await.result(stores.desk().discard(STRANGER, List.of(mine), "no"))).isZero();
    assertThat(Await.result(stores.desk().redrive(STRANGER, List.of(mine)))).isEmpty();
    assertThat(list(null, null, null, null, 10)).containsExactly(mine);
    assertThat(state(mine)).isEqualTo(SignalState.DEAD);
  }

  @Test
  void tenantsHaveLanesKeysAndSourcesOfTheirOwn() {
    accept(signal("1").key("k"));
    var theirs = accept(signal("other").key("k").of(STRANGER)).get(0);

    List<ClaimedLane> lanes = claim();

    assertThat(theirs.before()).isZero();
    assertThat(lanes).hasSize(2);
    assertThat(lanes.get(0).source()).isNotEqualTo(lanes.get(1).source());
    ClaimedLane mine =
        lanes.stream()
            .filter(lane -> lane.workflow().tenant().equals(Fixtures.TENANT))
            .findFirst()
            .orElseThrow();
    settle(mine, ids(mine), Map.of(), null, Duration.ZERO);
    assertThat(Await.result(stores.desk().find(STRANGER, theirs.id())).orElseThrow().state())
        .isEqualTo(SignalState.QUEUED);
  }
}
