package dev.holdfast.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.signals.transport.CallOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

final class SignalTroubleTest {
  private static final String OUTBOX = "holdfast.signals.outbox.failures";

  @Test
  void statementsThatFailAreCountedByKind() {
    var registry = new SimpleMeterRegistry();
    var metrics = new SignalMetrics(registry);

    metrics.failed("claim");
    metrics.failed("settle");
    metrics.failed("settle");

    assertThat(count(registry, OUTBOX, "statement", "claim")).isEqualTo(1);
    assertThat(count(registry, OUTBOX, "statement", "settle")).isEqualTo(2);
  }

  @Test
  void callsThatAreMadeAgainAreCountedByOutcome() {
    var registry = new SimpleMeterRegistry();
    var metrics = new SignalMetrics(registry);

    metrics.called("default", 3, CallOutcome.UNCERTAIN, 1);
    metrics.called("default", 1, CallOutcome.UNCERTAIN, 1);
    metrics.called("default", 1, CallOutcome.NOT_CALLED, 1);
    metrics.called("default", 1, CallOutcome.DELIVERED, 1);

    assertThat(registry.get("holdfast.signals.retries").counters()).hasSize(1);
    assertThat(count(registry, "holdfast.signals.retries", "outcome", "uncertain")).isEqualTo(2);
  }

  @Test
  void workersThatDoNotAnswerOrDoNotTakeEnvelopesAreCountedByKind() {
    var registry = new SimpleMeterRegistry();
    var metrics = new SignalMetrics(registry);

    metrics.unanswered("default/silent/Flow");
    metrics.unanswered("default/silent/Flow");
    metrics.distrusted("default/deaf/Flow");

    String envelopes = "holdfast.signals.envelopes.";
    assertThat(count(registry, envelopes + "unanswered", "worker", "default/silent/Flow"))
        .isEqualTo(2);
    assertThat(count(registry, envelopes + "unconsumed", "worker", "default/deaf/Flow"))
        .isEqualTo(1);
  }

  private static double count(SimpleMeterRegistry registry, String name, String tag, String value) {
    return registry.get(name).tag(tag, value).counter().count();
  }
}
