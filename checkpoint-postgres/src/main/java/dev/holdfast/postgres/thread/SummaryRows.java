package dev.holdfast.postgres.thread;

import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.model.ThreadSummary;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads rows that describe threads. */
final class SummaryRows {

  private SummaryRows() {}

  static List<ThreadSummary> read(RowSet<Row> rows) {
    List<ThreadSummary> summaries = new ArrayList<>();
    for (Row row : rows) {
      String latest = row.getString("latest");
      String[] namespaces = row.getArrayOfStrings("namespaces");
      summaries.add(
          new ThreadSummary(
              new ThreadId(row.getString("thread_id")),
              new Incarnation(row.getLong("incarnation")),
              row.getOffsetDateTime("created_at").toInstant(),
              row.getLong("checkpoints"),
              namespaces == null
                  ? List.of()
                  : Stream.of(namespaces).map(CheckpointNamespace::new).toList(),
              HistoryPolicy.of(row.getString("history")).orElseThrow(),
              latest == null ? null : new CheckpointId(latest)));
    }
    return summaries;
  }

  static List<ThreadKey> threads(TenantId tenant, RowSet<Row> rows) {
    List<ThreadKey> threads = new ArrayList<>();
    for (Row row : rows) {
      threads.add(new ThreadKey(tenant, new ThreadId(row.getString("thread_id"))));
    }
    return threads;
  }
}
