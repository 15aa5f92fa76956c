package dev.holdfast.testkit.reference.store;

import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.NamespaceCondition;
import dev.holdfast.core.store.NamespaceCondition.End;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.testkit.reference.Utf8Order;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Namespaces, label by label. */
final class Labels {
  /** By the first label that differs, by code point; a beginning before what it begins. */
  static final Comparator<StoreNamespace> ORDER = (a, b) -> compare(a.labels(), b.labels());

  /** As {@link #ORDER}, then by key. */
  static final Comparator<ItemKey> NAMES =
      Comparator.comparing(ItemKey::namespace, ORDER).thenComparing(ItemKey::key, Utf8Order.UTF8);

  private Labels() {}

  private static int compare(List<String> a, List<String> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = Utf8Order.UTF8.compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  static boolean under(StoreNamespace namespace, StoreNamespace prefix) {
    return meets(namespace, new NamespaceCondition(End.PREFIX, List.copyOf(prefix.labels())));
  }

  static boolean meets(StoreNamespace namespace, NamespaceCondition condition) {
    List<@Nullable String> path = condition.path();
    int spare = namespace.labels().size() - path.size();
    if (spare < 0) {
      return false;
    }
    int first = condition.end() == End.PREFIX ? 0 : spare;
    for (int i = 0; i < path.size(); i++) {
      String wanted = path.get(i);
      if (wanted != null && !wanted.equals(namespace.labels().get(first + i))) {
        return false;
      }
    }
    return true;
  }

  static StoreNamespace cut(StoreNamespace namespace, @Nullable Integer maxDepth) {
    List<String> labels = namespace.labels();
    return maxDepth == null || labels.size() <= maxDepth
        ? namespace
        : new StoreNamespace(labels.subList(0, maxDepth));
  }
}
