package dev.holdfast.testkit.reference.store;

import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.ItemValue;
import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.Ttl;
import dev.holdfast.core.store.bulk.ExportedItem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * An item as stored.
 *
 * @param begun when its time to live began: its last put, or its last refresh
 * @param ttl null: it does not expire
 */
record StoredItem(
    ItemValue value, Instant createdAt, Instant updatedAt, Instant begun, @Nullable Ttl ttl) {

  boolean expired(Instant now) {
    return ttl != null && !now.isBefore(begun.plus(ttl.micros(), ChronoUnit.MICROS));
  }

  StoredItem refreshed(Instant now) {
    return new StoredItem(value, createdAt, updatedAt, now, ttl);
  }

  StoreItem read(ItemKey key) {
    return new StoreItem(key, value, createdAt, updatedAt, ttl != null);
  }

  ExportedItem exported(ItemKey key) {
    Instant end = ttl == null ? null : begun.plus(ttl.micros(), ChronoUnit.MICROS);
    return new ExportedItem(read(key), ttl, end);
  }
}
