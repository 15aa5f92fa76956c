package dev.holdfast.signals.temporal;

import dev.holdfast.signals.deliver.Delivery;
import dev.holdfast.signals.deliver.DeliveryLimits;
import dev.holdfast.signals.deliver.DeliveryObserver;
import dev.holdfast.signals.deliver.DeliveryWays;
import dev.holdfast.signals.deliver.Timers;
import dev.holdfast.signals.transport.CallOutcome;
import dev.holdfast.signals.transport.SignalCall;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** A delivery as a server has it, between a real outbox and a real Temporal. */
final class Chain {
  /** Longer than the margin before its end that no call reaches into. */
  private static final Duration LEASE = Duration.ofSeconds(4);

  private final RealTemporal temporal;
  private final RealOutbox outbox;
  private final List<String> rules;
  final List<String> alarms = new ArrayList<>();
  private volatile boolean dead;

  /** What happens to a call on its way. */
  BiFunction<SignalCall, Supplier<CompletionStage<CallOutcome>>, CompletionStage<CallOutcome>>
      between = (call, next) -> next.get();

  Chain(RealTemporal temporal, RealOutbox outbox, List<String> rules) {
    this.temporal = temporal;
    this.outbox = outbox;
    this.rules = rules;
  }

  Delivery delivery() {
    Timers timers =
        (delay, task) ->
            CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS)
                .execute(() -> runs(task));
    var transport = temporal.transport();
    var envelopes =
        new TemporalEnvelopes(
            rules, temporal.channels, Duration.ofSeconds(5), System::nanoTime, timers, alarms::add);
    return new Delivery(
        outbox.open(),
        new DeliveryWays(
            (call, deadline) -> between.apply(call, () -> transport.send(call, deadline)),
            envelopes,
            DeliveryObserver.SILENT,
            InstantSource.system(),
            Math::random),
        new DeliveryLimits(
            64, LEASE, Duration.ofSeconds(2), Duration.ofMillis(100), RealOutbox.LIMITS),
        System::nanoTime,
        timers,
        "chain");
  }

  private void runs(Runnable task) {
    if (!dead) {
      task.run();
    }
  }

  /** Nothing is looked for any more. */
  void die() {
    dead = true;
  }
}
