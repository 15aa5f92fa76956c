package dev.holdfast.server.wire;

import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.CheckpointMetadata;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads metadata and filters of it: JSON objects within a size and a depth. */
final class MetadataDecoder {

  private MetadataDecoder() {}

  /** The object in field {@code name}; empty if absent. */
  static CheckpointMetadata decode(Node node, String name) {
    return decode(node.object(name), node.at(name), node.limits());
  }

  static CheckpointMetadata decode(
      Map<String, @Nullable Object> entries, String pointer, Limits limits) {
    JsonObjects.check(entries, pointer, "metadata_bytes", limits.metadataBytes(), limits.depth());
    return new CheckpointMetadata(entries);
  }
}
