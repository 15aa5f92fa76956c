package dev.holdfast.signals.route;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.GroupLimits;
import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.groupcommit.Weigher;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.signals.FakeTemporal;
import dev.holdfast.signals.transport.CallOutcome;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.SignalBuilder;
import dev.holdfast.testkit.reference.signal.ReferenceSignalOutbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a signal goes, and what its sender is told. */
class SignalRouterTest {
  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final Duration LINGER = Duration.ofMillis(200);
  private static final LaneLimits LANE = new LaneLimits(500, 1 << 20, Duration.ofSeconds(5));

  private final ReferenceSignalOutbox outbox = new ReferenceSignalOutbox(LANE);
  private final OutboxInTrouble trouble = new OutboxInTrouble(outbox);
  private final FakeTemporal temporal = new FakeTemporal();
  private final List<Duration> wakes = new ArrayList<>();
  private final SignalRouter router = router();

  private SignalRouter router() {
    var limits = new GroupLimits(1, 100, 1 << 20, 1_000, 1 << 20, Duration.ofSeconds(1), 5);
    var commits =
        new GroupCommit<AcceptedSignal, SignalPlace>(
            limits, trouble, new Weight(), System::nanoTime, GroupObserver.SILENT);
    return new SignalRouter(
        commits,
        temporal,
        new RequestIds(() -> "random"),
        new RememberedKeys(trouble, commits, System::nanoTime, PATIENCE),
        new RouteLimits(
            Duration.ofSeconds(2),
            priority -> priority == SignalPriority.NORMAL ? LINGER : Duration.ZERO),
        System::nanoTime,
        outbox,
        wakes::add);
  }

  private static final class Weight implements Weigher<AcceptedSignal> {
    @Override
    public int rows(AcceptedSignal signal) {
      return 1;
    }

    @Override
    public long bytes(AcceptedSignal signal) {
      return 1;
    }
  }

  private static SignalBuilder critical(String name) {
    return signal(name).priority(SignalPriority.CRITICAL);
  }

  private Routed send(SignalBuilder signal) {
    return Await.result(router.send(signal.build(), System.nanoTime() + 10_000_000_000L));
  }

  private SignalPlace queued(SignalBuilder signal) {
    return ((Routed.Queued) send(signal)).place();
  }

  private void refused(SignalBuilder signal, Code code) {
    assertThatThrownBy(() -> send(signal))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }

  private List<String> stored() {
    return Await.result(outbox.claim("r", 9, Duration.ofSeconds(9), LANE)).stream()
        .flatMap(lane -> lane.signals().stream())
        .map(one -> one.signal().name() + " " + one.requestId())
        .toList();
  }

  @Test
  void aCriticalSignalIsDeliveredWhenTemporalSaysSoAndNothingIsStored() {
    assertThat(send(critical("1"))).isEqualTo(new Routed.Delivered(false));
    assertThat(temporal.names()).containsExactly("1");
    assertThat(temporal.calls.get(0).critical()).isTrue();
    assertThat(stored()).isEmpty();
  }

  @Test
  void othersAreStoredAndWaitForTheirLinger() {
    assertThat(queued(signal("1")).state()).isEqualTo(SignalState.QUEUED);
    assertThat(temporal.calls).isEmpty();
    assertThat(wakes).containsExactly(LINGER);
    outbox.pass(LINGER);
    assertThat(stored()).containsExactly("1 null");
  }

  @Test
  void aCriticalOneThatWaitsForSomethingIsStored() {
    queued(signal("fence").fence());
    queued(critical("later").notBefore(outbox.instant().plusSeconds(1)));

    assertThat(temporal.calls).isEmpty();
  }

  @Test
  void aCriticalOneThatHasExpiredIsNotSent() {
    queued(critical("late").expiring(outbox.instant()));
    assertThat(temporal.calls).isEmpty();

    assertThat(send(critical("in time").expiring(outbox.instant().plusSeconds(1))))
        .isEqualTo(new Routed.Delivered(false));
  }

  @Test
  void whatMayHaveArrivedIsStoredWithTheSameRequestId() {
    for (CallOutcome outcome :
        List.of(
            CallOutcome.UNCERTAIN,
            CallOutcome.THROTTLED,
            CallOutcome.BUSY,
            CallOutcome.DENIED,
            CallOutcome.NOT_CALLED)) {
      temporal.answer(outcome);
      String name = outcome.text();
      assertThat(queued(critical(name).to(name).key("k")).state())
          .as(name)
          .isEqualTo(SignalState.QUEUED);
    }
    assertThat(stored())
        .containsExactlyInAnyOrderElementsOf(
            temporal.calls.stream().map(call -> call.name() + " " + call.requestId()).toList());
  }

