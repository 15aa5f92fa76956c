package dev.holdfast.testkit.reference;

import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.PendingWrite;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Keeps checkpoints of a namespace and what their delta channels are rebuilt from. */
final class Pruning {
  private static final String COUNTERS = "counters_since_delta_snapshot";
  private static final String VERSIONED = "delta_writes_versioned";

  private Pruning() {}

  /** Keeps the head; returns how many checkpoints went. */
  static long keepLatest(Shelf shelf) {
    return shelf.checkpoints.isEmpty() ? 0 : keep(shelf, Set.of(shelf.checkpoints.lastKey()));
  }

  /** Keeps the head, its parent, and what was interrupted; returns how many checkpoints went. */
  static long conflate(Shelf shelf) {
    if (shelf.checkpoints.isEmpty()) {
      return 0;
    }
    StoredCheckpoint head = shelf.checkpoints.lastEntry().getValue();
    Set<CheckpointId> wanted = new HashSet<>(Set.of(head.put().key().id()));
    if (head.parent() != null) {
      wanted.add(head.parent());
    }
    shelf.writes.forEach(
        (id, writes) -> {
          if (writes.keySet().stream().anyMatch(key -> key.index() == PendingWrite.INTERRUPT)) {
            wanted.add(id);
          }
        });
    wanted.retainAll(shelf.checkpoints.keySet());
    return keep(shelf, wanted);
  }

  private static long keep(Shelf shelf, Set<CheckpointId> wanted) {
    Set<CheckpointId> kept = new HashSet<>(wanted);
    for (CheckpointId id : wanted) {
      for (ChannelName channel : deltaChannels(shelf, id)) {
        Ancestry.backToValue(shelf, id, channel)
            .forEach(ancestor -> kept.add(ancestor.put().key().id()));
      }
    }
    List<CheckpointId> gone =
        shelf.checkpoints.keySet().stream().filter(id -> !kept.contains(id)).toList();
    shelf.remove(gone);
    forgetParents(shelf, new HashSet<>(gone));
    return gone.size();
  }

  /** The delta channels that have no value at a checkpoint. */
  private static Set<ChannelName> deltaChannels(Shelf shelf, CheckpointId id) {
    Set<ChannelName> counted = new HashSet<>();
    boolean versioned = false;
    for (StoredCheckpoint row : shelf.checkpoints.values()) {
      if (row.metadata().get(COUNTERS) instanceof Map<?, ?> counters) {
        counters.keySet().forEach(name -> counted.add(new ChannelName((String) name)));
      }
      versioned |= row.metadata().containsKey(VERSIONED);
    }
    Set<ChannelName> empty = new HashSet<>(Objects.requireNonNull(shelf.find(id)).put().empty());
    if (!versioned) {
      empty.retainAll(counted);
    }
    return empty;
  }

  private static void forgetParents(Shelf shelf, Set<CheckpointId> gone) {
    shelf.checkpoints.replaceAll(
        (id, row) ->
            row.parent() != null && gone.contains(row.parent()) ? row.withoutParent() : row);
  }
}
