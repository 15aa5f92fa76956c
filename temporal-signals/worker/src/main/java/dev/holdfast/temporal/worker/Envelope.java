package dev.holdfast.temporal.worker;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.util.Map;

/** Names of the envelope, version 1, and its JSON. See {@code docs/signals-envelope.md}. */
final class Envelope {

  static final int VERSION = 1;

  /** The Temporal signal that carries a batch. */
  static final String SIGNAL = "signals.batch";

  /** The query that tells what was taken. */
  static final String QUERY = "holdfast_signals";

  /** The header field with which continue-as-new carries the watermarks. */
  static final String WATERMARKS = "holdfast-watermarks";

  private static final String ENCODING = "encoding";
  private static final String JSON = "json/plain";
  private static final ByteString PLAIN = ByteString.copyFromUtf8(JSON);

  /** Not the worker's converter: the envelope is JSON whatever that one makes of values. */
  private static final JacksonJsonPayloadConverter CONVERTER = new JacksonJsonPayloadConverter();

  private Envelope() {}

  static boolean isJson(Payload payload) {
    return JSON.equals(payload.getMetadataMap().containsKey(ENCODING) ? encoding(payload) : "");
  }

  /** The object in a json/plain payload. */
  static Map<?, ?> read(Payload payload) {
    if (!isJson(payload)) {
      throw new UnreadableBatch("not " + JSON);
    }
    Map<?, ?> object;
    try {
      object = CONVERTER.fromData(payload, Map.class, Map.class);
    } catch (DataConverterException e) {
      throw new UnreadableBatch("not a JSON object");
    }
    if (object == null) {
      throw new UnreadableBatch("empty");
    }
    return object;
  }

  static Payload write(Map<String, ?> object) {
    return CONVERTER.toData(object).orElseThrow();
  }

  /** The json/plain payload whose data {@code text} is. */
  static Payload json(String text) {
    return Payload.newBuilder()
        .putMetadata(ENCODING, PLAIN)
        .setData(ByteString.copyFromUtf8(text))
        .build();
  }

  private static String encoding(Payload payload) {
    return payload.getMetadataOrThrow(ENCODING).toStringUtf8();
  }
}
