package dev.holdfast.postgres.store.meaning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Vectors in memory, up to a number of bytes; those used longest ago go first. Thread-safe.
 *
 * <p>A revision never has another value, and a number never another index, so nothing here can be
 * stale: what was put again is asked for by another revision.
 */
final class VectorMemory {

  private static final float LOAD = 0.75f;

  private final long mostBytes;
  private final Map<Long, Known> items = new LinkedHashMap<>(1024, LOAD, true);
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private long bytes;

  VectorMemory(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Tells of those that are here; returns the others. */
  List<Long> tell(List<Long> revisions, long index, Consumer<Known> known) {
    Known[] found = find(revisions, index);
    List<Long> missing = new ArrayList<>();
    for (int i = 0; i < found.length; i++) {
      if (found[i] == null) {
        missing.add(revisions.get(i));
      } else {
        known.accept(found[i]);
      }
    }
    hits.add(found.length - missing.size());
    misses.add(missing.size());
    return missing;
  }

  private synchronized Known[] find(List<Long> revisions, long index) {
    Known[] found = new Known[revisions.size()];
    for (int i = 0; i < found.length; i++) {
      Known item = items.get(revisions.get(i));
      found[i] = item == null || item.index() != index ? null : item;
    }
    return found;
  }

  /** Keeps an item, unless it alone is too large. */
  synchronized void keep(Known item) {
    if (item.bytes() > mostBytes) {
      return;
    }
    Known old = items.put(item.revision(), item);
    bytes += item.bytes() - (old == null ? 0 : old.bytes());
    var eldest = items.entrySet().iterator();
    while (bytes > mostBytes) {
      bytes -= eldest.next().getValue().bytes();
      eldest.remove();
    }
  }

  synchronized long bytes() {
    return bytes;
  }

  long hits() {
    return hits.sum();
  }

  long misses() {
    return misses.sum();
  }
}
