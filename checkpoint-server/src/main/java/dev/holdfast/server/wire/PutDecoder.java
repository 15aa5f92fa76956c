package dev.holdfast.server.wire;

import dev.holdfast.core.limits.Identifiers;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.model.Stamp;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a {@code put}. */
final class PutDecoder {

  private final Node node;
  private final Limits limits;

  PutDecoder(Node node) {
    this.node = node;
    this.limits = node.limits();
  }

  CheckpointPut put(CheckpointKey key, @Nullable Stamp stamp, @Nullable Incarnation incarnation) {
    String parent = node.optionalId("parent_checkpoint_id");
    Map<ChannelName, ChannelVersion> versions = versions();
    Set<ChannelName> empty = empty(versions);
    return new CheckpointPut(
        key,
        parent == null ? null : new CheckpointId(parent),
        versions,
        empty,
        values(versions, empty),
        MetadataDecoder.decode(node, "metadata"),
        Values.blob(Node.of(node.required("skeleton"), node.at("skeleton"), limits), true),
        stamp,
        incarnation);
  }

  private Map<ChannelName, ChannelVersion> versions() {
    node.required("channel_versions");
    Map<String, @Nullable Object> sent = node.object("channel_versions");
    Values.refuseMore("channels", sent.size(), limits.channels());
    Map<ChannelName, ChannelVersion> versions = new LinkedHashMap<>();
    sent.forEach(
        (name, version) -> {
          String pointer = Node.at(node.at("channel_versions"), name);
          Identifiers.required(name, pointer, "identifier_bytes", limits.identifierBytes());
          versions.put(new ChannelName(name), Values.version(version, pointer, limits));
        });
    return versions;
  }

  private Set<ChannelName> empty(Map<ChannelName, ChannelVersion> versions) {
    Set<ChannelName> empty = new HashSet<>();
    for (Object name : node.list("empty_channels", "channels", limits.channels())) {
      ChannelName channel = new ChannelName(String.valueOf(name));
      if (!(name instanceof String) || !versions.containsKey(channel)) {
        throw Node.wrong(node.at("empty_channels"), "must name channels of channel_versions");
      }
      empty.add(channel);
    }
    return empty;
  }

  private Map<ChannelName, SentValue> values(
      Map<ChannelName, ChannelVersion> versions, Set<ChannelName> empty) {
    Map<ChannelName, SentValue> values = new LinkedHashMap<>();
    node.object("values")
        .forEach(
            (name, value) -> {
              String pointer = Node.at(node.at("values"), name);
              ChannelName channel = new ChannelName(name);
              if (!versions.containsKey(channel) || empty.contains(channel)) {
                throw Node.wrong(
                    pointer, "must be a channel of channel_versions and not of empty_channels");
              }
              values.put(channel, SpliceDecoder.value(Node.of(value, pointer, limits)));
            });
    return values;
  }
}
