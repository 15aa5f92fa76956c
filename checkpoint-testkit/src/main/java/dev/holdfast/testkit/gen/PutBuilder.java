package dev.holdfast.testkit.gen;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointMetadata;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.model.Splice;
import dev.holdfast.core.model.Stamp;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A put in the making. */
public final class PutBuilder {
  private final CheckpointKey key;
  private final Map<ChannelName, ChannelVersion> versions = new HashMap<>();
  private final Set<ChannelName> empty = new HashSet<>();
  private final Map<ChannelName, SentValue> values = new HashMap<>();
  private final Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
  private Blob skeleton = Fixtures.blob("{}");
  private @Nullable CheckpointId parent;
  private @Nullable Stamp stamp;
  private @Nullable Incarnation incarnation;

  PutBuilder(CheckpointKey key) {
    this.key = key;
  }

  /** Derived from this checkpoint. */
  public PutBuilder parent(String id) {
    parent = new CheckpointId(id);
    return this;
  }

  /** Sends a value. */
  public PutBuilder value(String channel, long version, String text) {
    return value(channel, ChannelVersion.of(version), Fixtures.blob(text));
  }

  /** Sends a value. */
  public PutBuilder value(String channel, ChannelVersion version, SentValue value) {
    values.put(new ChannelName(channel), value);
    return kept(channel, version);
  }

  /** Sends a splice of {@code base}. */
  public PutBuilder spliced(String channel, long version, Held base, Splice splice) {
    return value(channel, ChannelVersion.of(version), base.spliced(splice));
  }

  /** Declares a value without sending it. */
  public PutBuilder kept(String channel, long version) {
    return kept(channel, ChannelVersion.of(version));
  }

  /** Declares a value without sending it. */
  public PutBuilder kept(String channel, ChannelVersion version) {
    versions.put(new ChannelName(channel), version);
    return this;
  }

  /** Declares a channel that has no value. */
  public PutBuilder empty(String channel, long version) {
    empty.add(new ChannelName(channel));
    return kept(channel, version);
  }

  /** Adds metadata. */
  public PutBuilder meta(String name, @Nullable Object value) {
    metadata.put(name, value);
    return this;
  }

  /** Replaces the skeleton. */
  public PutBuilder skeleton(String text) {
    skeleton = Fixtures.blob(text);
    return this;
  }

  /** Stamps the put. */
  public PutBuilder stamp(long session, long sequence) {
    stamp = new Stamp(session, sequence);
    return this;
  }

  /** Names the life of the thread. */
  public PutBuilder incarnation(@Nullable Incarnation known) {
    incarnation = known;
    return this;
  }

  /** The put. */
  public CheckpointPut build() {
    return new CheckpointPut(
        key,
        parent,
        versions,
        empty,
        values,
        new CheckpointMetadata(metadata),
        skeleton,
        stamp,
        incarnation);
  }
}
