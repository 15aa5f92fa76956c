package dev.holdfast.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Gauges of namespaces of Temporal, which are known when they are used; there are few. */
final class NamespaceGauges {

  private final MeterRegistry registry;
  private final Map<String, AtomicInteger> values = new ConcurrentHashMap<>();

  NamespaceGauges(MeterRegistry registry) {
    this.registry = registry;
  }

  void set(String name, String description, String namespace, int value) {
    values
        .computeIfAbsent(name + " " + namespace, key -> registered(name, description, namespace))
        .set(value);
  }

  private AtomicInteger registered(String name, String description, String namespace) {
    var value = new AtomicInteger();
    Gauge.builder("holdfast.signals." + name, value, AtomicInteger::get)
        .description(description)
        .tag("namespace", namespace)
        .register(registry);
    return value;
  }
}
