package dev.holdfast.postgres.store;

import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.StoreSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.CompletionStage;

/** Deletes, in small batches, items that have expired and so are gone for everybody (ADR 5). */
public final class ItemSweep {

  private static final int BATCH_ROWS = 1000;

  private final Pool pool;

  /** A sweep on {@code pool}; of several replicas one sweeps at a time. */
  public ItemSweep(Pool pool) {
    this.pool = pool;
  }

  /** Sweeps until nothing is left, or another replica is at it. Returns the number of items. */
  public CompletionStage<Long> run() {
    return batches(0)
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .toCompletionStage();
  }

  private Future<Long> batches(long before) {
    return pool.preparedQuery(StoreSql.SWEEP_EXPIRED)
        .execute(Tuple.of(BATCH_ROWS))
        .compose(
            rows ->
                rows.rowCount() == 0
                    ? Future.succeededFuture(before)
                    : batches(before + rows.rowCount()));
  }
}
