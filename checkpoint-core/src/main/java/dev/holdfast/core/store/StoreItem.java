package dev.holdfast.core.store;

import java.time.Instant;

/**
 * An item as read.
 *
 * @param key its name
 * @param value what it holds
 * @param createdAt of its first put since it was last deleted or expired; microseconds
 * @param updatedAt of its last put; microseconds
 * @param expires whether it has a time to live
 */
public record StoreItem(
    ItemKey key, ItemValue value, Instant createdAt, Instant updatedAt, boolean expires) {}
