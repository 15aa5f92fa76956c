package dev.holdfast.testkit.reference;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.SplicedValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the values of a checkpoint that is put; it changes nothing. */
final class PutValues {
  private final CheckpointPut put;
  private final @Nullable StoredCheckpoint own;
  private final @Nullable StoredCheckpoint parent;
  private final @Nullable StoredCheckpoint newest;

  PutValues(CheckpointPut put, Shelf shelf) {
    this.put = put;
    own = shelf.find(put.key().id());
    parent = shelf.find(own == null ? put.parent() : own.parent());
    newest = shelf.find(shelf.head());
  }

  /** The value of every channel that the put declares one for; it throws why that cannot be. */
  Map<ChannelName, Blob> all() {
    requireBases();
    Map<ChannelName, Blob> sent = sent();
    Map<ChannelName, Blob> values = new HashMap<>();
    List<ChannelName> missing = new ArrayList<>();
    for (ChannelName channel : StoredCheckpoint.valued(put)) {
      Blob value = value(channel, sent.get(channel));
      if (value == null) {
        missing.add(channel);
      } else {
        values.put(channel, value);
      }
    }
    if (!missing.isEmpty()) {
      throw new Failure.MissingValues(missing);
    }
    return values;
  }

  /** What is stored stays: at this id, then at the parent; else what is sent; else the newest's. */
  private @Nullable Blob value(ChannelName channel, @Nullable Blob sent) {
    ChannelVersion version = Objects.requireNonNull(put.versions().get(channel));
    if (own != null && own.valued(channel, version)) {
      return own.declared(channel);
    } else if (parent != null && parent.valued(channel, version)) {
      return parent.declared(channel);
    } else if (sent != null) {
      return sent;
    } else if (newest != null && newest.valued(channel, version)) {
      return newest.declared(channel);
    }
    return null;
  }

  private void requireBases() {
    List<ChannelName> unknown = new ArrayList<>();
    put.values()
        .forEach(
            (channel, value) -> {
              if (value instanceof SplicedValue spliced && !isOfParent(channel, spliced)) {
                unknown.add(channel);
              }
            });
    if (!unknown.isEmpty()) {
      throw new Failure.BaseUnknown(unknown);
    }
  }

  private boolean isOfParent(ChannelName channel, SplicedValue value) {
    return parent != null && parent.valued(channel) && parent.known(channel).equals(value.base());
  }

  /** What is sent, whole; every base is the parent's. */
  private Map<ChannelName, Blob> sent() {
    Map<ChannelName, Blob> whole = new HashMap<>();
    put.values()
        .forEach(
            (channel, value) -> {
              if (value instanceof SplicedValue spliced) {
                var base = Objects.requireNonNull(parent).declared(channel).bytes();
                whole.put(channel, Splicing.apply(channel, base, spliced.splice()));
              } else {
                whole.put(channel, (Blob) value);
              }
            });
    return whole;
  }
}
