package dev.holdfast.server.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.holdfast.core.limits.Limits;
import org.msgpack.jackson.dataformat.MessagePackFactory;

/** The two forms of a body: the same names and types, only bytes differ. */
public enum Format {
  /** Bytes are base64 strings. */
  JSON("application/json", new JsonFactory()),
  /** Bytes are bin. */
  MSGPACK("application/msgpack", new MessagePackFactory());

  private final String mediaType;
  private final JsonFactory factory;

  Format(String mediaType, JsonFactory factory) {
    this.mediaType = mediaType;
    this.factory = factory;
    int longest = Limits.DEFAULT.bodyBytes();
    factory.setStreamReadConstraints(
        StreamReadConstraints.builder().maxStringLength(longest).maxNumberLength(longest).build());
  }

  /** Its name in {@code Content-Type} and {@code Accept}. */
  public String mediaType() {
    return mediaType;
  }

  JsonFactory factory() {
    return factory;
  }
}
