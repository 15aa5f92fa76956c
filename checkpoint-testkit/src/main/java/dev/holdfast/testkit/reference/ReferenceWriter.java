package dev.holdfast.testkit.reference;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.model.SplicedValue;
import dev.holdfast.core.model.Stamp;
import dev.holdfast.core.model.WritesPut;
import dev.holdfast.core.sharing.Checksums;
import dev.holdfast.core.spi.CheckpointWriter;
import dev.holdfast.core.spi.Commit;
import dev.holdfast.core.spi.Committed;
import dev.holdfast.testkit.reference.signal.ReferenceAcceptance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Applies one operation of a group after the other, each wholly or not at all.
 *
 * <p>An operation that is refused leaves nothing, but it may have begun its thread.
 */
final class ReferenceWriter implements CheckpointWriter {
  private static final Set<Object> RUNNING = Set.of("loop", "input");

  private final State state;
  private final ReferenceAcceptance signals;

  ReferenceWriter(State state, ReferenceAcceptance signals) {
    this.state = state;
    this.signals = signals;
  }

  @Override
  public CompletionStage<List<Outcome<Committed>>> commit(List<Commit> group) {
    return state.step(() -> group.stream().map(this::outcome).toList());
  }

  private Outcome<Committed> outcome(Commit commit) {
    try {
      Supplier<Appended> append = looked(commit.append());
      signals.refuseReused(commit.signals());
      return new Outcome.Done<>(new Committed(append.get(), signals.attach(commit.signals())));
    } catch (Failure refused) {
      return new Outcome.Refused<>(refused);
    }
  }

  /** What is left to do of an operation that nothing refuses. */
  private Supplier<Appended> looked(Append operation) {
    if (!alive(operation)) {
      throw Failure.threadDeleted();
    }
    ThreadLife life = state.begin(operation.key().thread());
    Shelf shelf = life.shelf(operation.key().place().namespace());
    return operation instanceof CheckpointPut put
        ? put(put, life, shelf)
        : () -> append((WritesPut) operation, life, shelf);
  }

  /** Whether it belongs to the life of the thread, or begins one. */
  private boolean alive(Append operation) {
    ThreadLife life = state.threads.get(operation.key().thread());
    return operation.incarnation() == null
        || (life != null && life.incarnation.equals(operation.incarnation()));
  }

  private static Supplier<Appended> put(CheckpointPut put, ThreadLife life, Shelf shelf) {
    boolean conflict = conflict(put, shelf.head());
    StoredCheckpoint old = shelf.find(put.key().id());
    if (old != null && behind(put.stamp(), old.put().stamp(), 0)) {
      return () ->
          new Appended.CheckpointStored(
              life.incarnation, Appended.Status.UNCHANGED, conflict, unchanged(put, old));
    }
    Map<ChannelName, Blob> values = new PutValues(put, shelf).all();
    CheckpointId parent = old == null ? put.parent() : old.parent();
    return () -> {
      shelf.checkpoints.put(put.key().id(), new StoredCheckpoint(put, parent, values));
      return new Appended.CheckpointStored(
          life.incarnation,
          old == null ? Appended.Status.INSERTED : Appended.Status.REPLACED,
          conflict,
          checksums(
              put, channel -> Checksums.of(Objects.requireNonNull(values.get(channel)).bytes())));
    };
  }

  /** Of what is stored at the versions that the put names, else of what was sent. */
  private static Map<ChannelName, Checksum> unchanged(CheckpointPut put, StoredCheckpoint old) {
    return checksums(
        put,
        channel ->
            old.valued(channel, Objects.requireNonNull(put.versions().get(channel)))
                ? old.known(channel).checksum()
                : sent(Objects.requireNonNull(put.values().get(channel))));
  }

  private static Checksum sent(SentValue value) {
    return value instanceof SplicedValue spliced
        ? spliced.splice().checksum()
        : Checksums.of(((Blob) value).bytes());
  }

  private static Map<ChannelName, Checksum> checksums(
      CheckpointPut put, Function<ChannelName, Checksum> checksum) {
    return put.values().keySet().stream().collect(Collectors.toMap(name -> name, checksum));
  }

  private static boolean conflict(CheckpointPut put, @Nullable CheckpointId head) {
    Object source = put.metadata().entries().get("source");
    return source != null
        && RUNNING.contains(source)
        && head != null
        && !head.equals(put.parent())
        && !head.equals(put.key().id());
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
