package dev.holdfast.core.store.indexing;

import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.ItemValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item that is to be indexed, as it was when it was claimed.
 *
 * @param revision of the value; what is made of it counts only while the item has it
 * @param fields paths that the put named; null: those of the index
 * @param index of the tenant when it was claimed
 * @param attempt from 1
 */
public record WaitingItem(
    TenantId tenant,
    ItemKey key,
    long revision,
    ItemValue value,
    @Nullable List<String> fields,
    StoreIndex index,
    int attempt) {}
