package dev.holdfast.server.wiring;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.signals.deliver.Lingers;
import dev.holdfast.signals.route.Routed;
import dev.holdfast.signals.route.SignalRouter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Signals of callers on their way to a router or into the outbox. */
record Sending(
    SignalParts parts,
    AllowedNamespaces namespaces,
    Lingers lingers,
    SignalObserver metrics,
    WakeUps wakeUps) {

  /** Sends a signal; refuses one for a namespace that may not be signalled. */
  CompletionStage<Routed> send(Signal signal, Duration within) {
    return send(signal, parts.router()::send, System.nanoTime() + within.toNanos());
  }

  /** How a signal is sent until a moment. */
  private interface Way {
    CompletionStage<Routed> send(Signal signal, long deadlineNanos);
  }

  private CompletionStage<Routed> send(Signal signal, Way way, long deadlineNanos) {
    try {
      namespaces.refuseOther(signal);
    } catch (Failure refused) {
      return CompletableFuture.failedFuture(refused);
    }
    long begun = System.nanoTime();
    return way.send(signal, deadlineNanos)
        .whenComplete((routed, failure) -> metrics.sent(signal, routed, System.nanoTime() - begun));
  }

  /**
   * Sends signals side by side, and those of one workflow in their order: what is queued, and what
   * goes straight to Temporal.
   *
   * @return for each what became of it: a {@link Routed} or a {@link Failure}
   */
  CompletionStage<List<Object>> sendAll(List<Signal> signals, Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    SignalRouter router = parts.router();
    var inTurn =
        new InTurn(
            router::goesStraight,
            signal -> send(signal, router::send, deadline),
            signal -> send(signal, router::queue, deadline));
    List<CompletableFuture<Object>> sent = new ArrayList<>();
    parts.commits().together(() -> signals.forEach(signal -> sent.add(inTurn.next(signal))));
    return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
        .thenApply(all -> sent.stream().map(CompletableFuture::join).toList());
  }

  /**
   * Queues signals, critical ones too; completes when all are committed, or were before under their
   * keys, which may have come with another signal.
   */
  CompletionStage<Void> accept(List<Signal> signals, Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    List<CompletableFuture<Void>> accepted = new ArrayList<>();
    parts
        .commits()
        .together(
            () ->
                signals.forEach(
                    signal -> {
                      Duration linger = lingers.of(signal.priority());
                      accepted.add(
                          parts
                              .commits()
                              .submit(0, new AcceptedSignal(signal, null, linger, false), deadline)
                              .handle(Sent::kept)
                              .thenRun(() -> wakeUps.send(linger))
                              .toCompletableFuture());
                    }));
    return CompletableFuture.allOf(accepted.toArray(CompletableFuture[]::new));
  }
}
