package dev.holdfast.testkit.reference;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
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
  /** Names a value within the shelf. */
  record Slot(ChannelName channel, ChannelVersion version) {}

  final TreeMap<CheckpointId, StoredCheckpoint> checkpoints =
      new TreeMap<>(Comparator.comparing(CheckpointId::value, Utf8Order.UTF8));
  final Map<Slot, Blob> values = new HashMap<>();
  final Map<CheckpointId, Map<StoredWrite.Key, StoredWrite>> writes = new HashMap<>();

  @Nullable CheckpointId head() {
    return checkpoints.isEmpty() ? null : checkpoints.lastKey();
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

  /** A value that a stored checkpoint declares; its absence is a fault, never an omission. */
  Blob declared(ChannelName channel, ChannelVersion version) {
    Blob blob = values.get(new Slot(channel, version));
    if (blob == null) {
      throw new Failure.Plain(Code.INTERNAL, "a declared value is not stored");
    }
    return blob;
  }

  /** Takes checkpoints out with their writes. */
  void remove(Collection<CheckpointId> gone) {
    for (CheckpointId id : gone) {
      checkpoints.remove(id);
      writes.remove(id);
    }
  }

  /** Frees the values that no checkpoint names any more. */
  void free() {
    values
        .keySet()
        .removeIf(
            slot ->
                checkpoints.values().stream()
                    .noneMatch(row -> row.names(slot.channel(), slot.version())));
  }

  /** The same content under another thread. */
  Shelf copyTo(ThreadKey thread, CheckpointNamespace namespace) {
    var copy = new Shelf();
    checkpoints.forEach(
        (id, row) ->
            copy.checkpoints.put(
                id, row.at(new CheckpointKey(new NamespaceKey(thread, namespace), id))));
    copy.values.putAll(values);
    writes.forEach((id, rows) -> copy.writes.put(id, new HashMap<>(rows)));
    return copy;
  }
}
