package dev.holdfast.postgres.store.index;

import dev.holdfast.core.index.IndexBacklog;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.indexing.IndexBacklogs;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.JobSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Counts what is in the queue. */
public final class PgIndexBacklogs implements IndexBacklogs {

  private final Pool pool;

  /** Of the database of {@code pool}. */
  public PgIndexBacklogs(Pool pool) {
    this.pool = pool;
  }

  @Override
  public CompletionStage<Optional<IndexBacklog>> of(TenantId tenant) {
    return pool.preparedQuery(JobSql.BACKLOG)
        .execute(Tuple.of(tenant.value()))
        .map(PgIndexBacklogs::backlog)
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .toCompletionStage();
  }

  private static Optional<IndexBacklog> backlog(RowSet<Row> rows) {
    for (Row row : rows) {
      return Optional.of(
          new IndexBacklog(
              row.getBoolean("queued"),
              row.getLong("waiting"),
              Duration.of(row.getLong("oldest"), ChronoUnit.MICROS)));
    }
    return Optional.empty();
  }
}
