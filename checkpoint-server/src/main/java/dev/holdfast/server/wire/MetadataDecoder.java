package dev.holdfast.server.wire;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Identifiers;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.CheckpointMetadata;
import java.math.BigDecimal;
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
    return decode(node.object(name), node.at(name), node.limits());
  }

  static CheckpointMetadata decode(
      Map<String, @Nullable Object> entries, String pointer, Limits limits) {
    var check = new MetadataDecoder(pointer, limits.depth());
    check.value(entries, 1);
    Values.refuseMore("metadata_bytes", check.size, limits.metadataBytes());
    return new CheckpointMetadata(entries);
  }

  private void value(@Nullable Object value, int depth) {
    boolean nested = value instanceof Map<?, ?> || value instanceof List<?>;
    if (value == Tree.TOO_DEEP || (nested && depth > maxDepth)) {
      throw new Failure.LimitExceeded("depth", maxDepth);
    }
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
      size += value instanceof Number number ? digits(number) : 4;
    }
    size += 2;
  }

  /** Digits without an exponent, as Postgres writes them out. */
  private static long digits(Number number) {
    return number instanceof BigDecimal decimal
        ? decimal.precision() + Math.abs((long) decimal.scale())
        : number.toString().length();
  }

  /** Counts two bytes a character; U+0000 is allowed here and kept. */
  private void text(String text) {
    size += 2L * text.length();
    Identifiers.optional(text.replace("\0", ""), pointer, "metadata_bytes", Integer.MAX_VALUE);
  }
}
