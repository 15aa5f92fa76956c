package dev.holdfast.core.store.bulk;

import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.Ttl;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item with how long it lives.
 *
 * @param item as read
 * @param ttl null: it does not expire
 * @param expiresAt when it ends; null if it does not
 */
public record ExportedItem(StoreItem item, @Nullable Ttl ttl, @Nullable Instant expiresAt) {}
