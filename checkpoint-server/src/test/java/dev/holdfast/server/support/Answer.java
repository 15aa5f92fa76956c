package dev.holdfast.server.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.wire.Format;
import java.net.http.HttpHeaders;

/**
 * What the server answered.
 *
 * @param status of HTTP
 * @param headers of HTTP
 * @param body as it came
 */
@SuppressWarnings("ArrayRecordComponent")
public record Answer(int status, HttpHeaders headers, byte[] body) {

  /** Of the content, without parameters; empty if there is none. */
  public String mediaType() {
    return headers.firstValue("Content-Type").orElse("").split(";", 2)[0].strip();
  }

  /** The body read by its media type. */
  public JsonNode tree() {
    return Codec.read(
        mediaType().equals(Format.MSGPACK.mediaType()) ? Format.MSGPACK : Format.JSON, body);
  }

  /** The first result of a batch. */
  public JsonNode result() {
    return result(0);
  }

  /** A result of a batch. */
  public JsonNode result(int index) {
    return tree().path("results").path(index);
  }

  /** The code of the problem that is the whole answer, or of the first result; empty if none. */
  public String code() {
    String whole = tree().path("code").asText();
    return whole.isEmpty() ? result().path("problem").path("code").asText() : whole;
  }
}
