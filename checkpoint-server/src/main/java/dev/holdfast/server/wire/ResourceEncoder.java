package dev.holdfast.server.wire;

import dev.holdfast.core.model.ChannelHistory;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.ThreadSummary;
import dev.holdfast.core.usecase.Reply;
import dev.holdfast.core.usecase.Threads;
import java.io.IOException;
import java.util.Map;

/** Writes what people read. */
public final class ResourceEncoder {

  private ResourceEncoder() {}

  /** A page of threads. */
  public static byte[] threads(Format format, Threads.Page page) {
    return Out.bytes(
        format,
        out -> {
          out.object().name("threads").startList();
          for (ThreadSummary thread : page.threads()) {
            summary(out, thread);
          }
          out.endList().field("cursor", Cursors.encode(page.next())).end();
        });
  }

  /** One thread. */
  public static byte[] thread(Format format, ThreadSummary thread) {
    return Out.bytes(format, out -> summary(out, thread));
  }

  private static void summary(Out out, ThreadSummary thread) throws IOException {
    out.object()
        .field("thread_id", thread.id().value())
        .field("incarnation", thread.incarnation().number())
        .field("created_at", thread.createdAt().toString())
        .field("checkpoints", thread.checkpoints());
    out.name("namespaces").startList();
    for (CheckpointNamespace namespace : thread.namespaces()) {
      out.value(namespace.value());
    }
    out.endList()
        .field("history", thread.history().text())
        .field("latest_checkpoint_id", thread.latest() == null ? null : thread.latest().value())
        .end();
  }

  /** The settings of a thread. */
  public static byte[] settings(Format format, HistoryPolicy history) {
    return Out.bytes(format, out -> out.object().field("history", history.text()).end());
  }

  /** One checkpoint. */
  public static byte[] checkpoint(Format format, CheckpointTuple tuple) {
    return Out.bytes(format, out -> TupleEncoder.tuple(out, tuple));
  }

  /** A page of checkpoints. */
  public static byte[] checkpoints(Format format, HistoryPage page) {
    return Out.bytes(
        format,
        out -> {
          out.object();
          TupleEncoder.page(out, page);
          out.end();
        });
  }

  /** What channels are rebuilt from. */
  public static byte[] history(Format format, Map<ChannelName, ChannelHistory> channels) {
    return Out.bytes(
        format,
        out -> {
          out.object();
          TupleEncoder.histories(out, channels);
          out.end();
        });
  }

  /** What an operation on whole threads came to. */
  public static byte[] reply(Format format, Reply reply) {
    return Out.bytes(
        format,
        out -> {
          out.object();
          ReplyEncoder.fields(out, reply);
          out.end();
        });
  }
}
