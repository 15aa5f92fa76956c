package dev.holdfast.core.store.indexing;

import dev.holdfast.core.index.IndexBacklog;
import dev.holdfast.core.model.TenantId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Tells how far behind indexes are, without counting items. */
@FunctionalInterface
public interface IndexBacklogs {

  /** What waits; empty if the tenant has no index. */
  CompletionStage<Optional<IndexBacklog>> of(TenantId tenant);
}
