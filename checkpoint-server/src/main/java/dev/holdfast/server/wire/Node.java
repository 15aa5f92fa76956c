package dev.holdfast.server.wire;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Identifiers;
import dev.holdfast.core.limits.Limits;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An object of a request: gives its fields typed and checked, and refuses those that nobody asked
 * for.
 */
final class Node {

  private final Map<String, @Nullable Object> fields;
  private final String pointer;
  private final Limits limits;
  private final Set<String> asked = new HashSet<>();

  private Node(Map<String, @Nullable Object> fields, String pointer, Limits limits) {
    this.fields = fields;
    this.pointer = pointer;
    this.limits = limits;
  }

  @SuppressWarnings("unchecked")
  static Node of(@Nullable Object value, String pointer, Limits limits) {
    if (value instanceof Map<?, ?> map) {
      return new Node((Map<String, @Nullable Object>) map, pointer, limits);
    }
    throw wrong(pointer, "must be an object");
  }

  /** What {@code fields} makes of a body that is one object, and of all of its fields. */
  static <T> T whole(Format format, byte[] body, Limits limits, Function<Node, T> fields) {
    Node node = of(Tree.read(format, body, limits.depth(), limits), "", limits);
    T read = fields.apply(node);
    node.end();
    return read;
  }

  String at(String name) {
    return at(pointer, name);
  }

  /** A pointer one step further, as RFC 6901 writes it. */
  static String at(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  Limits limits() {
    return limits;
  }

  /** Whether the field was sent, be it as null; does not ask for it. */
  boolean has(String name) {
    return fields.containsKey(name);
  }

  /** Whether nothing was sent. */
  boolean isEmpty() {
    return fields.isEmpty();
  }

  /** The field as it came; null if absent or null. */
  @Nullable Object raw(String name) {
    asked.add(name);
    return fields.get(name);
  }

  @Nullable Object required(String name) {
    Object value = raw(name);
    if (value == null) {
      throw wrong(at(name), "is required");
    }
    return value;
  }

  @Nullable String text(String name) {
    Object value = raw(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrong(at(name), "must be a string");
  }

  /** An id: not empty. */
  String id(String name) {
    required(name);
    return Identifiers.required(
        String.valueOf(text(name)), at(name), "identifier_bytes", limits.identifierBytes());
  }

  /** An id or nothing. */
  @Nullable String optionalId(String name) {
    return raw(name) == null ? null : id(name);
  }

  /** A namespace or task path: empty if absent. */
  String path(String name) {
    String value = text(name);
    return Identifiers.optional(
        value == null ? "" : value, at(name), "path_bytes", limits.pathBytes());
  }

  @Nullable Long integer(String name, long least, long most) {
    Object value = raw(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Long number)) {
      throw wrong(at(name), "must be an integer");
    }
    if (number < least || number > most) {
      throw wrong(at(name), "must be " + least + " to " + most);
    }
    return number;
  }

  long integer(String name, long least, long most, long otherwise) {
    Long value = integer(name, least, most);
    return value == null ? otherwise : value;
  }

  /** A fact: false if absent. */
  boolean fact(String name) {
    return fact(name, false);
  }

  boolean fact(String name, boolean otherwise) {
    Object value = raw(name);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean fact) {
      return fact;
    }
    throw wrong(at(name), "must be true or false");
  }

  Bytes bytes(String name, int most) {
    return bytes(required(name), at(name), most);
  }

  /** Bytes as either format sends them. */
  static Bytes bytes(@Nullable Object value, String pointer, int most) {
    byte[] content;
    if (value instanceof byte[] bin) {
      content = bin;
    } else if (value instanceof String base64) {
      content = decode(base64, pointer);
    } else {
      throw wrong(pointer, "must be bytes: bin in MessagePack, base64 in JSON");
    }
    if (content.length > most) {
      throw new Failure.LimitExceeded("value_bytes", most);
    }
    return Bytes.owned(content);
  }

  private static byte[] decode(String base64, String pointer) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw wrong(pointer, "must be base64");
    }
  }

  /** The field's entries; none if absent. */
  @SuppressWarnings("unchecked")
  Map<String, @Nullable Object> object(String name) {
    Object value = raw(name);
    if (value == null) {
      return Map.of();
    }
    if (value instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw wrong(at(name), "must be an object");
  }

  /** The field's elements; none if absent. */
  List<?> list(String name, String limit, int most) {
    Object value = raw(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw wrong(at(name), "must be a list");
    }
    if (list.size() > most) {
      throw new Failure.LimitExceeded(limit, most);
    }
    return list;
  }

  /** Refuses fields that were not asked for: ignoring one could lose what its sender meant. */
  void end() {
    for (String name : fields.keySet()) {
      if (!asked.contains(name)) {
        throw wrong(at(name), "is unknown");
      }
    }
  }

  static Failure.Invalid wrong(String pointer, String message) {
    return new Failure.Invalid(Code.INVALID_REQUEST, pointer, message);
  }
}
