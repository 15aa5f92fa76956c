package dev.holdfast.postgres.signal;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.bytes.Utf8Order;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.Settlement;
import dev.holdfast.core.signal.SignalOutbox;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.core.signal.WorkflowKey;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.SignalSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The outbox in Postgres: each call is one statement, which is one transaction. Lanes are named in
 * one order everywhere, so that calls wait for each other but never in a circle.
 */
public final class PgSignalOutbox implements SignalOutbox {

  private static final Comparator<WorkflowKey> ORDER =
      Comparator.comparing((WorkflowKey key) -> key.tenant().value(), Utf8Order.INSTANCE)
          .thenComparing(WorkflowKey::namespace, Utf8Order.INSTANCE)
          .thenComparing(WorkflowKey::workflowId, Utf8Order.INSTANCE);

  private final Pool pool;
  private final LaneLimits due;

  /**
   * An outbox in the database of {@code pool}.
   *
   * @param due how much makes a lane due at once
   */
  public PgSignalOutbox(Pool pool, LaneLimits due) {
    this.pool = pool;
    this.due = due;
  }

  @Override
  public CompletionStage<List<Outcome<SignalPlace>>> write(List<AcceptedSignal> group) {
    return connected(
            connection -> new Acceptance(due).run(connection, group), SqlFailures::ofCommit)
        .map(all -> all.stream().map(PgSignalOutbox::outcome).toList())
        .toCompletionStage();
  }

  private static Outcome<SignalPlace> outcome(Acceptance.Accepted accepted) {
    return accepted.same()
        ? new Outcome.Done<>(accepted.place())
        : new Outcome.Refused<>(Acceptance.Accepted.reused());
  }

  @Override
  public CompletionStage<List<ClaimedLane>> claim(
      String owner, int lanes, Duration lease, LaneLimits limits) {
    Tuple claim =
        Tuple.of(
            owner,
            lanes,
            (double) lease.toMillis(),
            limits.signals(),
            limits.bytes(),
            (double) limits.aging().toMillis());
    return ask(SignalSql.CLAIM, claim, SqlFailures::ofCommit)
        .map(ClaimedLanes::of)
        .toCompletionStage();
  }

  @Override
  public CompletionStage<List<Boolean>> form(List<Formed> batches) {
    return inOrder(
        batches,
        Formed::workflow,
        sorted ->
            ask(SignalSql.FORM, SignalColumns.formed(sorted), SqlFailures::ofCommit)
                .map(rows -> each(rows, row -> row.getBoolean("formed"))));
  }

  @Override
  public CompletionStage<List<Optional<Duration>>> settle(List<Settlement> lanes) {
    return inOrder(
        lanes,
        Settlement::workflow,
        sorted ->
            ask(
                    SignalSql.SETTLE,
                    SignalColumns.settled(sorted)
                        .addLong((long) due.signals())
                        .addLong(due.bytes()),
                    SqlFailures::ofCommit)
                .map(rows -> each(rows, PgSignalOutbox::dueIn)));
  }

  private static Optional<Duration> dueIn(Row row) {
    Long millis = row.getLong("due_in");
    return millis == null || millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
  }

  @Override
  public CompletionStage<Optional<Known>> known(WorkflowKey workflow, String idempotencyKey) {
    Tuple key =
        Tuple.of(
            workflow.tenant().value(), workflow.namespace(), workflow.workflowId(), idempotencyKey);
    return ask(SignalSql.KNOWN, key, SqlFailures::beforeCommit)
        .map(rows -> each(rows, PgSignalOutbox::known).stream().findFirst())
        .toCompletionStage();
  }

  private static Known known(Row row) {
    return new Known(
        row.getLong("id"),
        SignalRows.state(row.getString("state")),
        Bytes.owned(row.getBuffer("digest").getBytes()));
  }

  @Override
  public CompletionStage<Void> renewEpoch() {
    return ask(SignalSql.RENEW_EPOCH, Tuple.tuple(), SqlFailures::ofCommit)
        .<Void>mapEmpty()
        .toCompletionStage();
  }

  /** Sorts what is sent by lane, and gives the answers as they were asked for. */
  private static <A, R> CompletionStage<List<R>> inOrder(
      List<A> asked, Function<A, WorkflowKey> lane, Function<List<A>, Future<List<R>>> ask) {
    List<Integer> places = new ArrayList<>();
    for (int place = 0; place < asked.size(); place++) {
      places.add(place);
    }
    places.sort(Comparator.comparing(place -> lane.apply(asked.get(place)), ORDER));
    return ask.apply(places.stream().map(asked::get).toList())
        .map(
            answers -> {
              List<R> inPlace = new ArrayList<>(answers);
              for (int n = 0; n < places.size(); n++) {
                inPlace.set(places.get(n), answers.get(n));
              }
              return inPlace;
            })
        .toCompletionStage();
  }

  private static <R> List<R> each(RowSet<Row> rows, Function<Row, R> read) {
    List<R> answers = new ArrayList<>(rows.size());
    rows.forEach(row -> answers.add(read.apply(row)));
    return answers;
  }

  private Future<RowSet<Row>> ask(
      String sql, Tuple parameters, Function<Throwable, Failure> failure) {
    return connected(connection -> connection.preparedQuery(sql).execute(parameters), failure);
  }

  /** Without a connection nothing can have happened. */
  private <T> Future<T> connected(
      Function<SqlConnection, Future<T>> work, Function<Throwable, Failure> failure) {
    return pool.getConnection()
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .compose(
            connection ->
                work.apply(connection)
                    .recover(error -> Future.failedFuture(failure.apply(error)))
                    .onComplete(done -> connection.close()));
  }
}
