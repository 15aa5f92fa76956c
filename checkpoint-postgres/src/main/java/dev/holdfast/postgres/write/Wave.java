package dev.holdfast.postgres.write;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.Stamp;
import dev.holdfast.core.model.WritesPut;
import dev.holdfast.postgres.json.MetadataJson;
import dev.holdfast.postgres.json.VersionJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/**
 * The rows of some appends, no two of which replace each other: what one call of a function takes.
 */
final class Wave {

  final List<Append> appends;
  final BlobRows blobs;
  final Heads heads;

  private final Assigned lives;
  private final Columns checkpoints =
      new Columns(
          Long.class,
          String.class,
          String.class,
          String.class,
          String.class,
          String.class,
          String.class,
          Buffer.class,
          String.class,
          Buffer.class,
          Long.class,
          Long.class);
  private final Columns ordinary = writeColumns();
  private final Columns specials = writeColumns();

  /** Rows of {@code appends}, under the incarnations in {@code lives}. */
  Wave(List<Append> appends, Assigned lives) {
    this.appends = appends;
    this.lives = lives;
    this.blobs = new BlobRows(appends, lives);
    this.heads = new Heads(appends);
    for (Append append : appends) {
      if (append instanceof CheckpointPut put) {
        addCheckpoint(put);
      } else if (append instanceof WritesPut writes) {
        writes.writes().forEach(write -> addWrite(writes, write));
      }
    }
  }

  private void addCheckpoint(CheckpointPut put) {
    Stamp stamp = put.stamp();
    Bytes exact = MetadataJson.exact(put.metadata());
    checkpoints.add(
        lives.of(put.key().thread()).number(),
        put.key().place().namespace().value(),
        put.key().id().value(),
        put.parent() == null ? null : put.parent().value(),
        VersionJson.object(put.versions(), put.empty(), false),
        VersionJson.object(put.versions(), put.empty(), true),
        MetadataJson.jsonb(put.metadata()),
        exact == null ? null : buffer(exact),
        put.skeleton().codec(),
        buffer(put.skeleton().bytes()),
        stamp == null ? null : stamp.session(),
        stamp == null ? null : stamp.sequence());
  }

  private void addWrite(WritesPut call, PendingWrite write) {
    Stamp stamp = call.stamp();
    Blob blob = write.blob();
    (write.special() ? specials : ordinary)
        .add(
            lives.of(call.key().thread()).number(),
            call.key().place().namespace().value(),
            call.key().id().value(),
            write.task().value(),
            write.index(),
            write.taskPath(),
            write.channel().value(),
            blob.codec(),
            buffer(blob.bytes()),
            stamp == null ? null : stamp.session(),
            stamp == null ? null : stamp.sequence());
  }

  private static Columns writeColumns() {
    return new Columns(
        Long.class,
        String.class,
        String.class,
        String.class,
        Integer.class,
        String.class,
        String.class,
        String.class,
        Buffer.class,
        Long.class,
        Long.class);
  }

  /** Whether it is one checkpoint and nothing else. */
  boolean isLonePut() {
    return appends.size() == 1 && appends.get(0) instanceof CheckpointPut;
  }

  /** The parameters of {@code append_put}, in its order. */
  Tuple lonePut() {
    Tuple tuple = lives.only(appends.get(0).key().thread());
    blobs.sent.addTo(tuple, BlobRows.PLACE_COLUMNS);
    blobs.referred.addTo(tuple, BlobRows.PLACE_COLUMNS);
    return checkpoints.addRowTo(tuple, 1);
  }

  /** The parameters of {@code append_group}, in its order. */
  Tuple group() {
    Tuple tuple = Assigned.locks(appends);
    lives.columns(appends).addTo(tuple);
    blobs.sent.addTo(tuple);
    blobs.referred.addTo(tuple);
    heads.columns(lives).addTo(tuple);
    checkpoints.addTo(tuple);
    ordinary.addTo(tuple);
    return specials.addTo(tuple);
  }

  /** Which value the put's {@code channel} has: incarnation, namespace, channel, version. */
  static Object[] valueKey(CheckpointPut put, ChannelName channel, Assigned lives) {
    var version = put.versions().get(channel);
    if (version == null) {
      throw new IllegalArgumentException("a value without a version");
    }
    return new Object[] {
      lives.of(put.key().thread()).number(),
      put.key().place().namespace().value(),
      channel.value(),
      VersionJson.scalar(version)
    };
  }

  static Buffer buffer(Bytes bytes) {
    return Buffer.buffer(bytes.array());
  }
}
