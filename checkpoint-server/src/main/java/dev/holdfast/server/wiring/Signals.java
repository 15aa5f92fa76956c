package dev.holdfast.server.wiring;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.signal.AttachedSignal;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalDesk;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.postgres.signal.Acceptance;
import dev.holdfast.postgres.signal.SignalsWaiting;
import dev.holdfast.server.config.HoldfastConfig;
import dev.holdfast.server.config.SignalsConfig;
import dev.holdfast.server.config.TemporalConfig;
import dev.holdfast.server.wire.Admission;
import dev.holdfast.signals.deliver.Lingers;
import dev.holdfast.signals.route.Routed;
import dev.holdfast.signals.temporal.TemporalCheck;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Signals of a running server; without a target of Temporal none are taken. */
@ApplicationScoped
public class Signals implements Admission {

  private final TemporalConfig temporal;
  private final SignalsConfig config;
  private final HoldfastConfig.GroupCommit commit;
  private final SignalObserver metrics;
  private final WakeUps wakeUps;
  private final Ids ids;
  private final Lingers lingers;
  private volatile @Nullable SignalParts parts;

  /** Signals that are not taken yet. */
  public Signals(
      TemporalConfig temporal,
      SignalsConfig config,
      HoldfastConfig holdfast,
      SignalObserver metrics,
      WakeUps wakeUps,
      Ids ids) {
    this.temporal = temporal;
    this.config = config;
    this.commit = holdfast.groupCommit();
    this.metrics = metrics;
    this.wakeUps = wakeUps;
    this.ids = ids;
    this.lingers = new SignalLimits(config).lingers();
  }

  /** Begins to take and deliver signals, if there is a Temporal to deliver them to. */
  public void open(Pool pool, Vertx vertx) {
    if (temporal.target().isEmpty()) {
      return;
    }
    var opened =
        new SignalParts(
            pool,
            vertx,
            new SignalSettings(temporal, config, commit),
            lingers,
            metrics,
            wakeUps,
            ids);
    parts = opened;
    opened.delivery().start();
  }

  /**
   * Takes a signal that is to be committed with something else, if it may be sent at all; returns
   * how long others may join it.
   */
  @Override
  public Duration admit(Signal signal) {
    parts();
    namespaces().refuseOther(signal);
    return linger(signal.priority());
  }

  private AllowedNamespaces namespaces() {
    return new AllowedNamespaces(temporal.namespaces());
  }

  /** How long others may join a signal of a rule. */
  Duration linger(SignalPriority priority) {
    return lingers.of(priority);
  }

  /** How signals get into the outbox together with something else. */
  public Acceptance acceptance() {
    return new Acceptance(new SignalLimits(config).lane());
  }

  /** Is told that signals were committed with something else. */
  void committed(List<AttachedSignal> attached) {
    attached.forEach(
        one -> {
          metrics.attached(one.signal());
          wakeUps.send(one.linger());
        });
  }

  /** Sends a signal; refuses one for a namespace that may not be signalled. */
  public CompletionStage<Routed> send(Signal signal, Duration within) {
    return sending().send(signal, within);
  }

  /**
   * Sends signals side by side, and those of one workflow in their order: what is queued, and what
   * goes straight to Temporal.
   *
   * @return for each what became of it: a {@link Routed} or a {@link Failure}
   */
  public CompletionStage<List<Object>> sendAll(List<Signal> signals, Duration within) {
    return sending().sendAll(signals, within);
  }

  /**
   * Queues signals, critical ones too; completes when all are committed, or were before under their
   * keys, which may have come with another signal.
   */
  CompletionStage<Void> accept(List<Signal> signals, Duration within) {
    return sending().accept(signals, within);
  }

  private Sending sending() {
    return new Sending(parts(), namespaces(), lingers, metrics, wakeUps);
  }

  /** Sends dead letters again, and sees to it that they go soon. */
  public CompletionStage<List<Long>> redrive(TenantId tenant, List<Long> ids) {
    SignalParts now = parts();
    return now.desk()
        .redrive(tenant, ids)
        .whenComplete((redriven, failure) -> now.delivery().wake());
  }

  /** Looks for lanes when {@code delay} is over. */
  void wakeIn(Duration delay) {
    SignalParts now = parts;
    if (now != null) {
      now.delivery().wakeIn(delay);
    }
  }

  /** What people ask and do. */
  public SignalDesk desk() {
    return parts().desk();
  }

  /** Begins a new epoch of sequences. */
  public CompletionStage<Void> renewEpoch() {
    return parts().outbox().renewEpoch();
  }

  /** Tells callers whose deadline has passed. */
  public void expire() {
    SignalParts now = parts;
    if (now != null) {
      now.commits().expire();
    }
  }

  /** Deletes what was settled long ago; returns how much. */
  public CompletionStage<Long> sweep() {
    SignalParts now = parts;
    return now == null ? CompletableFuture.completedFuture(0L) : now.upkeep().sweep();
  }

  /** Asks how much waits. */
  public void measure() {
    SignalParts now = parts;
    if (now != null) {
      now.upkeep().measure();
    }
  }

  /** How much waited when it was last asked. */
  public SignalsWaiting waiting() {
    SignalParts now = parts;
    return now == null ? SignalsWaiting.NONE : now.upkeep().waiting();
  }

  /** Whether there is a Temporal to deliver to. */
  public boolean taken() {
    return parts != null;
  }

  /** The version of Temporal; fails if it does not answer in time. */
  public CompletionStage<String> temporalVersion(Duration within) {
    return TemporalCheck.version(parts().channels(), temporal.namespaces().get(0), within);
  }

  /** Takes no more; completes when what was taken in is settled. */
  public CompletionStage<Void> drain() {
    SignalParts now = parts;
    return now == null
        ? CompletableFuture.completedFuture(null)
        : now.commits()
            .drain()
            .thenCompose(drained -> now.delivery().stop())
            .thenRun(() -> now.channels().close());
  }

  private SignalParts parts() {
    SignalParts now = parts;
    if (now == null) {
      throw new Failure.Plain(
          Code.NAMESPACE_REFUSED, "this server has no Temporal: set holdfast.temporal.target");
    }
    return now;
  }
}
