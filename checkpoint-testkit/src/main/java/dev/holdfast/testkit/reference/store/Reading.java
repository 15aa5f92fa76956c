package dev.holdfast.testkit.reference.store;

import dev.holdfast.core.index.SearchQuery;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreOperation.Get;
import dev.holdfast.core.store.StoreOperation.ListNamespaces;
import dev.holdfast.core.store.StoreOperation.Read;
import dev.holdfast.core.store.StoreOperation.Search;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.testkit.reference.Utf8Order;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Answers reads out of the items of one tenant. */
final class Reading {
  private static final Comparator<StoreItem> NEWEST_FIRST =
      Comparator.comparing(StoreItem::updatedAt)
          .reversed()
          .thenComparing(item -> item.key().namespace(), Labels.ORDER)
          .thenComparing(item -> item.key().key(), Utf8Order.UTF8);

  private final TenantItems tenant;
  private final Map<ItemKey, StoredItem> items;

  Reading(TenantItems tenant) {
    this.tenant = tenant;
    this.items = tenant.items;
  }

  StoreResult answer(Read read) {
    if (read instanceof Get get) {
      StoredItem item = items.get(get.key());
      return new StoreResult.Found(item == null ? null : item.read(get.key()));
    }
    return read instanceof Search search
        ? search(search)
        : new StoreResult.Namespaces(list((ListNamespaces) read));
  }

  private StoreResult search(Search search) {
    SearchQuery query = search.query();
    return query == null
        ? new StoreResult.Items(newest(search))
        : new Meaning(tenant, search, query, NEWEST_FIRST).answer(passing(search));
  }

  private Stream<ItemKey> passing(Search search) {
    return items.entrySet().stream()
        .filter(entry -> Labels.under(entry.getKey().namespace(), search.prefix()))
        .filter(entry -> Matching.matches(entry.getValue().value(), search.filter()))
        .map(Map.Entry::getKey);
  }

  private List<StoreItem> newest(Search search) {
    return passing(search)
        .map(key -> tenant.item(key).read(key))
        .sorted(NEWEST_FIRST)
        .skip(search.offset())
        .limit(search.limit())
        .toList();
  }

  private List<StoreNamespace> list(ListNamespaces list) {
    return items.keySet().stream()
        .map(ItemKey::namespace)
        .filter(
            namespace ->
                list.conditions().stream()
                    .allMatch(condition -> Labels.meets(namespace, condition)))
        .map(namespace -> Labels.cut(namespace, list.maxDepth()))
        .distinct()
        .sorted(Labels.ORDER)
        .skip(list.offset())
        .limit(list.limit())
        .toList();
  }
}
