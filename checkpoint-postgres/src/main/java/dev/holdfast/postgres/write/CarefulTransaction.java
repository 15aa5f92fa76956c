package dev.holdfast.postgres.write;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.postgres.record.Gathered;
import dev.holdfast.postgres.record.Records;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.AppendSql;
import dev.holdfast.postgres.statement.ThreadLocks;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;

/**
 * Appends a group with nobody else at its threads: looks at everything that it builds on, refuses
 * what cannot be, appends the others.
 */
final class CarefulTransaction {

  /** Begin, lock, create threads, append, commit. */
  private static final int OWN_STATEMENTS = 5;

  private final SqlConnection connection;
  private final Records records;
  private final List<Append> group;
  private final Scene scene = new Scene(true);
  private final Gathered gathered = new Gathered();

  CarefulTransaction(SqlConnection connection, Records records, List<Append> group) {
    this.connection = connection;
    this.records = records;
    this.group = group;
  }

  /**
   * Completes after the commit.
   *
   * @param beside what else belongs into the transaction when the outcomes are known; if it fails,
   *     nothing happened
   */
  Future<Written> run(Function<List<Outcome<Appended>>, Future<Void>> beside) {
    return connection
        .query(AppendSql.BEGIN)
        .execute()
        .compose(begun -> takeThreads())
        .compose(locked -> createThreads())
        .compose(created -> look())
        .compose(this::append)
        .compose(written -> beside.apply(written.draft().outcomes()).map(written))
        .recover(this::rollback)
        .compose(this::commit);
  }

  private Future<Void> takeThreads() {
    List<ThreadKey> threads = group.stream().map(append -> append.key().thread()).toList();
    return connection
        .preparedQuery(AppendSql.TAKE_THREADS)
        .execute(Tuple.of((Object) ThreadLocks.names(threads)))
        .mapEmpty();
  }

  /** Writers that know of no earlier life begin one. */
  private Future<Void> createThreads() {
    List<ThreadKey> fresh =
        group.stream()
            .filter(append -> append.incarnation() == null)
            .map(append -> append.key().thread())
            .distinct()
            .toList();
    Tuple names =
        Tuple.of(
            fresh.stream().map(key -> key.tenant().value()).toArray(String[]::new),
            (Object) fresh.stream().map(key -> key.thread().value()).toArray(String[]::new));
    return fresh.isEmpty()
        ? Future.succeededFuture()
        : connection.preparedQuery(AppendSql.CREATE_THREADS).execute(names).mapEmpty();
  }

  private Future<Look> look() {
    var look = new Look(connection, records, scene, gathered);
    return look.at(group)
        .map(done -> look)
        .recover(error -> inDoubt(error, damaged(), "a record that others refer to is missing"));
  }

  /** Of several, those that lean on what is damaged are found by halves: the others are written. */
  private Code damaged() {
    return group.size() > 1 ? Code.REJECTED : Code.INTERNAL;
  }

  private Future<Written> append(Look look) {
    var draft = new Draft(group, scene, gathered);
    var call = new AppendCall(scene, draft);
    var written = new Written(scene, draft, call, look.statements() + OWN_STATEMENTS);
    return call.isEmpty()
        ? Future.succeededFuture(written)
        : call.run(connection)
            .map(done -> written)
            .recover(
                error ->
                    inDoubt(error, Code.WRITE_CONFLICT, "somebody wrote in spite of the lock"));
  }

  /**
   * With the threads to itself no doubt is left to resolve: nothing is written, and that is told.
   */
  private static <T> Future<T> inDoubt(Throwable error, Code code, String message) {
    return Future.failedFuture(error instanceof InDoubt ? new Failure.Plain(code, message) : error);
  }

  /** Before the commit nothing can have happened. */
  private <T> Future<T> rollback(Throwable error) {
    Failure failure = SqlFailures.beforeCommit(error);
    return connection
        .query(AppendSql.ROLLBACK)
        .execute()
        .transform(done -> Future.failedFuture(failure));
  }

  private Future<Written> commit(Written written) {
    return connection
        .query(AppendSql.COMMIT)
        .execute()
        .recover(error -> Future.failedFuture(SqlFailures.ofCommit(error)))
        .map(committed -> written);
  }
}
