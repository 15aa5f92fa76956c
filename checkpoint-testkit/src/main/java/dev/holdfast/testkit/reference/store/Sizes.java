package dev.holdfast.testkit.reference.store;

import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.StoreResult;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many bytes values have as JSON, but for escapes and punctuation. */
final class Sizes {
  private Sizes() {}

  static long bytes(List<StoreResult> results) {
    return results.stream().mapToLong(Sizes::bytes).sum();
  }

  private static long bytes(StoreResult result) {
    if (result instanceof StoreResult.Found found) {
      return found.item() == null ? 0 : bytes(found.item());
    }
    return result instanceof StoreResult.Items items
        ? items.items().stream().mapToLong(Sizes::bytes).sum()
        : 0;
  }

  private static long bytes(StoreItem item) {
    return bytes(item.value().entries());
  }

  private static long bytes(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return bytes(map.keySet()) + bytes(map.values());
    } else if (value instanceof Collection<?> list) {
      return list.stream().mapToLong(Sizes::bytes).sum();
    }
    return String.valueOf(value).getBytes(StandardCharsets.UTF_8).length;
  }
}
