package dev.holdfast.server.wire;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelHistory;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointRow;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.PageValue;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.model.SplicedValue;
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
    for (Map.Entry<ChannelName, SentValue> value : tuple.values().entrySet()) {
      out.name(value.getKey().value());
      value(out, value.getValue());
    }
    out.end().names("known", tuple.known()).end();
  }

  private static void value(Out out, SentValue value) throws IOException {
    out.object();
    if (value instanceof Blob blob) {
      out.blobFields(blob);
    } else if (value instanceof SplicedValue spliced) {
      out.field("type", spliced.codec()).name("base").object();
      out.name("version").version(spliced.base().version());
      out.field("checksum", spliced.base().checksum().bytes()).end();
      out.spliceFields(spliced.splice());
    }
    out.end();
  }

  /** The fields of a page. */
  static void page(Out out, HistoryPage page) throws IOException {
    out.name("tuples").startList();
    for (int i = 0; i < page.checkpoints().size(); i++) {
      out.object();
      row(out, page.checkpoints().get(i));
      out.name("values").object();
      for (Map.Entry<ChannelName, Integer> place : page.places().get(i).entrySet()) {
        out.field(place.getKey().value(), place.getValue());
      }
      out.end().end();
    }
    out.endList().name("values").startList();
    for (PageValue value : page.values()) {
      value(out, value);
    }
    out.endList().field("cursor", Cursors.encode(page.next()));
  }

  private static void value(Out out, PageValue value) throws IOException {
    out.object();
    if (value instanceof PageValue.Whole whole) {
      out.blobFields(whole.blob());
    } else if (value instanceof PageValue.Spliced spliced) {
      out.field("type", spliced.splice().codec()).field("base", spliced.base());
      out.spliceFields(spliced.splice());
    }
    out.end();
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
