package dev.holdfast.server.metrics;

import dev.holdfast.core.progress.RuleObserver;
import dev.holdfast.core.progress.SignalRule;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what rules tell, and shows how far behind they look. */
@ApplicationScoped
public class RuleMetrics implements RuleObserver {

  private static final String LAG = "holdfast.signals.rules.lag.seconds";
  private static final double MILLIS = 1000;

  private final MeterRegistry registry;
  private final Map<String, AtomicLong> lags = new ConcurrentHashMap<>();

  RuleMetrics(MeterRegistry registry) {
    this.registry = registry;
    EarlierGauges.forget(registry, LAG);
  }

  @Override
  public void signalled(SignalRule rule) {
    Counter.builder("holdfast.signals.rules.made")
        .description("Signals that a rule made; one whose key was known is counted, too")
        .tag("rule", rule.name())
        .register(registry)
        .increment();
  }

  @Override
  public void skipped(SignalRule rule) {
    Counter.builder("holdfast.signals.rules.skipped")
        .description("Threads of a rule whose workflow's id is longer than Temporal takes")
        .tag("rule", rule.name())
        .register(registry)
        .increment();
  }

  @Override
  public void scanned(SignalRule rule, Duration lag) {
    lags.computeIfAbsent(rule.name(), this::registered).set(lag.toMillis());
  }

  private AtomicLong registered(String rule) {
    var lag = new AtomicLong();
    Gauge.builder(LAG, lag, millis -> millis.get() / MILLIS)
        .description(
            "How long a thread that does not move waits, beyond the rule's time, to be seen")
        .tag("rule", rule)
        .register(registry);
    return lag;
  }
}
