package dev.holdfast.core.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an item holds.
 *
 * @param entries a JSON object, of the same types as those of {@link
 *     dev.holdfast.core.model.CheckpointMetadata}
 */
public record ItemValue(Map<String, @Nullable Object> entries) {

  /** Copies the outer map; the values are immutable by agreement. */
  public ItemValue {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /** The number of entries only: they are user data. */
  @Override
  public String toString() {
    return "ItemValue[" + entries.size() + "]";
  }
}
