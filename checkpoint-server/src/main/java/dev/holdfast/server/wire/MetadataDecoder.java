package dev.holdfast.server.wire;

import dev.holdfast.core.limits.Identifiers;
import dev.holdfast.core.model.CheckpointMetadata;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads metadata and filters: JSON objects within a size and a depth. */
final class MetadataDecoder {

  private final String pointer;
  private final int maxDepth;
  private long size;

  private MetadataDecoder(String pointer, int maxDepth) {
    this.pointer = pointer;
    this.maxDepth = maxDepth;
  }

  /** The object in field {@code name}; empty if absent. */
  static CheckpointMetadata decode(Node node, String name) {
    Map<String, @Nullable Object> entries = node.object(name);
    var check = new MetadataDecoder(node.at(name), node.limits().depth());
    check.value(entries, 1);
    Values.refuseMore("metadata_bytes", check.size, node.limits().metadataBytes());
    return new CheckpointMetadata(entries);
  }

  private void value(@Nullable Object value, int depth) {
    Values.refuseMore("depth", depth, maxDepth + 1L);
    if (value instanceof String text) {
      text(text);
    } else if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, entry) -> {
            text(String.valueOf(name));
            value(entry, depth + 1);
          });
    } else if (value instanceof List<?> list) {
      list.forEach(entry -> value(entry, depth + 1));
    } else if (value instanceof byte[]
        || (value instanceof Double number && !Double.isFinite(number))) {
      throw Node.wrong(pointer, "must be JSON: no bytes, no NaN, no infinity");
    } else {
      size += value instanceof Number number ? number.toString().length() : 4;
    }
    size += 2;
  }

  /** Counts two bytes a character; U+0000 is allowed here and kept. */
  private void text(String text) {
    size += 2L * text.length();
    Identifiers.optional(text.replace("\0", ""), pointer, "metadata_bytes", Integer.MAX_VALUE);
  }
}
