package dev.holdfast.postgres.record;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Records in memory, up to a number of bytes; those used longest ago go first. Thread-safe.
 *
 * <p>A record never changes and its name is never used again, so nothing here can be stale: what
 * was deleted is not asked for any more.
 */
public final class RecordCache {

  private static final float LOAD = 0.75f;

  private final long mostBytes;
  private final Map<RecordKey, StoredRecord> records = new LinkedHashMap<>(1024, LOAD, true);
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private long bytes;

  /** An empty cache of {@code mostBytes}; 0 keeps nothing. */
  public RecordCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** The record, if it is here. */
  public synchronized Optional<StoredRecord> find(RecordKey key) {
    StoredRecord found = records.get(key);
    (found == null ? misses : hits).increment();
    return Optional.ofNullable(found);
  }

  /** The record, if it is here, for somebody who can do without it: neither a hit nor a miss. */
  public synchronized Optional<StoredRecord> peek(RecordKey key) {
    return Optional.ofNullable(records.get(key));
  }

  /** Keeps a record, unless it alone is too large. */
  public synchronized void keep(long incarnation, StoredRecord record) {
    if (record.bytes() > mostBytes) {
      return;
    }
    StoredRecord old = records.put(new RecordKey(incarnation, record.number()), record);
    bytes += record.bytes() - (old == null ? 0 : old.bytes());
    var eldest = records.entrySet().iterator();
    while (bytes > mostBytes) {
      bytes -= eldest.next().getValue().bytes();
      eldest.remove();
    }
  }

  /** How often a record that was asked for was here. */
  public long hits() {
    return hits.sum();
  }

  /** How often it was not. */
  public long misses() {
    return misses.sum();
  }

  /** What it holds now, in bytes. */
  public synchronized long bytes() {
    return bytes;
  }
}
