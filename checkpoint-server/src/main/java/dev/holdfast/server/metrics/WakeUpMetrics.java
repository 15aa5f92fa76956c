package dev.holdfast.server.metrics;

import dev.holdfast.server.wiring.WakeUpObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;

/** Measures the channel that wakes the delivery of signals. */
@ApplicationScoped
public class WakeUpMetrics implements WakeUpObserver {

  private final Timer publish;
  private final Timer lag;
  private final Counter lost;

  WakeUpMetrics(MeterRegistry registry) {
    publish =
        Timer.builder("holdfast.signals.bus.publish")
            .description("Until the channel had a wake-up")
            .register(registry);
    lag =
        Timer.builder("holdfast.signals.bus.lag")
            .description("From there until the delivery had it")
            .register(registry);
    lost =
        Counter.builder("holdfast.signals.bus.lost")
            .description("Wake-ups that the channel did not take; lanes are found without")
            .register(registry);
  }

  @Override
  public void sent(long nanos) {
    publish.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void taken(long nanos) {
    lag.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void lost() {
    lost.increment();
  }
}
