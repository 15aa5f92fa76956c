package dev.holdfast.server.support;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointMetadata;
import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.CheckpointRow;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PageValue;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.model.Splice;
import dev.holdfast.core.model.SplicedValue;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a store answers, without a store. */
public final class Replies {

  /** Ten bytes made of two ranges of a base and four new bytes. */
  public static final Splice SPLICE =
      new Splice(
          "msgpack",
          List.of(new Splice.Kept(0, 2), new Splice.Fresh(Bytes.utf8("new!")), kept(70_000, 4)),
          10,
          new Checksum(1, 2));

  /** Five bytes. */
  public static final Blob WHOLE = new Blob("json", Bytes.utf8("whole"));

  private Replies() {}

  private static Splice.Part kept(int offset, int length) {
    return new Splice.Kept(offset, length);
  }

  /** A splice of version 1.5. */
  public static SplicedValue spliced() {
    var version = new ChannelVersion(ChannelVersion.Kind.FLOAT, "1.5");
    return new SplicedValue(new KnownValue(version, new Checksum(3, 4)), SPLICE);
  }

  /** A checkpoint with one channel. */
  public static CheckpointTuple tuple(SentValue value) {
    return new CheckpointTuple(row("1"), Map.of(new ChannelName("messages"), value), Set.of());
  }

  /** A page of a checkpoint for each value. */
  public static HistoryPage page(PageValue... values) {
    List<PageValue> all = List.of(values);
    return new HistoryPage(
        all.stream().map(value -> row("" + all.indexOf(value))).toList(),
        all.stream().map(value -> Map.of(new ChannelName("messages"), all.indexOf(value))).toList(),
        all,
        null);
  }

  private static CheckpointRow row(String id) {
    var thread = new ThreadKey(new TenantId("tenant"), new ThreadId("thread"));
    return new CheckpointRow(
        new CheckpointKey(
            new NamespaceKey(thread, new CheckpointNamespace("")), new CheckpointId(id)),
        null,
        new Incarnation(1),
        Map.of(new ChannelName("messages"), ChannelVersion.of(id)),
        Set.of(),
        CheckpointMetadata.EMPTY,
        WHOLE,
        List.of());
  }
}
