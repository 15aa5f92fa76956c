package dev.holdfast.postgres.json;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.CheckpointMetadata;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Metadata as two columns: jsonb for filters, and the exact text beside it where jsonb would give
 * back something else.
 *
 * <p>jsonb refuses U+0000, drops the sign of -0.0 and prints huge floats as integers.
 */
public final class MetadataJson {

  /** From here on doubles are kept as text; below, their plain digits survive in jsonb. */
  private static final double PLAIN_BELOW = 1e15;

  private MetadataJson() {}

  /** JSON text for the jsonb column and for filters. */
  public static String jsonb(CheckpointMetadata metadata) {
    return JsonWriter.forJsonb(metadata.entries());
  }

  /** The exact text, or null if jsonb gives the metadata back as it is. */
  public static @Nullable Bytes exact(CheckpointMetadata metadata) {
    return survives(metadata.entries()) ? null : Bytes.utf8(JsonWriter.exact(metadata.entries()));
  }

  /** The metadata of a row. */
  public static CheckpointMetadata read(String jsonb, byte @Nullable [] exact) {
    String text = exact == null ? jsonb : new String(exact, StandardCharsets.UTF_8);
    return new CheckpointMetadata(JsonReader.object(text));
  }

  private static boolean survives(@Nullable Object value) {
    if (value instanceof String text) {
      return text.indexOf('\0') < 0;
    } else if (value instanceof Double number) {
      return Math.abs(number) < PLAIN_BELOW && !number.equals(-0.0);
    } else if (value instanceof Collection<?> list) {
      return list.stream().allMatch(MetadataJson::survives);
    } else if (value instanceof Map<?, ?> map) {
      return map.keySet().stream().allMatch(MetadataJson::survives)
          && map.values().stream().allMatch(MetadataJson::survives);
    }
    return !(value instanceof BigDecimal);
  }
}
