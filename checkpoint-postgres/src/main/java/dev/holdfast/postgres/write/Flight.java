package dev.holdfast.postgres.write;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Statements of one transaction that are sent without waiting for each other's answers. */
final class Flight {

  private final SqlConnection connection;
  private final List<Future<RowSet<Row>>> answers = new ArrayList<>();

  Flight(SqlConnection connection) {
    this.connection = connection;
  }

  Future<RowSet<Row>> send(String sql) {
    return remember(connection.query(sql).execute());
  }

  Future<RowSet<Row>> send(String sql, Tuple parameters) {
    return remember(connection.preparedQuery(sql).execute(parameters));
  }

  private Future<RowSet<Row>> remember(Future<RowSet<Row>> answer) {
    answers.add(answer);
    return answer;
  }

  /** Succeeds when everything that was sent, the commit last, is done. */
  Future<Void> landed() {
    return Future.join(answers)
        .transform(all -> all.failed() ? failed() : Future.succeededFuture());
  }

  /**
   * The first statement that failed tells why. If the database refused it, the commit that followed
   * rolled back; if the connection was lost, the commit may have been carried out before.
   */
  private Future<Void> failed() {
    for (Future<RowSet<Row>> answer : answers) {
      if (answer.failed()) {
        Throwable error = answer.cause();
        boolean unknown = SqlFailures.connectionLost(error);
        return Future.failedFuture(
            unknown ? Failure.outcomeUnknown() : SqlFailures.afterCommitWasSent(error));
      }
    }
    return Future.failedFuture(Failure.outcomeUnknown());
  }
}
