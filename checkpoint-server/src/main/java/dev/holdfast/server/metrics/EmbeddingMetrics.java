package dev.holdfast.server.metrics;

import dev.holdfast.core.failure.Code;
import dev.holdfast.server.embedding.EmbeddingObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Counts calls of the model, and shows whether it is called at all. */
@ApplicationScoped
@Typed(EmbeddingObserver.class)
public class EmbeddingMetrics implements EmbeddingObserver {

  private static final String CLOSED = "closed";

  private final MeterRegistry registry;
  private final Counter texts;
  private volatile String circuit = CLOSED;

  EmbeddingMetrics(MeterRegistry registry) {
    this.registry = registry;
    texts =
        Counter.builder("holdfast.embedding.texts")
            .description("Texts that the model was asked for")
            .register(registry);
    for (String state : List.of(CLOSED, "open", "half-open")) {
      Gauge.builder("holdfast.embedding.circuit", this, my -> my.circuit.equals(state) ? 1 : 0)
          .description("1 for the state of the circuit breaker: closed lets calls through")
          .tag("state", state)
          .register(registry);
    }
  }

  @Override
  public Call called(int count) {
    texts.increment(count);
    Timer.Sample begun = Timer.start(registry);
    return code -> begun.stop(calls(code));
  }

  private Timer calls(@Nullable Code code) {
    return Timer.builder("holdfast.embedding.calls")
        .description("Calls of the model")
        .tag("outcome", code == null ? "answered" : code.text())
        .publishPercentileHistogram()
        .register(registry);
  }

  @Override
  public void circuit(String state) {
    circuit = state.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
