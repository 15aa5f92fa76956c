package dev.holdfast.server.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.jackson.dataformat.MessagePackParser;

/**
 * Reads a body into plain values: maps, lists, strings, {@code Long} or {@code BigInteger}, {@code
 * Double} or {@code BigDecimal}, booleans, null, and {@code byte[]} for bin. Nothing of what was
 * sent is lost or rounded on the way.
 */
final class Tree {

  private final JsonParser in;
  private final int maxDepth;

  private Tree(JsonParser in, int maxDepth) {
    this.in = in;
    this.maxDepth = maxDepth;
  }

  /**
   * The value that {@code body} holds.
   *
   * @throws MalformedBody if it is not in that format, is cut off, or something follows
   * @throws Failure.LimitExceeded if it is nested deeper than {@code maxDepth}
   */
  static @Nullable Object read(Format format, byte[] body, int maxDepth) {
    try (JsonParser in = format.factory().createParser(body)) {
      if (in.nextToken() == null) {
        throw new MalformedBody();
      }
      Object value = new Tree(in, maxDepth).value(0);
      if (!atEnd(in)) {
        throw new MalformedBody();
      }
      return value;
    } catch (IOException | ArithmeticException e) {
      throw new MalformedBody();
    }
  }

  /**
   * The MessagePack parser has no null token for the end: it says that there is nothing more by an
   * exception.
   */
  private static boolean atEnd(JsonParser in) throws IOException {
    try {
      return in.nextToken() == null;
    } catch (JsonEOFException end) {
      return in instanceof MessagePackParser;
    }
  }

  private @Nullable Object value(int depth) throws IOException {
    if (depth > maxDepth) {
      throw new Failure.LimitExceeded("depth", maxDepth);
    }
    JsonToken token = in.currentToken();
    if (token == null) {
      throw new MalformedBody();
    }
    return switch (token) {
      case START_OBJECT -> object(depth);
      case START_ARRAY -> array(depth);
      case VALUE_STRING -> in.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> real();
      case VALUE_EMBEDDED_OBJECT -> embedded();
      default -> throw new MalformedBody();
    };
  }

  private Map<String, @Nullable Object> object(int depth) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      if (in.currentToken() != JsonToken.FIELD_NAME) {
        throw new MalformedBody();
      }
      String name = in.currentName();
      in.nextToken();
      Object value = value(depth + 1);
      if (map.containsKey(name)) {
        throw new Failure.Invalid(
            Code.INVALID_REQUEST, "/" + name, "an object names a field twice");
      }
      map.put(name, value);
    }
    return map;
  }

  private List<@Nullable Object> array(int depth) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(depth + 1));
    }
    return list;
  }

  private Number integer() throws IOException {
    BigInteger exact =
        in.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? in.getBigIntegerValue() : null;
    return exact == null ? in.getLongValue() : exact;
  }

  /** A double where it holds the same number, else every digit that was sent. */
  private Number real() throws IOException {
    double near = in.getDoubleValue();
    if (in instanceof MessagePackParser) {
      return near;
    }
    BigDecimal exact = in.getDecimalValue();
    boolean same =
        !Double.isInfinite(near) && new BigDecimal(Double.toString(near)).compareTo(exact) == 0;
    return same ? near : exact;
  }

  private byte[] embedded() throws IOException {
    if (in.getEmbeddedObject() instanceof byte[] bytes) {
      return bytes;
    }
    throw new MalformedBody();
  }
}
