package dev.holdfast.testkit.reference.store;

import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.indexing.IndexQueue.FailedItem;
import dev.holdfast.core.store.indexing.IndexStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Counts what is indexed of a tenant. */
record ReferenceStatus(TenantItems items) {

  IndexStatus at(Instant now) {
    List<ItemKey> all = items.toBeIndexed();
    long indexed = all.stream().filter(items::indexed).count();
    long failed = failed().size();
    List<QueueEntry> waiting =
        all.stream()
            .filter(key -> !items.indexed(key))
            .map(items.queue::get)
            .filter(entry -> entry != null && entry.waits())
            .toList();
    Duration oldest =
        waiting.stream()
            .map(entry -> Duration.between(entry.since(), now))
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    return new IndexStatus(
        all.size(), indexed, all.size() - indexed - failed, failed, waiting.size(), oldest);
  }

  /** Those that were given up, by name. */
  List<FailedItem> failed() {
    List<FailedItem> failed = new ArrayList<>();
    for (ItemKey key : items.toBeIndexed()) {
      QueueEntry entry = items.queue.get(key);
      if (entry != null && entry.failed() != null && !items.indexed(key)) {
        failed.add(new FailedItem(key, entry.failed(), entry.attempts()));
      }
    }
    return failed;
  }
}
