package dev.holdfast.server.wire;

import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.store.indexing.IndexQueue.FailedItem;
import dev.holdfast.core.store.indexing.IndexStatus;
import dev.holdfast.core.store.jobs.IndexJob;
import dev.holdfast.core.store.jobs.TendIndex;
import java.io.IOException;
import java.util.List;

/** Writes what an index is, and its jobs. */
public final class IndexEncoder {

  private IndexEncoder() {}

  /** What is defined. */
  public static byte[] index(Format format, StoreIndex index) {
    return Out.bytes(
        format,
        out -> {
          out.object();
          definition(out, index);
          out.end();
        });
  }

  /** What is defined, and how far it is; {@code mode} is how vectors are searched. */
  public static byte[] description(Format format, TendIndex.Description found, String mode) {
    return Out.bytes(
        format,
        out -> {
          out.object();
          definition(out, found.index());
          out.field("mode", mode);
          status(out, found.status());
          out.end();
        });
  }

  private static void definition(Out out, StoreIndex index) throws IOException {
    IndexDefinition definition = index.definition();
    out.field("number", index.number())
        .field("model", definition.model())
        .field("dimensions", definition.dimensions())
        .field("distance", definition.distance().text())
        .name("fields")
        .plain(definition.fields())
        .field("embedded_by", definition.embeddedBy().text())
        .field("queued", definition.queued())
        .field("language", definition.language());
  }

  private static void status(Out out, IndexStatus status) throws IOException {
    out.field("items", status.items())
        .field("indexed", status.indexed())
        .field("stale", status.stale())
        .field("failed", status.failed())
        .field("waiting", status.waiting())
        .field("oldest_ms", status.oldest().toMillis());
  }

  /** A job that was started. */
  public static byte[] job(Format format, IndexJob job) {
    return Out.bytes(
        format,
        out -> {
          out.object();
          fields(out, job);
          out.end();
        });
  }

  /** A job, with what was given up. */
  public static byte[] job(Format format, TendIndex.JobDescription found) {
    return Out.bytes(
        format,
        out -> {
          out.object();
          fields(out, found.job());
          out.name("errors").startList();
          for (FailedItem item : found.failed()) {
            out.object().name("namespace").plain(item.key().namespace().labels());
            out.field("key", item.key().key()).field("code", item.code());
            out.field("attempts", item.attempts()).end();
          }
          out.endList().end();
        });
  }

  /** Jobs. */
  public static byte[] jobs(Format format, List<IndexJob> jobs) {
    return Out.bytes(
        format,
        out -> {
          out.object().name("jobs").startList();
          for (IndexJob job : jobs) {
            out.object();
            fields(out, job);
            out.end();
          }
          out.endList().end();
        });
  }

  private static void fields(Out out, IndexJob job) throws IOException {
    out.field("id", job.id())
        .field("kind", job.kind().text())
        .field("state", job.state().text())
        .field("seen", job.seen())
        .field("enqueued", job.enqueued())
        .field("code", job.code())
        .field("created_at", job.createdAt().toString())
        .field("updated_at", job.updatedAt().toString());
    out.name("result");
    if (job.result() == null) {
      out.plain(null);
    } else {
      out.object();
      status(out, job.result());
      out.end();
    }
  }
}
