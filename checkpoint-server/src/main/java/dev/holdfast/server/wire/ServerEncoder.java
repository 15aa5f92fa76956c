package dev.holdfast.server.wire;

import dev.holdfast.core.limits.Limits;
import java.util.TreeSet;

/** Writes what the server is. */
public final class ServerEncoder {

  private static final int PROTOCOL = 1;

  private ServerEncoder() {}

  /** Name, version, protocol, capabilities and limits. */
  public static byte[] describe(Format format, String version, Limits limits) {
    return Out.bytes(
        format,
        out -> {
          out.object()
              .field("name", "holdfast")
              .field("version", version)
              .field("protocol", PROTOCOL);
          out.name("capabilities").startList();
          for (String kind : new TreeSet<>(OperationDecoder.KINDS)) {
            out.value(kind);
          }
          out.endList().name("limits").object();
          out.field("value_bytes", limits.valueBytes())
              .field("body_bytes", limits.bodyBytes())
              .field("operations", limits.operations())
              .field("identifier_bytes", limits.identifierBytes())
              .field("path_bytes", limits.pathBytes())
              .field("type_bytes", limits.typeBytes())
              .field("metadata_bytes", limits.metadataBytes())
              .field("depth", limits.depth())
              .field("writes", limits.writes())
              .field("channels", limits.channels())
              .field("number_digits", limits.numberDigits())
              .field("elements", limits.elements())
              .field("timeout_ms", limits.timeoutMs());
          out.end().end();
        });
  }
}
