package dev.holdfast.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.index.Distance;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class StoreConfigTest {

  private static SmallRyeConfig config(Map<String, String> environment) {
    return new SmallRyeConfigBuilder()
        .withConverter(Duration.class, 200, new DurationConverter())
        .withMapping(EmbeddingConfig.class)
        .withMapping(IndexConfig.class)
        .withSources(new EnvConfigSource(environment, 300))
        .build();
  }

  private static EmbeddingConfig embedding(Map<String, String> environment) {
    return config(environment).getConfigMapping(EmbeddingConfig.class);
  }

  private static IndexConfig index(Map<String, String> environment) {
    return config(environment).getConfigMapping(IndexConfig.class);
  }

  @Test
  void withoutSettingsNobodyEmbeds() {
    EmbeddingConfig config = embedding(Map.of());

    assertThat(config.provider()).isEqualTo(EmbeddingConfig.Provider.NONE);
    assertThat(config.url()).isEmpty();
    assertThat(config.model()).isEmpty();
    assertThat(config.dimensions()).isEqualTo(OptionalInt.empty());
    assertThat(config.askDimensions()).isFalse();
    assertThat(config.apiKey()).isEmpty();
    assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.retries()).isEqualTo(2);
    assertThat(config.pause()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.calls()).isEqualTo(4);
    assertThat(config.cacheDir()).isEmpty();
    assertThat(config.batch().texts()).isEqualTo(128);
    assertThat(config.batch().bytes()).isEqualTo(262_144);
  }

  @Test
  void anEndpointIsSetInTheEnvironment() {
    String prefix = "HOLDFAST_STORE_EMBEDDING_";
    EmbeddingConfig config =
        embedding(
            Map.ofEntries(
                Map.entry(prefix + "PROVIDER", "openai"),
                Map.entry(prefix + "URL", "http://localhost:1/v1"),
                Map.entry(prefix + "MODEL", "small"),
                Map.entry(prefix + "DIMENSIONS", "8"),
                Map.entry(prefix + "ASK_DIMENSIONS", "true"),
                Map.entry(prefix + "API_KEY", "secret"),
                Map.entry(prefix + "TIMEOUT", "250ms"),
                Map.entry(prefix + "RETRIES", "0"),
                Map.entry(prefix + "PAUSE", "1s"),
                Map.entry(prefix + "CALLS", "1"),
                Map.entry(prefix + "CACHE_DIR", "cache"),
                Map.entry(prefix + "BATCH_TEXTS", "2"),
                Map.entry(prefix + "BATCH_BYTES", "3")));

    assertThat(config.provider()).isEqualTo(EmbeddingConfig.Provider.OPENAI);
    assertThat(config.url()).hasValue("http://localhost:1/v1");
    assertThat(config.model()).hasValue("small");
    assertThat(config.dimensions()).hasValue(8);
    assertThat(config.askDimensions()).isTrue();
    assertThat(config.apiKey()).hasValue("secret");
    assertThat(config.timeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(config.retries()).isZero();
    assertThat(config.pause()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.calls()).isEqualTo(1);
    assertThat(config.cacheDir()).hasValue("cache");
    assertThat(config.batch().texts()).isEqualTo(2);
    assertThat(config.batch().bytes()).isEqualTo(3);
  }

  @Test
  void theModelInTheProcessIsNamedMinilm() {
    assertThat(embedding(Map.of("HOLDFAST_STORE_EMBEDDING_PROVIDER", "minilm")).provider())
        .isEqualTo(EmbeddingConfig.Provider.MINILM);
    assertThatThrownBy(() -> embedding(Map.of("HOLDFAST_STORE_EMBEDDING_PROVIDER", "other")))
        .hasMessageContaining("holdfast.store.embedding.provider");
  }

  @Test
  void withoutSettingsTheWholeValueIsIndexedAtOnce() {
    IndexConfig config = index(Map.of());

    assertThat(config.fields()).containsExactly("$");
    assertThat(config.distance()).isEqualTo(Distance.COSINE);
    assertThat(config.queued()).isFalse();
    assertThat(config.language()).isEqualTo("simple");
    assertThat(config.step()).isEqualTo(100);
    assertThat(config.lease()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.checkEvery()).isEqualTo(Duration.ofHours(1));
    assertThat(config.memoryBytes()).isEqualTo(64 << 20);
  }

  @Test
  void anIndexIsSetInTheEnvironment() {
    String prefix = "HOLDFAST_STORE_INDEX_";
    IndexConfig config =
        index(
            Map.of(
                prefix + "FIELDS", "title,{a\\,b}.c,facts[*].text",
                prefix + "DISTANCE", "inner-product",
                prefix + "QUEUED", "true",
                prefix + "LANGUAGE", "english",
                prefix + "STEP", "7",
                prefix + "LEASE", "2s",
                prefix + "CHECK_EVERY", "5m",
                prefix + "MEMORY_BYTES", "9"));

    assertThat(config.fields()).containsExactly("title", "{a,b}.c", "facts[*].text");
    assertThat(config.distance()).isEqualTo(Distance.INNER_PRODUCT);
    assertThat(config.queued()).isTrue();
    assertThat(config.language()).isEqualTo("english");
    assertThat(config.step()).isEqualTo(7);
    assertThat(config.lease()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.checkEvery()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.memoryBytes()).isEqualTo(9);
  }
}
