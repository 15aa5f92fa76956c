package dev.holdfast.core.store;

import dev.holdfast.core.model.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads items. What has expired by the store's clock is not there. */
public interface StoreReader {

  /** Most bytes that the values in the answer to one batch have as JSON, all together. */
  int ANSWER_BYTES = 32 * 1024 * 1024;

  /**
   * Answers the reads of one batch out of one snapshot; changes nothing, so {@code refresh} is the
   * caller's to see to.
   *
   * @return one result for each read, in order; {@code LIMIT_EXCEEDED} if that is more than {@link
   *     #ANSWER_BYTES}
   */
  CompletionStage<List<StoreResult>> read(TenantId tenant, List<StoreOperation.Read> reads);

  /**
   * Answers the reads of several batches, each out of one snapshot, which may be that of others,
   * too; it is taken after this call.
   *
   * @return one list for each batch, in order; fails as a whole, also if all of it is more than
   *     {@link #ANSWER_BYTES}
   */
  default CompletionStage<List<List<StoreResult>>> readAll(List<StoreReads> batches) {
    CompletionStage<List<List<StoreResult>>> all =
        CompletableFuture.completedFuture(new ArrayList<>());
    for (StoreReads batch : batches) {
      all =
          all.thenCombine(
              read(batch.tenant(), batch.reads()),
              (before, results) -> {
                before.add(results);
                return before;
              });
    }
    return all;
  }

  /** Runs {@code asks}, which asks for several batches at once, so that they may share a round. */
  default void together(Runnable asks) {
    asks.run();
  }
}
