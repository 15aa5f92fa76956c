package dev.holdfast.server.http;

import dev.holdfast.server.wire.Format;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the format that a request is in and the one that its caller wants. */
final class MediaTypes {

  private MediaTypes() {}

  /** The format of a body, or null if it is neither. */
  static @Nullable Format of(@Nullable String contentType) {
    return contentType == null ? null : named(contentType);
  }

  /**
   * The first acceptable format; {@code same} where anything goes; null if neither is acceptable.
   */
  static @Nullable Format accepted(@Nullable String accept, Format same) {
    if (accept == null || accept.isBlank()) {
      return same;
    }
    for (String range : accept.split(",")) {
      Format named = named(range);
      if (named != null) {
        return named;
      }
      String type = bare(range);
      if (type.equals("*/*") || type.equals("application/*")) {
        return same;
      }
    }
    return null;
  }

  private static @Nullable Format named(String type) {
    return switch (bare(type)) {
      case "application/json" -> Format.JSON;
      case "application/msgpack", "application/x-msgpack", "application/vnd.msgpack" ->
          Format.MSGPACK;
      default -> null;
    };
  }

  private static String bare(String type) {
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }
}
