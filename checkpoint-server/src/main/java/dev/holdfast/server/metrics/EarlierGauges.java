package dev.holdfast.server.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.util.List;

/**
 * Gauges of an application that ended in this process: the registry outlives it, and would go on
 * asking its parts instead of those of the next one.
 */
final class EarlierGauges {

  private EarlierGauges() {}

  /** Forgets those with this name, wherever they are registered. */
  static void forget(MeterRegistry registry, String name) {
    forgetIn(registry, name);
    forgetIn(Metrics.globalRegistry, name);
    Metrics.globalRegistry.getRegistries().forEach(each -> forgetIn(each, name));
  }

  private static void forgetIn(MeterRegistry registry, String name) {
    for (Meter meter : List.copyOf(registry.find(name).meters())) {
      registry.remove(meter);
    }
  }
}
