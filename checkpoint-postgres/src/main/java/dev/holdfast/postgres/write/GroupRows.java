package dev.holdfast.postgres.write;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.Stamp;
import dev.holdfast.core.model.WritesPut;
import dev.holdfast.core.sharing.Checksums;
import dev.holdfast.postgres.json.MetadataJson;
import dev.holdfast.postgres.json.VersionJson;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A group of appends as rows.
 *
 * <p>Checkpoints and special writes come in waves: one statement must not hold the same key twice
 * (Postgres refuses it), and a checkpoint must see those put before it in its namespace.
 */
final class GroupRows {

  private static final Set<String> RUNNING = Set.of("loop", "input");

  final ThreadColumns threads;
  final Columns blobs =
      new Columns(
          Integer.class,
          Long.class,
          String.class,
          String.class,
          String.class,
          String.class,
          Buffer.class,
          Buffer.class);
  final Columns ordinary = writeColumns();
  final List<CheckpointWave> checkpoints = new ArrayList<>();
  final List<Columns> specials = new ArrayList<>();
  final List<Sent> sent = new ArrayList<>();

  private final Map<Object, Integer> waves = new HashMap<>();

  GroupRows(List<Append> group) {
    threads = new ThreadColumns(group);
    for (int i = 0; i < group.size(); i++) {
      if (group.get(i) instanceof CheckpointPut put) {
        addBlobs(put, i);
        addCheckpoint(put, i);
      } else if (group.get(i) instanceof WritesPut writes) {
        writes.writes().forEach(write -> addWrite(writes, write));
      }
    }
  }

  /** One statement of checkpoints: its columns and the places of its puts in the group. */
  static final class CheckpointWave {
    final List<Integer> places = new ArrayList<>();
    final Columns columns =
        new Columns(
            Integer.class,
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
            Long.class,
            Boolean.class);
  }

  private static Columns writeColumns() {
    return new Columns(
        Integer.class,
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

  private void addBlobs(CheckpointPut put, int place) {
    Map<ChannelName, Checksum> sums = new HashMap<>();
    put.values()
        .forEach(
            (channel, blob) -> {
              Checksum sum = Checksums.of(blob.bytes());
              sums.put(channel, sum);
              blobs.add(
                  threads.number(put.key().thread()),
                  number(put.incarnation()),
                  put.key().place().namespace().value(),
                  channel.value(),
                  VersionJson.scalar(version(put, channel)),
                  blob.codec(),
                  buffer(blob.bytes()),
                  Buffer.buffer(sum.bytes()));
            });
    sent.add(new Sent(place, put, sums));
  }

  /** A put with the checksums of the values it sent. */
  record Sent(int place, CheckpointPut put, Map<ChannelName, Checksum> checksums) {}

  static ChannelVersion version(CheckpointPut put, ChannelName channel) {
    ChannelVersion version = put.versions().get(channel);
    if (version == null) {
      throw new IllegalArgumentException("a value without a version");
    }
    return version;
  }

  private void addCheckpoint(CheckpointPut put, int place) {
    int wave = waves.merge(put.key().place(), 1, Integer::sum) - 1;
    if (wave == checkpoints.size()) {
      checkpoints.add(new CheckpointWave());
    }
    Stamp stamp = put.stamp();
    Bytes exact = MetadataJson.exact(put.metadata());
    Object source = put.metadata().entries().get("source");
    checkpoints.get(wave).places.add(place);
    checkpoints
        .get(wave)
        .columns
        .add(
            threads.number(put.key().thread()),
            number(put.incarnation()),
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
            stamp == null ? null : stamp.sequence(),
            source instanceof String name && RUNNING.contains(name));
  }

  private void addWrite(WritesPut call, PendingWrite write) {
    Stamp stamp = call.stamp();
    Blob blob = write.blob();
    columns(call, write)
        .add(
            threads.number(call.key().thread()),
            number(call.incarnation()),
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

  private record SpecialKey(Object checkpoint, Object task, int index) {}

  private Columns columns(WritesPut call, PendingWrite write) {
    if (!write.special()) {
      return ordinary;
    }
    var key = new SpecialKey(call.key(), write.task(), write.index());
    int wave = waves.merge(key, 1, Integer::sum) - 1;
    if (wave == specials.size()) {
      specials.add(writeColumns());
    }
    return specials.get(wave);
  }

  private static long number(@Nullable Incarnation incarnation) {
    return incarnation == null ? 0 : incarnation.number();
  }

  private static Buffer buffer(Bytes bytes) {
    return Buffer.buffer(bytes.array());
  }
}
