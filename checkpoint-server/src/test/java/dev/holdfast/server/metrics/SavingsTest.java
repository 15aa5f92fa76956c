package dev.holdfast.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class SavingsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Savings savings = Savings.in(registry);

  private double saved() {
    return registry.get("checkpoint.writes.saved").tag("by", "commit").functionCounter().count();
  }

  @Test
  void aGroupSavesAllItsCommitsButOne() {
    savings.groupEnded(32, 1);
    savings.groupEnded(1, 1);

    assertThat(saved()).isEqualTo(31);
  }

  @Test
  void whatIsRepeatedOrSplitCostsWhatItCosts() {
    savings.groupEnded(10, 1);
    savings.groupRepeated();
    savings.groupSplit();

    assertThat(saved()).isEqualTo(6);
  }

  @Test
  void itNeverFalls() {
    savings.groupEnded(3, 1);
    assertThat(saved()).isEqualTo(2);

    savings.groupEnded(0, 1);

    assertThat(saved()).isEqualTo(2);
  }
}
