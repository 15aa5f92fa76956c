package dev.holdfast.server.wire;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.model.Splice;
import dev.holdfast.core.model.SplicedValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads values that may be splices: what they are made of, not whether it fits their base, which
 * only the store has.
 */
final class SpliceDecoder {

  private static final String PARTS = "parts";
  private static final String RANGE =
      "must be bytes or a range: a list of two integers, 0 or more, offset and length";

  private final Node node;
  private final Limits limits;
  private long freshBytes;

  private SpliceDecoder(Node node) {
    this.node = node;
    this.limits = node.limits();
  }

  /** A value, whole or as a splice. */
  static SentValue value(Node node) {
    return node.has("base") || node.has(PARTS)
        ? new SpliceDecoder(node).spliced()
        : Values.blob(node, true);
  }

  private SplicedValue spliced() {
    String type = Values.type(node);
    Node told = Node.of(node.required("base"), node.at("base"), limits);
    KnownValue base = Values.known(told);
    List<Splice.Part> parts = parts();
    node.required("length");
    long length = node.integer("length", 0, Long.MAX_VALUE, 0);
    Values.refuseMore("value_bytes", length, limits.valueBytes());
    Checksum checksum = Values.checksum(node);
    node.end();
    return new SplicedValue(base, new Splice(type, parts, (int) length, checksum));
  }

  private List<Splice.Part> parts() {
    node.required(PARTS);
    List<?> sent = node.list(PARTS, PARTS, Splice.MOST_PARTS);
    List<Splice.Part> parts = new ArrayList<>(sent.size());
    for (int i = 0; i < sent.size(); i++) {
      parts.add(part(sent.get(i), node.at(PARTS) + "/" + i));
    }
    return parts;
  }

  private Splice.Part part(@Nullable Object sent, String pointer) {
    if (!(sent instanceof List<?> range)) {
      return fresh(sent, pointer);
    }
    if (range.size() != 2) {
      throw Node.wrong(pointer, RANGE);
    }
    return new Splice.Kept(within(range.get(0), pointer), within(range.get(1), pointer));
  }

  private Splice.Fresh fresh(@Nullable Object sent, String pointer) {
    if (!(sent instanceof byte[] || sent instanceof String)) {
      throw Node.wrong(pointer, RANGE);
    }
    Bytes bytes = Node.bytes(sent, pointer, limits.valueBytes());
    freshBytes += bytes.length();
    Values.refuseMore("value_bytes", freshBytes, limits.valueBytes());
    return new Splice.Fresh(bytes);
  }

  /** A place in a base. None is longer than a value may be, so that sums of two stay numbers. */
  private int within(@Nullable Object sent, String pointer) {
    if (!(sent instanceof Long number) || number < 0) {
      throw Node.wrong(pointer, RANGE);
    }
    if (number > limits.valueBytes()) {
      throw new Failure.Invalid(Code.INVALID_SPLICE, pointer, "the range leaves its base");
    }
    return number.intValue();
  }
}
