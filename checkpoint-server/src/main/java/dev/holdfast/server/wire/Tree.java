package dev.holdfast.server.wire;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Limits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body into plain values: maps, lists, strings, {@code Long} or {@code BigInteger}, {@code
 * Double} or {@code BigDecimal}, booleans, null, and {@code byte[]} for bin. Nothing of what was
 * sent is lost or rounded on the way.
 *
 * <p>A few bytes can declare or nest far more than they hold, so elements and depth are counted.
 */
final class Tree {

  /** Stands for a value that is nested too deep, so that only the operation that holds it fails. */
  static final Object TOO_DEEP = new Object();

  private final int maxDepth;
  private final int maxElements;
  private int elements;

  private Tree(int maxDepth, int maxElements) {
    this.maxDepth = maxDepth;
    this.maxElements = maxElements;
  }

  /**
   * The value that {@code body} holds; {@link #TOO_DEEP} stands where it is nested deeper than
   * {@code maxDepth}.
   *
   * @throws MalformedBody if it is not in that format, is cut off, or something follows
   * @throws Failure.LimitExceeded if it holds more than {@code limits} allow
   */
  static @Nullable Object read(Format format, byte[] body, int maxDepth, Limits limits) {
    var tree = new Tree(maxDepth, limits.elements());
    return switch (format) {
      case JSON -> JsonTree.read(body, tree, limits);
      case MSGPACK -> MessagePackTree.read(body, tree);
    };
  }

  /** Counts one more value. */
  void count() {
    if (++elements > maxElements) {
      throw new Failure.LimitExceeded("elements", maxElements);
    }
  }

  /** Whether what is nested at {@code depth} is left out. */
  boolean tooDeep(int depth) {
    return depth > maxDepth;
  }

  static void put(Map<String, @Nullable Object> map, String name, @Nullable Object value) {
    if (map.containsKey(name)) {
      throw new Failure.Invalid(
          Code.INVALID_REQUEST, Node.at("", name), "an object names a field twice");
    }
    map.put(name, value);
  }
}
