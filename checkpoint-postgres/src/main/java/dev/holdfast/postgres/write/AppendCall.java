package dev.holdfast.postgres.write;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.postgres.statement.AppendSql;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.IdentityHashMap;
import java.util.List;

/** Calls the function that appends: outside a transaction it is one of its own. */
final class AppendCall {

  private final SqlConnection connection;
  private final Assigned lives;

  AppendCall(SqlConnection connection, Assigned lives) {
    this.connection = connection;
    this.lives = lives;
  }

  /**
   * Appends a wave and adds what it did to {@code results}; fails with {@link InDoubt} if something
   * is not as believed.
   */
  Future<Void> append(List<Append> appends, IdentityHashMap<Append, Appended> results) {
    var wave = new Wave(appends, lives);
    return call(wave)
        .recover(error -> Future.failedFuture(inDoubt(error) ? new InDoubt() : error))
        .map(rows -> new WaveResults(wave, lives, rows.iterator().next()))
        .compose(done -> correctChecksums(wave, done).onSuccess(corrected -> done.addTo(results)));
  }

  private Future<RowSet<Row>> call(Wave wave) {
    return wave.isLonePut()
        ? connection.preparedQuery(AppendSql.APPEND_PUT).execute(wave.lonePut())
        : connection.preparedQuery(AppendSql.APPEND_GROUP).execute(wave.group());
  }

  private static boolean inDoubt(Throwable error) {
    return error instanceof PgException sql && AppendSql.IN_DOUBT.equals(sql.getSqlState());
  }

  /**
   * The rows are appended already: if the question fails, the answer is only without these
   * checksums.
   */
  private Future<Void> correctChecksums(Wave wave, WaveResults results) {
    if (!results.someValuesWereThere()) {
      return Future.succeededFuture();
    }
    Future<RowSet<Row>> kept =
        connection.preparedQuery(AppendSql.FIND_CHECKSUMS).execute(wave.blobs.sentKeys.tuple());
    return kept.onSuccess(wave.blobs::correct).<Void>mapEmpty().otherwiseEmpty();
  }
}
