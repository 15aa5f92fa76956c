package dev.holdfast.server.bulk;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lines of JSON as a media type. */
final class Ndjson {

  /** As it is sent. */
  static final String MEDIA_TYPE = "application/x-ndjson";

  private static final Set<String> TAKEN =
      Set.of(MEDIA_TYPE, "application/ndjson", "application/jsonl", "application/x-jsonlines");

  private Ndjson() {}

  /** Whether a body is said to be lines of JSON, not compressed. */
  static boolean is(@Nullable String contentType, @Nullable String encoding) {
    if (contentType == null || !(encoding == null || encoding.equalsIgnoreCase("identity"))) {
      return false;
    }
    String[] parts = contentType.toLowerCase(Locale.ROOT).replace("\"", "").split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        return false;
      }
    }
    return TAKEN.contains(parts[0].strip());
  }
}
