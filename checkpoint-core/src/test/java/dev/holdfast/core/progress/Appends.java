package dev.holdfast.core.progress;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointMetadata;
import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.model.Splice;
import dev.holdfast.core.model.SplicedValue;
import dev.holdfast.core.model.TaskId;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.model.WritesPut;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Appends to the thread {@code t}, as far as rules look at them. */
final class Appends {

  private final String namespace;
  private final @Nullable String source;
  private final Map<ChannelName, ChannelVersion> versions = new HashMap<>();
  private final Set<ChannelName> empty = new HashSet<>();
  private final Map<ChannelName, SentValue> values = new HashMap<>();

  private Appends(String namespace, @Nullable String source) {
    this.namespace = namespace;
    this.source = source;
  }

  static CheckpointKey key(String namespace) {
    var thread = new ThreadKey(new TenantId("default"), new ThreadId("t"));
    return new CheckpointKey(
        new NamespaceKey(thread, new CheckpointNamespace(namespace)), new CheckpointId("c"));
  }

  static TaskId task(String name) {
    return new TaskId(name);
  }

  static PendingWrite write(String task, int index, String channel, String text) {
    return new PendingWrite(
        task(task), "", index, new ChannelName(channel), new Blob("msgpack", Bytes.utf8(text)));
  }

  static WritesPut writes(String namespace, PendingWrite... writes) {
    return new WritesPut(key(namespace), List.of(writes), null, null);
  }

  static Appends put(String namespace, @Nullable String source) {
    return new Appends(namespace, source);
  }

  /** A channel whose value is as it was. */
  Appends valued(String channel) {
    versions.put(new ChannelName(channel), ChannelVersion.of(1));
    return this;
  }

  Appends empty(String channel) {
    empty.add(new ChannelName(channel));
    return valued(channel);
  }

  Appends value(String channel, SentValue value) {
    values.put(new ChannelName(channel), value);
    return valued(channel);
  }

  static SentValue splice() {
    var checksum = new Checksum(0, 0);
    return new SplicedValue(
        new KnownValue(ChannelVersion.of(1), checksum),
        new Splice("msgpack", List.of(new Splice.Kept(0, 1)), 1, checksum));
  }

  CheckpointPut build() {
    Map<String, @Nullable Object> metadata = new HashMap<>();
    metadata.put("source", source);
    return new CheckpointPut(
        key(namespace),
        null,
        versions,
        empty,
        values,
        new CheckpointMetadata(metadata),
        new Blob("msgpack", Bytes.EMPTY),
        null,
        null);
  }
}
