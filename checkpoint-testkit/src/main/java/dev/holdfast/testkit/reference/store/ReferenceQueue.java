package dev.holdfast.testkit.reference.store;

import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.indexing.IndexQueue;
import dev.holdfast.core.store.indexing.IndexStatus;
import dev.holdfast.core.store.indexing.IndexedItem;
import dev.holdfast.core.store.indexing.WaitingItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The queue of a {@link ReferenceItemStore}. */
record ReferenceQueue(ReferenceItemStore store) implements IndexQueue {

  /** An item that is due. */
  private record Due(TenantId tenant, ItemKey key, QueueEntry entry) {}

  @Override
  public CompletionStage<List<WaitingItem>> claim(int most, Duration lease) {
    synchronized (store) {
      List<Due> due = new ArrayList<>();
      for (TenantId tenant : store.tenants()) {
        store.living(tenant).queue.forEach((key, entry) -> due.add(new Due(tenant, key, entry)));
      }
      return CompletableFuture.completedFuture(
          due.stream()
              .filter(one -> one.entry().waits() && !one.entry().due().isAfter(store.now()))
              .sorted(Comparator.comparing(one -> one.entry().since()))
              .limit(most)
              .map(one -> claimed(one, lease))
              .toList());
    }
  }

  private WaitingItem claimed(Due due, Duration lease) {
    TenantItems items = store.living(due.tenant());
    QueueEntry entry = due.entry().claimed(store.now().plus(lease));
    items.queue.put(due.key(), entry);
    StoredItem item = items.item(due.key());
    StoreIndex index = Objects.requireNonNull(items.index, "without an index nothing waits");
    return new WaitingItem(
        due.tenant(),
        due.key(),
        item.revision(),
        item.value(),
        item.fields(),
        index,
        entry.attempts());
  }

  @Override
  public CompletionStage<Integer> write(List<IndexedItem> items) {
    synchronized (store) {
      int written = 0;
      for (IndexedItem item : items) {
        written += write(item) ? 1 : 0;
      }
      return CompletableFuture.completedFuture(written);
    }
  }

  private boolean write(IndexedItem made) {
    WaitingItem claimed = made.item();
    TenantItems items = store.living(claimed.tenant());
    StoredItem item = items.items.get(claimed.key());
    if (item == null
        || item.revision() != claimed.revision()
        || !claimed.index().equals(items.index)) {
      return false;
    }
    items.queue.remove(claimed.key());
    var derived = new Derived(claimed.index().number(), made.vectors(), made.text());
    items.items.put(claimed.key(), item.with(derived));
    return true;
  }

  @Override
  public CompletionStage<Void> putBack(WaitingItem item, String code, @Nullable Duration again) {
    synchronized (store) {
      Instant now = store.now();
      store
          .living(item.tenant())
          .queue
          .computeIfPresent(
              item.key(),
              (key, entry) -> {
                if (entry.revision() != item.revision()) {
                  return entry;
                }
                return again == null ? entry.givenUp(code) : entry.again(now.plus(again));
              });
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public CompletionStage<Page> enqueueStale(
      TenantId tenant, @Nullable ItemKey after, int most, boolean failedToo) {
    synchronized (store) {
      TenantItems items = store.living(tenant);
      List<ItemKey> page =
          items.toBeIndexed().stream()
              .filter(key -> after == null || TenantItems.BY_NAME.compare(key, after) > 0)
              .limit(most)
              .toList();
      int enqueued = 0;
      for (ItemKey key : page) {
        QueueEntry entry = items.queue.get(key);
        if (!items.indexed(key) && (entry == null || (failedToo && !entry.waits()))) {
          items.queue.put(key, QueueEntry.begun(items.item(key).revision(), store.now()));
          enqueued++;
        }
      }
      ItemKey last = page.size() < most ? null : page.get(page.size() - 1);
      return CompletableFuture.completedFuture(new Page(page.size(), enqueued, last));
    }
  }

  @Override
  public CompletionStage<IndexStatus> status(TenantId tenant) {
    synchronized (store) {
      return CompletableFuture.completedFuture(
          new ReferenceStatus(store.living(tenant)).at(store.now()));
    }
  }

  @Override
  public CompletionStage<List<FailedItem>> failed(TenantId tenant, int most) {
    synchronized (store) {
      return CompletableFuture.completedFuture(
          new ReferenceStatus(store.living(tenant)).failed().stream().limit(most).toList());
    }
  }
}
