package dev.holdfast.postgres.signal;

import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.SignalSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * How much waits in the outbox.
 *
 * @param signals of all lanes, those on their way included
 * @param oldest how long the oldest has waited, of the thousand lanes that are due first
 */
public record SignalsWaiting(long signals, Duration oldest) {

  /** Nothing. */
  public static final SignalsWaiting NONE = new SignalsWaiting(0, Duration.ZERO);

  private static final long LANES = 1000;

  /** Asks the database; a few milliseconds where much waits. */
  public static CompletionStage<SignalsWaiting> in(Pool pool) {
    return pool.preparedQuery(SignalSql.WAITING)
        .execute(Tuple.of(LANES))
        .map(rows -> of(rows.iterator().next()))
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .toCompletionStage();
  }

  private static SignalsWaiting of(Row row) {
    return new SignalsWaiting(row.getLong("waiting"), Duration.ofMillis(row.getLong("oldest_ms")));
  }
}
