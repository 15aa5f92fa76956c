package dev.holdfast.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StoreMetricsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final StoreMetrics metrics = new StoreMetrics(registry);

  private double counted(String name) {
    return registry.get("holdfast.store." + name).counter().count();
  }

  private long transactions(String outcome) {
    return registry
        .get("holdfast.store.commit.transactions")
        .tag("outcome", outcome)
        .timer()
        .count();
  }

  @Test
  void batchesThatShareATransactionAreCounted() {
    metrics.groupStarted(3, 7, 1);
    metrics.groupEnded(3, 2_000_000);
    metrics.groupEnded(0, 1);

    assertThat(registry.get("holdfast.store.commit.batches").summary().totalAmount()).isEqualTo(3);
    assertThat(registry.get("holdfast.store.commit.rows").summary().totalAmount()).isEqualTo(7);
    assertThat(transactions("committed")).isEqualTo(1);
    assertThat(transactions("failed")).isEqualTo(1);
    assertThat(
            registry
                .get("holdfast.store.commit.transactions")
                .tag("outcome", "committed")
                .timer()
                .totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(2);
  }

  @Test
  void whatGoesWrongAndWhatExpiresIsCounted() {
    metrics.groupRepeated();
    metrics.groupSplit();
    metrics.shed();
    metrics.expired(12);

    for (String name : List.of("commit.repeated", "commit.split", "commit.shed")) {
      assertThat(counted(name)).isEqualTo(1);
    }
    assertThat(counted("expired")).isEqualTo(12);
  }
}
