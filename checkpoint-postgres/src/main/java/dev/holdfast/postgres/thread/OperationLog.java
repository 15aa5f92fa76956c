package dev.holdfast.postgres.thread;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.OperationId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.AppendSql;
import dev.holdfast.postgres.statement.ThreadLocks;
import dev.holdfast.postgres.statement.ThreadSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Does an operation once: thread by thread, each in a transaction of its own that also notes that
 * it is done.
 *
 * <p>A repeat skips the threads that are noted, so that it never touches a run that began after the
 * first try.
 */
final class OperationLog {

  private static final int CONFLICT_ATTEMPTS = 5;

  /**
   * The row that stands for the whole operation: the first to be claimed, the last to be answered.
   */
  private static final String WHOLE = "";

  private final Pool pool;

  OperationLog(Pool pool) {
    this.pool = pool;
  }

  Future<Long> once(
      Request request,
      List<ThreadKey> threads,
      BiFunction<SqlConnection, ThreadKey, Future<Long>> work) {
    return once(request, threads, List.of(), work);
  }

  /**
   * Gives the sum of what {@code work} answered for each of {@code threads}; {@code held} are kept
   * still meanwhile.
   */
  Future<Long> once(
      Request request,
      List<ThreadKey> threads,
      List<ThreadKey> held,
      BiFunction<SqlConnection, ThreadKey, Future<Long>> work) {
    return finished(request)
        .compose(
            answer ->
                answer
                    .map(Future::succeededFuture)
                    .orElseGet(() -> all(request, threads, held, work)));
  }

  private Future<Long> all(
      Request request,
      List<ThreadKey> threads,
      List<ThreadKey> held,
      BiFunction<SqlConnection, ThreadKey, Future<Long>> work) {
    Future<Long> sum = Future.succeededFuture(0L);
    for (ThreadKey thread : threads) {
      sum = sum.compose(before -> one(request, thread, held, work, 1).map(more -> before + more));
    }
    return sum.compose(total -> finish(request, total));
  }

  private Future<Long> one(
      Request request,
      ThreadKey thread,
      List<ThreadKey> held,
      BiFunction<SqlConnection, ThreadKey, Future<Long>> work,
      int attempt) {
    // Without a connection nothing was begun, so nobody need wonder whether it was committed
    AtomicBoolean begun = new AtomicBoolean();
    return pool.withTransaction(
            connection -> {
              begun.set(true);
              return locked(connection, request, thread, held, work);
            })
        .recover(
            error -> {
              Failure failure =
                  begun.get() ? SqlFailures.ofCommit(error) : SqlFailures.beforeCommit(error);
              return failure.code() == Code.WRITE_CONFLICT && attempt < CONFLICT_ATTEMPTS
                  ? one(request, thread, held, work, attempt + 1)
                  : Future.failedFuture(failure);
            });
  }

  private static Future<Long> locked(
      SqlConnection connection,
      Request request,
      ThreadKey thread,
      List<ThreadKey> held,
      BiFunction<SqlConnection, ThreadKey, Future<Long>> work) {
    List<ThreadKey> still = Stream.concat(Stream.of(thread), held.stream()).toList();
    return connection
        .preparedQuery(AppendSql.TAKE_THREADS)
        .execute(Tuple.of((Object) ThreadLocks.names(still)))
        .compose(locks -> claimed(connection, request, thread, work));
  }

  private static Future<Long> claimed(
      SqlConnection connection,
      Request request,
      ThreadKey thread,
      BiFunction<SqlConnection, ThreadKey, Future<Long>> work) {
    OperationId operation = request.operation();
    if (operation == null) {
      return work.apply(connection, thread);
    }
    String name = thread.thread().value();
    return claim(connection, request, operation, WHOLE, name)
        .compose(
            fresh ->
                fresh.contains(name)
                    ? work.apply(connection, thread)
                        .compose(answer -> note(connection, request, operation, name, answer))
                    : earlier(connection, request, operation, name)
                        .map(answer -> answer.orElse(0L)));
  }

  /**
   * Claims {@code names}, of which {@link #WHOLE} is one: so of two requests that use one operation
   * id at the same time, whatever their threads, the second waits for the first and is refused.
   * Gives those that nobody had claimed.
   */
  private static Future<Set<String>> claim(
      SqlConnection connection, Request request, OperationId operation, String... names) {
    return connection
        .preparedQuery(ThreadSql.CLAIM_OPERATION)
        .execute(
            Tuple.of(request.tenant().value(), operation.value(), names, request.fingerprint()))
        .compose(
            rows -> {
              Set<String> fresh = new HashSet<>();
              rows.forEach(row -> fresh.add(row.getString("thread_id")));
              return fresh.contains(WHOLE)
                  ? Future.succeededFuture(fresh)
                  : earlier(connection, request, operation, WHOLE).map(fresh);
            });
  }

  private static Future<Long> note(
      SqlConnection connection,
      Request request,
      OperationId operation,
      String thread,
      long answer) {
    return connection
        .preparedQuery(ThreadSql.ANSWER_OPERATION)
        .execute(Tuple.of(request.tenant().value(), operation.value(), thread, answer))
        .map(answer);
  }

  private Future<Optional<Long>> finished(Request request) {
    OperationId operation = request.operation();
    if (operation == null) {
      return Future.succeededFuture(Optional.empty());
    }
    return pool.withConnection(connection -> earlier(connection, request, operation, WHOLE))
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)));
  }

  /**
   * The answer that was noted for {@code thread}; fails if the operation id belongs to another
   * request.
   */
  private static Future<Optional<Long>> earlier(
      SqlConnection connection, Request request, OperationId operation, String thread) {
    return connection
        .preparedQuery(ThreadSql.FIND_OPERATION)
        .execute(Tuple.of(request.tenant().value(), operation.value()))
        .compose(rows -> answer(request, thread, rows));
  }

  private static Future<Optional<Long>> answer(Request request, String thread, RowSet<Row> rows) {
    Optional<Long> answer = Optional.empty();
    for (Row row : rows) {
      if (!request.fingerprint().equals(row.getString("request"))) {
        return Future.failedFuture(
            new Failure.Plain(
                Code.OPERATION_ID_REUSED, "the operation id belongs to another operation"));
      }
      if (thread.equals(row.getString("thread_id"))) {
        answer = Optional.ofNullable(row.getLong("answer"));
      }
    }
    return Future.succeededFuture(answer);
  }

  private Future<Long> finish(Request request, long total) {
    OperationId operation = request.operation();
    if (operation == null) {
      return Future.succeededFuture(total);
    }
    return pool.withTransaction(
            connection ->
                claim(connection, request, operation, WHOLE)
                    .compose(claimed -> note(connection, request, operation, WHOLE, total)))
        .recover(error -> Future.failedFuture(SqlFailures.ofCommit(error)));
  }
}
