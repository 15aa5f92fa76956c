package dev.holdfast.temporal.worker;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A batch as Holdfast sends it: plain JSON in the manifest, other payloads behind it. */
final class Batch {

  private final String source;
  private final long first;
  private final DataConverter converter;
  private final List<Map<String, Object>> entries = new ArrayList<>();
  private final List<Payload> arguments = new ArrayList<>();
  private Object version = 1;

  private Batch(String source, long first, DataConverter converter) {
    this.source = source;
    this.first = first;
    this.converter = converter;
  }

  static Batch of(String source, long first) {
    return of(source, first, DefaultDataConverter.STANDARD_INSTANCE);
  }

  /** Arguments are made with {@code converter}, the manifest is not. */
  static Batch of(String source, long first, DataConverter converter) {
    return new Batch(source, first, converter);
  }

  Batch add(String name, Object... values) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", name);
    entry.put("id", source + "-" + (first + entries.size()));
    List<Payload> payloads =
        Stream.of(values).map(value -> converter.toPayload(value).orElseThrow()).toList();
    if (payloads.stream().allMatch(Batch::isPlain)) {
      entry.put("json", payloads.stream().map(one -> one.getData().toStringUtf8()).toList());
    } else {
      entry.put("args", payloads.size());
      arguments.addAll(payloads);
    }
    entries.add(entry);
    return this;
  }

  private static boolean isPlain(Payload payload) {
    return payload.equals(Envelope.json(payload.getData().toStringUtf8()));
  }

  Batch append(String... texts) {
    for (String text : texts) {
      add("append", text);
    }
    return this;
  }

  /** A header of the entry added last. */
  Batch header(String name, Payload value) {
    Map<String, String> metadata = new LinkedHashMap<>();
    value.getMetadataMap().forEach((key, bytes) -> metadata.put(key, base64(bytes.toByteArray())));
    Map<String, Object> field =
        Map.of("metadata", metadata, "data", base64(value.getData().toByteArray()));
    entries.get(entries.size() - 1).put("headers", Map.of(name, field));
    return this;
  }

  Batch version(Object other) {
    version = other;
    return this;
  }

  Payloads payloads() {
    return payloads(DefaultDataConverter.STANDARD_INSTANCE);
  }

  Payloads payloads(DataConverter ofManifest) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("version", version);
    manifest.put("source", source);
    manifest.put("first", first);
    manifest.put("entries", entries);
    return Payloads.newBuilder()
        .addPayloads(ofManifest.toPayload(manifest).orElseThrow())
        .addAllPayloads(arguments)
        .build();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
