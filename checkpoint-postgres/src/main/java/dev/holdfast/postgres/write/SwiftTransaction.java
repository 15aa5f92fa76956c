package dev.holdfast.postgres.write;

import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.postgres.statement.AppendSql;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/**
 * Writes a group whose threads are thought to be known, in one flight; fails with {@link InDoubt}
 * if they are not.
 */
final class SwiftTransaction {

  private final SqlConnection connection;
  private final List<Append> group;
  private final Assigned lives;
  private final BlobRows blobs;
  private final Heads heads;
  private final GroupResults results = new GroupResults();

  SwiftTransaction(SqlConnection connection, List<Append> group, Assigned lives) {
    this.connection = connection;
    this.group = group;
    this.lives = lives;
    this.blobs = new BlobRows(group, lives);
    this.heads = new Heads(group);
  }

  Future<List<Outcome<Appended>>> run() {
    var rows = new GroupRows(group, lives);
    var flight = new Flight(connection);
    flight.send(AppendSql.BEGIN);
    flight.send(AppendSql.SHARE_THREADS, Assigned.locks(group));
    if (lives.anyBegun()) {
      flight.send(AppendSql.BEGIN_THREADS, lives.begunTuple());
    }
    Future<RowSet<Row>> stored =
        blobs.sent.isEmpty()
            ? Future.succeededFuture()
            : flight.send(AppendSql.INSERT_BLOBS, blobs.sent.tuple());
    Future<RowSet<Row>> sure = flight.send(AppendSql.BE_SURE, doubts());
    send(flight, rows, results);
    flight.send(AppendSql.COMMIT);
    return flight
        .landed()
        .recover(error -> Future.failedFuture(doubted(sure) ? new InDoubt() : error))
        .onSuccess(done -> heads.before(sure.result().iterator().next().getArrayOfStrings("heads")))
        .compose(done -> correctChecksums(stored))
        .map(done -> results.outcomes(group, lives, blobs, heads));
  }

  /** Checkpoints and writes; the values are stored already. */
  static void send(Flight flight, GroupRows rows, GroupResults results) {
    for (Columns wave : rows.checkpoints) {
      flight
          .send(AppendSql.PUT_CHECKPOINTS, wave.tuple())
          .onSuccess(stored -> results.checkpoints(wave, stored));
    }
    if (!rows.ordinary.isEmpty()) {
      flight.send(AppendSql.INSERT_WRITES, rows.ordinary.tuple());
    }
    rows.specials.forEach(wave -> flight.send(AppendSql.PUT_SPECIAL_WRITES, wave.tuple()));
  }

  private Tuple doubts() {
    Tuple tuple = lives.columns().tuple();
    return heads.columns(lives).addTo(blobs.referred.addTo(tuple));
  }

  private static boolean doubted(Future<RowSet<Row>> sure) {
    return sure.failed()
        && sure.cause() instanceof PgException sql
        && AppendSql.IN_DOUBT.equals(sql.getSqlState());
  }

  /**
   * If some values were stored before, their bytes may differ: asks. Everything is committed, so a
   * failure changes nothing.
   */
  private Future<Void> correctChecksums(Future<RowSet<Row>> stored) {
    if (stored.result() == null || stored.result().rowCount() == blobs.sent.size()) {
      return Future.succeededFuture();
    }
    return connection
        .preparedQuery(AppendSql.FIND_CHECKSUMS)
        .execute(blobs.sentKeys.tuple())
        .onSuccess(blobs::correct)
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }
}
