package dev.holdfast.postgres.write;

import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.spi.CheckpointWriter;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.AppendSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Writes a group in one transaction whose statements all leave at once, so that it costs one round
 * trip.
 */
public final class PgCheckpointWriter implements CheckpointWriter {

  private final Pool pool;

  /** A writer on {@code pool}, whose connections pipeline. */
  public PgCheckpointWriter(Pool pool) {
    this.pool = pool;
  }

  @Override
  public CompletionStage<List<Outcome<Appended>>> write(List<Append> group) {
    GroupRows rows = new GroupRows(group);
    return pool.getConnection()
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .compose(connection -> transaction(connection, rows))
        .compose(answers -> outcomes(group, rows, answers))
        .toCompletionStage();
  }

  private static Future<GroupAnswers> transaction(SqlConnection connection, GroupRows rows) {
    var flight = new Flight(connection);
    var answers = new GroupAnswers();
    flight.send(AppendSql.BEGIN);
    flight.send(AppendSql.SHARE_THREADS, rows.threads.locks());
    if (rows.threads.anyFresh()) {
      flight.send(AppendSql.CREATE_THREADS, rows.threads.freshTuple());
    }
    flight.send(AppendSql.RESOLVE_THREADS, rows.threads.tuple()).onSuccess(answers::incarnations);
    if (!rows.blobs.isEmpty()) {
      flight.send(AppendSql.INSERT_BLOBS, rows.blobs.after(rows.threads)).onSuccess(answers::blobs);
    }
    for (GroupRows.CheckpointWave wave : rows.checkpoints) {
      flight
          .send(AppendSql.PUT_CHECKPOINTS, wave.columns.after(rows.threads))
          .onSuccess(result -> answers.checkpoints(wave.places, result));
    }
    if (!rows.ordinary.isEmpty()) {
      flight.send(AppendSql.INSERT_WRITES, rows.ordinary.after(rows.threads));
    }
    rows.specials.forEach(
        wave -> flight.send(AppendSql.PUT_SPECIAL_WRITES, wave.after(rows.threads)));
    flight.send(AppendSql.COMMIT);
    return flight.landed().map(answers);
  }

  private Future<List<Outcome<Appended>>> outcomes(
      List<Append> group, GroupRows rows, GroupAnswers answers) {
    if (answers.insertedBlobs() == rows.blobs.size()) {
      return Future.succeededFuture(answers.outcomes(group, rows, Map.of()));
    }
    return new KeptChecksums(pool, rows)
        .read()
        // The rows are committed: without the checksums the answer is still right, only shorter.
        .otherwise(Map.<Integer, Map<ChannelName, Checksum>>of())
        .map(kept -> answers.outcomes(group, rows, kept));
  }
}
