package dev.holdfast.core.bytes;

import java.util.Comparator;

/**
 * Orders strings by their UTF-8 bytes, which is by code points.
 *
 * <p>{@link String#compareTo} compares UTF-16 units and puts characters beyond U+FFFF before
 * U+E000.
 */
public final class Utf8Order implements Comparator<String> {

  /** The order. */
  public static final Utf8Order INSTANCE = new Utf8Order();

  private Utf8Order() {}

  @Override
  public int compare(String left, String right) {
    int shorter = Math.min(left.length(), right.length());
    for (int i = 0; i < shorter; i++) {
      char l = left.charAt(i);
      char r = right.charAt(i);
      if (l != r) {
        return rank(l) - rank(r);
      }
    }
    return left.length() - right.length();
  }

  /** Surrogates stand for code points above all other units. */
  private static int rank(char unit) {
    return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
  }
}
