package dev.holdfast.server.wire;

import com.fasterxml.jackson.core.JsonFactory;

/** The two forms of a body: the same names and types, only bytes differ. */
public enum Format {
  /** Bytes are base64 strings. */
  JSON("application/json"),
  /** Bytes are bin. */
  MSGPACK("application/msgpack");

  private final String mediaType;

  Format(String mediaType) {
    this.mediaType = mediaType;
  }

  /** Its name in {@code Content-Type} and {@code Accept}. */
  public String mediaType() {
    return mediaType;
  }

  JsonFactory factory() {
    return switch (this) {
      case JSON -> Factories.JSON;
      case MSGPACK -> Factories.MSGPACK;
    };
  }
}
