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
import dev.holdfast.postgres.store.meaning.Meaning;
import dev.holdfast.postgres.store.meaning.VectorSupport;
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

  /** What vectors may take in memory, where nobody says so. */
  private static final long MEMORY_BYTES = 64L << 20;

  private final Pool pool;
  private final Meaning meaning;

  /** A reader on {@code pool} that compares vectors in memory. */
  public PgStoreReader(Pool pool) {
    this(pool, new VectorSupport(MEMORY_BYTES));
  }

  /** A reader on {@code pool} that compares vectors as {@code support} can. */
  public PgStoreReader(Pool pool, VectorSupport support) {
    this.pool = pool;
    this.meaning = new Meaning(support);
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
    if (!round.queries().isEmpty()) {
      return pool.withConnection(connection -> askInTurn(connection, round))
          .map(done -> round.results());
    }
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

  /** Queries take several questions each, and what is found is asked for last. */
  private Future<Void> askInTurn(SqlConnection connection, Round round) {
    List<Future<?>> sent = new ArrayList<>();
    sent.add(connection.query(StoreSql.BEGIN_SNAPSHOT).execute());
    round.questions().forEach(question -> sent.add(ask(connection, question, round)));
    Future<?> done = Future.succeededFuture();
    for (Queried queried : round.queries()) {
      done = done.compose(before -> query(connection, queried, round));
    }
    sent.add(done);
    return done.transform(
        answered -> {
          sent.add(connection.query(AppendSql.COMMIT).execute());
          return Future.join(sent).mapEmpty();
        });
  }

  private Future<Round> query(SqlConnection connection, Queried queried, Round round) {
    return meaning
        .page(connection, queried.tenant(), queried.search(), queried.query())
        .compose(
            hits ->
                hits.isEmpty()
                    ? Future.succeededFuture(round)
                    : ask(connection, new Page(queried.tenant(), hits, queried.place()), round));
  }

  private static Future<Round> ask(SqlClient client, Question question, Round round) {
    SqlQuery query = question.query();
    return client
        .preparedQuery(query.sql())
        .execute(query.parameters())
        .map(rows -> round.answered(question, rows));
  }
}
