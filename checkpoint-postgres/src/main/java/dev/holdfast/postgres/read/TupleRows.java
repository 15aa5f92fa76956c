package dev.holdfast.postgres.read;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.CheckpointRow;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.HistoryCursor;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.model.ValueKey;
import dev.holdfast.postgres.json.MetadataJson;
import dev.holdfast.postgres.json.VersionJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the rows of {@code get_tuple} and {@code list} together. */
final class TupleRows {

  private final TenantId tenant;
  private final List<Row> checkpoints = new ArrayList<>();
  private final Map<CheckpointKey, List<PendingWrite>> writes = new HashMap<>();
  private final Map<ValueKey, Blob> values = new LinkedHashMap<>();
  private final Set<ChannelName> known = new LinkedHashSet<>();
  private long candidates;

  TupleRows(TenantId tenant, RowSet<Row> rows) {
    this.tenant = tenant;
    for (Row row : rows) {
      switch (row.getInteger("kind")) {
        case Kind.CHECKPOINT -> checkpoints.add(row);
        case Kind.VALUE -> value(row);
        case Kind.WRITE ->
            writes.computeIfAbsent(key(row), key -> new ArrayList<>()).add(Rows.write(row));
        case Kind.CANDIDATES -> candidates = row.getLong("n");
        default -> throw new IllegalStateException("unknown kind of row");
      }
    }
  }

  private void value(Row row) {
    Rows.refuseHole(row);
    ChannelName channel = new ChannelName(row.getString("a"));
    if (row.getLong("n") == Kind.KNOWN) {
      known.add(channel);
    } else {
      values.put(
          new ValueKey(place(row), channel, VersionJson.parse(row.getString("b"))), Rows.blob(row));
    }
  }

  Optional<CheckpointTuple> single() {
    if (checkpoints.isEmpty()) {
      return Optional.empty();
    }
    Map<ChannelName, Blob> byChannel = new LinkedHashMap<>();
    values.forEach((key, blob) -> byChannel.put(key.channel(), blob));
    return Optional.of(new CheckpointTuple(checkpoint(checkpoints.get(0)), byChannel, known));
  }

  HistoryPage page() {
    List<CheckpointRow> page = checkpoints.stream().map(this::checkpoint).toList();
    boolean more = candidates > page.size() && !page.isEmpty();
    return new HistoryPage(page, values, more ? cursor(page.get(page.size() - 1).key()) : null);
  }

  private static HistoryCursor cursor(CheckpointKey last) {
    return new HistoryCursor(last.id(), last.thread().thread(), last.place().namespace());
  }

  private CheckpointRow checkpoint(Row row) {
    CheckpointKey key = key(row);
    String parent = row.getString("a");
    Map<ChannelName, ChannelVersion> versions = VersionJson.parseObject(row.getString("b"));
    Map<ChannelName, ChannelVersion> empty = VersionJson.parseObject(row.getString("c"));
    versions.putAll(empty);
    List<PendingWrite> pending = new ArrayList<>(writes.getOrDefault(key, List.of()));
    pending.sort(Rows.WRITE_ORDER);
    return new CheckpointRow(
        key,
        parent == null ? null : new CheckpointId(parent),
        new Incarnation(row.getLong("n")),
        versions,
        empty.keySet(),
        MetadataJson.read(row.getString("d"), bytes(row.getBuffer("exact"))),
        Rows.blob(row),
        pending);
  }

  private CheckpointKey key(Row row) {
    return new CheckpointKey(place(row), new CheckpointId(row.getString("id")));
  }

  private NamespaceKey place(Row row) {
    ThreadKey thread = new ThreadKey(tenant, new ThreadId(row.getString("thread")));
    return new NamespaceKey(thread, new CheckpointNamespace(row.getString("ns")));
  }

  private static byte @Nullable [] bytes(@Nullable Buffer buffer) {
    return buffer == null ? null : buffer.getBytes();
  }
}
