package dev.holdfast.server.wire;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.signal.SignalPayload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what workflows get: values that become JSON, or payloads as they are. */
final class PayloadDecoder {

  /** Arguments of one signal. */
  private static final int MOST_ARGUMENTS = 1000;

  private PayloadDecoder() {}

  /** {@code arguments}: values, which are encoded as JSON; or {@code payloads}: passed verbatim. */
  static List<SignalPayload> payloads(Node node) {
    List<SignalPayload> payloads = new ArrayList<>();
    if (node.has("payloads")) {
      if (node.has("arguments")) {
        throw Node.wrong(node.at("payloads"), "there are arguments, too");
      }
      for (Object sent : node.list("payloads", "arguments", MOST_ARGUMENTS)) {
        payloads.add(payload(sent, node.at("payloads") + "/" + payloads.size(), node));
      }
    } else {
      for (Object value : node.list("arguments", "arguments", MOST_ARGUMENTS)) {
        payloads.add(json(value));
      }
    }
    return payloads;
  }

  private static SignalPayload json(@Nullable Object value) {
    return value == null
        ? new SignalPayload(Map.of("encoding", Bytes.utf8("binary/null")), Bytes.EMPTY)
        : new SignalPayload(
            Map.of("encoding", Bytes.utf8("json/plain")),
            Bytes.owned(Out.bytes(Format.JSON, out -> out.plain(value))));
  }

  private static SignalPayload payload(@Nullable Object sent, String pointer, Node around) {
    Node node = Node.of(sent, pointer, around.limits());
    Map<String, Bytes> metadata = new TreeMap<>();
    node.object("metadata")
        .forEach(
            (name, value) ->
                metadata.put(
                    name,
                    Node.bytes(
                        value, Node.at(node.at("metadata"), name), (int) SignalFields.MOST_BYTES)));
    Bytes data = node.bytes("data", (int) SignalFields.MOST_BYTES);
    node.end();
    return new SignalPayload(metadata, data);
  }

  static Map<String, SignalPayload> headers(Node node) {
    Map<String, SignalPayload> headers = new TreeMap<>();
    node.object("headers")
        .forEach(
            (name, value) ->
                headers.put(name, payload(value, Node.at(node.at("headers"), name), node)));
    return headers;
  }
}
