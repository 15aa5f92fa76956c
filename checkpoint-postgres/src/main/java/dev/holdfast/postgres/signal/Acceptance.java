package dev.holdfast.postgres.signal;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.postgres.statement.SignalSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * Accepts signals into their lanes, in one statement: by itself, or in a transaction with what they
 * came with.
 *
 * @param due how much makes a lane due at once
 */
public record Acceptance(LaneLimits due) {

  /**
   * A signal that is in the outbox.
   *
   * @param place where it is, or where the first one is that came with its key
   * @param same whether that one is equal to it
   */
  public record Accepted(SignalPlace place, boolean same) {

    /** What is told where only an equal signal may have come with the key. */
    public static Failure reused() {
      return new Failure.Plain(
          Code.SIGNAL_KEY_REUSED, "the idempotency key came with another signal before");
    }
  }

  /** Accepts signals; completes with one answer for each, in order. */
  public Future<List<Accepted>> run(SqlClient client, List<AcceptedSignal> signals) {
    Tuple parameters =
        SignalColumns.accepted(signals).addLong((long) due.signals()).addLong(due.bytes());
    return client
        .preparedQuery(SignalSql.ACCEPT)
        .execute(parameters)
        .map(
            rows -> {
              List<Accepted> accepted = new ArrayList<>(rows.size());
              rows.forEach(row -> accepted.add(accepted(row)));
              return accepted;
            });
  }

  private static Accepted accepted(Row row) {
    return new Accepted(
        new SignalPlace(
            row.getLong("id"), SignalRows.state(row.getString("state")), row.getLong("before")),
        row.getBoolean("same"));
  }
}
