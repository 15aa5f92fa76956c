package dev.holdfast.core.store.indexing;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a value as {@code src/conformance/paths/record.py} writes it. */
final class RecordedValue {
  private final String[] tokens;
  private int at;

  RecordedValue(String tokens) {
    this.tokens = tokens.split(" ", -1);
  }

  static String text(String hex) {
    return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
  }

  Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = Integer.parseInt(tokens[at++].substring(1)); i > 0; i--) {
      String key = text(tokens[at++].substring(1));
      object.put(key, any());
    }
    return object;
  }

  private @Nullable Object any() {
    String token = tokens[at];
    if (token.startsWith("{")) {
      return object();
    }
    at++;
    String rest = token.substring(1);
    return switch (token.charAt(0)) {
      case 'N' -> null;
      case 'T' -> true;
      case 'F' -> false;
      case 'i' -> new BigInteger(rest);
      case 'd' -> Double.valueOf(rest);
      case 's' -> text(rest);
      case '[' -> list(Integer.parseInt(rest));
      default -> throw new AssertionError("no token: " + token);
    };
  }

  private List<@Nullable Object> list(int length) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      list.add(any());
    }
    return list;
  }
}
