package dev.holdfast.testkit.reference;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.Stamp;
import dev.holdfast.core.model.WritesPut;
import dev.holdfast.core.sharing.Checksums;
import dev.holdfast.core.spi.CheckpointWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Applies a group: all its values first, then one operation after the other, each wholly or not at
 * all.
 *
 * <p>Values are immutable and nobody sees one that no checkpoint names, so that a put may lean on
 * any value of its group, and those of a put that is refused may stay.
 */
final class ReferenceWriter implements CheckpointWriter {
  private static final Set<Object> RUNNING = Set.of("loop", "input");

  private final State state;

  ReferenceWriter(State state) {
    this.state = state;
  }

  @Override
  public CompletionStage<List<Outcome<Appended>>> write(List<Append> group) {
    return state.step(
        () -> {
          group.stream().filter(this::alive).forEach(this::storeValues);
          List<Outcome<Appended>> outcomes = new ArrayList<>(group.size());
          group.forEach(operation -> outcomes.add(outcome(operation)));
          return outcomes;
        });
  }

  private Outcome<Appended> outcome(Append operation) {
    try {
      return new Outcome.Done<>(apply(operation));
    } catch (Failure refused) {
      return new Outcome.Refused<>(refused);
    }
  }

  /** Whether it belongs to the life of the thread, or begins one. */
  private boolean alive(Append operation) {
    ThreadLife life = state.threads.get(operation.key().thread());
    return operation.incarnation() == null
        || (life != null && life.incarnation.equals(operation.incarnation()));
  }

  private void storeValues(Append operation) {
    Shelf shelf = state.begin(operation.key().thread()).shelf(operation.key().place().namespace());
    if (operation instanceof CheckpointPut put) {
      put.values().forEach((channel, blob) -> shelf.values.putIfAbsent(slot(put, channel), blob));
    }
  }

  private static Shelf.Slot slot(CheckpointPut put, ChannelName channel) {
    return new Shelf.Slot(channel, Objects.requireNonNull(put.versions().get(channel)));
  }

  private Appended apply(Append operation) {
    if (!alive(operation)) {
      throw Failure.threadDeleted();
    }
    ThreadLife life = state.begin(operation.key().thread());
    Shelf shelf = life.shelf(operation.key().place().namespace());
    return operation instanceof CheckpointPut put
        ? put(put, life, shelf)
        : append((WritesPut) operation, life, shelf);
  }

  private static Appended put(CheckpointPut put, ThreadLife life, Shelf shelf) {
    checkValues(put, shelf);
    boolean conflict = conflict(put, shelf.head());
    Map<ChannelName, Checksum> checksums = new HashMap<>();
    for (ChannelName channel : put.values().keySet()) {
      Shelf.Slot slot = slot(put, channel);
      checksums.put(channel, Checksums.of(shelf.declared(channel, slot.version()).bytes()));
    }
    return new Appended.CheckpointStored(life.incarnation, place(put, shelf), conflict, checksums);
  }

  /** No holes: every declared value is stored by now. */
  private static void checkValues(CheckpointPut put, Shelf shelf) {
    List<ChannelName> missing =
        put.versions().keySet().stream()
            .filter(channel -> !put.empty().contains(channel))
            .filter(channel -> !shelf.values.containsKey(slot(put, channel)))
            .toList();
    if (!missing.isEmpty()) {
      throw new Failure.MissingValues(missing);
    }
  }

  private static boolean conflict(CheckpointPut put, @Nullable CheckpointId head) {
    Object source = put.metadata().entries().get("source");
    return source != null
        && RUNNING.contains(source)
        && head != null
        && !head.equals(put.parent())
        && !head.equals(put.key().id());
  }

  private static Appended.Status place(CheckpointPut put, Shelf shelf) {
    StoredCheckpoint old = shelf.checkpoints.get(put.key().id());
    if (old == null) {
      shelf.checkpoints.put(put.key().id(), new StoredCheckpoint(put, put.parent()));
      return Appended.Status.INSERTED;
    }
    if (behind(put.stamp(), old.put().stamp(), 0)) {
      return Appended.Status.UNCHANGED;
    }
    shelf.checkpoints.put(put.key().id(), new StoredCheckpoint(put, old.parent()));
    return Appended.Status.REPLACED;
  }

  private static Appended append(WritesPut call, ThreadLife life, Shelf shelf) {
    for (PendingWrite write : call.writes()) {
      shelf
          .writes
          .computeIfAbsent(call.key().id(), key -> new HashMap<>())
          .merge(
              StoredWrite.Key.of(write),
              new StoredWrite(write, call.stamp()),
              ReferenceWriter::survivor);
    }
    return new Appended.WritesStored(life.incarnation);
  }

  private static StoredWrite survivor(StoredWrite old, StoredWrite later) {
    boolean late = behind(later.stamp(), old.stamp(), 1);
    return later.write().special() && !late ? later : old;
  }

  /** Whether {@code stamp} is of the session of {@code kept} and {@code by} or more behind it. */
  private static boolean behind(@Nullable Stamp stamp, @Nullable Stamp kept, long by) {
    return stamp != null
        && kept != null
        && stamp.session() == kept.session()
        && stamp.sequence() + by <= kept.sequence();
  }
}
