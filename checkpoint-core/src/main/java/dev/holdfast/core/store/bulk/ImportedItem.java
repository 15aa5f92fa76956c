package dev.holdfast.core.store.bulk;

import dev.holdfast.core.imports.ItemTimes;
import dev.holdfast.core.store.StoreOperation;

/**
 * An item as one line of an import tells it.
 *
 * @param put with a value
 * @param times of its life so far
 */
public record ImportedItem(StoreOperation.Put put, ItemTimes times) {}
