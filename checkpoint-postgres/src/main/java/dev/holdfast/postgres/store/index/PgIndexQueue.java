package dev.holdfast.postgres.store.index;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.indexing.IndexQueue;
import dev.holdfast.core.store.indexing.IndexStatus;
import dev.holdfast.core.store.indexing.IndexedItem;
import dev.holdfast.core.store.indexing.WaitingItem;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.IndexSql;
import dev.holdfast.postgres.statement.Labels;
import dev.holdfast.postgres.store.ItemRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The queue as rows beside the items. A claim moves the time at which an item is due to the end of
 * its lease, by the database's clock.
 */
public final class PgIndexQueue implements IndexQueue {

  private final Pool pool;

  /** A queue on {@code pool}. */
  public PgIndexQueue(Pool pool) {
    this.pool = pool;
  }

  @Override
  public CompletionStage<List<WaitingItem>> claim(int most, Duration lease) {
    return ask(
        IndexSql.CLAIM, Tuple.of(most, micros(lease)), rows -> all(rows, PgIndexQueue::waiting));
  }

  private static WaitingItem waiting(Row row) {
    String[] fields = row.getArrayOfStrings("index_fields");
    return new WaitingItem(
        new TenantId(row.getString("tenant_id")),
        ItemRows.key(row),
        row.getLong("revision"),
        ItemRows.value(row),
        fields == null ? null : List.of(fields),
        IndexRows.index(row),
        row.getInteger("attempts"));
  }

  @Override
  public CompletionStage<Integer> write(List<IndexedItem> items) {
    return ask(
        IndexSql.INDEX_ITEMS,
        new IndexedColumns(items).tuple(),
        rows -> rows.iterator().next().getLong("n").intValue());
  }

  @Override
  public CompletionStage<Void> putBack(WaitingItem item, String code, @Nullable Duration again) {
    Tuple parameters =
        place(Tuple.of(item.tenant().value()), item.key())
            .addValue(item.revision())
            .addValue(item.attempt())
            .addValue(code)
            .addValue(again == null ? null : micros(again));
    return ask(IndexSql.PUT_BACK, parameters, rows -> null);
  }

  @Override
  public CompletionStage<Page> enqueueStale(
      TenantId tenant, @Nullable ItemKey after, int most, boolean failedToo) {
    Tuple parameters = place(Tuple.of(tenant.value()), after).addValue(most).addValue(failedToo);
    return ask(IndexSql.ENQUEUE_STALE, parameters, rows -> page(rows.iterator().next()));
  }

  private static Page page(Row row) {
    String[] labels = row.getArrayOfStrings("last_prefix");
    ItemKey last =
        labels == null
            ? null
            : new ItemKey(new StoreNamespace(List.of(labels)), row.getString("last_key"));
    return new Page(row.getInteger("seen"), row.getInteger("enqueued"), last);
  }

  @Override
  public CompletionStage<IndexStatus> status(TenantId tenant) {
    return ask(IndexSql.STATUS, Tuple.of(tenant.value()), rows -> status(rows));
  }

  private static IndexStatus status(RowSet<Row> rows) {
    for (Row row : rows) {
      long items = row.getLong("items");
      long indexed = row.getLong("indexed");
      long failed = row.getLong("failed");
      Duration oldest = Duration.of(row.getLong("oldest"), ChronoUnit.MICROS);
      return new IndexStatus(
          items, indexed, items - indexed - failed, failed, row.getLong("waiting"), oldest);
    }
    return new IndexStatus(0, 0, 0, 0, 0, Duration.ZERO);
  }

  @Override
  public CompletionStage<List<FailedItem>> failed(TenantId tenant, int most) {
    return ask(
        IndexSql.FAILED,
        Tuple.of(tenant.value(), most),
        rows ->
            all(
                rows,
                row ->
                    new FailedItem(
                        ItemRows.key(row), row.getString("failed"), row.getInteger("attempts"))));
  }

  private static Tuple place(Tuple tuple, @Nullable ItemKey key) {
    return tuple
        .addValue(key == null ? null : Labels.literal(key.namespace().labels()))
        .addValue(key == null ? null : key.key());
  }

  private static long micros(Duration duration) {
    return TimeUnit.MICROSECONDS.convert(duration);
  }

  private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
    List<T> all = new ArrayList<>(rows.size());
    rows.forEach(row -> all.add(read.apply(row)));
    return all;
  }

  private <T> CompletionStage<T> ask(String sql, Tuple parameters, Function<RowSet<Row>, T> read) {
    return pool.preparedQuery(sql)
        .execute(parameters)
        .map(read)
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .toCompletionStage();
  }
}
