package dev.holdfast.postgres.store.meaning;

import dev.holdfast.core.bytes.Utf8Order;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreNamespace;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * An item that a query finds.
 *
 * @param key its name
 * @param updatedAt of its last put
 * @param score the greater, the better
 */
public record Hit(ItemKey key, Instant updatedAt, double score) {

  /** Best first, then newest, then by namespace and key. */
  static final Comparator<Hit> BEST_FIRST =
      Comparator.comparingDouble(Hit::score)
          .thenComparing(Hit::updatedAt)
          .reversed()
          .thenComparing(hit -> hit.key().namespace().labels(), Hit::compare)
          .thenComparing(hit -> hit.key().key(), Utf8Order.INSTANCE);

  /** Of a row with prefix, key, updated_at and score. */
  static Hit of(Row row) {
    return new Hit(key(row), updatedAt(row), row.getDouble("score"));
  }

  static ItemKey key(Row row) {
    return new ItemKey(
        new StoreNamespace(List.of(row.getArrayOfStrings("prefix"))), row.getString("key"));
  }

  static Instant updatedAt(Row row) {
    return row.getOffsetDateTime("updated_at").toInstant();
  }

  Hit scored(double other) {
    return new Hit(key, updatedAt, other);
  }

  private static int compare(List<String> left, List<String> right) {
    Iterator<String> others = right.iterator();
    for (String label : left) {
      int order = others.hasNext() ? Utf8Order.INSTANCE.compare(label, others.next()) : 1;
      if (order != 0) {
        return order;
      }
    }
    return others.hasNext() ? -1 : 0;
  }
}
