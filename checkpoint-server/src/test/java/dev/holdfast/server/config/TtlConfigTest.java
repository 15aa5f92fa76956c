package dev.holdfast.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.server.readiness.SafeSettings;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of the store: defaults, names, and what is no time. */
class TtlConfigTest {

  private static HoldfastConfig config(Map<String, String> environment) {
    return new SmallRyeConfigBuilder()
        .withConverter(Duration.class, 200, new DurationConverter())
        .withSources(new EnvConfigSource(environment, 300))
        .withMapping(HoldfastConfig.class)
        .build()
        .getConfigMapping(HoldfastConfig.class);
  }

  @Test
  void itemsDoNotExpireByThemselvesAndReadsRefresh() {
    var store = config(Map.of()).store();

    assertThat(store.defaultTtl()).isEmpty();
    assertThat(store.refreshOnRead()).isTrue();
  }

  @Test
  void theKeysAreEnvironmentVariables() {
    var store =
        config(
                Map.of(
                    "HOLDFAST_STORE_DEFAULT_TTL", "90m",
                    "HOLDFAST_STORE_REFRESH_ON_READ", "false"))
            .store();

    assertThat(store.defaultTtl()).contains(Duration.ofMinutes(90));
    assertThat(store.refreshOnRead()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1s", "PT-1M", "PT0.0000009S", "365251d"})
  void aServerDoesNotStartWithATimeThatIsNone(String time) {
    var config = config(Map.of("HOLDFAST_STORE_DEFAULT_TTL", time));

    assertThatThrownBy(() -> SafeSettings.check(config))
        .hasMessageContaining("HOLDFAST_STORE_DEFAULT_TTL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1ms", "PT0.000001S", "365250d", "30d"})
  void aTimeThatThereCanBeIsTaken(String time) {
    SafeSettings.check(config(Map.of("HOLDFAST_STORE_DEFAULT_TTL", time)));
  }
}
