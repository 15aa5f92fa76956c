package dev.holdfast.postgres.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes plain values, as metadata and items hold them, as JSON text. */
final class JsonWriter {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator out;
  private final boolean forJsonb;

  private JsonWriter(JsonGenerator out, boolean forJsonb) {
    this.out = out;
    this.forJsonb = forJsonb;
  }

  /** As jsonb takes it: without U+0000, floats written so that they stay floats. */
  static String forJsonb(@Nullable Object value) {
    return write(value, true);
  }

  /** With every character and every digit. */
  static String exact(@Nullable Object value) {
    return write(value, false);
  }

  private static String write(@Nullable Object value, boolean forJsonb) {
    var text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      new JsonWriter(out, forJsonb).any(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void any(@Nullable Object value) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof String text) {
      out.writeString(clean(text));
    } else if (value instanceof Boolean bool) {
      out.writeBoolean(bool);
    } else if (value instanceof Number number) {
      out.writeNumber(digits(number));
    } else if (value instanceof List<?> list) {
      array(list);
    } else if (value instanceof Map<?, ?> map) {
      object(map);
    } else {
      throw new IllegalArgumentException("not a JSON value: " + value.getClass().getName());
    }
  }

  private void array(List<?> list) throws IOException {
    out.writeStartArray();
    for (Object element : list) {
      any(element);
    }
    out.writeEndArray();
  }

  private void object(Map<?, ?> map) throws IOException {
    out.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.writeFieldName(clean(String.valueOf(entry.getKey())));
      any(entry.getValue());
    }
    out.writeEndObject();
  }

  private String clean(String text) {
    return forJsonb ? withoutNul(text) : text;
  }

  /** As jsonb takes a string. */
  static String withoutNul(String text) {
    return text.indexOf('\0') >= 0 ? text.replace("\0", "") : text;
  }

  private String digits(Number number) {
    if (number instanceof Double || number instanceof Float) {
      return forJsonb ? plain(new BigDecimal(number.toString())) : number.toString();
    }
    if (number instanceof BigDecimal decimal) {
      return forJsonb ? plain(decimal) : decimal.toString();
    }
    if (number instanceof BigInteger || number instanceof Long || number instanceof Integer) {
      return number.toString();
    }
    throw new IllegalArgumentException("not a JSON number: " + number.getClass().getName());
  }

  /** Without exponent and with a fraction, since jsonb would give 1e7 back as an integer. */
  private static String plain(BigDecimal decimal) {
    String digits = decimal.toPlainString();
    return digits.indexOf('.') < 0 ? digits + ".0" : digits;
  }
}
