package dev.holdfast.postgres.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON text that this module wrote. */
final class JsonReader {

  /** What was stored was within the limits when it came; it must come out whatever they are now. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNestingDepth(10_000)
                  .build())
          .build();

  private JsonReader() {}

  /** The object that {@code text} holds. */
  static Map<String, @Nullable Object> object(String text) {
    try (JsonParser in = FACTORY.createParser(text)) {
      in.nextToken();
      return object(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The scalar, list or object that {@code text} holds. */
  static @Nullable Object value(String text) {
    try (JsonParser in = FACTORY.createParser(text)) {
      in.nextToken();
      return value(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Object value(JsonParser in) throws IOException {
    JsonToken token = in.currentToken();
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> in.getText();
      case VALUE_NUMBER_INT -> integer(in.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> real(in.getText());
      case START_ARRAY -> array(in);
      case START_OBJECT -> object(in);
      default -> throw new IllegalStateException("unexpected " + token);
    };
  }

  private static List<@Nullable Object> array(JsonParser in) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(in));
    }
    return list;
  }

  private static Map<String, @Nullable Object> object(JsonParser in) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      map.put(name, value(in));
    }
    return map;
  }

  private static Number integer(BigInteger number) {
    if (number.bitLength() < Long.SIZE) {
      return number.longValue();
    }
    return number;
  }

  /** A double where it has the same digits, else every digit. */
  private static Number real(String digits) {
    BigDecimal exact = new BigDecimal(digits);
    double near = exact.doubleValue();
    boolean same =
        !Double.isInfinite(near) && new BigDecimal(Double.toString(near)).compareTo(exact) == 0;
    return same ? restoreSign(near, digits) : exact;
  }

  private static double restoreSign(double number, String digits) {
    return number == 0 && digits.startsWith("-") ? -0.0 : number;
  }
}
