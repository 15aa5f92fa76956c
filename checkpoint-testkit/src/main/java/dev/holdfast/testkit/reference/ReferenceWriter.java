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
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Applies a group: first finds out which puts cannot be, then stores the values of the others, then
 * applies one operation after the other, each wholly or not at all.
 *
 * <p>A put may lean on any value of its group but those of a put that is refused.
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
          IdentityHashMap<Append, Failure> refused = refused(group);
          group.stream().filter(put -> !refused.containsKey(put)).forEach(this::storeValues);
          List<Outcome<Appended>> outcomes = new ArrayList<>(group.size());
          for (Append operation : group) {
            Failure failure = refused.get(operation);
            outcomes.add(
                failure == null
                    ? new Outcome.Done<>(apply(operation))
                    : new Outcome.Refused<>(failure));
          }
          return outcomes;
        });
  }

  private IdentityHashMap<Append, Failure> refused(List<Append> group) {
    IdentityHashMap<Append, Failure> refused = new IdentityHashMap<>();
    for (Append operation : group) {
      if (alive(operation)) {
        state.begin(operation.key().thread());
      } else {
        refused.put(operation, Failure.threadDeleted());
      }
    }
    while (refuseHoles(group, refused)) {
      // a put that is refused takes its values with it, which may leave others with holes
    }
    return refused;
  }

  private boolean refuseHoles(List<Append> group, IdentityHashMap<Append, Failure> refused) {
    Set<Object> coming = new HashSet<>();
    List<CheckpointPut> puts = new ArrayList<>();
    for (Append operation : group) {
      if (operation instanceof CheckpointPut put && !refused.containsKey(put)) {
        puts.add(put);
        put.values()
            .keySet()
            .forEach(channel -> coming.add(List.of(put.key().place(), slot(put, channel))));
      }
    }
    int before = refused.size();
    for (CheckpointPut put : puts) {
      List<ChannelName> missing = missing(put, coming);
      if (!missing.isEmpty()) {
        refused.put(put, new Failure.MissingValues(missing));
      }
    }
    return refused.size() > before;
  }

  /** No holes: every declared value is stored or comes with the group. */
  private List<ChannelName> missing(CheckpointPut put, Set<Object> coming) {
    Shelf shelf = state.begin(put.key().thread()).shelf(put.key().place().namespace());
    return put.versions().keySet().stream()
        .filter(channel -> !put.empty().contains(channel))
        .filter(channel -> !shelf.values.containsKey(slot(put, channel)))
        .filter(channel -> !coming.contains(List.of(put.key().place(), slot(put, channel))))
        .toList();
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
    ThreadLife life = state.begin(operation.key().thread());
    Shelf shelf = life.shelf(operation.key().place().namespace());
    return operation instanceof CheckpointPut put
        ? put(put, life, shelf)
        : append((WritesPut) operation, life, shelf);
  }

  private static Appended put(CheckpointPut put, ThreadLife life, Shelf shelf) {
    boolean conflict = conflict(put, shelf.head());
    Map<ChannelName, Checksum> checksums = new HashMap<>();
    for (ChannelName channel : put.values().keySet()) {
      Shelf.Slot slot = slot(put, channel);
      checksums.put(channel, Checksums.of(shelf.declared(channel, slot.version()).bytes()));
    }
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
