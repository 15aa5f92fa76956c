package dev.holdfast.core.limits;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;

/**
 * Checks identifiers: Postgres cannot store U+0000, UTF-8 has no lone surrogates, indexes have a
 * largest row.
 */
public final class Identifiers {

  private Identifiers() {}

  /** Returns {@code value} if it is 1 to {@code maxBytes} bytes of clean UTF-8. */
  public static String required(String value, String pointer, String limit, int maxBytes) {
    if (value.isEmpty()) {
      throw new Failure.Invalid(Code.INVALID_IDENTIFIER, pointer, "must not be empty");
    }
    return optional(value, pointer, limit, maxBytes);
  }

  /** Returns {@code value} if it is 0 to {@code maxBytes} bytes of clean UTF-8. */
  public static String optional(String value, String pointer, String limit, int maxBytes) {
    int bytes = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == 0) {
        throw new Failure.Invalid(Code.INVALID_IDENTIFIER, pointer, "must not contain U+0000");
      }
      if (Character.isSurrogate(c)) {
        if (!pairAt(value, i)) {
          throw new Failure.Invalid(
              Code.INVALID_IDENTIFIER, pointer, "must not contain a lone surrogate");
        }
        i++;
        bytes += 4;
      } else {
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      }
    }
    if (bytes > maxBytes) {
      throw new Failure.LimitExceeded(limit, maxBytes);
    }
    return value;
  }

  private static boolean pairAt(String value, int i) {
    return Character.isHighSurrogate(value.charAt(i))
        && i + 1 < value.length()
        && Character.isLowSurrogate(value.charAt(i + 1));
  }
}
