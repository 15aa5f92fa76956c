package dev.holdfast.postgres.store;

import dev.holdfast.core.bytes.Utf8Order;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.postgres.statement.Labels;
import java.util.Iterator;
import java.util.List;

/**
 * Names an item among those of all tenants. Sorted as the primary key is, so that two groups never
 * wait for each other in a circle.
 *
 * @param tenant whose
 * @param key which
 */
public record ItemName(TenantId tenant, ItemKey key) implements Comparable<ItemName> {

  /** Whether there can be such an item. */
  boolean isPossible() {
    return isPossible(key);
  }

  /** Whether there can be an item with this name. */
  static boolean isPossible(ItemKey key) {
    return Labels.isStorable(key.key()) && Labels.areStorable(key.namespace().labels());
  }

  @Override
  public int compareTo(ItemName other) {
    int order = Utf8Order.INSTANCE.compare(tenant.value(), other.tenant.value());
    if (order == 0) {
      order = compare(key.namespace().labels(), other.key.namespace().labels());
    }
    return order == 0 ? Utf8Order.INSTANCE.compare(key.key(), other.key.key()) : order;
  }

  private static int compare(List<String> left, List<String> right) {
    Iterator<String> others = right.iterator();
    for (String label : left) {
      if (!others.hasNext()) {
        return 1;
      }
      int order = Utf8Order.INSTANCE.compare(label, others.next());
      if (order != 0) {
        return order;
      }
    }
    return others.hasNext() ? -1 : 0;
  }
}
