package dev.holdfast.testkit.reference.store;

import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.indexing.IndexCatalog;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The indexes of a {@link ReferenceItemStore}. */
record ReferenceIndexes(ReferenceItemStore store) implements IndexCatalog {

  @Override
  public CompletionStage<Optional<StoreIndex>> find(TenantId tenant) {
    synchronized (store) {
      return CompletableFuture.completedFuture(Optional.ofNullable(store.living(tenant).index));
    }
  }

  @Override
  public CompletionStage<StoreIndex> define(TenantId tenant, IndexDefinition definition) {
    synchronized (store) {
      StoreIndex there = store.living(tenant).index;
      return there == null ? replace(tenant, definition) : CompletableFuture.completedFuture(there);
    }
  }

  @Override
  public CompletionStage<StoreIndex> replace(TenantId tenant, IndexDefinition definition) {
    synchronized (store) {
      var index = new StoreIndex(store.nextNumber(), definition);
      store.living(tenant).index = index;
      return CompletableFuture.completedFuture(index);
    }
  }

  @Override
  public CompletionStage<Boolean> drop(TenantId tenant) {
    synchronized (store) {
      TenantItems items = store.living(tenant);
      boolean there = items.index != null;
      items.index = null;
      items.queue.clear();
      return CompletableFuture.completedFuture(there);
    }
  }
}
