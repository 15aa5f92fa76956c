package dev.holdfast.core.store;

import dev.holdfast.core.model.TenantId;
import java.util.List;

/**
 * What one batch changes, as one: its puts, and the items whose time begins anew.
 *
 * @param puts of equal keys the last counts
 * @param refreshed items that were read; those that have expired or have no TTL stay as they are
 */
public record StoreChange(TenantId tenant, List<StoreOperation.Put> puts, List<ItemKey> refreshed) {

  /** Copies the lists. */
  public StoreChange {
    puts = List.copyOf(puts);
    refreshed = List.copyOf(refreshed);
  }
}
