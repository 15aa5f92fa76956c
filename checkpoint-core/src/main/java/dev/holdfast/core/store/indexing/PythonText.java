package dev.holdfast.core.store.indexing;

import dev.holdfast.core.bytes.Utf8Order;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON values as Python writes them: what LangGraph gives an embedding function. */
final class PythonText {
  private static final int FIRST_PRINTABLE = 0x20;

  private PythonText() {}

  /** As {@code str(value)} of a scalar writes it; null for null, objects and lists. */
  static @Nullable String scalar(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    } else if (value instanceof Boolean bool) {
      return bool ? "True" : "False";
    }
    return value instanceof Number number ? PythonNumber.text(number) : null;
  }

  /** As {@code json.dumps(value, sort_keys=True, ensure_ascii=False)} writes it. */
  static String json(@Nullable Object value) {
    var out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> object) {
      object(object, out);
    } else if (value instanceof List<?> list) {
      list(list, out);
    } else if (value instanceof String text) {
      quoted(text, out);
    } else if (value instanceof Number number) {
      out.append(PythonNumber.text(number));
    } else {
      out.append(value);
    }
  }

  private static void object(Map<?, ?> object, StringBuilder out) {
    List<String> keys = new ArrayList<>();
    object.keySet().forEach(key -> keys.add((String) key));
    keys.sort(Utf8Order.INSTANCE);
    String separator = "{";
    for (String key : keys) {
      out.append(separator);
      quoted(key, out);
      out.append(": ");
      write(object.get(key), out);
      separator = ", ";
    }
    out.append(keys.isEmpty() ? "{}" : "}");
  }

  private static void list(List<?> list, StringBuilder out) {
    out.append('[');
    for (Iterator<?> elements = list.iterator(); elements.hasNext(); ) {
      write(elements.next(), out);
      out.append(elements.hasNext() ? ", " : "");
    }
    out.append(']');
  }

  private static void quoted(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      switch (unit) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\f' -> out.append("\\f");
        case '\b' -> out.append("\\b");
        default -> plain(unit, out);
      }
    }
    out.append('"');
  }

  private static void plain(char unit, StringBuilder out) {
    if (unit < FIRST_PRINTABLE) {
      out.append("\\u00").append(unit < 0x10 ? "0" : "").append(Integer.toHexString(unit));
    } else {
      out.append(unit);
    }
  }
}
