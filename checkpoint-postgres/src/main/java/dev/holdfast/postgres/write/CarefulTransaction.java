package dev.holdfast.postgres.write;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.AppendSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a group step by step: asks what its operations build on, refuses those that cannot be,
 * writes the others.
 */
final class CarefulTransaction {

  private final SqlConnection connection;
  private final List<Append> group;
  private final IdentityHashMap<Append, Failure> refused = new IdentityHashMap<>();
  private final Assigned lives = new Assigned();
  private final GroupResults results = new GroupResults();

  CarefulTransaction(SqlConnection connection, List<Append> group) {
    this.connection = connection;
    this.group = group;
  }

  Future<List<Outcome<Appended>>> run() {
    return connection
        .query(AppendSql.BEGIN)
        .execute()
        .compose(begun -> ask(AppendSql.SHARE_THREADS, Assigned.locks(group)))
        .compose(locked -> createThreads())
        .compose(created -> resolveThreads())
        .compose(resolved -> write())
        .recover(this::rollback);
  }

  private Future<RowSet<Row>> ask(String sql, Tuple parameters) {
    return connection.preparedQuery(sql).execute(parameters);
  }

  /** Writers that know of no earlier life begin one. */
  private Future<@Nullable RowSet<Row>> createThreads() {
    List<ThreadKey> fresh =
        group.stream()
            .filter(append -> append.incarnation() == null)
            .map(append -> append.key().thread())
            .distinct()
            .toList();
    return fresh.isEmpty()
        ? Future.succeededFuture()
        : ask(AppendSql.CREATE_THREADS, Assigned.names(fresh));
  }

  private Future<Void> resolveThreads() {
    List<ThreadKey> threads =
        group.stream().map(append -> append.key().thread()).distinct().toList();
    return ask(AppendSql.RESOLVE_THREADS, Assigned.names(threads))
        .map(rows -> resolved(threads, rows));
  }

  private @Nullable Void resolved(List<ThreadKey> threads, RowSet<Row> rows) {
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
    return null;
  }

  private List<Append> accepted() {
    return group.stream().filter(append -> !refused.containsKey(append)).toList();
  }

  private Future<List<Outcome<Appended>>> write() {
    List<Append> live = accepted();
    var blobs = new BlobRows(live, lives);
    var heads = new Heads(live);
    return ask(AppendSql.INSERT_BLOBS, blobs.sent.tuple())
        .compose(stored -> ask(AppendSql.FIND_CHECKSUMS, blobs.sentKeys.tuple()))
        .onSuccess(blobs::correct)
        .compose(corrected -> ask(AppendSql.FIND_CHECKSUMS, blobs.referred.tuple()))
        .onSuccess(rows -> refuse(blobs.missing(rows)))
        .compose(checked -> ask(AppendSql.BE_SURE, headsOnly(heads)))
        .onSuccess(rows -> heads.before(rows.iterator().next().getArrayOfStrings("heads")))
        .compose(asked -> land())
        .map(landed -> outcomes(blobs, heads));
  }

  private void refuse(Map<CheckpointPut, List<ChannelName>> missing) {
    missing.forEach((put, channels) -> refused.put(put, new Failure.MissingValues(channels)));
  }

  private Tuple headsOnly(Heads heads) {
    Tuple nothing = new Columns(String.class, String.class, Long.class).tuple();
    new Columns(Long.class, String.class, String.class, String.class).addTo(nothing);
    return heads.columns(lives).addTo(nothing);
  }

  private Future<Void> land() {
    var flight = new Flight(connection);
    SwiftTransaction.send(flight, new GroupRows(accepted(), lives), results);
    flight.send(AppendSql.COMMIT);
    return flight.landed();
  }

  private List<Outcome<Appended>> outcomes(BlobRows blobs, Heads heads) {
    var done = results.outcomes(accepted(), lives, blobs, heads).iterator();
    List<Outcome<Appended>> outcomes = new ArrayList<>(group.size());
    for (Append append : group) {
      Failure failure = refused.get(append);
      outcomes.add(failure == null ? done.next() : new Outcome.Refused<>(failure));
    }
    return outcomes;
  }

  /**
   * Before the commit is sent nothing can have happened; after it, the flight has told what did.
   */
  private <T> Future<T> rollback(Throwable error) {
    Failure failure = SqlFailures.beforeCommit(error);
    return connection.query("rollback").execute().transform(done -> Future.failedFuture(failure));
  }
}
