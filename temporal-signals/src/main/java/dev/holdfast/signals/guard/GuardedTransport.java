package dev.holdfast.signals.guard;

import dev.holdfast.core.groupcommit.Ticker;
import dev.holdfast.signals.transport.CallOutcome;
import dev.holdfast.signals.transport.SignalCall;
import dev.holdfast.signals.transport.SignalTransport;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A transport that leaves a namespace alone which does not answer, and never has more than so many
 * calls under way. What is not called is {@code NOT_CALLED}, at once; of either kind one call at
 * most waits.
 *
 * <p>{@code UNCERTAIN} and {@code THROTTLED} count for the breaker of the namespace, nothing else.
 * {@code THROTTLED} halves its bulk calls at once, each answer allows one more. {@code DENIED}
 * parks it: bulk is denied without a call, but for one each time that the pause is over.
 */
public final class GuardedTransport implements SignalTransport {

  private final SignalTransport transport;
  private final GuardLimits limits;
  private final Ticker ticker;
  private final GuardObserver observer;
  private final Map<String, NamespaceGuard> namespaces = new ConcurrentHashMap<>();

  /** Keeps the calls of {@code transport} in bounds. */
  public GuardedTransport(
      SignalTransport transport, GuardLimits limits, Ticker ticker, GuardObserver observer) {
    this.transport = transport;
    this.limits = limits;
    this.ticker = ticker;
    this.observer = observer;
  }

  @Override
  public CompletionStage<CallOutcome> send(SignalCall call, Duration deadline) {
    long until = ticker.nanos() + deadline.toNanos();
    return namespaces
        .computeIfAbsent(
            call.workflow().namespace(), name -> new NamespaceGuard(name, limits, ticker, observer))
        .send(call.critical(), () -> inTime(call, until));
  }

  /** A bulkhead lets one call wait: its deadline does not. */
  private CompletionStage<CallOutcome> inTime(SignalCall call, long until) {
    Duration left = Duration.ofNanos(until - ticker.nanos());
    return left.isNegative() || left.isZero()
        ? CompletableFuture.completedFuture(CallOutcome.NOT_CALLED)
        : transport.send(call, left);
  }
}
