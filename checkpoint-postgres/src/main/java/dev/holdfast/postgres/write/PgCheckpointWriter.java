package dev.holdfast.postgres.write;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.spi.CheckpointWriter;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Writes a group in one transaction.
 *
 * <p>Nearly always everything that a group builds on is as this server believes: then it is one
 * call of {@code append_group}, one round trip. The function ends without effect if something is
 * not so; only then the group is written once more, asking first.
 */
public final class PgCheckpointWriter implements CheckpointWriter {

  private final Pool pool;
  private final Lives lives;

  /** A writer on {@code pool}, whose connections pipeline. */
  public PgCheckpointWriter(Pool pool) {
    this.pool = pool;
    this.lives = new Lives(pool);
  }

  @Override
  public CompletionStage<List<Outcome<Appended>>> write(List<Append> group) {
    return believe(group)
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .compose(believed -> believed.isPresent() ? swift(group, believed.get()) : careful(group))
        .toCompletionStage();
  }

  /** The lives that the threads of the group are thought to have; empty if that is not clear. */
  private Future<Optional<Assigned>> believe(List<Append> group) {
    var assigned = new Assigned();
    for (Append append : group) {
      ThreadKey thread = append.key().thread();
      Optional<Incarnation> told = append.knownIncarnation();
      if (told.isPresent() && assigned.has(thread) && !assigned.of(thread).equals(told.get())) {
        return Future.succeededFuture(Optional.empty());
      }
      if (!assigned.has(thread)) {
        told.or(() -> lives.believed(thread)).ifPresent(life -> assigned.put(thread, life));
      }
    }
    List<ThreadKey> unknown =
        group.stream()
            .map(append -> append.key().thread())
            .filter(key -> !assigned.has(key))
            .distinct()
            .toList();
    return unknown.isEmpty()
        ? Future.succeededFuture(Optional.of(assigned))
        : lives.reserve(unknown.size()).map(reserved -> begin(unknown, assigned));
  }

  private Optional<Assigned> begin(List<ThreadKey> unknown, Assigned assigned) {
    for (ThreadKey thread : unknown) {
      Optional<Incarnation> fresh = lives.fresh();
      if (fresh.isEmpty()) {
        return Optional.empty();
      }
      assigned.begin(thread, fresh.get());
    }
    return Optional.of(assigned);
  }

  private Future<List<Outcome<Appended>>> swift(List<Append> group, Assigned assigned) {
    if (Waves.of(group).size() > 1) {
      return careful(group);
    }
    var results = new IdentityHashMap<Append, Appended>();
    return connected(
            connection ->
                new AppendCall(connection, assigned)
                    .append(group, results)
                    .map(done -> new GroupOutcome(assigned, results, new IdentityHashMap<>())))
        .map(outcome -> learn(group, outcome.of(group)))
        .recover(
            error -> {
              group.forEach(append -> lives.forget(append.key().thread()));
              return error instanceof InDoubt ? careful(group) : Future.failedFuture(error);
            });
  }

  private Future<List<Outcome<Appended>>> careful(List<Append> group) {
    return connected(connection -> new CarefulTransaction(connection, group).run())
        .map(outcome -> learn(group, outcome.of(group)));
  }

  private List<Outcome<Appended>> learn(List<Append> group, List<Outcome<Appended>> outcomes) {
    for (int i = 0; i < group.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Done<Appended> done) {
        lives.learn(group.get(i).key().thread(), done.result().incarnation());
      }
    }
    return outcomes;
  }

  /** Gives the connection back whatever comes of {@code work}. */
  private <T> Future<T> connected(Function<SqlConnection, Future<T>> work) {
    return pool.getConnection()
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .compose(
            connection ->
                work.apply(connection)
                    .recover(error -> Future.failedFuture(cause(error)))
                    .onComplete(done -> connection.close()));
  }

  private static Throwable cause(Throwable error) {
    return error instanceof Failure || error instanceof InDoubt
        ? error
        : SqlFailures.ofCommit(error);
  }
}
