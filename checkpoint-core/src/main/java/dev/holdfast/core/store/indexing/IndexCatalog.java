package dev.holdfast.core.store.indexing;

import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.model.TenantId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Which index a tenant has: at most one. */
public interface IndexCatalog {

  /** The index, or empty. */
  CompletionStage<Optional<StoreIndex>> find(TenantId tenant);

  /**
   * Defines the index if there is none; one with this definition stays as it is.
   *
   * @return what is defined now, which may be another definition: the caller compares
   */
  CompletionStage<StoreIndex> define(TenantId tenant, IndexDefinition definition);

  /**
   * Defines it anew, whatever was there, under a new number; no item is indexed then.
   *
   * @return the new one
   */
  CompletionStage<StoreIndex> replace(TenantId tenant, IndexDefinition definition);

  /** Forgets the index, its vectors and what waits for them; true if there was one. */
  CompletionStage<Boolean> drop(TenantId tenant);
}
