package dev.holdfast.postgres.store;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreReader;
import dev.holdfast.core.store.StoreReads;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.AnswerSql;
import dev.holdfast.postgres.statement.AppendSql;
import dev.holdfast.postgres.statement.SqlQuery;
import dev.holdfast.postgres.statement.StoreSql;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Reads items out of one snapshot (ADR 5), also those of several batches. All gets of a tenant are
 * one statement, each search and each list another; several are sent together, as one transaction.
 */
public final class PgStoreReader implements StoreReader {

  private final Pool pool;

  /** A reader on {@code pool}. */
  public PgStoreReader(Pool pool) {
    this.pool = pool;
  }

  @Override
  public CompletionStage<List<StoreResult>> read(TenantId tenant, List<StoreOperation.Read> reads) {
    return readAll(List.of(new StoreReads(tenant, reads))).thenApply(results -> results.get(0));
  }

  @Override
  public CompletionStage<List<List<StoreResult>>> readAll(List<StoreReads> batches) {
    return Future.succeededFuture()
        .compose(begun -> answer(new Round(batches)))
        .recover(error -> Future.failedFuture(failure(error)))
        .toCompletionStage();
  }

  private static Failure failure(Throwable error) {
    return error instanceof PgException sql && AnswerSql.TOO_MUCH.equals(sql.getSqlState())
        ? Round.tooMuch()
        : SqlFailures.beforeCommit(error);
  }

  private Future<List<List<StoreResult>>> answer(Round round) {
    List<Question> questions = round.questions();
    Future<?> answered =
        switch (questions.size()) {
          case 0 -> Future.succeededFuture();
          case 1 -> ask(pool, questions.get(0), round);
          default -> pool.withConnection(connection -> askAll(connection, round));
        };
    return answered.map(done -> round.results());
  }

  /**
   * Nothing waits for what is before it: if one fails, those behind it do, and the commit only ends
   * the transaction.
   */
  private static Future<CompositeFuture> askAll(SqlConnection connection, Round round) {
    List<Future<?>> sent = new ArrayList<>();
    sent.add(connection.query(StoreSql.BEGIN_SNAPSHOT).execute());
    round.questions().forEach(question -> sent.add(ask(connection, question, round)));
    sent.add(connection.query(AppendSql.COMMIT).execute());
    return Future.join(sent);
  }

  private static Future<Round> ask(SqlClient client, Question question, Round round) {
    SqlQuery query = question.query();
    return client
        .preparedQuery(query.sql())
        .execute(query.parameters())
        .map(rows -> round.answered(question, rows));
  }
}
