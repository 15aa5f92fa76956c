package dev.holdfast.signals.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.WorkflowKey;
import dev.holdfast.signals.FakeTemporal;
import dev.holdfast.signals.FakeTime;
import dev.holdfast.signals.lane.Calls;
import dev.holdfast.signals.transport.CallOutcome;
import dev.holdfast.signals.transport.SignalCall;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.gen.SignalBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Breaker, bulkheads, time-outs, calls at once, parking. The breaker goes by the real clock. */
class GuardedTransportTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final GuardLimits LIMITS = limits(DEADLINE, DEADLINE);

  private final FakeTemporal temporal = new FakeTemporal();
  private final FakeTime time = new FakeTime(passed -> {});
  private final List<String> seen = new CopyOnWriteArrayList<>(); // a timer tells, too
  private GuardedTransport guarded = new GuardedTransport(temporal, LIMITS, time, new Seen());

  /** Nothing ends by itself while a test runs, unless it is about that. */
  private static GuardLimits limits(Duration open, Duration longest) {
    return new GuardLimits(4, 8, 10, 0.5, open, 2, Duration.ofSeconds(30), longest);
  }

  private void guard(Duration open, Duration longest) {
    guarded = new GuardedTransport(temporal, limits(open, longest), time, new Seen());
  }

  private final class Seen implements GuardObserver {
    @Override
    public void breaker(String namespace, Breaker state) {
      seen.add(namespace + " " + state);
    }

    @Override
    public void atOnce(String namespace, int calls) {
      seen.add(namespace + " " + calls);
    }

    @Override
    public void parked(String namespace, boolean parked) {
      seen.add(namespace + (parked ? " parked" : " not parked"));
    }

    @Override
    public void prevented(String namespace, boolean critical) {
      seen.add(namespace + " prevented " + critical);
    }
  }

  private static SignalCall call(String namespace, SignalPriority priority) {
    var workflow = new WorkflowKey(Fixtures.TENANT, namespace, "w");
    return Calls.of(SignalBuilder.signal("s").to(workflow).priority(priority).build(), "r");
  }

  private CompletableFuture<CallOutcome> start(String namespace, SignalPriority priority) {
    return guarded.send(call(namespace, priority), DEADLINE).toCompletableFuture();
  }

  private void startMany(SignalPriority priority) {
    for (int i = 0; i < 1_000; i++) {
      CompletionStage<CallOutcome> started = guarded.send(call("a", priority), DEADLINE);
      started.thenAccept(outcome -> assertThat(outcome).isNotEqualTo(CallOutcome.DELIVERED));
    }
  }

  private CallOutcome bulk() {
    return Await.result(start("a", SignalPriority.NORMAL));
  }

  private CallOutcome critical() {
    return Await.result(start("a", SignalPriority.CRITICAL));
  }

  private void open() {
    temporal.rule(call -> CallOutcome.UNCERTAIN);
    for (int i = 0; i < 10; i++) {
      assertThat(bulk()).isEqualTo(CallOutcome.UNCERTAIN);
    }
  }

  @Test
  void outcomesComeThrough() {
    for (CallOutcome outcome : CallOutcome.values()) {
      var fresh = new GuardedTransport(temporal, LIMITS, time, GuardObserver.SILENT);
      temporal.answer(outcome);

      assertThat(Await.result(fresh.send(call("a", SignalPriority.NORMAL), DEADLINE)))
          .isEqualTo(outcome);
    }
  }

  @Test
  void aNamespaceThatDoesNotAnswerIsNotCalledAndOthersAre() {
    open();

    assertThat(bulk()).isEqualTo(CallOutcome.NOT_CALLED);
    assertThat(critical()).isEqualTo(CallOutcome.NOT_CALLED);
    assertThat(temporal.calls).hasSize(10);
    assertThat(seen).containsExactly("a OPEN", "a prevented false", "a prevented true");
    temporal.rule(call -> CallOutcome.DELIVERED);
    assertThat(Await.result(start("b", SignalPriority.NORMAL))).isEqualTo(CallOutcome.DELIVERED);
  }

  @Test
  void aFewCallsAreTriedWhenTheBreakerHasBeenOpenForAWhile() throws Exception {
    guard(SHORT, DEADLINE);
    open();
    temporal.silence();
    CompletableFuture<CallOutcome> first = firstNotPrevented();

    var probes = List.of(first, start("a", SignalPriority.NORMAL));
    assertThat(bulk()).isEqualTo(CallOutcome.NOT_CALLED);
    temporal.rule(call -> CallOutcome.DELIVERED);
    temporal.speak();

    assertThat(probes).allMatch(probe -> probe.join() == CallOutcome.DELIVERED);
    assertThat(bulk()).isEqualTo(CallOutcome.DELIVERED);
    assertThat(breaker()).containsExactly("a OPEN", "a HALF_OPEN", "a CLOSED");
  }

  private List<String> breaker() {
    return seen.stream().filter(told -> !told.contains("prevented")).toList();
  }

  /**
   * Calls when the breaker has told that it lets some through, by the real clock. It does so a
   * moment before it tells: what comes of a call in between would be told first.
   */
  private CompletableFuture<CallOutcome> firstNotPrevented() {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!seen.contains("a HALF_OPEN")) {
      assertThat(System.nanoTime()).as("the breaker stays open").isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
    return start("a", SignalPriority.NORMAL);
  }

  @Test
  void aProbeThatFailsOpensTheBreakerAgain() throws Exception {
    guard(SHORT, DEADLINE);
    open();

    assertThat(Await.result(firstNotPrevented())).isEqualTo(CallOutcome.UNCERTAIN);
    assertThat(breaker()).startsWith("a OPEN", "a HALF_OPEN", "a OPEN");
  }

  @Test
  void onlyWhatSaysSomethingOfTheNamespaceOpensTheBreaker() {
    for (CallOutcome outcome :
        List.of(
            CallOutcome.BUSY,
            CallOutcome.WORKFLOW_NOT_FOUND,
            CallOutcome.REFUSED,
            CallOutcome.TOO_LARGE,
            CallOutcome.SIGNAL_LIMIT,
            CallOutcome.NAMESPACE_NOT_FOUND)) {
      temporal.rule(call -> outcome);
      for (int i = 0; i < 20; i++) {
        assertThat(bulk()).isEqualTo(outcome);
      }
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void throttledCallsOpenTheBreakerToo() {
    temporal.rule(call -> CallOutcome.THROTTLED);
    for (int i = 0; i < 10; i++) {
      bulk();
    }

    assertThat(bulk()).isEqualTo(CallOutcome.NOT_CALLED);
  }

  @Test
  void aThrottledCallHalvesTheBulkCallsAtOnceAndEachAnswerAllowsOneMore() {
    temporal.answer(CallOutcome.THROTTLED, CallOutcome.THROTTLED, CallOutcome.DELIVERED);
    bulk();
    bulk();
    bulk();
    assertThat(seen).containsExactly("a 4", "a 2", "a 3");

    temporal.silence();
    for (int i = 0; i < 3; i++) {
      assertThat(start("a", SignalPriority.NORMAL)).isNotDone();
    }
    assertThat(bulk()).isEqualTo(CallOutcome.NOT_CALLED);
    assertThat(start("a", SignalPriority.CRITICAL)).isNotDone();
    assertThat(start("b", SignalPriority.NORMAL)).isNotDone();
  }

  @Test
  void aThrottledNamespaceIsNeverStoppedAltogether() {
    temporal.answer(
        CallOutcome.THROTTLED, CallOutcome.THROTTLED, CallOutcome.THROTTLED, CallOutcome.THROTTLED);
    for (int i = 0; i < 4; i++) {
      bulk();
    }

    assertThat(bulk()).isEqualTo(CallOutcome.DELIVERED);
  }

  @Test
  void criticalAndBulkHaveRoomOfTheirOwnAndNothingPilesUp() {
    temporal.silence();
    startMany(SignalPriority.NORMAL);
    assertThat(temporal.calls).hasSize(8);

    startMany(SignalPriority.CRITICAL);
    assertThat(temporal.calls).hasSize(12);
    assertThat(seen.stream().filter("a prevented true"::equals)).hasSize(995);
    assertThat(seen.stream().filter("a prevented false"::equals)).hasSize(992);
  }

  @Test
  void aCallThatNobodyAnswersIsGivenUp() {
    guard(DEADLINE, SHORT);
    temporal.silence();

    assertThat(bulk()).isEqualTo(CallOutcome.UNCERTAIN);
  }

  @Test
  void aTransportThatFailsIsUncertain() {
    temporal.rule(
        call -> {
          throw new IllegalStateException("a bug");
        });

    assertThat(bulk()).isEqualTo(CallOutcome.UNCERTAIN);
  }

  @Test
  void aDeniedNamespaceIsParkedAndLookedAtByOneCallEachHalfMinute() {
    temporal.rule(call -> CallOutcome.DENIED);
    assertThat(bulk()).isEqualTo(CallOutcome.DENIED);
    for (int i = 0; i < 5; i++) {
      assertThat(bulk()).isEqualTo(CallOutcome.DENIED);
    }
    assertThat(temporal.calls).hasSize(1);

    time.pass(Duration.ofSeconds(30));
    bulk();
    bulk();
    assertThat(temporal.calls).hasSize(2);
    temporal.rule(call -> CallOutcome.DELIVERED);
    time.pass(Duration.ofSeconds(30));
    assertThat(bulk()).isEqualTo(CallOutcome.DELIVERED);
    assertThat(bulk()).isEqualTo(CallOutcome.DELIVERED);
    assertThat(seen).containsExactly("a parked", "a not parked");
  }

  @Test
  void whoFindsNoPlaceDoesNotTakeTheOneCallOfAParkedNamespace() {
    temporal.silence();
    for (int i = 0; i < LIMITS.bulkCalls(); i++) {
      assertThat(start("a", SignalPriority.NORMAL)).isNotDone();
    }
    CompletableFuture<CallOutcome> denied = start("a", SignalPriority.CRITICAL);
    temporal.open.get(LIMITS.bulkCalls()).complete(CallOutcome.DENIED);
    assertThat(denied).isCompletedWithValue(CallOutcome.DENIED);
    time.pass(Duration.ofSeconds(30));

    assertThat(bulk()).isEqualTo(CallOutcome.NOT_CALLED);
    temporal.open.get(0).complete(CallOutcome.UNCERTAIN);

    assertThat(start("a", SignalPriority.NORMAL)).isNotDone();
    assertThat(temporal.calls).hasSize(LIMITS.bulkCalls() + 2);
  }

  @Test
  void criticalSignalsAskForThemselvesWhetherTheyAreDenied() {
    temporal.answer(CallOutcome.DENIED);
    bulk();

    assertThat(critical()).isEqualTo(CallOutcome.DELIVERED);
    assertThat(bulk()).isEqualTo(CallOutcome.DELIVERED);
  }
}
