package dev.holdfast.postgres.thread;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.ThreadSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets the policy of a thread. Nearly always it is set already: then it is only looked at. */
final class HistorySetting {

  private final Pool pool;
  private final OperationLog log;
  private final ThreadKey thread;
  private final HistoryPolicy history;
  private final @Nullable Incarnation known;

  /** {@code known}: the only life that is meant, or null. */
  HistorySetting(
      Pool pool,
      OperationLog log,
      ThreadKey thread,
      HistoryPolicy history,
      @Nullable Incarnation known) {
    this.pool = pool;
    this.log = log;
    this.thread = thread;
    this.history = history;
    this.known = known;
  }

  Future<Incarnation> run() {
    var request = new Request(thread.tenant(), null, "set_history " + thread.thread());
    return look(pool)
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .compose(
            done ->
                done > 0
                    ? Future.succeededFuture(done)
                    : log.once(request, List.of(thread), (connection, only) -> set(connection)))
        .map(Incarnation::new);
  }

  /** The life of the thread if its policy is as wanted, else 0; fails if another life was meant. */
  private Future<Long> look(SqlClient client) {
    return client
        .preparedQuery(ThreadSql.FIND_HISTORY)
        .execute(key())
        .compose(
            rows -> {
              Row row = rows.size() == 0 ? null : rows.iterator().next();
              Long life = row == null ? null : row.getLong("incarnation");
              if (known != null && (life == null || known.number() != life)) {
                return Future.failedFuture(Failure.threadDeleted());
              }
              boolean same = row != null && history.text().equals(row.getString("history"));
              return Future.succeededFuture(same && life != null ? life : 0);
            });
  }

  private Future<Long> set(SqlConnection connection) {
    return look(connection)
        .compose(
            done ->
                done > 0
                    ? Future.succeededFuture(done)
                    : connection
                        .preparedQuery(ThreadSql.SET_HISTORY)
                        .execute(key().addValue(history.text()))
                        .map(HistorySetting::incarnation));
  }

  private static Long incarnation(RowSet<Row> rows) {
    return rows.iterator().next().getLong("incarnation");
  }

  private Tuple key() {
    return Tuple.of(thread.tenant().value(), thread.thread().value());
  }
}
