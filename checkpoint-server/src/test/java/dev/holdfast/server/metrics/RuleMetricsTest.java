package dev.holdfast.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.progress.SignalRule;
import dev.holdfast.core.signal.SignalPriority;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RuleMetricsTest {

  private static final String LAG = "holdfast.signals.rules.lag.seconds";

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final RuleMetrics metrics = new RuleMetrics(registry);

  private static SignalRule rule(String name) {
    return new SignalRule(
        name,
        SignalRule.When.STRANDED,
        Duration.ofMinutes(10),
        "",
        "default",
        "w",
        "s",
        SignalPriority.NORMAL,
        null);
  }

  @Test
  void whatARuleMakesAndSkipsIsCounted() {
    metrics.signalled(rule("a"));
    metrics.signalled(rule("a"));
    metrics.signalled(rule("b"));
    metrics.skipped(rule("b"));

    assertThat(registry.get("holdfast.signals.rules.made").tag("rule", "a").counter().count())
        .isEqualTo(2);
    assertThat(registry.get("holdfast.signals.rules.made").tag("rule", "b").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("holdfast.signals.rules.skipped").tag("rule", "b").counter().count())
        .isEqualTo(1);
  }

  @Test
  void theLagIsThatOfTheLastScan() {
    metrics.scanned(rule("a"), Duration.ofSeconds(9));
    metrics.scanned(rule("a"), Duration.ofMillis(1500));
    metrics.scanned(rule("b"), Duration.ZERO);

    assertThat(registry.get(LAG).tag("rule", "a").gauge().value()).isEqualTo(1.5);
    assertThat(registry.get(LAG).tag("rule", "b").gauge().value()).isZero();
  }
}
