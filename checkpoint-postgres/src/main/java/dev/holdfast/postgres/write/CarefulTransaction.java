package dev.holdfast.postgres.write;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.AppendSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Appends a group step by step: asks what its operations build on, refuses those that cannot be,
 * appends the others.
 */
final class CarefulTransaction {

  private final SqlConnection connection;
  private final List<Append> group;
  private final Assigned lives = new Assigned();
  private final IdentityHashMap<Append, Failure> refused = new IdentityHashMap<>();
  private final IdentityHashMap<Append, Appended> results = new IdentityHashMap<>();

  CarefulTransaction(SqlConnection connection, List<Append> group) {
    this.connection = connection;
    this.group = group;
  }

  /** Completes after the commit. */
  Future<GroupOutcome> run() {
    return connection
        .query(AppendSql.BEGIN)
        .execute()
        .compose(begun -> ask(AppendSql.SHARE_THREADS, Assigned.locks(group)))
        .compose(locked -> createThreads())
        .compose(created -> resolveThreads())
        .compose(resolved -> refuseHoles())
        .compose(checked -> append())
        .recover(this::rollback)
        .compose(appended -> commit());
  }

  private Future<RowSet<Row>> ask(String sql, Tuple parameters) {
    return connection.preparedQuery(sql).execute(parameters);
  }

  /** Writers that know of no earlier life begin one. */
  private Future<Void> createThreads() {
    List<ThreadKey> fresh =
        group.stream()
            .filter(append -> append.incarnation() == null)
            .map(append -> append.key().thread())
            .distinct()
            .toList();
    return fresh.isEmpty()
        ? Future.succeededFuture()
        : ask(AppendSql.CREATE_THREADS, Assigned.names(fresh)).mapEmpty();
  }

  private Future<Void> resolveThreads() {
    List<ThreadKey> threads =
        group.stream().map(append -> append.key().thread()).distinct().toList();
    return ask(AppendSql.RESOLVE_THREADS, Assigned.names(threads))
        .onSuccess(rows -> resolved(threads, rows))
        .mapEmpty();
  }

  private void resolved(List<ThreadKey> threads, RowSet<Row> rows) {
    for (Row row : rows) {
      Long incarnation = row.getLong("incarnation");
      if (incarnation != null) {
        lives.put(threads.get(row.getInteger("n") - 1), new Incarnation(incarnation));
      }
    }
    for (Append append : group) {
      ThreadKey thread = append.key().thread();
      Incarnation told = append.incarnation();
      if (!lives.has(thread) || (told != null && !told.equals(lives.of(thread)))) {
        refused.put(append, Failure.threadDeleted());
      }
    }
  }

  private List<Append> accepted() {
    return group.stream().filter(append -> !refused.containsKey(append)).toList();
  }

  /**
   * A value may be stored already or come with the group; but one that comes with a refused put
   * does not come.
   */
  private Future<Void> refuseHoles() {
    var blobs = new BlobRows(accepted(), lives);
    return ask(AppendSql.FIND_CHECKSUMS, blobs.referred.tuple())
        .compose(
            rows -> {
              var holes = blobs.holes(rows);
              holes.forEach(
                  (put, channels) -> refused.put(put, new Failure.MissingValues(channels)));
              return holes.isEmpty() ? Future.succeededFuture() : refuseHoles();
            });
  }

  private Future<Void> append() {
    var call = new AppendCall(connection, lives);
    Future<Void> done = Future.succeededFuture();
    for (List<Append> wave : Waves.of(accepted())) {
      done = done.compose(before -> call.append(wave, results));
    }
    return done;
  }

  /** Before the commit nothing can have happened. */
  private Future<Void> rollback(Throwable error) {
    Failure failure = SqlFailures.beforeCommit(error);
    return connection
        .query(AppendSql.ROLLBACK)
        .execute()
        .transform(done -> Future.failedFuture(failure));
  }

  private Future<GroupOutcome> commit() {
    return connection
        .query(AppendSql.COMMIT)
        .execute()
        .recover(error -> Future.failedFuture(SqlFailures.ofCommit(error)))
        .map(committed -> new GroupOutcome(lives, results, refused));
  }
}
