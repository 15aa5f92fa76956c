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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A group of appends as rows.
 *
 * <p>Checkpoints and special writes come in waves, a statement each: Postgres refuses the same key
 * twice in one statement, and of equal keys each must have its own effect.
 */
final class GroupRows {

  final Columns ordinary = writeColumns();
  final List<Columns> checkpoints = new ArrayList<>();
  final List<Columns> specials = new ArrayList<>();

  private final Assigned lives;
  private final Map<Object, Integer> waves = new HashMap<>();

  /** Rows of {@code group}, under the incarnations in {@code lives}. */
  GroupRows(List<Append> group, Assigned lives) {
    this.lives = lives;
    for (Append append : group) {
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
    wave(checkpoints, put.key(), GroupRows::checkpointColumns)
        .add(
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

  private static Columns checkpointColumns() {
    return new Columns(
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
  }

  private record SpecialKey(Object checkpoint, Object task, int index) {}

  private void addWrite(WritesPut call, PendingWrite write) {
    Stamp stamp = call.stamp();
    Blob blob = write.blob();
    Columns columns =
        write.special()
            ? wave(
                specials,
                new SpecialKey(call.key(), write.task(), write.index()),
                GroupRows::writeColumns)
            : ordinary;
    columns.add(
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

  /** The first wave in which {@code key} has not been yet. */
  private Columns wave(List<Columns> all, Object key, java.util.function.Supplier<Columns> empty) {
    int wave = waves.merge(key, 1, Integer::sum) - 1;
    if (wave == all.size()) {
      all.add(empty.get());
    }
    return all.get(wave);
  }

  /**
   * Which value a row of the put's {@code channel} is: incarnation, namespace, channel, version.
   */
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
