package dev.holdfast.server.wire;

import dev.holdfast.core.limits.Identifiers;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.HistoryQuery;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields of {@code get_tuple} and {@code list}. */
final class ReadDecoder {

  private static final long MEBIBYTE = 1024 * 1024;

  /** Bytes of a page unless the caller says otherwise. */
  static final long DEFAULT_PAGE_BYTES = 4 * MEBIBYTE;

  /** Most bytes of a page. */
  static final long MAX_PAGE_BYTES = 64 * MEBIBYTE;

  private final Node node;

  ReadDecoder(Node node) {
    this.node = node;
  }

  Map<ChannelName, KnownValue> known() {
    Map<ChannelName, KnownValue> known = new LinkedHashMap<>();
    node.object("known")
        .forEach(
            (name, value) -> {
              String pointer = Node.at(node.at("known"), name);
              Identifiers.required(
                  name, pointer, "identifier_bytes", node.limits().identifierBytes());
              known.put(
                  new ChannelName(name), Values.known(Node.of(value, pointer, node.limits())));
            });
    return known;
  }

  HistoryQuery history(TenantId tenant) {
    String thread = node.optionalId("thread_id");
    String namespace = node.raw("checkpoint_ns") == null ? null : node.path("checkpoint_ns");
    return new HistoryQuery(
        tenant,
        thread == null ? null : new ThreadId(thread),
        namespace == null ? null : new CheckpointNamespace(namespace),
        checkpointId("checkpoint_id"),
        checkpointId("before"),
        MetadataDecoder.decode(node, "filter"),
        (int) node.integer("limit", 0, Integer.MAX_VALUE, Integer.MAX_VALUE),
        node.integer("max_bytes", 1, MAX_PAGE_BYTES, DEFAULT_PAGE_BYTES),
        node.fact("splices"),
        Cursors.decode(node.text("cursor"), node.at("cursor")));
  }

  private @Nullable CheckpointId checkpointId(String name) {
    String id = node.optionalId(name);
    return id == null ? null : new CheckpointId(id);
  }
}
