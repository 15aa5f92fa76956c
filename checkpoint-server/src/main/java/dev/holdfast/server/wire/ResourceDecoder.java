package dev.holdfast.server.wire;

import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.CheckpointMetadata;
import dev.holdfast.core.model.HistoryCursor;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.store.TtlPolicy;
import dev.holdfast.core.usecase.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From what people send to operations; the fields are those of a batch. */
public final class ResourceDecoder {

  /** Bytes of a page unless the caller says otherwise. */
  public static final long DEFAULT_PAGE_BYTES = ReadDecoder.DEFAULT_PAGE_BYTES;

  /** Most bytes of a page. */
  public static final long MAX_PAGE_BYTES = ReadDecoder.MAX_PAGE_BYTES;

  private final Limits limits;
  private final OperationDecoder operations;

  /** A decoder of what {@code tenant} sends. */
  public ResourceDecoder(Limits limits, TenantId tenant) {
    this.limits = limits;
    this.operations = new OperationDecoder(limits, tenant, null, TtlPolicy.NONE);
  }

  /** The body of a copy of {@code source}. */
  public Operation copy(Format format, byte[] body, ThreadKey source) {
    return Node.whole(format, body, limits, node -> operations.copy(node, source));
  }

  /** The body of a prune. */
  public Operation prune(Format format, byte[] body) {
    return Node.whole(format, body, limits, operations::prune);
  }

  /** The settings of {@code thread}. */
  public Operation.SetHistory settings(Format format, byte[] body, ThreadKey thread) {
    return Node.whole(
        format,
        body,
        limits,
        node -> new Operation.SetHistory(thread, operations.history(node), null));
  }

  /** The body of a deletion of runs. */
  public Operation deleteForRuns(Format format, byte[] body) {
    return Node.whole(format, body, limits, operations::deleteForRuns);
  }

  /** A filter as JSON text. */
  @SuppressWarnings("unchecked")
  public CheckpointMetadata filter(@Nullable String json, String pointer) {
    if (json == null) {
      return CheckpointMetadata.EMPTY;
    }
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    Object filter;
    try {
      filter = Tree.read(Format.JSON, text, limits.depth(), limits);
    } catch (MalformedBody e) {
      throw Node.wrong(pointer, "must be a JSON object");
    }
    if (filter instanceof Map<?, ?> entries) {
      return MetadataDecoder.decode((Map<String, @Nullable Object>) entries, pointer, limits);
    }
    throw Node.wrong(pointer, "must be a JSON object");
  }

  /** Where a page of checkpoints begins. */
  public @Nullable HistoryCursor historyCursor(@Nullable String cursor, String pointer) {
    return Cursors.decode(cursor, pointer);
  }

  /** Where a page of threads begins. */
  public @Nullable ThreadId threadCursor(@Nullable String cursor, String pointer) {
    return Cursors.decodeThread(cursor, pointer);
  }
}
