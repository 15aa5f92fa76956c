package dev.holdfast.server.wire;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.EmbeddedText;
import dev.holdfast.core.index.Vector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads vectors: bytes of little-endian float32, or lists of numbers. */
final class VectorDecoder {

  /** Vectors of one item: as many as the server makes of one at most (ADR 6). */
  static final int MOST_VECTORS = 256;

  private static final String DIMENSIONS = "vector_dimensions";

  private VectorDecoder() {}

  /** The field {@code vectors} of a put: each with its {@code path}. */
  static List<EmbeddedText> vectors(Node node) {
    List<EmbeddedText> vectors = new ArrayList<>();
    for (Object sent : node.list("vectors", "item_vectors", MOST_VECTORS)) {
      Node one = Node.of(sent, node.at("vectors") + "/" + vectors.size(), node.limits());
      one.required("path");
      String path = Paths.path(one.text("path"), one.at("path"), node.limits());
      one.required("vector");
      vectors.add(new EmbeddedText(path, vector(one.raw("vector"), one.at("vector"))));
      one.end();
    }
    return vectors;
  }

  /** A field that holds a vector, or nothing. */
  static @Nullable Vector optional(Node node, String name) {
    Object sent = node.raw(name);
    return sent == null ? null : vector(sent, node.at(name));
  }

  /** Which index vectors are for; 0 if nothing is said. */
  static long indexNumber(Node node) {
    return node.integer("index_number", 1, Long.MAX_VALUE, 0);
  }

  private static Vector vector(@Nullable Object sent, String pointer) {
    float[] values =
        sent instanceof List<?> list ? ofNumbers(list, pointer) : ofBytes(bytes(sent, pointer));
    if (values.length == 0) {
      throw Node.wrong(pointer, "must have at least one number, each of four bytes");
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw Node.wrong(pointer, "must hold finite numbers");
      }
    }
    return new Vector(values);
  }

  private static float[] ofNumbers(List<?> list, String pointer) {
    Values.refuseMore(DIMENSIONS, list.size(), Vector.MOST);
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      if (!(list.get(i) instanceof Number number)) {
        throw Node.wrong(pointer + "/" + i, "must be a number");
      }
      values[i] = number.floatValue();
    }
    return values;
  }

  private static byte[] bytes(@Nullable Object sent, String pointer) {
    if (!(sent instanceof byte[]) && !(sent instanceof String)) {
      throw Node.wrong(pointer, "must be bytes of float32 or a list of numbers");
    }
    byte[] bytes = Node.bytes(sent, pointer, Integer.MAX_VALUE).array();
    if (bytes.length % Float.BYTES != 0) {
      throw Node.wrong(pointer, "must be float32: four bytes each");
    }
    return bytes;
  }

  private static float[] ofBytes(byte[] bytes) {
    if (bytes.length > Vector.MOST * Float.BYTES) {
      throw new Failure.LimitExceeded(DIMENSIONS, Vector.MOST);
    }
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
