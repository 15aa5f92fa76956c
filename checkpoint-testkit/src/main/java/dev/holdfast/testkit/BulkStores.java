package dev.holdfast.testkit;

import dev.holdfast.core.store.bulk.ImportLog;
import dev.holdfast.core.store.bulk.ItemPages;

/**
 * The ports of exports and imports, over the storage of a long-term store.
 *
 * @param items what they read and write
 * @param pages read all of it
 * @param log knows how far imports are
 */
public record BulkStores(ItemStores items, ItemPages pages, ImportLog log) {}
