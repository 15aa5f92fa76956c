package dev.holdfast.server.wire;

import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.Splice;
import dev.holdfast.core.store.StoreReader;
import java.util.TreeSet;

/** Writes what the server is. */
public final class ServerEncoder {

  private static final int PROTOCOL = 1;

  /** Values of a put may be splices, and reads give them if asked to. */
  private static final String SPLICES = "splices";

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
          var capabilities = new TreeSet<>(OperationDecoder.KINDS);
          capabilities.add(SPLICES);
          for (String capability : capabilities) {
            out.value(capability);
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
              .field("parts", Splice.MOST_PARTS)
              .field("number_digits", limits.numberDigits())
              .field("elements", limits.elements())
              .field("item_bytes", ItemDecoder.MOST_BYTES)
              .field("item_name_bytes", ItemDecoder.MOST_NAME_BYTES)
              .field("line_bytes", ImportDecoder.MOST_LINE_BYTES)
              .field("store_parts", StoreDecoder.MOST_PARTS)
              .field("store_answer_bytes", StoreReader.ANSWER_BYTES)
              .field("item_vectors", VectorDecoder.MOST_VECTORS)
              .field("vector_dimensions", Vector.MOST)
              .field("index_fields", IndexDefinition.MOST_FIELDS)
              .field("timeout_ms", limits.timeoutMs());
          out.end().end();
        });
  }
}
