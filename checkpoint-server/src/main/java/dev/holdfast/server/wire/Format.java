package dev.holdfast.server.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.holdfast.core.limits.Limits;
import org.msgpack.jackson.dataformat.MessagePackFactory;

/** The two forms of a body: the same names and types, only bytes differ. */
public enum Format {
  /** Bytes are base64 strings. */
  JSON("application/json", json()),
  /** Bytes are bin. */
  MSGPACK("application/msgpack", new MessagePackFactory());

  private final String mediaType;
  private final JsonFactory factory;

  Format(String mediaType, JsonFactory factory) {
    this.mediaType = mediaType;
    this.factory = factory;
  }

  /**
   * Lengths are bounded by the body, and we count digits ourselves. Names are the callers', so no
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

  /** Its name in {@code Content-Type} and {@code Accept}. */
  public String mediaType() {
    return mediaType;
  }

  JsonFactory factory() {
    return factory;
  }
}
