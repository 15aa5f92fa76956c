package dev.holdfast.signals.temporal;

import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.GroupLimits;
import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.groupcommit.Weigher;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.signals.deliver.Courtesy;
import dev.holdfast.signals.deliver.Delivery;
import dev.holdfast.signals.deliver.DeliveryLimits;
import dev.holdfast.signals.deliver.DeliveryObserver;
import dev.holdfast.signals.deliver.DeliveryWays;
import dev.holdfast.signals.deliver.Timers;
import dev.holdfast.signals.guard.GuardLimits;
import dev.holdfast.signals.guard.GuardObserver;
import dev.holdfast.signals.guard.GuardedTransport;
import dev.holdfast.signals.route.RememberedKeys;
import dev.holdfast.signals.route.RequestIds;
import dev.holdfast.signals.route.RouteLimits;
import dev.holdfast.signals.route.Routed;
import dev.holdfast.signals.route.SignalRouter;
import dev.holdfast.signals.transport.CallOutcome;
import dev.holdfast.signals.transport.SignalCall;
import dev.holdfast.signals.transport.SignalTransport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Delivery, router and guard as a server has them, between a real outbox and a Temporal. */
final class Chain implements DeliveryObserver, GuardObserver {
  /** A busy machine is in time for it. */
  private static final Duration LEASE = Duration.ofSeconds(20);

  /** How long a call may take where the lease is no shorter: a busy machine answers in it. */
  private static final Duration CALL = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final RealOutbox outbox;
  private final TemporalEnvelopes envelopes;
  private final SignalTransport transport;
  private final Duration parked;
  private final Duration lease;
  final EnvelopesHeard heard = new EnvelopesHeard();
  final List<String> died = new CopyOnWriteArrayList<>();
  final List<String> guarded = new CopyOnWriteArrayList<>();
  private volatile boolean dead;

  /** What happens to a call on its way. */
  BiFunction<SignalCall, Supplier<CompletionStage<CallOutcome>>, CompletionStage<CallOutcome>>
      between = (call, next) -> next.get();

  Chain(TemporalBase temporal, RealOutbox outbox, List<String> rules) {
    this(temporal, outbox, rules, GuardLimits.USUAL, LEASE);
  }

  Chain(TemporalBase temporal, RealOutbox outbox, List<String> rules, GuardLimits guard) {
    this(temporal, outbox, rules, guard, LEASE);
  }

  /** With a lease that somebody waits for: longer than the margin that no call reaches into. */
  Chain(TemporalBase temporal, RealOutbox outbox, List<String> rules, Duration lease) {
    this(temporal, outbox, rules, GuardLimits.USUAL, lease);
  }

  private Chain(
      TemporalBase temporal,
      RealOutbox outbox,
      List<String> rules,
      GuardLimits guard,
      Duration lease) {
    this.outbox = outbox;
    this.lease = lease;
    temporal.beforeTheEnd.add(this::die);
    this.transport = new GuardedTransport(temporal.transport(), guard, System::nanoTime, this);
    this.parked = guard.parked();
    this.envelopes =
        new TemporalEnvelopes(
            rules, temporal.channels, Duration.ofSeconds(5), System::nanoTime, timers(), heard);
  }

  private Timers timers() {
    return (delay, task) ->
        CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS)
            .execute(() -> runs(task));
  }

  Delivery delivery() {
    Duration half = lease.dividedBy(2);
    return new Delivery(
        outbox.open(),
        new DeliveryWays(
            (call, deadline) -> between.apply(call, () -> transport.send(call, deadline)),
            envelopes,
            this,
            InstantSource.system(),
            new Courtesy(System::nanoTime, 64, 64),
            Math::random),
        new DeliveryLimits(
            lease,
            half.compareTo(CALL) < 0 ? half : CALL,
            Duration.ofMillis(100),
            parked,
            RealOutbox.LIMITS),
        System::nanoTime,
        timers(),
        "chain");
  }

  /** A delivery that has begun. */
  Delivery started() {
    Delivery delivery = delivery();
    delivery.start();
    return delivery;
  }

  /** Sends a signal as a caller does who is patient. */
  CompletionStage<Routed> send(Signal signal) {
    var limits = new GroupLimits(1, 500, 1 << 20, 100_000, 1 << 20, Duration.ofSeconds(1), 5);
    var commits =
        new GroupCommit<AcceptedSignal, SignalPlace>(
            limits, outbox.open(), new Weight(), System::nanoTime, GroupObserver.SILENT);
    return new SignalRouter(
            commits,
            transport,
            new RequestIds(() -> UUID.randomUUID().toString()),
            new RememberedKeys(outbox.open(), commits, System::nanoTime, CALL),
            new RouteLimits(CALL, priority -> Duration.ZERO),
            System::nanoTime,
            InstantSource.system(),
            delay -> {})
        .send(signal, System.nanoTime() + PATIENCE.toNanos());
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

  @Override
  public void died(QueuedSignal signal, DeadReason reason) {
    died.add(signal.signal().name() + " " + reason.text());
  }

  @Override
  public void breaker(String namespace, Breaker state) {
    guarded.add(state.name());
  }

  @Override
  public void atOnce(String namespace, int calls) {
    guarded.add("at once " + calls);
  }

  @Override
  public void parked(String namespace, boolean isParked) {
    guarded.add(isParked ? "parked" : "not parked");
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
