package dev.holdfast.testkit.reference.store;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON in the form in which filters compare it: equal trees are equal objects. Numbers are decimals
 * without trailing zeros; U+0000 is removed from strings and keys.
 */
final class Plain {
  private Plain() {}

  static @Nullable Object of(@Nullable Object json) {
    if (json instanceof Map<?, ?> object) {
      return object(object);
    } else if (json instanceof List<?> list) {
      List<@Nullable Object> plain = new ArrayList<>();
      list.forEach(element -> plain.add(of(element)));
      return plain;
    } else if (json instanceof Number number) {
      return new BigDecimal(number.toString()).stripTrailingZeros();
    }
    return json instanceof String string ? text(string) : json;
  }

  static Map<String, @Nullable Object> object(Map<?, ?> object) {
    Map<String, @Nullable Object> plain = new HashMap<>();
    object.forEach((key, value) -> plain.put(text((String) key), of(value)));
    return plain;
  }

  static String text(String text) {
    return text.replace("\0", "");
  }
}
