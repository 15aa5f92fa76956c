package dev.holdfast.server.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Which model makes vectors of texts of the store; no request can name another (ADR 6). */
@ConfigMapping(prefix = "holdfast.store.embedding")
public interface EmbeddingConfig {

  /** Who embeds. */
  @WithDefault("none")
  Provider provider();

  /**
   * Of {@code openai}: what {@code /embeddings} is appended to, e.g. {@code
   * https://api.openai.com/v1}.
   */
  Optional<String> url();

  /** Of {@code openai}: the model's name there, e.g. {@code text-embedding-3-small}. */
  Optional<String> model();

  /** Of {@code openai}: dimensions of its vectors, e.g. 1536. */
  OptionalInt dimensions();

  /** Of {@code openai}: whether requests name the dimensions; not every model takes that. */
  @WithDefault("false")
  boolean askDimensions();

  /** Of {@code openai}: presented as bearer token. Neither logged nor told to anybody. */
  Optional<String> apiKey();

  /** Of {@code openai}: how long one call may take. */
  @WithDefault("5s")
  Duration timeout();

  /** Of {@code openai}: repeats of a call that fails for a reason that may pass. */
  @WithDefault("2")
  @Min(0)
  @Max(10)
  int retries();

  /** Of {@code openai}: how long it is not called after half of 20 calls have failed. */
  @WithDefault("5s")
  Duration pause();

  /** Of {@code openai}: calls side by side. Of {@code minilm}: threads that compute. */
  @WithDefault("4")
  @Min(1)
  @Max(256)
  int calls();

  /** Of {@code minilm}: where its native libraries are unpacked. */
  Optional<String> cacheDir();

  /** What goes in one call. */
  Batch batch();

  /** Who embeds. */
  enum Provider {
    /** The server does not; clients may. */
    NONE,
    /** An OpenAI-compatible endpoint. */
    OPENAI,
    /** all-MiniLM-L6-v2 in this process; the server must be built with it. */
    MINILM
  }

  /** What goes in one call. */
  interface Batch {

    /** Most texts. */
    @WithDefault("128")
    @Min(1)
    @Max(10_000)
    int texts();

    /** Most bytes of texts; a longer text goes alone. */
    @WithDefault("262144")
    @Min(1)
    int bytes();
  }
}
