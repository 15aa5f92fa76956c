package dev.holdfast.testkit.reference.store;

import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.ItemValue;
import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.Ttl;
import dev.holdfast.core.store.bulk.ExportedItem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item as stored.
 *
 * @param begun when its time to live began: its last put, or its last refresh
 * @param ttl null: it does not expire
 * @param revision another one with each put
 * @param fields paths that its put named; null: those of the index
 * @param derived what it is found by; null: nobody has made that of this revision
 */
record StoredItem(
    ItemValue value,
    Instant createdAt,
    Instant updatedAt,
    Instant begun,
    @Nullable Ttl ttl,
    long revision,
    @Nullable List<String> fields,
    @Nullable Derived derived) {

  boolean expired(Instant now) {
    return ttl != null && !now.isBefore(begun.plus(ttl.micros(), ChronoUnit.MICROS));
  }

  StoredItem refreshed(Instant now) {
    return new StoredItem(value, createdAt, updatedAt, now, ttl, revision, fields, derived);
  }

  StoredItem with(Derived made) {
    return new StoredItem(value, createdAt, updatedAt, begun, ttl, revision, fields, made);
  }

  /** Whether a query is to find it at all. */
  boolean toBeIndexed() {
    return fields == null || !fields.isEmpty();
  }

  boolean indexedBy(long index) {
    return toBeIndexed() && derived != null && derived.index() == index;
  }

  StoreItem read(ItemKey key) {
    return new StoreItem(key, value, createdAt, updatedAt, ttl != null);
  }

  ExportedItem exported(ItemKey key) {
    Instant end = ttl == null ? null : begun.plus(ttl.micros(), ChronoUnit.MICROS);
    return new ExportedItem(read(key), ttl, end);
  }

  /** The paths that an indexing names. */
  static @Nullable List<String> fields(Indexing indexing) {
    if (indexing instanceof Indexing.Asked asked) {
      return asked.fields();
    }
    return indexing instanceof Indexing.Ready ready
        ? ready.fields()
        : ((Indexing.Waiting) indexing).fields();
  }
}
