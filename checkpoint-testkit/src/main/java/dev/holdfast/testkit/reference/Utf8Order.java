package dev.holdfast.testkit.reference;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** Orders strings by their UTF-8 bytes, which is by code points and not by {@code char}s. */
public final class Utf8Order {
  /** The order of identifiers. */
  public static final Comparator<String> UTF8 =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private Utf8Order() {}
}
