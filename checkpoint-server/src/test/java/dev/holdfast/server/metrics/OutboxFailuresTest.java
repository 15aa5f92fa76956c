package dev.holdfast.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

final class OutboxFailuresTest {

  @Test
  void statementsThatFailAreCountedByKind() {
    var registry = new SimpleMeterRegistry();
    var metrics = new SignalMetrics(registry);

    metrics.failed("claim");
    metrics.failed("settle");
    metrics.failed("settle");

    assertThat(count(registry, "claim")).isEqualTo(1);
    assertThat(count(registry, "settle")).isEqualTo(2);
  }

  private static double count(SimpleMeterRegistry registry, String statement) {
    return registry
        .get("holdfast.signals.outbox.failures")
        .tag("statement", statement)
        .counter()
        .count();
  }
}
