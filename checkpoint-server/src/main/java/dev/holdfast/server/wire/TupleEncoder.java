package dev.holdfast.server.wire;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelHistory;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointRow;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.ValueKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes what was read: tuples, pages and delta histories. */
public final class TupleEncoder {

  private TupleEncoder() {}

  /** A tuple with its values. */
  public static void tuple(Out out, CheckpointTuple tuple) throws IOException {
    out.object();
    row(out, tuple.row());
    out.name("values").object();
    for (Map.Entry<ChannelName, Blob> value : tuple.values().entrySet()) {
      out.blob(value.getKey().value(), value.getValue());
    }
    out.end().names("known", tuple.known()).end();
  }

  /** The fields of a page. */
  static void page(Out out, HistoryPage page) throws IOException {
    out.name("tuples").startList();
    for (CheckpointRow row : page.checkpoints()) {
      out.object();
      row(out, row);
      out.end();
    }
    out.endList().name("values").startList();
    for (Map.Entry<ValueKey, Blob> value : page.values().entrySet()) {
      value(out, value.getKey(), value.getValue());
    }
    out.endList().field("cursor", Cursors.encode(page.next()));
  }

  private static void value(Out out, ValueKey key, Blob blob) throws IOException {
    out.object()
        .field("thread_id", key.place().thread().thread().value())
        .field("checkpoint_ns", key.place().namespace().value())
        .field("channel", key.channel().value())
        .name("version")
        .version(key.version())
        .blobFields(blob)
        .end();
  }

  private static void row(Out out, CheckpointRow row) throws IOException {
    out.field("thread_id", row.key().thread().thread().value())
        .field("checkpoint_ns", row.key().place().namespace().value())
        .field("checkpoint_id", row.key().id().value())
        .field("parent_checkpoint_id", row.parent() == null ? null : row.parent().value())
        .field("incarnation", row.incarnation().number());
    out.name("channel_versions").object();
    for (Map.Entry<ChannelName, ChannelVersion> version : row.versions().entrySet()) {
      out.name(version.getKey().value()).version(version.getValue());
    }
    out.end().names("empty_channels", row.empty());
    out.name("metadata").plain(row.metadata().entries()).blob("skeleton", row.skeleton());
    writes(out, row.writes());
  }

  private static void writes(Out out, List<PendingWrite> writes) throws IOException {
    out.name("writes").startList();
    for (PendingWrite write : writes) {
      out.object()
          .field("task_id", write.task().value())
          .field("task_path", write.taskPath())
          .field("idx", write.index())
          .field("channel", write.channel().value())
          .blobFields(write.blob())
          .end();
    }
    out.endList();
  }

  /** The field {@code channels} of a delta history. */
  static void histories(Out out, Map<ChannelName, ChannelHistory> channels) throws IOException {
    out.name("channels").object();
    for (Map.Entry<ChannelName, ChannelHistory> channel : channels.entrySet()) {
      out.name(channel.getKey().value()).object();
      writes(out, channel.getValue().writes());
      Blob seed = channel.getValue().seed();
      if (seed != null) {
        out.blob("seed", seed);
      }
      out.end();
    }
    out.end();
  }
}
