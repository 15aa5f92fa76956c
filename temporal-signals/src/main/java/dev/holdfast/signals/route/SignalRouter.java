package dev.holdfast.signals.route;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.Ticker;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.signals.lane.Calls;
import dev.holdfast.signals.transport.CallOutcome;
import dev.holdfast.signals.transport.SignalTransport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends critical signals straight to Temporal and commits the others to the outbox. Never claims a
 * delivery that Temporal has not acknowledged, nor a place in the queue that is not committed.
 */
public final class SignalRouter {

  private final GroupCommit<AcceptedSignal, SignalPlace> outbox;
  private final SignalTransport transport;
  private final RequestIds requestIds;
  private final KnownKeys keys;
  private final RouteLimits limits;
  private final Ticker ticker;
  private final InstantSource clock;
  private final Consumer<Duration> wake;
  private final KeysUnderWay underWay = new KeysUnderWay();

  /**
   * A router.
   *
   * @param keys of critical signals that were delivered
   * @param clock of {@code expireAt}
   * @param wake is told when a lane will be due
   */
  public SignalRouter(
      GroupCommit<AcceptedSignal, SignalPlace> outbox,
      SignalTransport transport,
      RequestIds requestIds,
      KnownKeys keys,
      RouteLimits limits,
      Ticker ticker,
      InstantSource clock,
      Consumer<Duration> wake) {
    this.outbox = outbox;
    this.transport = transport;
    this.requestIds = requestIds;
    this.keys = keys;
    this.limits = limits;
    this.ticker = ticker;
    this.clock = clock;
    this.wake = wake;
  }

  /**
   * Sends a signal.
   *
   * @param deadlineNanos moment of the ticker after which the caller no longer waits
   * @return delivered or queued; else a {@link Failure}: {@code WORKFLOW_NOT_FOUND}, {@code
   *     SIGNAL_REFUSED}, {@code SIGNAL_KEY_REUSED}, {@code OUTCOME_UNKNOWN} (it may have arrived,
   *     and is not kept), or that it was not taken
   */
  public CompletionStage<Routed> send(Signal signal, long deadlineNanos) {
    return goesStraight(signal) ? critical(signal, deadlineNanos) : queue(signal, deadlineNanos);
  }

  /** Whether a signal goes to Temporal without waiting in the outbox. */
  public boolean goesStraight(Signal signal) {
    return signal.priority() == SignalPriority.CRITICAL
        && !signal.fence()
        && signal.notBefore() == null
        && (signal.expireAt() == null || signal.expireAt().isAfter(clock.instant()));
  }

  /** Commits a signal to the outbox, also a critical one. */
  public CompletionStage<Routed> queue(Signal signal, long deadlineNanos) {
    return queue(signal, null, deadlineNanos);
  }

  private CompletionStage<Routed> critical(Signal signal, long deadlineNanos) {
    if (!underWay.begin(signal)) {
      return CompletableFuture.failedFuture(Refusals.keyReused());
    }
    return CompletableFuture.completedStage(signal)
        .thenCompose(keys::find)
        .thenCompose(
            known ->
                known.isPresent()
                    ? CompletableFuture.completedFuture(known.get())
                    : straight(signal, deadlineNanos))
        .whenComplete((routed, failure) -> underWay.end(signal));
  }

  private CompletionStage<Routed> straight(Signal signal, long deadlineNanos) {
    String requestId = requestIds.of(signal);
    // Half of what is left stays, to store it if Temporal does not answer.
    Duration half = Duration.ofNanos((deadlineNanos - ticker.nanos()) / 2);
    Duration call = half.compareTo(limits.criticalCall()) < 0 ? half : limits.criticalCall();
    return transport
        .send(Calls.of(signal, requestId), call)
        .thenCompose(outcome -> answered(signal, requestId, outcome, deadlineNanos));
  }

  private CompletionStage<Routed> answered(
      Signal signal, String requestId, CallOutcome outcome, long deadlineNanos) {
    if (outcome == CallOutcome.DELIVERED) {
      keys.remember(signal);
      return CompletableFuture.completedFuture(new Routed.Delivered(false));
    }
    if (!outcome.passes()) {
      return CompletableFuture.failedFuture(Refusals.of(outcome));
    }
    CompletionStage<Routed> queued = queue(signal, requestId, deadlineNanos);
    return outcome == CallOutcome.UNCERTAIN
        ? queued.exceptionallyCompose(Refusals::uncertain)
        : queued;
  }

  private CompletionStage<Routed> queue(
      Signal signal, @Nullable String requestId, long deadlineNanos) {
    Duration linger = limits.linger().apply(signal.priority());
    var accepted = new AcceptedSignal(signal, requestId, linger, false);
    return outbox
        .submit(0, accepted, deadlineNanos)
        .thenApply(
            place -> {
              wake.accept(linger);
              return place.state() == SignalState.DELIVERED
                  ? new Routed.Delivered(true)
                  : new Routed.Queued(place);
            });
  }
}
