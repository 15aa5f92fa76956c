package dev.holdfast.server.support;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.server.wire.Format;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.msgpack.jackson.dataformat.MessagePackFactory;

/** Both formats, by another implementation than the server's. */
public final class Codec {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static final ObjectMapper MSGPACK = new ObjectMapper(new MessagePackFactory());

  private Codec() {}

  /** The bytes of {@code value}; {@code byte[]} becomes base64 or bin. */
  public static byte[] write(Format format, Object value) {
    try {
      return mapper(format).writeValueAsBytes(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value in {@code body}, missing for an empty one. */
  public static JsonNode read(Format format, byte[] body) {
    try {
      return body.length == 0
          ? JsonNodeFactory.instance.missingNode()
          : mapper(format).readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, of a body that was written. */
  public static JsonNode read(Format format, ByteBuffer body) {
    byte[] bytes = new byte[body.remaining()];
    body.duplicate().get(bytes);
    return read(format, bytes);
  }

  private static ObjectMapper mapper(Format format) {
    return format == Format.JSON ? JSON : MSGPACK;
  }
}
