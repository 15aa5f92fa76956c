package dev.holdfast.postgres.read;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.progress.LangGraphChannels;
import dev.holdfast.core.progress.ThreadHead;
import dev.holdfast.core.progress.ThreadHeads;
import dev.holdfast.core.sharing.Layout;
import dev.holdfast.postgres.record.PendingWrites;
import dev.holdfast.postgres.record.RecordCache;
import dev.holdfast.postgres.record.Records;
import dev.holdfast.postgres.statement.ProgressSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Reads heads from Postgres, and of their values only those that progress is judged by. */
public final class PgThreadHeads implements ThreadHeads {

  private final Pool pool;
  private final Records records;

  /** Reads from {@code pool}; keeps what it reads in {@code cache}. */
  public PgThreadHeads(Pool pool, RecordCache cache) {
    this.pool = pool;
    this.records = new Records(cache);
  }

  @Override
  public CompletionStage<Optional<ThreadHead>> find(ThreadKey thread) {
    return Attempts.answer(() -> read(thread));
  }

  private Future<Optional<ThreadHead>> read(ThreadKey thread) {
    var assembly = new Assembly(pool, records);
    return pool.preparedQuery(ProgressSql.FIND_HEAD)
        .execute(Tuple.of(thread.tenant().value(), thread.thread().value()))
        .compose(
            rows -> {
              var found = new FoundRows(thread.tenant(), rows, records, assembly.gathered);
              List<Found> one = found.checkpoints();
              return one.isEmpty()
                  ? Future.succeededFuture(Optional.empty())
                  : collected(assembly, one.get(0))
                      .map(values -> Optional.of(head(rows, one.get(0), values)));
            });
  }

  private static Future<Map<ChannelName, Blob>> collected(Assembly assembly, Found found) {
    if (found.state().versions().keySet().stream().noneMatch(LangGraphChannels::collects)) {
      return Future.succeededFuture(Map.of());
    }
    return assembly
        .homes(List.of(found))
        .compose(
            here -> {
              Map<ChannelName, Layout> layouts = new HashMap<>(assembly.layouts(found));
              layouts.keySet().removeIf(channel -> !LangGraphChannels.collects(channel));
              return assembly
                  .bytes(found.incarnation(), layouts.values())
                  .map(bytes -> values(assembly, found, layouts));
            });
  }

  private static Map<ChannelName, Blob> values(
      Assembly assembly, Found found, Map<ChannelName, Layout> layouts) {
    Map<ChannelName, Blob> values = new HashMap<>();
    layouts.forEach(
        (channel, layout) -> values.put(channel, assembly.value(found.incarnation(), layout)));
    return values;
  }

  private static ThreadHead head(RowSet<Row> rows, Found found, Map<ChannelName, Blob> collected) {
    Row row = rows.iterator().next();
    Instant movedAt = row.getOffsetDateTime("moved_at").toInstant();
    return new ThreadHead(
        found.key(),
        new Incarnation(found.incarnation()),
        found.state().versions().keySet(),
        found.state().empty(),
        collected,
        PendingWrites.byCall(found.writes()),
        row.getLong("last_number"),
        movedAt);
  }
}
