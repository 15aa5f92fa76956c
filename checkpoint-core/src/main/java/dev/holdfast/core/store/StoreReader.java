package dev.holdfast.core.store;

import dev.holdfast.core.model.TenantId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Reads items. What has expired by the store's clock is not there. */
public interface StoreReader {

  /**
   * Answers the reads of one batch out of one snapshot; changes nothing, so {@code refresh} is the
   * caller's to see to.
   *
   * @return one result for each read, in order
   */
  CompletionStage<List<StoreResult>> read(TenantId tenant, List<StoreOperation.Read> reads);
}
