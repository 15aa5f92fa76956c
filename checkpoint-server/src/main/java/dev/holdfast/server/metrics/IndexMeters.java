package dev.holdfast.server.metrics;

import dev.holdfast.core.store.indexing.IndexStatus;
import dev.holdfast.postgres.store.meaning.VectorSupport;
import dev.holdfast.server.wiring.Holdfast;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Shows how the store is searched by meaning, and how far its index is. */
@ApplicationScoped
public class IndexMeters {

  private static final List<String> NAMES =
      List.of(
          "search.mode",
          "index.items",
          "index.waiting",
          "index.oldest.seconds",
          "vectors.bytes",
          "vectors.requests");

  void register(@Observes StartupEvent start, MeterRegistry registry, Holdfast holdfast) {
    for (String name : NAMES) {
      EarlierGauges.forget(registry, "holdfast.store." + name);
    }
    for (VectorSupport.Way way : VectorSupport.Way.values()) {
      Gauge.builder(
              "holdfast.store.search.mode",
              holdfast,
              of -> of.isOpen() && of.index().vectors().way() == way ? 1 : 0)
          .description("1 for how vectors are compared")
          .tag("mode", way.text())
          .register(registry);
    }
    items(registry, holdfast, "indexed", IndexStatus::indexed);
    items(registry, holdfast, "stale", IndexStatus::stale);
    items(registry, holdfast, "failed", IndexStatus::failed);
    gauge(
        registry, holdfast, "index.waiting", "Items that wait to be indexed", IndexStatus::waiting);
    gauge(
        registry,
        holdfast,
        "index.oldest.seconds",
        "How long the first of them has waited",
        status -> status.oldest().toMillis() / 1000.0);
    memory(registry, holdfast);
  }

  private static void items(
      MeterRegistry registry,
      Holdfast holdfast,
      String state,
      ToDoubleFunction<IndexStatus> count) {
    Gauge.builder("holdfast.store.index.items", holdfast, of -> measured(of, count))
        .description("Items that are to be found by a query")
        .tag("state", state)
        .register(registry);
  }

  private static void gauge(
      MeterRegistry registry,
      Holdfast holdfast,
      String name,
      String description,
      ToDoubleFunction<IndexStatus> figure) {
    Gauge.builder("holdfast.store." + name, holdfast, of -> measured(of, figure))
        .description(description)
        .register(registry);
  }

  private static double measured(Holdfast holdfast, ToDoubleFunction<IndexStatus> figure) {
    return holdfast.isOpen() ? figure.applyAsDouble(holdfast.index().status()) : 0;
  }

  private static void memory(MeterRegistry registry, Holdfast holdfast) {
    Gauge.builder(
            "holdfast.store.vectors.bytes",
            holdfast,
            of -> of.isOpen() ? of.index().vectors().memoryBytes() : 0)
        .description("Bytes of vectors in memory")
        .register(registry);
    requests(registry, holdfast, "hit", VectorSupport::memoryHits);
    requests(registry, holdfast, "miss", VectorSupport::memoryMisses);
  }

  private static void requests(
      MeterRegistry registry,
      Holdfast holdfast,
      String result,
      ToDoubleFunction<VectorSupport> count) {
    FunctionCounter.builder(
            "holdfast.store.vectors.requests",
            holdfast,
            of -> of.isOpen() ? count.applyAsDouble(of.index().vectors()) : 0)
        .description("Vectors that were compared in memory")
        .tag("result", result)
        .register(registry);
  }
}
