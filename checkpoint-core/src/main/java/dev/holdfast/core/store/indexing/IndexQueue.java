package dev.holdfast.core.store.indexing;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Items that wait to be indexed, durable. An item enters it with the put that says so, in the same
 * transaction, or by {@link #enqueueStale}; a later put of it takes its place. Several replicas may
 * work on it.
 */
public interface IndexQueue {

  /**
   * Claims what has waited longest and is due; nobody else gets it before the lease is over by the
   * database's clock, and then it is there again.
   *
   * @param most 1 to 1000
   */
  CompletionStage<List<WaitingItem>> claim(int most, Duration lease);

  /**
   * Writes what was made of claimed items and takes them out of the queue, each only if the item
   * still has the revision and the tenant the index; of the others nothing is written, and they
   * stay in the queue if they were put again.
   *
   * @return how many were written
   */
  CompletionStage<Integer> write(List<IndexedItem> items);

  /**
   * Puts a claimed item back.
   *
   * @param code why, a failure's code; never a text of a model or of an item
   * @param again when it is due; null: it has failed and is not tried again before a repair
   */
  CompletionStage<Void> putBack(WaitingItem item, String code, @Nullable Duration again);

  /**
   * Enqueues items that are to be indexed and are not, page by page in the order of their names.
   *
   * @param after where the last page ended; null: from the beginning
   * @param failedToo whether those that were given up get another chance
   * @return what was found on this page
   */
  CompletionStage<Page> enqueueStale(
      TenantId tenant, @Nullable ItemKey after, int most, boolean failedToo);

  /** How far the tenant's index is. */
  CompletionStage<IndexStatus> status(TenantId tenant);

  /** Items that were given up, by name; at most {@code most}. */
  CompletionStage<List<FailedItem>> failed(TenantId tenant, int most);

  /**
   * A page of items.
   *
   * @param seen items that were looked at
   * @param enqueued those of them that wait now and did not before
   * @param last where the next page begins; null at the end
   */
  record Page(int seen, int enqueued, @Nullable ItemKey last) {}

  /**
   * An item that was given up.
   *
   * @param code why
   */
  record FailedItem(ItemKey key, String code, int attempts) {}
}
