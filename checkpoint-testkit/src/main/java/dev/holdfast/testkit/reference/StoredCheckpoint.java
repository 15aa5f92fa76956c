package dev.holdfast.testkit.reference;

import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointPut;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row: the parent of its first put and the rest of its last one.
 *
 * @param put the put that counts
 * @param parent kept from the first put, until prune takes it away
 */
record StoredCheckpoint(CheckpointPut put, @Nullable CheckpointId parent) {
  /** Whether the row declares a value for {@code channel}. */
  boolean valued(ChannelName channel) {
    return put.versions().containsKey(channel) && !put.empty().contains(channel);
  }

  boolean names(ChannelName channel, ChannelVersion version) {
    return valued(channel) && version.equals(put.versions().get(channel));
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
        parent);
  }

  /** Metadata of the row. */
  Map<String, @Nullable Object> metadata() {
    return put.metadata().entries();
  }
}
