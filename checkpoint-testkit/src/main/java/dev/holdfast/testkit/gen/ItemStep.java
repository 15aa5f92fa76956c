package dev.holdfast.testkit.gen;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreOperation;
import java.time.Duration;
import java.util.List;

/** One call of a long-term store. */
public sealed interface ItemStep {
  /** Runs one batch. */
  record Batch(TenantId tenant, List<StoreOperation> parts) implements ItemStep {}

  /** Writes the batches of several callers as one group. */
  record Group(List<StoreChange> changes) implements ItemStep {}

  /** Lets time pass. */
  record Pass(Duration time) implements ItemStep {}
}
