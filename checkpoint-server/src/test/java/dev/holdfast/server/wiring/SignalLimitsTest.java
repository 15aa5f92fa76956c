package dev.holdfast.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.server.config.SignalsConfig;
import dev.holdfast.signals.deliver.DeliveryLimits;
import dev.holdfast.signals.guard.GuardLimits;
import dev.holdfast.signals.route.RouteLimits;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Each property reaches what it limits, and nothing else. */
class SignalLimitsTest {

  private static final String PREFIX = "HOLDFAST_SIGNALS_";
  private static final double HALF = 0.5;

  private final Map<String, String> environment = new HashMap<>();

  private SignalLimits limits() {
    return new SignalLimits(
        new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(SignalsConfig.class)
            .withSources(new EnvConfigSource(environment, 300))
            .build()
            .getConfigMapping(SignalsConfig.class));
  }

  private void set(String property, String value) {
    environment.put(PREFIX + property, value);
  }

  @Test
  void theGuardIsAsUsualWithoutSettings() {
    assertThat(limits().guard()).isEqualTo(GuardLimits.USUAL);
  }

  @Test
  void eachPropertyOfTheGuardReachesIt() {
    set("GUARD_CRITICAL_CALLS", "11");
    set("GUARD_BULK_CALLS", "12");
    set("GUARD_WINDOW", "13");
    set("GUARD_OPEN", "14s");
    set("GUARD_PROBES", "15");
    set("GUARD_PARKED", "16s");

    assertThat(limits().guard())
        .isEqualTo(
            new GuardLimits(
                11,
                12,
                13,
                HALF,
                Duration.ofSeconds(14),
                15,
                Duration.ofSeconds(16),
                GuardLimits.USUAL.longest()));
  }

  @Test
  void theGuardCutsNoCallShortThatItsOwnTimeOutLetsGoOn() {
    set("CALL_TIMEOUT", "21s");
    assertThat(limits().guard().longest()).isEqualTo(Duration.ofSeconds(21));

    set("CRITICAL_TIMEOUT", "22s");
    assertThat(limits().guard().longest()).isEqualTo(Duration.ofSeconds(22));
  }

  @Test
  void deliveryHasItsOwnLimits() {
    set("LEASE", "31s");
    set("CALL_TIMEOUT", "32s");
    set("POLL", "33s");
    set("GUARD_PARKED", "34s");
    set("BATCH_SIGNALS", "35");
    set("BATCH_BYTES", "36");
    set("AGING", "37s");

    assertThat(limits().delivery())
        .isEqualTo(
            new DeliveryLimits(
                Duration.ofSeconds(31),
                Duration.ofSeconds(32),
                Duration.ofSeconds(33),
                Duration.ofSeconds(34),
                new LaneLimits(35, 36, Duration.ofSeconds(37))));
  }

  @Test
  void eachPriorityHasItsLinger() {
    set("CRITICAL_TIMEOUT", "41s");
    set("LINGER_HIGH", "42s");
    set("LINGER_NORMAL", "43s");
    set("LINGER_LOW", "44s");
    set("LINGER_BACKGROUND", "45s");

    RouteLimits route = limits().route(limits().lingers());
    Function<SignalPriority, Duration> lingers = route.linger();
    assertThat(route.criticalCall()).isEqualTo(Duration.ofSeconds(41));
    assertThat(lingers.apply(SignalPriority.CRITICAL)).isZero();
    assertThat(lingers.apply(SignalPriority.HIGH)).isEqualTo(Duration.ofSeconds(42));
    assertThat(lingers.apply(SignalPriority.NORMAL)).isEqualTo(Duration.ofSeconds(43));
    assertThat(lingers.apply(SignalPriority.LOW)).isEqualTo(Duration.ofSeconds(44));
    assertThat(lingers.apply(SignalPriority.BACKGROUND)).isEqualTo(Duration.ofSeconds(45));
  }
}
