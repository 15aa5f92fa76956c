package dev.holdfast.postgres.write;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.sharing.Checksums;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The values of a group: those that come with it and those that it only refers to. */
final class BlobRows {

  /** Incarnation and namespace, which come first. */
  static final int PLACE_COLUMNS = 2;

  private static final int KEY_COLUMNS = 4;
  private static final int ROW_COLUMNS = 7;

  /** What comes with the group. */
  final Columns sent =
      new Columns(
          Long.class,
          String.class,
          String.class,
          String.class,
          String.class,
          Buffer.class,
          Buffer.class);

  /** Keys of what comes with it. */
  final Columns sentKeys = keyColumns();

  /** Keys of what must be stored already. */
  final Columns referred = keyColumns();

  private record Value(CheckpointPut put, ChannelName channel) {}

  private final List<Value> sentValues = new ArrayList<>();
  private final List<Value> referredValues = new ArrayList<>();
  private final IdentityHashMap<CheckpointPut, Map<ChannelName, Checksum>> checksums =
      new IdentityHashMap<>();

  BlobRows(List<Append> group, Assigned lives) {
    for (Append append : group) {
      if (append instanceof CheckpointPut put) {
        checksums.put(put, new HashMap<>());
        put.values().forEach((channel, blob) -> send(put, channel, blob, lives));
        put.versions().keySet().forEach(channel -> refer(put, channel, lives));
      }
    }
  }

  private static Columns keyColumns() {
    return new Columns(Long.class, String.class, String.class, String.class);
  }

  private void send(CheckpointPut put, ChannelName channel, Blob blob, Assigned lives) {
    Checksum checksum = Checksums.of(blob.bytes());
    Object[] key = Wave.valueKey(put, channel, lives);
    Object[] row = Arrays.copyOf(key, ROW_COLUMNS);
    row[KEY_COLUMNS] = blob.codec();
    row[KEY_COLUMNS + 1] = Wave.buffer(blob.bytes());
    row[KEY_COLUMNS + 2] = Buffer.buffer(checksum.bytes());
    sent.add(row);
    sentKeys.add(key);
    sentValues.add(new Value(put, channel));
    keep(put, channel, checksum);
  }

  private void refer(CheckpointPut put, ChannelName channel, Assigned lives) {
    if (!put.empty().contains(channel) && !put.values().containsKey(channel)) {
      referred.add(Wave.valueKey(put, channel, lives));
      referredValues.add(new Value(put, channel));
    }
  }

  private void keep(CheckpointPut put, ChannelName channel, Checksum checksum) {
    checksums.computeIfAbsent(put, key -> new HashMap<>()).put(channel, checksum);
  }

  /**
   * The first bytes stay, so they may not be the sender's: {@code rows} tell what is stored for
   * {@link #sentKeys}.
   */
  void correct(RowSet<Row> rows) {
    for (Row row : rows) {
      Value value = sentValues.get(row.getInteger("n") - 1);
      Buffer stored = row.getBuffer("checksum");
      if (stored != null) {
        keep(value.put(), value.channel(), Checksum.of(stored.getBytes()));
      }
    }
  }

  /**
   * Channels whose values neither come with the group nor are stored, where {@code rows} tell what
   * is for {@link #referred}.
   */
  IdentityHashMap<CheckpointPut, List<ChannelName>> holes(RowSet<Row> rows) {
    IdentityHashMap<CheckpointPut, List<ChannelName>> holes = new IdentityHashMap<>();
    Set<List<Object>> coming = new HashSet<>();
    sentKeys.forEach(key -> coming.add(List.of(key)));
    List<List<Object>> needed = new ArrayList<>();
    referred.forEach(key -> needed.add(List.of(key)));
    for (Row row : rows) {
      int place = row.getInteger("n") - 1;
      if (row.getBuffer("checksum") == null && !coming.contains(needed.get(place))) {
        Value value = referredValues.get(place);
        holes.computeIfAbsent(value.put(), put -> new ArrayList<>()).add(value.channel());
      }
    }
    return holes;
  }

  /** Checksums of what is kept for the values of {@code put}. */
  Map<ChannelName, Checksum> checksums(CheckpointPut put) {
    return checksums.getOrDefault(put, Map.of());
  }
}
