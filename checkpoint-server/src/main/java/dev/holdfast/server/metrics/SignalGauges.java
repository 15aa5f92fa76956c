package dev.holdfast.server.metrics;

import dev.holdfast.server.wiring.Signals;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Shows how many signals wait, and for how long. */
@ApplicationScoped
public class SignalGauges {

  private static final double MILLIS = 1000;

  void register(@Observes StartupEvent start, MeterRegistry registry, Signals signals) {
    EarlierGauges.forget(registry, "holdfast.signals.waiting");
    EarlierGauges.forget(registry, "holdfast.signals.oldest.seconds");
    Gauge.builder("holdfast.signals.waiting", signals, of -> of.waiting().signals())
        .description("Signals in the outbox, those on their way included; a few seconds old")
        .register(registry);
    Gauge.builder(
            "holdfast.signals.oldest.seconds",
            signals,
            of -> of.waiting().oldest().toMillis() / MILLIS)
        .description("How long the oldest of them has waited")
        .register(registry);
  }
}
