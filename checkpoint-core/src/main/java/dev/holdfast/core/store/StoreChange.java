package dev.holdfast.core.store;

import dev.holdfast.core.imports.ImportStep;
import dev.holdfast.core.model.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one batch changes, as one: its puts, and the items whose time begins anew.
 *
 * @param puts of equal keys the last counts
 * @param refreshed items that were read; those that have expired or have no TTL stay as they are
 * @param step of the import that the puts are a batch of; null if they are none
 */
public record StoreChange(
    TenantId tenant,
    List<StoreOperation.Put> puts,
    List<ItemKey> refreshed,
    @Nullable ImportStep step) {

  /** Copies the lists. */
  public StoreChange {
    puts = List.copyOf(puts);
    refreshed = List.copyOf(refreshed);
  }

  /** What no import changes. */
  public StoreChange(TenantId tenant, List<StoreOperation.Put> puts, List<ItemKey> refreshed) {
    this(tenant, puts, refreshed, null);
  }
}
