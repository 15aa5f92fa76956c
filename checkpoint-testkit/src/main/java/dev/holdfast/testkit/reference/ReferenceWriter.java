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

/** Applies one operation after the other, each wholly or not at all. */
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

  private Appended apply(Append operation) {
    ThreadLife life = state.threads.get(operation.key().thread());
    if (operation.incarnation() != null
        && (life == null || !life.incarnation.equals(operation.incarnation()))) {
      throw Failure.threadDeleted();
    }
    if (operation instanceof CheckpointPut put) {
      checkValues(put, state.shelf(put.key().place()));
      return put(put, state.begin(put.key().thread()));
    }
    return append((WritesPut) operation, state.begin(operation.key().thread()));
  }

  /** No holes: every declared value is sent with this put or stored already. */
  private static void checkValues(CheckpointPut put, @Nullable Shelf shelf) {
    List<ChannelName> missing =
        put.versions().entrySet().stream()
            .filter(entry -> !put.empty().contains(entry.getKey()))
            .filter(entry -> !put.values().containsKey(entry.getKey()))
            .filter(
                entry ->
                    shelf == null
                        || !shelf.values.containsKey(
                            new Shelf.Slot(entry.getKey(), entry.getValue())))
            .map(Map.Entry::getKey)
            .toList();
    if (!missing.isEmpty()) {
      throw new Failure.MissingValues(missing);
    }
  }

  private static Appended put(CheckpointPut put, ThreadLife life) {
    Shelf shelf = life.shelf(put.key().place().namespace());
    boolean conflict = conflict(put, shelf.head());
    Map<ChannelName, Checksum> checksums = new HashMap<>();
    put.values()
        .forEach(
            (channel, blob) -> {
              var version = Objects.requireNonNull(put.versions().get(channel));
              shelf.values.putIfAbsent(new Shelf.Slot(channel, version), blob);
              checksums.put(channel, Checksums.of(shelf.declared(channel, version).bytes()));
            });
    return new Appended.CheckpointStored(life.incarnation, place(put, shelf), conflict, checksums);
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

  private static Appended append(WritesPut call, ThreadLife life) {
    Shelf shelf = life.shelf(call.key().place().namespace());
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
