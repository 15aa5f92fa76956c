package dev.holdfast.postgres.store;

import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.StoreSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.CompletionStage;

/**
 * Deletes, in small batches, items that have expired and so are gone for everybody (ADR 5), and
 * what is left of dropped indexes (ADR 6).
 */
public final class ItemSweep {

  private static final int BATCH_ROWS = 1000;

  private final Pool pool;

  /** A sweep on {@code pool}; of several replicas one sweeps at a time. */
  public ItemSweep(Pool pool) {
    this.pool = pool;
  }

  /** Sweeps until nothing is left, or another replica is at it. Returns the number of items. */
  public CompletionStage<Long> run() {
    return batches(StoreSql.SWEEP_EXPIRED, 0)
        .compose(expired -> batches(StoreSql.FORGET_DROPPED, 0).map(expired))
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .toCompletionStage();
  }

  /** Removes what dropped indexes have left; completes when nothing is left. */
  public CompletionStage<Void> forgetDropped() {
    return batches(StoreSql.FORGET_DROPPED, 0)
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .<Void>mapEmpty()
        .toCompletionStage();
  }

  private Future<Long> batches(String sql, long before) {
    return pool.preparedQuery(sql)
        .execute(Tuple.of(BATCH_ROWS))
        .map(rows -> rows.iterator().next().getLong("n"))
        .compose(n -> n == 0 ? Future.succeededFuture(before) : batches(sql, before + n));
  }
}
