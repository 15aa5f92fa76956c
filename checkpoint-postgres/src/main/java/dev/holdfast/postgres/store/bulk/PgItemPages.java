package dev.holdfast.postgres.store.bulk;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.Ttl;
import dev.holdfast.core.store.bulk.ExportedItem;
import dev.holdfast.core.store.bulk.ItemPages;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.BulkSql;
import dev.holdfast.postgres.statement.Labels;
import dev.holdfast.postgres.statement.SqlQuery;
import dev.holdfast.postgres.store.ItemRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads pages along the primary key; no connection is held between two of them. */
public final class PgItemPages implements ItemPages {

  private static final int ROWS = 500;

  /** Of values; a page holds one item more at most. */
  private static final long BYTES = 1 << 20;

  private final Pool pool;

  /** Pages from {@code pool}. */
  public PgItemPages(Pool pool) {
    this.pool = pool;
  }

  @Override
  public CompletionStage<List<ExportedItem>> page(
      TenantId tenant, StoreNamespace prefix, @Nullable ItemKey after) {
    if (!Labels.areStorable(prefix.labels())) {
      return Future.succeededFuture(List.<ExportedItem>of()).toCompletionStage();
    }
    SqlQuery query = BulkSql.page(tenant, prefix, after, ROWS, BYTES);
    return pool.preparedQuery(query.sql())
        .execute(query.parameters())
        .map(PgItemPages::items)
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .toCompletionStage();
  }

  private static List<ExportedItem> items(RowSet<Row> rows) {
    List<ExportedItem> items = new ArrayList<>(rows.size());
    for (Row row : rows) {
      Long micros = row.getLong("ttl");
      OffsetDateTime end = row.getOffsetDateTime("expires_at");
      items.add(
          new ExportedItem(
              ItemRows.item(row),
              micros == null ? null : new Ttl(micros),
              end == null ? null : end.toInstant()));
    }
    return items;
  }
}
