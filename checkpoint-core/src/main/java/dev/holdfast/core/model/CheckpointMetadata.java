package dev.holdfast.core.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Metadata of a checkpoint: {@code source}, {@code step}, {@code parents}, {@code run_id} and
 * whatever else the engine adds.
 *
 * @param entries a JSON object: values are {@code String}, {@code Boolean}, {@code Integer}, {@code
 *     Long}, {@code BigInteger}, finite {@code Double}, {@code BigDecimal}, null, or lists and maps
 *     of these
 */
public record CheckpointMetadata(Map<String, @Nullable Object> entries) {

  /** No entries. */
  public static final CheckpointMetadata EMPTY = new CheckpointMetadata(Map.of());

  /** Copies the outer map; the values are immutable by agreement. */
  public CheckpointMetadata {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /** The names only: values may be user data. */
  @Override
  public String toString() {
    return "CheckpointMetadata" + entries.keySet();
  }
}
