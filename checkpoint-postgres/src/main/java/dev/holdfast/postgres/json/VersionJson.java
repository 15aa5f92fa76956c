package dev.holdfast.postgres.json;

import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Channel versions as JSON: {@code {"messages": "0002.7", "k": 1}}. */
public final class VersionJson {

  private VersionJson() {}

  /** One version as a JSON scalar. */
  public static String scalar(ChannelVersion version) {
    return version.kind() == ChannelVersion.Kind.TEXT ? quoted(version.text()) : version.text();
  }

  /** Exactly as jsonb prints it, since values are found by this text. */
  private static String quoted(String text) {
    var json = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      escape(json, text.charAt(i));
    }
    return json.append('"').toString();
  }

  private static void escape(StringBuilder json, char c) {
    switch (c) {
      case '"', '\\' -> json.append('\\').append(c);
      case '\b' -> json.append("\\b");
      case '\f' -> json.append("\\f");
      case '\n' -> json.append("\\n");
      case '\r' -> json.append("\\r");
      case '\t' -> json.append("\\t");
      default -> {
        if (c < ' ') {
          json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        } else {
          json.append(c);
        }
      }
    }
  }

  /** The version that a JSON scalar holds. */
  public static ChannelVersion version(@Nullable Object scalar) {
    if (scalar instanceof String text) {
      return ChannelVersion.of(text);
    } else if (scalar instanceof Double || scalar instanceof BigDecimal) {
      String digits = new BigDecimal(scalar.toString()).toPlainString();
      return new ChannelVersion(
          ChannelVersion.Kind.FLOAT, digits.indexOf('.') < 0 ? digits + ".0" : digits);
    }
    return new ChannelVersion(ChannelVersion.Kind.INTEGER, String.valueOf(scalar));
  }

  /** Reads a scalar. */
  public static ChannelVersion parse(String scalar) {
    return version(JsonReader.value(scalar));
  }

  /**
   * The entries of {@code versions} that are (or are not) in {@code empty}; null if there is none
   * and {@code empty} is asked for.
   */
  public static @Nullable String object(
      Map<ChannelName, ChannelVersion> versions, Set<ChannelName> empty, boolean emptyOnes) {
    var text = new StringBuilder("{");
    versions.forEach(
        (channel, version) -> {
          if (empty.contains(channel) == emptyOnes) {
            text.append(text.length() > 1 ? "," : "")
                .append(JsonWriter.exact(channel.value()))
                .append(':')
                .append(scalar(version));
          }
        });
    return emptyOnes && text.length() == 1 ? null : text.append('}').toString();
  }

  /** Reads an object of versions; none for null. */
  public static Map<ChannelName, ChannelVersion> parseObject(@Nullable String json) {
    Map<ChannelName, ChannelVersion> versions = new LinkedHashMap<>();
    if (json != null) {
      JsonReader.object(json)
          .forEach((name, scalar) -> versions.put(new ChannelName(name), version(scalar)));
    }
    return versions;
  }
}
