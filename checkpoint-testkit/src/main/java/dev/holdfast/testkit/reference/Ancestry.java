package dev.holdfast.testkit.reference;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelHistory;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.PendingWrite;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks along parent links. */
final class Ancestry {
  private Ancestry() {}

  /** The stored ancestors of {@code target}, nearest first; it ends where links form a circle. */
  static List<StoredCheckpoint> of(Shelf shelf, CheckpointId target) {
    List<StoredCheckpoint> ancestors = new ArrayList<>();
    Set<CheckpointId> seen = new LinkedHashSet<>(Set.of(target));
    CheckpointId next = parent(shelf, target);
    while (next != null && seen.add(next) && shelf.checkpoints.containsKey(next)) {
      ancestors.add(shelf.checkpoints.get(next));
      next = parent(shelf, next);
    }
    return ancestors;
  }

  /** The ancestors back to and including the nearest with a stored value of {@code channel}. */
  static List<StoredCheckpoint> backToValue(Shelf shelf, CheckpointId target, ChannelName channel) {
    List<StoredCheckpoint> needed = new ArrayList<>();
    for (StoredCheckpoint ancestor : of(shelf, target)) {
      needed.add(ancestor);
      if (ancestor.valued(channel)) {
        break;
      }
    }
    return needed;
  }

  static ChannelHistory history(Shelf shelf, CheckpointId target, ChannelName channel) {
    List<StoredCheckpoint> needed = backToValue(shelf, target, channel);
    List<PendingWrite> writes = new ArrayList<>();
    for (int i = needed.size() - 1; i >= 0; i--) {
      shelf.writesOf(needed.get(i).put().key().id()).stream()
          .filter(write -> write.channel().equals(channel))
          .forEach(writes::add);
    }
    return new ChannelHistory(writes, needed.isEmpty() ? null : seed(needed, channel));
  }

  private static @Nullable Blob seed(List<StoredCheckpoint> needed, ChannelName channel) {
    StoredCheckpoint oldest = needed.get(needed.size() - 1);
    return oldest.valued(channel) ? oldest.declared(channel) : null;
  }

  private static @Nullable CheckpointId parent(Shelf shelf, CheckpointId id) {
    StoredCheckpoint row = shelf.checkpoints.get(id);
    return row == null ? null : row.parent();
  }
}
