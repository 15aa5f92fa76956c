package dev.holdfast.postgres.signal;

import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.SignalSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Deletes, in small batches, signals that were settled long ago, and their keys (ADR 7). */
public final class SignalSweep {

  private static final long BATCH_ROWS = 1000;

  private final Pool pool;
  private final Duration keep;

  /**
   * A sweep on {@code pool}; of several replicas one sweeps at a time.
   *
   * @param keep how long a settled signal is kept; dead letters stay
   */
  public SignalSweep(Pool pool, Duration keep) {
    this.pool = pool;
    this.keep = keep;
  }

  /** Sweeps until nothing is left, or another replica is at it. Returns the number of signals. */
  public CompletionStage<Long> run() {
    return batches(0)
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .toCompletionStage();
  }

  private Future<Long> batches(long before) {
    return pool.preparedQuery(SignalSql.SWEEP)
        .execute(Tuple.of((double) keep.toSeconds(), BATCH_ROWS))
        .compose(
            deleted ->
                deleted.rowCount() < BATCH_ROWS
                    ? Future.succeededFuture(before + deleted.rowCount())
                    : batches(before + deleted.rowCount()));
  }
}
