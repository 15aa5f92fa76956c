package dev.holdfast.server.metrics;

import dev.holdfast.postgres.record.RecordCache;
import dev.holdfast.server.wiring.Holdfast;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Shows how often a record that was wanted was in memory. */
@ApplicationScoped
public class CacheMeters {

  void register(@Observes StartupEvent start, MeterRegistry registry, Holdfast holdfast) {
    RecordCache cache = holdfast.cache();
    Gauge.builder("holdfast.cache.bytes", cache, RecordCache::bytes)
        .description("Bytes of records in memory")
        .register(registry);
    FunctionCounter.builder("holdfast.cache.requests", cache, RecordCache::hits)
        .tag("result", "hit")
        .description("Records that were wanted")
        .register(registry);
    FunctionCounter.builder("holdfast.cache.requests", cache, RecordCache::misses)
        .tag("result", "miss")
        .description("Records that were wanted")
        .register(registry);
  }
}
