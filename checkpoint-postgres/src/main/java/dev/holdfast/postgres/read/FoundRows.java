package dev.holdfast.postgres.read;

import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.postgres.record.Gathered;
import dev.holdfast.postgres.record.RecordKey;
import dev.holdfast.postgres.record.Records;
import dev.holdfast.postgres.record.StoredRecord;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts the rows of a read together: nearest ancestors, or newest checkpoints, first. */
final class FoundRows {

  private static final int CHECKPOINT = 0;
  private static final int WRITES = 1;

  private final TenantId tenant;
  private final Records records;
  private final Gathered gathered;
  private final Map<CheckpointKey, List<StoredRecord>> writes = new HashMap<>();
  private final List<Row> rows = new ArrayList<>();
  private long candidates;

  FoundRows(TenantId tenant, RowSet<Row> rows, Records records, Gathered gathered) {
    this.tenant = tenant;
    this.records = records;
    this.gathered = gathered;
    for (Row row : rows) {
      switch (row.getInteger("kind")) {
        case CHECKPOINT -> this.rows.add(row);
        case WRITES -> writesOf(key(row)).add(records.keep(gathered, row));
        default -> candidates = row.getLong("number");
      }
    }
  }

  /** How many checkpoints there were to choose from. */
  long candidates() {
    return candidates;
  }

  List<Found> checkpoints() {
    return rows.stream()
        .map(this::checkpoint)
        .sorted(Comparator.comparingLong(Found::depth))
        .toList();
  }

  private List<StoredRecord> writesOf(CheckpointKey key) {
    return writes.computeIfAbsent(key, added -> new ArrayList<>());
  }

  private Found checkpoint(Row row) {
    CheckpointKey key = key(row);
    StoredRecord record = records.keep(gathered, row);
    long incarnation = row.getLong("incarnation");
    if (key.id().value().equals(row.getString("writes_of"))) {
      writesOf(key).add(record);
    }
    String parent = row.getString("parent");
    return new Found(
        key,
        parent == null ? null : new CheckpointId(parent),
        incarnation,
        row.getLong("depth"),
        row.getString("metadata"),
        gathered.head(new RecordKey(incarnation, record.number())).checkpoint(),
        record,
        List.copyOf(writesOf(key)));
  }

  private CheckpointKey key(Row row) {
    var thread = new ThreadKey(tenant, new ThreadId(row.getString("thread")));
    return new CheckpointKey(
        new NamespaceKey(thread, new CheckpointNamespace(row.getString("ns"))),
        new CheckpointId(row.getString("id")));
  }
}
