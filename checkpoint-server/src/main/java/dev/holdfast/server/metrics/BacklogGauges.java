package dev.holdfast.server.metrics;

import dev.holdfast.server.wiring.Holdfast;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Shows how much waits for a commit. */
@ApplicationScoped
public class BacklogGauges {

  void register(@Observes StartupEvent start, MeterRegistry registry, Holdfast holdfast) {
    Gauge.builder("holdfast.backlog.rows", holdfast, Holdfast::backlogRows)
        .description("Rows that wait for a commit or are on their way")
        .register(registry);
    Gauge.builder("holdfast.backlog.bytes", holdfast, Holdfast::backlogBytes)
        .description("Bytes that wait for a commit or are on their way")
        .register(registry);
  }
}
