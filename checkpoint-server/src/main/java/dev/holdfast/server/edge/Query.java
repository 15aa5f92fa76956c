package dev.holdfast.server.edge;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Identifiers;
import dev.holdfast.core.limits.Limits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters behind the question mark, typed and checked. A pointer to one begins with it. */
public final class Query {

  private static final int LONGEST_NUMBER = 18;

  private final Map<String, List<String>> parameters;
  private final Limits limits = Limits.DEFAULT;

  private Query(Map<String, List<String>> parameters) {
    this.parameters = parameters;
  }

  static Query parse(@Nullable String raw, List<String> names) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      String[] parts = pair.split("=", 2);
      String name = Percent.decode(parts[0], true, "?");
      if (!names.contains(name)) {
        throw wrong(name, "is unknown");
      }
      String value = parts.length < 2 ? "" : Percent.decode(parts[1], true, at(name));
      parameters.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }
    return new Query(parameters);
  }

  /** How a problem names a parameter. */
  public static String at(String name) {
    return "?" + name;
  }

  /** The parameter as text, null if absent. */
  public @Nullable String text(String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw wrong(name, "must be there once");
    }
    return values.isEmpty() ? null : values.get(0);
  }

  /** The parameter as text, be it empty. */
  public String required(String name) {
    String value = text(name);
    if (value == null) {
      throw wrong(name, "is required");
    }
    return value;
  }

  /** All texts of that name, none if absent. */
  public List<String> texts(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  /** One of two words, the first if absent. */
  public String choice(String name, String usual, String other) {
    String value = text(name);
    if (value == null) {
      return usual;
    }
    if (!value.equals(usual) && !value.equals(other)) {
      throw wrong(name, "must be " + usual + " or " + other);
    }
    return value;
  }

  /** Whether something is so. */
  public boolean fact(String name, boolean otherwise) {
    String value = text(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.equals("true") && !value.equals("false")) {
      throw wrong(name, "must be true or false");
    }
    return value.equals("true");
  }

  /** An id, null if absent. */
  public @Nullable String id(String name) {
    String value = text(name);
    return value == null ? null : id(name, value);
  }

  private String id(String name, String value) {
    return Identifiers.required(value, at(name), "identifier_bytes", limits.identifierBytes());
  }

  /** The beginning of an id, empty if absent. */
  public String prefix(String name) {
    String value = text(name);
    return Identifiers.optional(
        value == null ? "" : value, at(name), "identifier_bytes", limits.identifierBytes());
  }

  /** A namespace, null if absent. */
  public @Nullable String path(String name) {
    String value = text(name);
    return value == null
        ? null
        : Identifiers.optional(value, at(name), "path_bytes", limits.pathBytes());
  }

  /** All ids of that name, at least one. */
  public List<String> ids(String name, int most) {
    List<String> values = parameters.getOrDefault(name, List.of());
    if (values.isEmpty()) {
      throw wrong(name, "is required");
    }
    if (values.size() > most) {
      throw new Failure.LimitExceeded("channels", most);
    }
    values.forEach(value -> id(name, value));
    return values;
  }

  /** A number from {@code least} to {@code most}. */
  public long number(String name, long least, long most, long otherwise) {
    String value = text(name);
    if (value == null) {
      return otherwise;
    }
    boolean digits =
        !value.isEmpty()
            && value.length() <= LONGEST_NUMBER
            && value.chars().allMatch(c -> c >= '0' && c <= '9');
    long number = digits ? Long.parseLong(value) : -1;
    if (number < least || number > most) {
      throw wrong(name, "must be " + least + " to " + most);
    }
    return number;
  }

  private static Failure wrong(String name, String message) {
    return new Failure.Invalid(Code.INVALID_REQUEST, at(name), message);
  }
}
