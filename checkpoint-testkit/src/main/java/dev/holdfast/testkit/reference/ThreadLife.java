package dev.holdfast.testkit.reference;

import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadSummary;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** A thread between its beginning and its deletion. */
final class ThreadLife {
  final Incarnation incarnation;
  final TreeMap<CheckpointNamespace, Shelf> shelves =
      new TreeMap<>(Comparator.comparing(CheckpointNamespace::value, Utf8Order.UTF8));

  HistoryPolicy history = HistoryPolicy.FULL;

  ThreadLife(Incarnation incarnation) {
    this.incarnation = incarnation;
  }

  Shelf shelf(CheckpointNamespace namespace) {
    return shelves.computeIfAbsent(namespace, key -> new Shelf());
  }

  boolean inUse() {
    return shelves.values().stream().anyMatch(Shelf::inUse);
  }

  long checkpoints() {
    return shelves.values().stream().mapToLong(shelf -> shelf.checkpoints.size()).sum();
  }

  /** The clock of the reference is its count of lives. */
  ThreadSummary summary(ThreadId id) {
    List<CheckpointNamespace> namespaces =
        shelves.entrySet().stream()
            .filter(entry -> !entry.getValue().checkpoints.isEmpty())
            .map(entry -> entry.getKey())
            .toList();
    Shelf root = shelves.get(new CheckpointNamespace(""));
    return new ThreadSummary(
        id,
        incarnation,
        Instant.ofEpochSecond(incarnation.number()),
        checkpoints(),
        namespaces,
        history,
        root == null ? null : root.head());
  }
}
