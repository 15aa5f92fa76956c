package dev.holdfast.testkit.reference;

import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.ThreadKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything in one namespace of one thread. */
final class Shelf {
  final TreeMap<CheckpointId, StoredCheckpoint> checkpoints =
      new TreeMap<>(Comparator.comparing(CheckpointId::value, Utf8Order.UTF8));
  final Map<CheckpointId, Map<StoredWrite.Key, StoredWrite>> writes = new HashMap<>();

  @Nullable CheckpointId head() {
    return checkpoints.isEmpty() ? null : checkpoints.lastKey();
  }

  /** The checkpoint of that id, null if there is none or no id. */
  @Nullable StoredCheckpoint find(@Nullable CheckpointId id) {
    return id == null ? null : checkpoints.get(id);
  }

  boolean inUse() {
    return !checkpoints.isEmpty() || !writes.isEmpty();
  }

  /** The writes of a checkpoint as reads give them. */
  List<PendingWrite> writesOf(CheckpointId id) {
    return writes.getOrDefault(id, Map.of()).values().stream()
        .map(StoredWrite::write)
        .sorted(StoredWrite.ORDER)
        .toList();
  }

  /** Takes checkpoints out with their writes. */
  void remove(Collection<CheckpointId> gone) {
    for (CheckpointId id : gone) {
      checkpoints.remove(id);
      writes.remove(id);
    }
  }

  /** The same content under another thread. */
  Shelf copyTo(ThreadKey thread, CheckpointNamespace namespace) {
    var copy = new Shelf();
    checkpoints.forEach(
        (id, row) ->
            copy.checkpoints.put(
                id, row.at(new CheckpointKey(new NamespaceKey(thread, namespace), id))));
    writes.forEach((id, rows) -> copy.writes.put(id, new HashMap<>(rows)));
    return copy;
  }
}
