package dev.holdfast.server.wire;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Identifiers;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks what is kept as a JSON object: its size, its depth, and that it is JSON. */
final class JsonObjects {

  private final String pointer;
  private final int maxDepth;
  private long size;

  private JsonObjects(String pointer, int maxDepth) {
    this.pointer = pointer;
    this.maxDepth = maxDepth;
  }

  /**
   * Refuses {@code entries} that are larger or deeper than they may be, or no JSON.
   *
   * @param pointer where they were sent
   * @param limit name of the limit of their size
   * @param most that size; characters count two bytes, values two more
   */
  static void check(
      Map<String, @Nullable Object> entries, String pointer, String limit, int most, int maxDepth) {
    var check = new JsonObjects(pointer, maxDepth);
    check.value(entries, 1);
    Values.refuseMore(limit, check.size, most);
  }

  private void value(@Nullable Object value, int depth) {
    boolean nested = value instanceof Map<?, ?> || value instanceof List<?>;
    if (value == Tree.TOO_DEEP || (nested && depth > maxDepth)) {
      throw new Failure.LimitExceeded("depth", maxDepth);
    }
    if (value instanceof String text) {
      text(text);
    } else if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, entry) -> {
            text(String.valueOf(name));
            value(entry, depth + 1);
          });
    } else if (value instanceof List<?> list) {
      list.forEach(entry -> value(entry, depth + 1));
    } else if (value instanceof byte[]
        || (value instanceof Double number && !Double.isFinite(number))) {
      throw Node.wrong(pointer, "must be JSON: no bytes, no NaN, no infinity");
    } else {
      size += value instanceof Number number ? digits(number) : 4;
    }
    size += 2;
  }

  /** Digits without an exponent, as Postgres writes them out. */
  private static long digits(Number number) {
    return number instanceof BigDecimal decimal
        ? decimal.precision() + Math.abs((long) decimal.scale())
        : number.toString().length();
  }

  /** Counts two bytes a character; U+0000 is allowed here and kept. */
  private void text(String text) {
    size += 2L * text.length();
    Identifiers.optional(text.replace("\0", ""), pointer, "metadata_bytes", Integer.MAX_VALUE);
  }
}
