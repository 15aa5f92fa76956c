package dev.holdfast.postgres.thread;

import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.ThreadSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.CompletionStage;

/** Deletes, in small batches, the rows of threads that are already gone for everybody. */
public final class Sweep {

  private static final int BATCH_ROWS = 1000;

  private final Pool pool;

  /** A sweep on {@code pool}; several replicas may sweep, each takes another thread. */
  public Sweep(Pool pool) {
    this.pool = pool;
  }

  /**
   * Sweeps until nothing is left, and forgets operations that are a day old. Returns the number of
   * rows deleted.
   */
  public CompletionStage<Long> run() {
    return batches(0)
        .compose(rows -> pool.query(ThreadSql.FORGET_OPERATIONS).execute().map(rows))
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .toCompletionStage();
  }

  private Future<Long> batches(long before) {
    return pool.preparedQuery(ThreadSql.SWEEP_DISCARDED)
        .execute(Tuple.of(BATCH_ROWS))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(before)
                    : batches(before + rows.iterator().next().getLong("n")));
  }
}
