package dev.holdfast.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignalsConfigTest {

  private static SmallRyeConfig config(Map<String, String> environment) {
    return new SmallRyeConfigBuilder()
        .withConverter(Duration.class, 200, new DurationConverter())
        .withMapping(TemporalConfig.class)
        .withMapping(SignalsConfig.class)
        .withSources(new EnvConfigSource(environment, 300))
        .build();
  }

  private static TemporalConfig temporal(Map<String, String> environment) {
    return config(environment).getConfigMapping(TemporalConfig.class);
  }

  private static SignalsConfig signals(Map<String, String> environment) {
    return config(environment).getConfigMapping(SignalsConfig.class);
  }

  @Test
  void withoutSettingsThereIsNoTemporal() {
    TemporalConfig config = temporal(Map.of());

    assertThat(config.target()).isEmpty();
    assertThat(config.namespaces()).containsExactly("default");
    assertThat(config.tls()).isFalse();
    assertThat(config.authorityFile()).isEmpty();
    assertThat(config.certificateFile()).isEmpty();
    assertThat(config.keyFile()).isEmpty();
    assertThat(config.apiKeyFile()).isEmpty();
  }

  @Test
  void temporalIsSetInTheEnvironment() {
    String prefix = "HOLDFAST_TEMPORAL_";
    TemporalConfig config =
        temporal(
            Map.of(
                prefix + "TARGET", "127.0.0.1:7233",
                prefix + "NAMESPACES", "a,b",
                prefix + "TLS", "true",
                prefix + "AUTHORITY_FILE", "ca.pem",
                prefix + "CERTIFICATE_FILE", "crt.pem",
                prefix + "KEY_FILE", "key.pem",
                prefix + "API_KEY_FILE", "key.txt"));

    assertThat(config.target()).hasValue("127.0.0.1:7233");
    assertThat(config.namespaces()).containsExactly("a", "b");
    assertThat(config.tls()).isTrue();
    assertThat(config.authorityFile()).hasValue("ca.pem");
    assertThat(config.certificateFile()).hasValue("crt.pem");
    assertThat(config.keyFile()).hasValue("key.pem");
    assertThat(config.apiKeyFile()).hasValue("key.txt");
  }

  @Test
  void withoutSettingsSignalsAreDeliveredAsTheDecisionSays() {
    SignalsConfig config = signals(Map.of());

    assertThat(config.criticalTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.callTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.lease()).isEqualTo(Duration.ofSeconds(15));
    assertThat(config.lanes()).isEqualTo(64);
    assertThat(config.poll()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.aging()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.batchSignals()).isEqualTo(500);
    assertThat(config.batchBytes()).isEqualTo(262_144);
    assertThat(config.envelope()).isEmpty();
    assertThat(config.verify()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.keep()).isEqualTo(Duration.ofHours(24));
    assertThat(config.linger().high()).isEqualTo(Duration.ofMillis(20));
    assertThat(config.linger().normal()).isEqualTo(Duration.ofMillis(200));
    assertThat(config.linger().low()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.linger().background()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.guard().criticalCalls()).isEqualTo(256);
    assertThat(config.guard().bulkCalls()).isEqualTo(128);
    assertThat(config.guard().window()).isEqualTo(20);
    assertThat(config.guard().open()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.guard().probes()).isEqualTo(3);
    assertThat(config.guard().parked()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void signalsAreSetInTheEnvironment() {
    String prefix = "HOLDFAST_SIGNALS_";
    SignalsConfig config =
        signals(
            Map.ofEntries(
                Map.entry(prefix + "CRITICAL_TIMEOUT", "1s"),
                Map.entry(prefix + "CALL_TIMEOUT", "2s"),
                Map.entry(prefix + "LEASE", "3s"),
                Map.entry(prefix + "LANES", "4"),
                Map.entry(prefix + "POLL", "5ms"),
                Map.entry(prefix + "AGING", "6s"),
                Map.entry(prefix + "BATCH_SIGNALS", "7"),
                Map.entry(prefix + "BATCH_BYTES", "8"),
                Map.entry(prefix + "ENVELOPE", "default/queue,other"),
                Map.entry(prefix + "VERIFY", "9s"),
                Map.entry(prefix + "KEEP", "10h"),
                Map.entry(prefix + "LINGER_HIGH", "11ms"),
                Map.entry(prefix + "LINGER_NORMAL", "12ms"),
                Map.entry(prefix + "LINGER_LOW", "13ms"),
                Map.entry(prefix + "LINGER_BACKGROUND", "14ms"),
                Map.entry(prefix + "GUARD_CRITICAL_CALLS", "15"),
                Map.entry(prefix + "GUARD_BULK_CALLS", "16"),
                Map.entry(prefix + "GUARD_WINDOW", "17"),
                Map.entry(prefix + "GUARD_OPEN", "18s"),
                Map.entry(prefix + "GUARD_PROBES", "19"),
                Map.entry(prefix + "GUARD_PARKED", "20s")));

    assertThat(config.criticalTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.callTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.lease()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.lanes()).isEqualTo(4);
    assertThat(config.poll()).isEqualTo(Duration.ofMillis(5));
    assertThat(config.aging()).isEqualTo(Duration.ofSeconds(6));
    assertThat(config.batchSignals()).isEqualTo(7);
    assertThat(config.batchBytes()).isEqualTo(8);
    assertThat(config.envelope()).hasValue(java.util.List.of("default/queue", "other"));
    assertThat(config.verify()).isEqualTo(Duration.ofSeconds(9));
    assertThat(config.keep()).isEqualTo(Duration.ofHours(10));
    assertThat(config.linger().high()).isEqualTo(Duration.ofMillis(11));
    assertThat(config.linger().normal()).isEqualTo(Duration.ofMillis(12));
    assertThat(config.linger().low()).isEqualTo(Duration.ofMillis(13));
    assertThat(config.linger().background()).isEqualTo(Duration.ofMillis(14));
    assertThat(config.guard().criticalCalls()).isEqualTo(15);
    assertThat(config.guard().bulkCalls()).isEqualTo(16);
    assertThat(config.guard().window()).isEqualTo(17);
    assertThat(config.guard().open()).isEqualTo(Duration.ofSeconds(18));
    assertThat(config.guard().probes()).isEqualTo(19);
    assertThat(config.guard().parked()).isEqualTo(Duration.ofSeconds(20));
  }
}
