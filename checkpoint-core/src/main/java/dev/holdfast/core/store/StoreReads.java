package dev.holdfast.core.store;

import dev.holdfast.core.model.TenantId;
import java.util.List;

/**
 * What one batch of a store reads.
 *
 * @param reads answered out of one snapshot
 */
public record StoreReads(TenantId tenant, List<StoreOperation.Read> reads) {

  /** Copies the list. */
  public StoreReads {
    reads = List.copyOf(reads);
  }

  /** Whether each of them names one item, so that no neighbour waits long for it. */
  boolean areGets() {
    return reads.stream().allMatch(StoreOperation.Get.class::isInstance);
  }
}
