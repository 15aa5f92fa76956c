package dev.holdfast.testkit.reference;

import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps the latest checkpoint of a namespace and what its delta channels are rebuilt from. */
final class Pruning {
  private static final String COUNTERS = "counters_since_delta_snapshot";
  private static final String VERSIONED = "delta_writes_versioned";

  private Pruning() {}

  /** Removes the rest; returns how many checkpoints that were. */
  static long keepLatest(Shelf shelf) {
    if (shelf.checkpoints.isEmpty()) {
      return 0;
    }
    CheckpointId head = shelf.checkpoints.lastKey();
    Set<CheckpointId> kept = new HashSet<>(Set.of(head));
    for (ChannelName channel : deltaChannels(shelf)) {
      Ancestry.backToValue(shelf, head, channel)
          .forEach(ancestor -> kept.add(ancestor.put().key().id()));
    }
    List<CheckpointId> gone =
        shelf.checkpoints.keySet().stream().filter(id -> !kept.contains(id)).toList();
    shelf.remove(gone);
    forgetParents(shelf, new HashSet<>(gone));
    return gone.size();
  }

  /** The delta channels that have no value at the head. */
  private static Set<ChannelName> deltaChannels(Shelf shelf) {
    Set<ChannelName> counted = new HashSet<>();
    boolean versioned = false;
    for (StoredCheckpoint row : shelf.checkpoints.values()) {
      if (row.metadata().get(COUNTERS) instanceof Map<?, ?> counters) {
        counters.keySet().forEach(name -> counted.add(new ChannelName((String) name)));
      }
      versioned |= row.metadata().containsKey(VERSIONED);
    }
    Set<ChannelName> empty = new HashSet<>(shelf.checkpoints.lastEntry().getValue().put().empty());
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
