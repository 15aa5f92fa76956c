package dev.holdfast.server.config;

import dev.holdfast.core.index.Distance;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;

/**
 * The index of the store where the server embeds: it is defined when the server starts. And how
 * indexes are looked after, whoever embeds.
 */
@ConfigMapping(prefix = "holdfast.store.index")
public interface IndexConfig {

  /** Paths of what is indexed of an item that names none itself; commas in a path as {@code \,}. */
  @WithDefault("$")
  @Size(min = 1, max = 64)
  List<String> fields();

  /** How vectors are compared: {@code cosine}, {@code l2} or {@code inner-product}. */
  @WithDefault("cosine")
  Distance distance();

  /** Whether an item is stored first and indexed later. */
  @WithDefault("false")
  boolean queued();

  /** How words are told apart and stemmed: a text search configuration of Postgres. */
  @WithDefault("simple")
  String language();

  /** Items of one step of the queue. */
  @WithDefault("100")
  @Min(1)
  @Max(1000)
  int step();

  /**
   * How long a replica that took items of the queue has for them, before another one takes them.
   */
  @WithDefault("1m")
  Duration lease();

  /** How often the index is checked. */
  @WithDefault("1h")
  Duration checkEvery();

  /** Memory for vectors where the database has no pgvector, in bytes. */
  @WithDefault("67108864")
  @Min(0)
  long memoryBytes();
}
