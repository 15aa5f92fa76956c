package dev.holdfast.server.edge;

import dev.holdfast.server.wire.Format;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the format that a request is in and the one that its caller wants. */
final class MediaTypes {

  private MediaTypes() {}

  /** The format of a body, or null if it is neither. */
  static @Nullable Format of(@Nullable String contentType, @Nullable String encoding) {
    if (contentType == null || !(encoding == null || encoding.equalsIgnoreCase("identity"))) {
      return null;
    }
    String charset = parameter(contentType, "charset");
    return charset == null || charset.equals("utf-8") ? named(bare(contentType)) : null;
  }

  /**
   * The format that is wanted most; {@code same} where it is as good as the other; null if neither
   * is acceptable.
   */
  static @Nullable Format accepted(List<String> accept, Format same) {
    String ranges = String.join(",", accept);
    if (ranges.isBlank()) {
      return same;
    }
    Format other = same == Format.JSON ? Format.MSGPACK : Format.JSON;
    double ofSame = quality(ranges, same);
    double ofOther = quality(ranges, other);
    if (ofSame <= 0 && ofOther <= 0) {
      return null;
    }
    return ofSame >= ofOther ? same : other;
  }

  /** The weight of the most specific range that {@code format} is in. */
  private static double quality(String ranges, Format format) {
    double quality = 0;
    int best = 0;
    for (String range : ranges.split(",", -1)) {
      int specific = specific(bare(range), format);
      if (specific > best) {
        best = specific;
        quality = weight(parameter(range, "q"));
      }
    }
    return quality;
  }

  private static int specific(String type, Format format) {
    if (named(type) == format) {
      return 3;
    }
    return switch (type) {
      case "application/*" -> 2;
      case "*/*" -> 1;
      default -> 0;
    };
  }

  private static double weight(@Nullable String q) {
    try {
      return q == null ? 1 : Double.parseDouble(q);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static @Nullable Format named(String type) {
    return switch (type) {
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

  private static @Nullable String parameter(String type, String name) {
    for (String part : type.split(";", -1)) {
      String[] pair = part.strip().split("=", 2);
      if (pair.length == 2 && pair[0].equalsIgnoreCase(name)) {
        return pair[1].replace("\"", "").strip().toLowerCase(Locale.ROOT);
      }
    }
    return null;
  }
}
