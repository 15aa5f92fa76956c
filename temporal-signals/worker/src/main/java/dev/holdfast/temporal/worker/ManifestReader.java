package dev.holdfast.temporal.worker;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and checks a manifest; whatever is not as it must be is an {@link UnreadableBatch}. */
final class ManifestReader {

  private static final int MAX_SOURCE = 64;

  private ManifestReader() {}

  /**
   * The manifest in {@code payload}.
   *
   * @param arguments how many payloads follow it
   */
  static Manifest read(Payload payload, int arguments) {
    Map<?, ?> object = Envelope.read(payload);
    if (integer(object.get("version"), "version") != Envelope.VERSION) {
      throw new UnreadableBatch("its version is not " + Envelope.VERSION);
    }
    String source = text(object.get("source"), "source");
    if (source.isEmpty() || source.length() > MAX_SOURCE) {
      throw new UnreadableBatch("source must have 1 to 64 characters");
    }
    long first = integer(object.get("first"), "first");
    List<Manifest.Entry> entries = entries(object.get("entries"));
    if (first < 1 || first > Long.MAX_VALUE - entries.size()) {
      throw new UnreadableBatch("first is out of range");
    }
    if (entries.stream().mapToLong(Manifest.Entry::args).sum() != arguments) {
      throw new UnreadableBatch("its entries name another number of arguments than it holds");
    }
    return new Manifest(source, first, entries);
  }

  private static List<Manifest.Entry> entries(@Nullable Object value) {
    List<Manifest.Entry> entries = new ArrayList<>();
    for (Object entry : list(value, "entries")) {
      entries.add(entry(object(entry, "an entry")));
    }
    return entries;
  }

  private static List<?> list(@Nullable Object value, String what) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new UnreadableBatch(what + " is not an array");
  }

  private static Manifest.Entry entry(Map<?, ?> entry) {
    return new Manifest.Entry(
        text(entry.get("name"), "name"),
        text(entry.get("id"), "id"),
        entry.containsKey("json") ? texts(entry.get("json")) : List.of(),
        args(entry),
        headers(entry.get("headers")));
  }

  private static int args(Map<?, ?> entry) {
    if (entry.containsKey("json")) {
      if (entry.containsKey("args")) {
        throw new UnreadableBatch("an entry has both json and args");
      }
      return 0;
    }
    long args = integer(entry.get("args"), "args");
    if (args < 0 || args > Integer.MAX_VALUE) {
      throw new UnreadableBatch("args is out of range");
    }
    return (int) args;
  }

  private static List<Payload> texts(@Nullable Object value) {
    List<Payload> payloads = new ArrayList<>();
    for (Object text : list(value, "json")) {
      payloads.add(Envelope.json(text(text, "json")));
    }
    return payloads;
  }

  private static Map<String, Payload> headers(@Nullable Object value) {
    if (value == null) {
      return Map.of();
    }
    Map<String, Payload> headers = new LinkedHashMap<>();
    for (var field : object(value, "headers").entrySet()) {
      headers.put(text(field.getKey(), "headers"), payload(object(field.getValue(), "a header")));
    }
    return headers;
  }

  private static Payload payload(Map<?, ?> value) {
    Payload.Builder payload = Payload.newBuilder();
    if (value.get("metadata") != null) {
      for (var field : object(value.get("metadata"), "metadata").entrySet()) {
        payload.putMetadata(text(field.getKey(), "metadata"), bytes(field.getValue()));
      }
    }
    return value.get("data") == null
        ? payload.build()
        : payload.setData(bytes(value.get("data"))).build();
  }

  private static ByteString bytes(@Nullable Object value) {
    try {
      return ByteString.copyFrom(Base64.getDecoder().decode(text(value, "a header")));
    } catch (IllegalArgumentException e) {
      throw new UnreadableBatch("a header is not base64");
    }
  }

  private static Map<?, ?> object(@Nullable Object value, String what) {
    if (value instanceof Map<?, ?> object) {
      return object;
    }
    throw new UnreadableBatch(what + " is not an object");
  }

  private static String text(@Nullable Object value, String what) {
    if (value instanceof String text) {
      return text;
    }
    throw new UnreadableBatch(what + " is not a string");
  }

  /** Also a watermark's, hence not private. */
  static long integer(@Nullable Object value, String what) {
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw new UnreadableBatch(what + " is not an integer");
  }
}
