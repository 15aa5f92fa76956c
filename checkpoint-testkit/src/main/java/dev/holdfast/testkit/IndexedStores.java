package dev.holdfast.testkit;

import dev.holdfast.core.store.Preparation;
import dev.holdfast.core.store.indexing.Embedder;
import dev.holdfast.core.store.indexing.IndexCatalog;
import dev.holdfast.core.store.indexing.IndexQueue;
import dev.holdfast.core.store.indexing.PrepareIndexing;
import dev.holdfast.core.store.jobs.JobStore;
import dev.holdfast.testkit.reference.store.ReferenceItemStore;
import org.jspecify.annotations.Nullable;

/**
 * The ports of a long-term store that is searched by meaning, over one storage.
 *
 * @param items the store, and its time; leases and delays of the queue pass with it
 * @param indexes which index a tenant has
 * @param queue what waits to be indexed
 * @param jobs work on the indexes
 */
public record IndexedStores(
    ItemStores items, IndexCatalog indexes, IndexQueue queue, JobStore jobs) {

  /** Those of the reference, empty. */
  public static IndexedStores reference() {
    var store = new ReferenceItemStore();
    return new IndexedStores(
        new ItemStores(store, store, store::pass), store.indexes(), store.queue(), store.jobs());
  }

  /** Makes batches ready for it, without a deadline; null: nothing is embedded here. */
  public Preparation preparation(@Nullable Embedder embedder) {
    return new PrepareIndexing(indexes, embedder, () -> 0);
  }

  /** Batches as callers issue them. */
  public StoreBatches batches(@Nullable Embedder embedder) {
    return new StoreBatches(items.writer(), items.reader(), preparation(embedder));
  }
}
