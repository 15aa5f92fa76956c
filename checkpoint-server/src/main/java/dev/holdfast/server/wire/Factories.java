package dev.holdfast.server.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.holdfast.core.limits.Limits;
import org.msgpack.jackson.dataformat.MessagePackFactory;

/** What makes parsers and generators. */
final class Factories {

  static final JsonFactory JSON = json();
  static final JsonFactory MSGPACK = new MessagePackFactory();

  private Factories() {}

  /**
   * Lengths are bounded by the body, and digits are counted by us. Names are the callers', so no
   * table keeps them.
   */
  private static JsonFactory json() {
    int longest = Limits.DEFAULT.bodyBytes();
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxStringLength(longest)
                .maxNumberLength(longest)
                .maxNameLength(longest)
                .build())
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .build();
  }
}
