package dev.holdfast.testkit.reference.store;

import dev.holdfast.core.imports.ItemTimes;
import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.testkit.reference.Utf8Order;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one tenant has. */
final class TenantItems {
  /** By namespace and key. */
  static final Comparator<ItemKey> BY_NAME =
      Comparator.comparing(ItemKey::namespace, Labels.ORDER)
          .thenComparing(ItemKey::key, Utf8Order.UTF8);

  final Map<ItemKey, StoredItem> items = new HashMap<>();
  final Map<ItemKey, QueueEntry> queue = new HashMap<>();
  @Nullable StoreIndex index;

  /** What has expired is not there. */
  void expire(Instant now) {
    items.values().removeIf(item -> item.expired(now));
    queue.keySet().retainAll(items.keySet());
  }

  /** The items that a query is to find, by name. */
  List<ItemKey> toBeIndexed() {
    return items.keySet().stream()
        .filter(key -> index != null && item(key).toBeIndexed())
        .sorted(BY_NAME)
        .toList();
  }

  StoredItem item(ItemKey key) {
    StoredItem item = items.get(key);
    if (item == null) {
      throw new IllegalStateException("no item " + key);
    }
    return item;
  }

  boolean indexed(ItemKey key) {
    return index != null && item(key).indexedBy(index.number());
  }

  void apply(StoreChange change, Instant now, Revisions revisions) {
    Map<ItemKey, Put> last = new LinkedHashMap<>();
    Map<ItemKey, ItemTimes> times = new HashMap<>();
    for (int i = 0; i < change.puts().size(); i++) {
      Put put = change.puts().get(i);
      last.put(put.key(), put);
      times.put(put.key(), ReferenceImports.times(change.step(), i));
    }
    last.forEach(
        (key, put) -> apply(put, now, revisions.next(), times.getOrDefault(key, ItemTimes.NOW)));
    for (ItemKey key : change.refreshed()) {
      items.computeIfPresent(key, (name, item) -> item.refreshed(now));
    }
  }

  private void apply(Put put, Instant now, long revision, ItemTimes times) {
    queue.remove(put.key());
    if (put.value() == null) {
      items.remove(put.key());
      return;
    }
    StoredItem old = items.get(put.key());
    Instant updated = old == null ? ReferenceImports.earlier(times.updatedAt(), now) : now;
    Instant created =
        old == null ? ReferenceImports.earlier(times.createdAt(), updated) : old.createdAt();
    Indexing indexing = put.indexing();
    Derived derived =
        indexing instanceof Indexing.Ready ready
            ? new Derived(ready.index(), ready.vectors(), ready.text())
            : null;
    items.put(
        put.key(),
        new StoredItem(
            put.value(),
            created,
            updated,
            ReferenceImports.begun(put, times, now),
            put.ttl(),
            revision,
            StoredItem.fields(indexing),
            derived));
    if (index != null && indexing instanceof Indexing.Waiting waiting && waiting.queued()) {
      queue.put(put.key(), QueueEntry.begun(revision, now));
    }
  }
}
