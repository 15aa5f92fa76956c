package dev.holdfast.signals.temporal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalPayload;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The payloads of a batch, as docs/signals-envelope.md has them: the manifest, which has arguments
 * that are short and plain JSON in it, then all others. So Temporal, which takes every payload
 * apart several times on its way, has one of them and not one for each argument.
 */
final class EnvelopeBytes {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int VERSION = 1;

  private EnvelopeBytes() {}

  static Bytes of(String source, long first, List<QueuedSignal> signals) {
    List<Payload> following = new ArrayList<>();
    Payload manifest = manifest(source, first, signals, following);
    return Bytes.owned(
        Payloads.newBuilder()
            .addPayloads(manifest)
            .addAllPayloads(following)
            .build()
            .toByteArray());
  }

  private static Payload manifest(
      String source, long first, List<QueuedSignal> signals, List<Payload> following) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeNumberField("version", VERSION);
      out.writeStringField("source", source);
      out.writeNumberField("first", first);
      out.writeArrayFieldStart("entries");
      for (QueuedSignal signal : signals) {
        entry(out, signal, following);
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Payload.newBuilder()
        .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
        .setData(ByteString.copyFrom(bytes.toByteArray()))
        .build();
  }

  private static void entry(JsonGenerator out, QueuedSignal queued, List<Payload> following)
      throws IOException {
    Signal signal = queued.signal();
    out.writeStartObject();
    out.writeStringField("name", signal.name());
    out.writeStringField("id", Long.toString(queued.id()));
    arguments(out, signal.arguments(), following);
    if (!signal.headers().isEmpty()) {
      out.writeObjectFieldStart("headers");
      for (Map.Entry<String, SignalPayload> header : new TreeMap<>(signal.headers()).entrySet()) {
        out.writeFieldName(header.getKey());
        payload(out, header.getValue());
      }
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private static void arguments(
      JsonGenerator out, List<SignalPayload> arguments, List<Payload> following)
      throws IOException {
    List<String> texts = JsonTexts.of(arguments);
    if (texts == null) {
      out.writeNumberField("args", arguments.size());
      arguments.forEach(one -> following.add(Protos.payload(one)));
      return;
    }
    out.writeArrayFieldStart("json");
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }

  private static void payload(JsonGenerator out, SignalPayload payload) throws IOException {
    out.writeStartObject();
    out.writeObjectFieldStart("metadata");
    for (Map.Entry<String, Bytes> entry : payload.metadata().entrySet()) {
      out.writeFieldName(entry.getKey());
      out.writeBinary(entry.getValue().array());
    }
    out.writeEndObject();
    out.writeFieldName("data");
    out.writeBinary(payload.data().array());
    out.writeEndObject();
  }
}
