package dev.holdfast.postgres.read;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelHistory;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.PendingWrite;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the rows of a walk along the ancestors together: nearest first as they come, oldest first as
 * they go out.
 */
final class DeltaRows {

  private final List<ChannelName> channels;
  private final Map<ChannelName, TreeMap<Long, List<PendingWrite>>> writes = new HashMap<>();
  private final Map<ChannelName, @Nullable Blob> seeds = new HashMap<>();
  private final Map<String, Long> depthOf = new HashMap<>();

  DeltaRows(List<ChannelName> channels, RowSet<Row> rows) {
    this.channels = channels;
    for (Row row : rows) {
      add(row);
    }
  }

  private void add(Row row) {
    long depth = row.getLong("depth");
    if (depthOf.computeIfAbsent(row.getString("id"), id -> depth) != depth) {
      return; // parent links that run in a circle: each checkpoint counts where it was met first
    }
    ChannelName channel = new ChannelName(row.getString("c"));
    if (row.getInteger("kind") == Kind.VALUE) {
      Rows.refuseHole(row);
      seeds.putIfAbsent(channel, Rows.blob(row));
    } else {
      writes
          .computeIfAbsent(channel, key -> new TreeMap<>())
          .computeIfAbsent(-depth, key -> new ArrayList<>())
          .add(Rows.write(row));
    }
  }

  Map<ChannelName, ChannelHistory> histories() {
    Map<ChannelName, ChannelHistory> histories = new LinkedHashMap<>();
    for (ChannelName channel : channels) {
      List<PendingWrite> ordered = new ArrayList<>();
      for (List<PendingWrite> superstep : writes.getOrDefault(channel, new TreeMap<>()).values()) {
        superstep.sort(Rows.WRITE_ORDER);
        ordered.addAll(superstep);
      }
      histories.put(channel, new ChannelHistory(ordered, seeds.get(channel)));
    }
    return histories;
  }
}
