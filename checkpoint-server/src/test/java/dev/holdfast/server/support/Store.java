package dev.holdfast.server.support;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts of a batch of a store. */
public final class Store {

  private Store() {}

  /** The operation with these parts. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static Map<String, @Nullable Object> store(
      Map<String, ? extends @Nullable Object>... parts) {
    return Ops.op("store", "parts", List.of(parts));
  }

  /** Any part: names and values in turn. */
  public static Map<String, @Nullable Object> part(String kind, @Nullable Object... fields) {
    Map<String, @Nullable Object> part = new LinkedHashMap<>();
    part.put("do", kind);
    for (int i = 0; i < fields.length; i += 2) {
      part.put(String.valueOf(fields[i]), fields[i + 1]);
    }
    return part;
  }

  /** A put; a null value deletes. */
  public static Map<String, @Nullable Object> put(
      List<?> namespace, String key, @Nullable Object value) {
    return part("put", "namespace", namespace, "key", key, "value", value);
  }

  /** A get. */
  public static Map<String, @Nullable Object> get(List<?> namespace, String key) {
    return part("get", "namespace", namespace, "key", key);
  }

  /** A search; names and values of more fields in turn. */
  public static Map<String, @Nullable Object> search(List<?> prefix, @Nullable Object... more) {
    Map<String, @Nullable Object> search = part("search", more);
    search.put("namespace_prefix", prefix);
    return search;
  }
}
