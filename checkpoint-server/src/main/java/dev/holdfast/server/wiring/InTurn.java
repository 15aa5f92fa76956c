package dev.holdfast.server.wiring;

import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.WorkflowKey;
import dev.holdfast.signals.route.Routed;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Signals of one request. Those of one workflow that go straight to Temporal go one after the
 * other; behind one that had to be queued the next ones are queued, too.
 */
final class InTurn {

  private final Predicate<Signal> isStraight;
  private final Function<Signal, CompletionStage<Routed>> send;
  private final Function<Signal, CompletionStage<Routed>> queue;
  private final Map<WorkflowKey, CompletableFuture<Object>> latest = new HashMap<>();

  /**
   * No signals yet.
   *
   * @param isStraight whether a signal does not wait in the outbox
   * @param send sends one by its way
   * @param queue puts one into the outbox
   */
  InTurn(
      Predicate<Signal> isStraight,
      Function<Signal, CompletionStage<Routed>> send,
      Function<Signal, CompletionStage<Routed>> queue) {
    this.isStraight = isStraight;
    this.send = send;
    this.queue = queue;
  }

  /** What became of the next signal: a {@link Routed} or a failure. By one thread. */
  CompletableFuture<Object> next(Signal signal) {
    if (!isStraight.test(signal)) {
      return Sent.outcome(send.apply(signal));
    }
    CompletableFuture<Object> before = latest.get(signal.workflow());
    CompletableFuture<Object> sent =
        before == null
            ? Sent.outcome(send.apply(signal))
            : before.thenCompose(
                told -> Sent.outcome((told instanceof Routed.Queued ? queue : send).apply(signal)));
    latest.put(signal.workflow(), sent);
    return sent;
  }
}
