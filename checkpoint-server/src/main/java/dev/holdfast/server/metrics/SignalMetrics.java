package dev.holdfast.server.metrics;

import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.server.wiring.SignalObserver;
import dev.holdfast.signals.route.Routed;
import dev.holdfast.signals.transport.CallOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Measures signals: how long they take, by which way, and what became of them. */
@ApplicationScoped
@Typed(SignalObserver.class)
public class SignalMetrics implements SignalObserver {

  private static final Duration[] BUCKETS =
      new Duration[] {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(15),
        Duration.ofMillis(20),
        Duration.ofMillis(25),
        Duration.ofMillis(30),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30)
      };

  private final MeterRegistry registry;
  private final Counter events;
  // Looked up by what a call knows: building a meter to find it again costs more than recording.
  private final Map<Way, Timer> latencies = new ConcurrentHashMap<>();
  private final Map<CallOutcome, Timer> calls = new ConcurrentHashMap<>();
  private final DistributionSummary sizes;
  private final NamespaceGauges namespaces;

  SignalMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.namespaces = new NamespaceGauges(registry);
    this.sizes =
        DistributionSummary.builder("holdfast.signals.batch.size")
            .description("Signals in one call")
            .publishPercentileHistogram()
            .register(registry);
    this.events =
        Counter.builder("holdfast.signals.history.events.saved")
            .description("Signals that cost Temporal no history event of their own")
            .register(registry);
  }

  @Override
  public void sent(Signal signal, @Nullable Routed routed, long nanos) {
    String way = "refused";
    if (routed != null) {
      way = routed instanceof Routed.Delivered ? "direct" : "queued";
    }
    latency("holdfast.signals.answer", signal.priority(), way).record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void attached(Signal signal) {
    Counter.builder("holdfast.signals.attached")
        .description("Signals that were committed with checkpoints or pending writes")
        .tag("priority", signal.priority().text())
        .register(registry)
        .increment();
  }

  @Override
  public void distrusted(String worker) {
    Counter.builder("holdfast.signals.envelopes.unconsumed")
        .description(
            "Batches that a worker did not take apart in time; their kind of worker gets none for an hour")
        .tag("worker", worker)
        .register(registry)
        .increment();
  }

  @Override
  public void unanswered(String worker) {
    Counter.builder("holdfast.signals.envelopes.unanswered")
        .description(
            "Questions whether a worker takes envelopes that nobody answered; signals go one by one until somebody does")
        .tag("worker", worker)
        .register(registry)
        .increment();
  }

  private record Way(String name, SignalPriority priority, String route) {}

  private Timer latency(String name, SignalPriority priority, String route) {
    return latencies.computeIfAbsent(
        new Way(name, priority, route),
        way ->
            Timer.builder(way.name())
                .description("From the request until then, by way")
                .tag("priority", way.priority().text())
                .tag("route", way.route())
                .serviceLevelObjectives(BUCKETS)
                .register(registry));
  }

  private Timer call(CallOutcome outcome) {
    return calls.computeIfAbsent(
        outcome,
        kind ->
            Timer.builder("holdfast.signals.call")
                .description("Calls to Temporal of what was queued")
                .tag("outcome", kind.text())
                .register(registry));
  }

  @Override
  public void called(String namespace, int signals, CallOutcome outcome, long nanos) {
    call(outcome).record(nanos, TimeUnit.NANOSECONDS);
    if (outcome.passes() && outcome != CallOutcome.NOT_CALLED) {
      Counter.builder("holdfast.signals.retries")
          .description("Calls of what was queued that are made again")
          .tag("outcome", outcome.text())
          .register(registry)
          .increment();
    }
    if (outcome == CallOutcome.DELIVERED) {
      sizes.record(signals);
      events.increment(signals - 1.0);
    }
  }

  @Override
  public void delivered(QueuedSignal signal) {
    Instant now = Instant.ofEpochMilli(registry.config().clock().wallTime());
    Duration waited = Duration.between(signal.acceptedAt(), now);
    latency("holdfast.signals.latency", signal.signal().priority(), "queued")
        .record(waited.isNegative() ? Duration.ZERO : waited);
  }

  @Override
  public void failed(String statement) {
    Counter.builder("holdfast.signals.outbox.failures")
        .description("Statements about lanes that failed; the lanes wait until their leases end")
        .tag("statement", statement)
        .register(registry)
        .increment();
  }

  @Override
  public void expired(String namespace, int signals) {
    deadLetters(DeadReason.EXPIRED, signals);
  }

  @Override
  public void died(QueuedSignal signal, DeadReason reason) {
    deadLetters(reason, 1);
  }

  private void deadLetters(DeadReason reason, int signals) {
    Counter.builder("holdfast.signals.dead.letters")
        .description("Signals that nobody tries any more")
        .tag("reason", reason.text())
        .register(registry)
        .increment(signals);
  }

  @Override
  public void breaker(String namespace, Breaker state) {
    namespaces.set(
        "breaker",
        "The breaker of calls to a namespace: 0 closed, 1 open, 2 half open",
        namespace,
        number(state));
  }

  private static int number(Breaker state) {
    return switch (state) {
      case CLOSED -> 0;
      case OPEN -> 1;
      case HALF_OPEN -> 2;
    };
  }

  @Override
  public void atOnce(String namespace, int calls) {
    namespaces.set("calls.limit", "Calls that may be under way at once", namespace, calls);
  }

  @Override
  public void parked(String namespace, boolean parked) {
    namespaces.set(
        "parked", "1 while Temporal denies calls to a namespace", namespace, parked ? 1 : 0);
  }

  @Override
  public void prevented(String namespace, boolean critical) {
    Counter.builder("holdfast.signals.calls.prevented")
        .description("Calls that were not made: the breaker is open, or too many are under way")
        .tag("namespace", namespace)
        .tag("critical", Boolean.toString(critical))
        .register(registry)
        .increment();
  }
}