  @Test
  void whatMayHaveArrivedAndCannotBeStoredIsUnknown() {
    trouble.away = true;
    temporal.answer(CallOutcome.UNCERTAIN);

    refused(critical("1"), Code.OUTCOME_UNKNOWN);
  }

  @Test
  void whatWasNotCalledAndCannotBeStoredIsUnavailable() {
    trouble.away = true;
    temporal.answer(CallOutcome.NOT_CALLED, CallOutcome.THROTTLED);

    refused(critical("1"), Code.UNAVAILABLE);
    refused(critical("2"), Code.UNAVAILABLE);
  }

  @Test
  void whatTemporalRefusesIsToldAndNotStored() {
    temporal.answer(
        CallOutcome.WORKFLOW_NOT_FOUND,
        CallOutcome.NAMESPACE_NOT_FOUND,
        CallOutcome.TOO_LARGE,
        CallOutcome.SIGNAL_LIMIT,
        CallOutcome.REFUSED);

    refused(critical("1"), Code.WORKFLOW_NOT_FOUND);
    refused(critical("2"), Code.NAMESPACE_REFUSED);
    refused(critical("3"), Code.SIGNAL_REFUSED);
    refused(critical("4"), Code.SIGNAL_REFUSED);
    refused(critical("5"), Code.SIGNAL_REFUSED);
    assertThat(stored()).isEmpty();
  }

  @Test
  void aRepeatWithItsKeyIsDeliveredWithoutACall() {
    send(critical("1").key("k"));

    assertThat(send(critical("1").key("k"))).isEqualTo(new Routed.Delivered(true));
    refused(critical("other").key("k"), Code.SIGNAL_KEY_REUSED);
    assertThat(temporal.calls).hasSize(1);
  }

  @Test
  void anotherSignalWithAKeyThatIsOnItsWayIsNotSent() {
    temporal.silence();
    long deadline = System.nanoTime() + 30_000_000_000L;
    var first = router.send(critical("1").key("k").build(), deadline).toCompletableFuture();

    refused(critical("other").key("k"), Code.SIGNAL_KEY_REUSED);
    router.send(critical("1").key("k").build(), deadline);
    router.send(critical("other").to("another").key("k").build(), deadline);

    assertThat(first).isNotDone();
    assertThat(temporal.names()).containsExactly("1", "1", "other");
    assertThat(temporal.calls.get(1).requestId()).isEqualTo(temporal.calls.get(0).requestId());
  }

  @Test
  void aKeyThatWasOnItsWayInVainIsFree() {
    temporal.answer(CallOutcome.WORKFLOW_NOT_FOUND, CallOutcome.DELIVERED);
    refused(critical("1").key("k"), Code.WORKFLOW_NOT_FOUND);

    assertThat(send(critical("other").key("k"))).isEqualTo(new Routed.Delivered(false));
  }

  @Test
  void anotherReplicaKnowsTheKey() {
    send(critical("1").key("k"));
    SignalRouter other = router();

    long deadline = System.nanoTime() + 30_000_000_000L;
    assertThat(Await.result(other.send(critical("1").key("k").build(), deadline)))
        .isEqualTo(new Routed.Delivered(true));
    assertThat(temporal.calls).hasSize(1);
  }

  @Test
  void aRepeatOfWhatIsStoredIsToldItsPlace() {
    temporal.answer(CallOutcome.UNCERTAIN);
    SignalPlace first = queued(critical("1").key("k"));

    assertThat(queued(critical("1").key("k"))).isEqualTo(first);
    assertThat(temporal.calls).hasSize(1);
  }

  @Test
  void withoutPostgresCriticalSignalsAreDelivered() {
    trouble.away = true;

    assertThat(send(critical("1").key("k"))).isEqualTo(new Routed.Delivered(false));
    assertThat(send(critical("1").key("k"))).isEqualTo(new Routed.Delivered(true));
    refused(signal("2"), Code.UNAVAILABLE);
  }

  @Test
  void aPostgresThatDoesNotAnswerDelaysCriticalSignalsByAMomentOnly() {
    trouble.hangs = true;
    long begun = System.nanoTime();

    assertThat(send(critical("1").key("k"))).isEqualTo(new Routed.Delivered(false));
    assertThat(send(critical("2"))).isEqualTo(new Routed.Delivered(false));
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(PATIENCE, PATIENCE.multipliedBy(100));
  }

  @Test
  void halfOfTheTimeIsLeftToStoreWhatTemporalDoesNotAnswer() {
    send(critical("0")); // the first one takes longer than others
    temporal.silence();
    router.send(critical("1").build(), System.nanoTime() + 3_800_000_000L);
    router.send(critical("2").build(), System.nanoTime() + 60_000_000_000L);

    assertThat(temporal.deadlines.get(1))
        .isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_900));
    assertThat(temporal.deadlines.get(2)).isEqualTo(Duration.ofSeconds(2));
  }
}
