package dev.holdfast.core.store.indexing;

import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.model.TenantId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One index of all tenants; counts how often it is asked, and answers when it is told to. */
final class CatalogFake implements IndexCatalog {
  Optional<StoreIndex> index = Optional.empty();
  CompletableFuture<Void> held = CompletableFuture.completedFuture(null);
  int asked;

  @Override
  public CompletionStage<Optional<StoreIndex>> find(TenantId tenant) {
    asked++;
    return held.thenApply(now -> index);
  }

  @Override
  public CompletionStage<StoreIndex> define(TenantId tenant, IndexDefinition definition) {
    return replace(tenant, definition);
  }

  @Override
  public CompletionStage<StoreIndex> replace(TenantId tenant, IndexDefinition definition) {
    var next = new StoreIndex(1, definition);
    index = Optional.of(next);
    return CompletableFuture.completedFuture(next);
  }

  @Override
  public CompletionStage<Boolean> drop(TenantId tenant) {
    index = Optional.empty();
    return CompletableFuture.completedFuture(true);
  }
}
