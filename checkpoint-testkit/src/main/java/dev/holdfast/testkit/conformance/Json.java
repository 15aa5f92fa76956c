package dev.holdfast.testkit.conformance;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether two JSON trees are the same to their reader: integers stay integers, {@code 1.0} stays a
 * float, the sign of zero stays; which Java class holds a number does not matter.
 */
public final class Json {
  private Json() {}

  /** Whether {@code a} and {@code b} are the same tree; the order of keys does not count. */
  public static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Map<?, ?> one && b instanceof Map<?, ?> other) {
      return one.keySet().equals(other.keySet())
          && one.keySet().stream().allMatch(key -> same(one.get(key), other.get(key)));
    }
    if (a instanceof List<?> one && b instanceof List<?> other) {
      return one.size() == other.size() && sameItems(one.iterator(), other.iterator());
    }
    if (a instanceof Number one && b instanceof Number other) {
      return sameNumber(one, other);
    }
    return a == null ? b == null : a.equals(b);
  }

  private static boolean sameItems(Iterator<?> one, Iterator<?> other) {
    while (one.hasNext()) {
      if (!same(one.next(), other.next())) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameNumber(Number a, Number b) {
    return whole(a) == whole(b)
        && negativeZero(a) == negativeZero(b)
        && new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0;
  }

  private static boolean whole(Number number) {
    return number instanceof Integer || number instanceof Long || number instanceof BigInteger;
  }

  private static boolean negativeZero(Number number) {
    return number instanceof Double && number.equals(-0.0);
  }
}
