package dev.holdfast.testkit.reference;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.sharing.Checksums;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row: the parent of its first put, the rest of its last one, and its own values.
 *
 * @param put the put that counts
 * @param parent kept from the first put, until prune takes it away
 * @param values whole, for every channel that the row declares a value for
 */
record StoredCheckpoint(
    CheckpointPut put, @Nullable CheckpointId parent, Map<ChannelName, Blob> values) {

  /** Copies the values. */
  StoredCheckpoint {
    values = Map.copyOf(values);
  }

  /** The channels that the row declares a value for. */
  List<ChannelName> valued() {
    return valued(put);
  }

  /** The channels that {@code put} declares a value for. */
  static List<ChannelName> valued(CheckpointPut put) {
    return put.versions().keySet().stream()
        .filter(channel -> !put.empty().contains(channel))
        .toList();
  }

  /** Whether the row declares a value for {@code channel}. */
  boolean valued(ChannelName channel) {
    return valued().contains(channel);
  }

  /** Whether the row declares a value for {@code channel} at {@code version}. */
  boolean valued(ChannelName channel, ChannelVersion version) {
    return valued(channel) && version(channel).equals(version);
  }

  /** A declared value; its absence is a fault, never an omission. */
  Blob declared(ChannelName channel) {
    Blob blob = values.get(channel);
    if (blob == null) {
      throw new Failure.Plain(Code.INTERNAL, "a declared value is not stored");
    }
    return blob;
  }

  /** What names a declared value. */
  KnownValue known(ChannelName channel) {
    return new KnownValue(version(channel), Checksums.of(declared(channel).bytes()));
  }

  /** The version of a channel that the row has. */
  ChannelVersion version(ChannelName channel) {
    return Objects.requireNonNull(put.versions().get(channel));
  }

  /** The same row under another key. */
  StoredCheckpoint at(CheckpointKey key) {
    return new StoredCheckpoint(
        new CheckpointPut(
            key,
            put.parent(),
            put.versions(),
            put.empty(),
            put.values(),
            put.metadata(),
            put.skeleton(),
            put.stamp(),
            put.incarnation()),
        parent,
        values);
  }

  /** The same row without a parent. */
  StoredCheckpoint withoutParent() {
    return new StoredCheckpoint(put, null, values);
  }

  /** The same row with a hole. */
  StoredCheckpoint withoutValue(ChannelName channel) {
    Map<ChannelName, Blob> rest = new HashMap<>(values);
    rest.remove(channel);
    return new StoredCheckpoint(put, parent, rest);
  }

  /** Metadata of the row. */
  Map<String, @Nullable Object> metadata() {
    return put.metadata().entries();
  }
}
