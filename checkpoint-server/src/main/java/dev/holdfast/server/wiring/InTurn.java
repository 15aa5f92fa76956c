package dev.holdfast.server.wiring;

import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.WorkflowKey;
import dev.holdfast.signals.route.Routed;
import dev.holdfast.signals.route.SignalRouter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * Signals of one request. Those of one workflow that go straight to Temporal go one after the
 * other; behind one that had to be queued the next ones are queued, too.
 */
final class InTurn {

  private final SignalRouter router;
  private final BiFunction<Signal, Way, CompletionStage<Routed>> sending;
  private final Map<WorkflowKey, CompletableFuture<Object>> latest = new HashMap<>();

  /** How the router sends a signal until a moment of the ticker. */
  interface Way {
    CompletionStage<Routed> send(Signal signal, long deadlineNanos);
  }

  /** Signals that {@code sending} sends by the way that it is given. */
  InTurn(SignalRouter router, BiFunction<Signal, Way, CompletionStage<Routed>> sending) {
    this.router = router;
    this.sending = sending;
  }

  /** What became of the next signal: a {@link Routed} or a failure. By one thread. */
  CompletableFuture<Object> send(Signal signal) {
    if (!router.goesStraight(signal)) {
      return outcome(signal, router::send);
    }
    CompletableFuture<Object> before = latest.get(signal.workflow());
    CompletableFuture<Object> sent =
        before == null
            ? outcome(signal, router::send)
            : before.thenCompose(
                told ->
                    outcome(signal, told instanceof Routed.Queued ? router::queue : router::send));
    latest.put(signal.workflow(), sent);
    return sent;
  }

  private CompletableFuture<Object> outcome(Signal signal, Way way) {
    return Sent.outcome(sending.apply(signal, way));
  }
}
