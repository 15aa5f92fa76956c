package dev.holdfast.server.wiring;

import dev.holdfast.core.groupcommit.Weigher;
import dev.holdfast.core.store.ItemValue;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreOperation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells how much of a backlog a batch of a store is. */
final class StoreWeigher implements Weigher<StoreChange> {

  /** What an object takes beside its text, roughly. */
  private static final int OBJECT_BYTES = 48;

  @Override
  public int rows(StoreChange change) {
    return Math.max(1, change.puts().size() + change.refreshed().size());
  }

  @Override
  public long bytes(StoreChange change) {
    long bytes = (long) rows(change) * 2 * OBJECT_BYTES;
    for (StoreOperation.Put put : change.puts()) {
      ItemValue value = put.value();
      bytes += value == null ? 0 : weight(value.entries());
    }
    return bytes;
  }

  private static long weight(@Nullable Object value) {
    long bytes = OBJECT_BYTES;
    if (value instanceof String text) {
      bytes += text.length();
    } else if (value instanceof List<?> list) {
      for (Object element : list) {
        bytes += weight(element);
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        bytes += weight(entry.getKey()) + weight(entry.getValue());
      }
    }
    return bytes;
  }
}
