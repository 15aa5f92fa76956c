package dev.holdfast.testkit.reference;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code @>} of Postgres' jsonb, on metadata; U+0000 is removed from strings on both sides. */
public final class Containment {
  private Containment() {}

  /** Whether every entry of {@code part} is in {@code whole}, nested objects and arrays alike. */
  public static boolean contains(@Nullable Object whole, @Nullable Object part) {
    if (whole instanceof Map<?, ?> object && part instanceof Map<?, ?> wanted) {
      return containsEntries(clean(object), clean(wanted));
    }
    if (whole instanceof Collection<?> array && part instanceof Collection<?> wanted) {
      return wanted.stream().allMatch(item -> array.stream().anyMatch(has -> contains(has, item)));
    }
    return scalar(whole, part);
  }

  private static boolean containsEntries(
      Map<String, @Nullable Object> whole, Map<String, @Nullable Object> part) {
    return part.entrySet().stream()
        .allMatch(
            entry ->
                whole.containsKey(entry.getKey())
                    && contains(whole.get(entry.getKey()), entry.getValue()));
  }

  private static boolean scalar(@Nullable Object whole, @Nullable Object part) {
    if (whole == null || part == null) {
      return whole == part;
    }
    if (whole instanceof String a && part instanceof String b) {
      return clean(a).equals(clean(b));
    }
    if (whole instanceof Number a && part instanceof Number b) {
      return decimal(a).compareTo(decimal(b)) == 0;
    }
    return whole instanceof Boolean && whole.equals(part);
  }

  static BigDecimal decimal(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    if (number instanceof BigInteger integer) {
      return new BigDecimal(integer);
    }
    return new BigDecimal(number.toString());
  }

  static String clean(String text) {
    return text.replace("\0", "");
  }

  private static Map<String, @Nullable Object> clean(Map<?, ?> object) {
    Map<String, @Nullable Object> clean = new HashMap<>();
    object.forEach((key, value) -> clean.put(clean((String) key), value));
    return clean;
  }
}
