package dev.holdfast.postgres.thread;

import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.ThreadSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/**
 * Removes what the policy {@code latest} of one thread does not keep.
 *
 * <p>What goes is found while others write, and removed with the thread to itself if it is still as
 * it was: so nobody waits while old records are read. Where somebody writes all the time, it is
 * found with the thread to itself after some attempts.
 */
final class ThreadConflation {

  /** Most checkpoints that one transaction removes. */
  private static final int MOST = 500;

  private static final int ATTEMPTS_BESIDE_WRITERS = 3;
  private static final long CHANGED = -1;

  private final Pool pool;
  private final OperationLog log;
  private final ThreadKey thread;

  /**
   * How the thread stands.
   *
   * @param incarnation its life
   * @param number changes with whatever is done to it
   */
  private record Standing(long incarnation, long number) {}

  ThreadConflation(Pool pool, OperationLog log, ThreadKey thread) {
    this.pool = pool;
    this.log = log;
    this.thread = thread;
  }

  /** Completes when nothing is left to remove; returns how many checkpoints went. */
  Future<Long> run() {
    return attempt(1)
        .compose(
            count ->
                count < MOST ? Future.succeededFuture(count) : run().map(more -> count + more));
  }

  private Future<Long> attempt(int attempt) {
    if (attempt > ATTEMPTS_BESIDE_WRITERS) {
      return alone(this::findAndRemove);
    }
    return standing(pool)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(0L)
                    : doomed(pool, found.get())
                        .compose(doomed -> removeUnchanged(found.get(), doomed)))
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .compose(count -> count == CHANGED ? attempt(attempt + 1) : Future.succeededFuture(count));
  }

  private Future<Long> removeUnchanged(Standing then, Doomed doomed) {
    return doomed.isEmpty()
        ? Future.succeededFuture(0L)
        : alone(
            connection ->
                standing(connection)
                    .compose(
                        now ->
                            now.equals(Optional.of(then))
                                ? new Removal(connection, then.incarnation()).removeForGood(doomed)
                                : Future.succeededFuture(CHANGED)));
  }

  private Future<Long> findAndRemove(SqlClient connection) {
    return standing(connection)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(0L)
                    : doomed(connection, found.get())
                        .compose(
                            doomed ->
                                new Removal(connection, found.get().incarnation())
                                    .removeForGood(doomed)));
  }

  private static Future<Doomed> doomed(SqlClient client, Standing standing) {
    return new KeepLatest(client, standing.incarnation())
        .byPolicy()
        .compose(kept -> new Removal(client, standing.incarnation()).allBut(kept, MOST));
  }

  private interface Work {
    Future<Long> on(SqlClient connection);
  }

  private Future<Long> alone(Work work) {
    var request = new Request(thread.tenant(), null, "conflate " + thread.thread());
    return log.once(request, List.of(thread), (connection, only) -> work.on(connection));
  }

  private Future<Optional<Standing>> standing(SqlClient client) {
    return client
        .preparedQuery(ThreadSql.STANDING)
        .execute(Tuple.of(thread.tenant().value(), thread.thread().value()))
        .map(ThreadConflation::standing);
  }

  private static Optional<Standing> standing(RowSet<Row> rows) {
    for (Row row : rows) {
      return Optional.of(new Standing(row.getLong("incarnation"), row.getLong("number")));
    }
    return Optional.empty();
  }
}
