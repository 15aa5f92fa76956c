package dev.holdfast.postgres.thread;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.OperationId;
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.RunId;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.model.ThreadSummary;
import dev.holdfast.core.spi.ThreadStore;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.AppendSql;
import dev.holdfast.postgres.statement.ThreadSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Whole threads in Postgres: each is changed in a transaction that keeps its writers away. */
public final class PgThreadStore implements ThreadStore {

  private final Pool pool;
  private final OperationLog log;

  /** A store on {@code pool}. */
  public PgThreadStore(Pool pool) {
    this.pool = pool;
    this.log = new OperationLog(pool);
  }

  @Override
  public CompletionStage<List<ThreadSummary>> threads(
      TenantId tenant, String prefix, @Nullable ThreadId after, int limit) {
    return pool.preparedQuery(ThreadSql.LIST_THREADS)
        .execute(Tuple.of(tenant.value(), prefix, after == null ? null : after.value(), limit))
        .map(SummaryRows::read)
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .toCompletionStage();
  }

  @Override
  public CompletionStage<Optional<ThreadSummary>> thread(ThreadKey thread) {
    return pool.preparedQuery(ThreadSql.FIND_THREAD)
        .execute(Tuple.of(thread.tenant().value(), thread.thread().value()))
        .map(rows -> SummaryRows.read(rows).stream().findFirst())
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .toCompletionStage();
  }

  @Override
  public CompletionStage<Boolean> delete(ThreadKey thread, @Nullable OperationId operation) {
    var request = new Request(thread.tenant(), operation, "delete_thread " + thread.thread());
    return log.once(request, List.of(thread), this::discardOne)
        .map(count -> count > 0)
        .toCompletionStage();
  }

  private Future<Long> discardOne(SqlConnection connection, ThreadKey thread) {
    return discard(connection, thread).map(rows -> (long) rows.size());
  }

  private static Future<RowSet<Row>> discard(SqlConnection connection, ThreadKey thread) {
    return connection.preparedQuery(ThreadSql.DISCARD_THREAD).execute(key(thread));
  }

  @Override
  public CompletionStage<Long> deleteForRuns(
      TenantId tenant, List<RunId> runs, @Nullable OperationId operation) {
    String[] ids = runs.stream().map(RunId::value).toArray(String[]::new);
    var request = new Request(tenant, operation, "delete_for_runs " + String.join("\0", ids));
    return pool.preparedQuery(ThreadSql.THREADS_OF_RUNS)
        .execute(Tuple.of(tenant.value(), (Object) ids))
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .map(rows -> SummaryRows.threads(tenant, rows))
        .compose(
            threads ->
                log.once(
                    request, threads, (connection, thread) -> deleteRuns(connection, thread, ids)))
        .toCompletionStage();
  }

  private static Future<Long> deleteRuns(
      SqlConnection connection, ThreadKey thread, String[] runs) {
    return incarnation(connection, thread)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(0L)
                    : new Removal(connection, found.get()).ofRuns(runs));
  }

  @Override
  public CompletionStage<Long> prune(
      TenantId tenant,
      List<ThreadId> threads,
      PruneStrategy strategy,
      @Nullable OperationId operation) {
    List<ThreadKey> keys =
        threads.stream().distinct().map(thread -> new ThreadKey(tenant, thread)).toList();
    String names = String.join("\0", keys.stream().map(key -> key.thread().value()).toList());
    var request = new Request(tenant, operation, "prune " + strategy + " " + names);
    return log.once(
            request,
            keys,
            strategy == PruneStrategy.DELETE ? this::pruneAll : PgThreadStore::keepLatest)
        .toCompletionStage();
  }

  private Future<Long> pruneAll(SqlConnection connection, ThreadKey thread) {
    return discard(connection, thread)
        .map(rows -> rows.size() == 0 ? 0L : rows.iterator().next().getLong("checkpoints"));
  }

  private static Future<Long> keepLatest(SqlConnection connection, ThreadKey thread) {
    return incarnation(connection, thread)
        .compose(
            found ->
                found.isEmpty() ? Future.succeededFuture(0L) : keepLatest(connection, found.get()));
  }

  private static Future<Long> keepLatest(SqlConnection connection, long incarnation) {
    var removal = new Removal(connection, incarnation);
    return new KeepLatest(connection, incarnation)
        .heads()
        .compose(kept -> removal.allBut(kept, Integer.MAX_VALUE))
        .compose(removal::removeForGood);
  }

  @Override
  public CompletionStage<Incarnation> setHistory(
      ThreadKey thread, HistoryPolicy history, @Nullable Incarnation known) {
    return new HistorySetting(pool, log, thread, history, known).run().toCompletionStage();
  }

  @Override
  public CompletionStage<Long> conflate(ThreadKey thread) {
    return new ThreadConflation(pool, log, thread).run().toCompletionStage();
  }

  @Override
  public CompletionStage<Long> copy(
      ThreadKey source, ThreadId target, @Nullable OperationId operation) {
    ThreadKey copy = new ThreadKey(source.tenant(), target);
    var request =
        new Request(source.tenant(), operation, "copy_thread " + source.thread() + "\0" + target);
    return log.once(
            request,
            List.of(copy),
            List.of(source),
            (connection, thread) -> copy(connection, source, copy))
        .toCompletionStage();
  }

  private static Future<Long> copy(SqlConnection connection, ThreadKey source, ThreadKey target) {
    return incarnation(connection, source)
        .compose(
            from ->
                from.isEmpty()
                    ? Future.succeededFuture(0L)
                    : copyTo(connection, from.get(), target));
  }

  private static Future<Long> copyTo(SqlConnection connection, long from, ThreadKey target) {
    Tuple fresh =
        Tuple.of(
            new String[] {target.tenant().value()},
            (Object) new String[] {target.thread().value()});
    return connection
        .preparedQuery(AppendSql.CREATE_THREADS)
        .execute(fresh)
        .compose(created -> incarnation(connection, target))
        .compose(to -> refuseUsed(connection, to.orElseThrow()))
        .compose(to -> connection.preparedQuery(ThreadSql.COPY_THREAD).execute(Tuple.of(from, to)))
        .map(rows -> rows.iterator().next().getLong("n"));
  }

  private static Future<Long> refuseUsed(SqlConnection connection, long target) {
    return connection
        .preparedQuery(ThreadSql.IS_USED)
        .execute(Tuple.of(target))
        .compose(
            rows ->
                rows.iterator().next().getBoolean("used")
                    ? Future.failedFuture(
                        new Failure.Plain(Code.THREAD_EXISTS, "the target of the copy is in use"))
                    : Future.succeededFuture(target));
  }

  private static Future<Optional<Long>> incarnation(SqlConnection connection, ThreadKey thread) {
    return connection
        .preparedQuery(ThreadSql.FIND_INCARNATION)
        .execute(key(thread))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(rows.iterator().next().getLong("incarnation")));
  }

  private static Tuple key(ThreadKey thread) {
    return Tuple.of(thread.tenant().value(), thread.thread().value());
  }
}
