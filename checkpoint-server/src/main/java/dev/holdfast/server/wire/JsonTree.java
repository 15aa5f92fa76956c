package dev.holdfast.server.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON in strict UTF-8. */
final class JsonTree {

  private final JsonParser in;
  private final Tree tree;
  private final Limits limits;

  private JsonTree(JsonParser in, Tree tree, Limits limits) {
    this.in = in;
    this.tree = tree;
    this.limits = limits;
  }

  static @Nullable Object read(byte[] body, Tree tree, Limits limits) {
    try (JsonParser in = Format.JSON.factory().createParser(characters(body))) {
      in.nextToken();
      Object value = new JsonTree(in, tree, limits).value(0);
      if (in.nextToken() != null) {
        throw new MalformedBody();
      }
      return value;
    } catch (StreamConstraintsException e) {
      // The parser's only bound that a body within ours can pass
      throw new Failure.LimitExceeded("depth", limits.depth());
    } catch (IOException e) {
      throw new MalformedBody();
    }
  }

  /** The parser itself would guess UTF-16 and take overlong forms. */
  private static Reader characters(byte[] body) {
    return new InputStreamReader(
        new ByteArrayInputStream(body),
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  private @Nullable Object value(int depth) throws IOException {
    JsonToken token = in.currentToken();
    if (token == null) {
      throw new MalformedBody();
    }
    tree.count();
    return switch (token) {
      case START_OBJECT, START_ARRAY -> nested(token, depth);
      case VALUE_STRING -> in.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> real();
      default -> throw new MalformedBody();
    };
  }

  private @Nullable Object nested(JsonToken token, int depth) throws IOException {
    if (tree.tooDeep(depth)) {
      in.skipChildren();
      return Tree.TOO_DEEP;
    }
    return token == JsonToken.START_OBJECT ? object(depth) : array(depth);
  }

  private Map<String, @Nullable Object> object(int depth) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      if (in.currentToken() != JsonToken.FIELD_NAME) {
        throw new MalformedBody();
      }
      String name = in.currentName();
      in.nextToken();
      Tree.put(map, name, value(depth + 1));
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
    refuseLong(in.getTextLength());
    if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      BigInteger exact = in.getBigIntegerValue();
      return exact;
    }
    return in.getLongValue();
  }

  /** A double where it holds the same number, else every digit that was sent. */
  private Number real() throws IOException {
    refuseLong(in.getTextLength());
    BigDecimal exact = decimal();
    refuseLong(exact.precision());
    refuseLong(Math.abs((long) exact.scale()));
    double near = exact.doubleValue();
    if (near == 0 && exact.signum() == 0) {
      return in.getText().startsWith("-") ? -0.0 : 0.0;
    }
    boolean same =
        !Double.isInfinite(near) && new BigDecimal(Double.toString(near)).compareTo(exact) == 0;
    return same ? near : exact;
  }

  private BigDecimal decimal() throws IOException {
    try {
      return new BigDecimal(in.getText());
    } catch (NumberFormatException e) {
      // An exponent beyond what an int holds
      throw new Failure.LimitExceeded("number_digits", limits.numberDigits());
    }
  }

  private void refuseLong(long digits) {
    Values.refuseMore("number_digits", digits, limits.numberDigits());
  }
}
