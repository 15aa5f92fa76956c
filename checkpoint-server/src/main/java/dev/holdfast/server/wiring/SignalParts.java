package dev.holdfast.server.wiring;

import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.SignalDesk;
import dev.holdfast.core.signal.SignalOutbox;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.postgres.signal.PgSignalDesk;
import dev.holdfast.postgres.signal.PgSignalOutbox;
import dev.holdfast.signals.deliver.Delivery;
import dev.holdfast.signals.deliver.DeliveryWays;
import dev.holdfast.signals.deliver.Lingers;
import dev.holdfast.signals.deliver.Timers;
import dev.holdfast.signals.guard.GuardObserver;
import dev.holdfast.signals.guard.GuardedTransport;
import dev.holdfast.signals.route.RememberedKeys;
import dev.holdfast.signals.route.RequestIds;
import dev.holdfast.signals.route.SignalRouter;
import dev.holdfast.signals.temporal.TemporalChannels;
import dev.holdfast.signals.temporal.TemporalEnvelopes;
import dev.holdfast.signals.temporal.TemporalTransport;
import dev.holdfast.signals.transport.SignalTransport;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** What takes and delivers signals of one database to one Temporal. */
final class SignalParts {

  /** How long a critical signal waits to hear whether its key is known. */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final SignalSettings settings;
  private final Lingers lingers;
  private final SignalObserver metrics;
  private final Ids ids;
  private final Timers timers;
  private final TemporalChannels channels;
  private final SignalOutbox outbox;
  private final GroupCommit<AcceptedSignal, SignalPlace> commits;
  private final SignalDesk desk;
  private final SignalRouter router;
  private final Delivery delivery;
  private final SignalUpkeep upkeep;

  /** Parts that do not deliver yet. */
  SignalParts(
      Pool pool,
      Vertx vertx,
      SignalSettings settings,
      Lingers lingers,
      SignalObserver metrics,
      WakeUps wakeUps,
      Ids ids) {
    this.settings = settings;
    this.lingers = lingers;
    this.metrics = metrics;
    this.ids = ids;
    SignalLimits limits = settings.limits();
    timers = (delay, task) -> vertx.setTimer(Math.max(1, delay.toMillis()), timer -> task.run());
    channels = new TemporalChannels(Addresses.of(settings.temporal()));
    outbox = new PgSignalOutbox(pool, limits.lane());
    commits =
        new GroupCommit<>(
            limits.commits(settings.commit()),
            outbox,
            new SignalWeigher(),
            System::nanoTime,
            metrics);
    desk = new PgSignalDesk(pool);
    upkeep = new SignalUpkeep(pool, settings.signals().keep());
    SignalTransport transport =
        new GuardedTransport(
            new TemporalTransport(channels, "holdfast@" + ids.correlationId()),
            limits.guard(),
            System::nanoTime,
            metrics);
    // shown before anything happens to a namespace
    for (String namespace : settings.temporal().namespaces()) {
      metrics.breaker(namespace, GuardObserver.Breaker.CLOSED);
      metrics.parked(namespace, false);
    }
    router = router(lingers.courtesy().over(transport), wakeUps);
    delivery = delivery(transport);
  }

  private SignalRouter router(SignalTransport transport, WakeUps wakeUps) {
    return new SignalRouter(
        commits,
        transport,
        new RequestIds(ids::correlationId),
        new RememberedKeys(outbox, commits, System::nanoTime, PATIENCE),
        settings.limits().route(lingers),
        System::nanoTime,
        InstantSource.system(),
        wakeUps::send);
  }

  private Delivery delivery(SignalTransport transport) {
    var envelopes =
        new TemporalEnvelopes(
            settings.signals().envelope().orElse(List.of()),
            channels,
            settings.signals().verify(),
            System::nanoTime,
            timers,
            metrics);
    var ways =
        new DeliveryWays(
            transport,
            envelopes,
            metrics,
            InstantSource.system(),
            lingers.courtesy(),
            () -> ThreadLocalRandom.current().nextDouble());
    return new Delivery(
        outbox, ways, settings.limits().delivery(), System::nanoTime, timers, ids.correlationId());
  }

  TemporalChannels channels() {
    return channels;
  }

  GroupCommit<AcceptedSignal, SignalPlace> commits() {
    return commits;
  }

  SignalOutbox outbox() {
    return outbox;
  }

  SignalDesk desk() {
    return desk;
  }

  SignalRouter router() {
    return router;
  }

  Delivery delivery() {
    return delivery;
  }

  SignalUpkeep upkeep() {
    return upkeep;
  }
}
