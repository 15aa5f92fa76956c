package dev.holdfast.postgres.json;

import dev.holdfast.core.bytes.Bytes;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as two columns: jsonb for filters, and the exact text beside it where jsonb would
 * give back something else.
 *
 * <p>jsonb refuses U+0000, drops the sign of -0.0 and prints huge floats as integers.
 */
public final class JsonColumns {

  /** From here on doubles are kept as text; below, their plain digits survive in jsonb. */
  private static final double PLAIN_BELOW = 1e15;

  private JsonColumns() {}

  /** JSON text of any value for jsonb, and for what is compared with it. */
  public static String jsonb(@Nullable Object value) {
    return JsonWriter.forJsonb(value);
  }

  /** A string, or a name of an entry, as jsonb holds it: without U+0000. */
  public static String text(String text) {
    return JsonWriter.withoutNul(text);
  }

  /** The exact text, or null if jsonb gives the object back as it is. */
  public static @Nullable Bytes exact(Map<String, @Nullable Object> entries) {
    return survives(entries) ? null : Bytes.utf8(JsonWriter.exact(entries));
  }

  /**
   * The object of a row.
   *
   * @param jsonb not looked at where there is exact text
   */
  public static Map<String, @Nullable Object> read(String jsonb, byte @Nullable [] exact) {
    String text = exact == null ? jsonb : new String(exact, StandardCharsets.UTF_8);
    return JsonReader.object(text);
  }

  private static boolean survives(@Nullable Object value) {
    if (value instanceof String text) {
      return text.indexOf('\0') < 0;
    } else if (value instanceof Double number) {
      return Math.abs(number) < PLAIN_BELOW && !number.equals(-0.0);
    } else if (value instanceof Collection<?> list) {
      return list.stream().allMatch(JsonColumns::survives);
    } else if (value instanceof Map<?, ?> map) {
      return map.keySet().stream().allMatch(JsonColumns::survives)
          && map.values().stream().allMatch(JsonColumns::survives);
    }
    return !(value instanceof BigDecimal);
  }
}
