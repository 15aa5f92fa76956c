package dev.holdfast.postgres.write;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.spi.CheckpointWriter;
import dev.holdfast.core.spi.Commit;
import dev.holdfast.core.spi.Committed;
import dev.holdfast.core.spi.WriteObserver;
import dev.holdfast.postgres.record.Gathered;
import dev.holdfast.postgres.record.RecordCache;
import dev.holdfast.postgres.record.Records;
import dev.holdfast.postgres.signal.Acceptance;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.view.Incarnations;
import dev.holdfast.postgres.view.ThreadView;
import dev.holdfast.postgres.view.Views;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Writes a group in one transaction.
 *
 * <p>Nearly always the threads are as this server left them: then the group is one call of a
 * function, one round trip. The function ends without effect if that is not so; only then the group
 * is written once more, looking first.
 */
public final class PgCheckpointWriter implements CheckpointWriter {

  private final Pool pool;
  private final RecordCache cache;
  private final Records records;
  private final Views views;
  private final WriteObserver observer;
  private final Incarnations incarnations;
  private final Acceptance acceptance;

  /**
   * A writer on {@code pool}, whose connections pipeline.
   *
   * @param cache records that are at hand
   * @param viewBytes memory for what is known of threads
   * @param observer hears of each group
   * @param acceptance of signals that come with appends
   */
  public PgCheckpointWriter(
      Pool pool, RecordCache cache, long viewBytes, WriteObserver observer, Acceptance acceptance) {
    this.pool = pool;
    this.cache = cache;
    this.records = new Records(cache);
    this.views = new Views(viewBytes);
    this.observer = observer;
    this.incarnations = new Incarnations(pool);
    this.acceptance = acceptance;
  }

  @Override
  public CompletionStage<List<Outcome<Committed>>> commit(List<Commit> group) {
    List<Append> appends = group.stream().map(Commit::append).toList();
    boolean signals = group.stream().anyMatch(commit -> !commit.signals().isEmpty());
    var companions = new Companions(group);
    // Signals are rare: they are worth no function of their own, only a transaction.
    return (signals ? careful(appends, companions) : write(appends, companions))
        .onSuccess(written -> written.tell(observer, appends, companions.attached()))
        .map(written -> companions.outcomes(written.remember(views, cache)))
        .toCompletionStage();
  }

  private Future<Written> write(List<Append> group, Companions none) {
    var scene = new Scene(false);
    return believe(group, scene)
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .compose(clear -> clear ? swift(group, scene) : Future.failedFuture(new InDoubt()))
        .recover(
            error -> error instanceof InDoubt ? careful(group, none) : Future.failedFuture(error));
  }

  /** Adds what is believed of the group's threads; false if only looking helps. */
  private Future<Boolean> believe(List<Append> group, Scene scene) {
    Set<ThreadKey> begun = new HashSet<>();
    for (Append append : group) {
      ThreadKey thread = append.key().thread();
      if (scene.find(thread) == null) {
        Optional<ThreadView> view = views.take(thread);
        view.ifPresent(believed -> scene.add(ThreadScene.of(thread, believed)));
        if (view.isEmpty() && begins(append)) {
          begun.add(thread);
        }
      }
    }
    return begun.isEmpty()
        ? Future.succeededFuture(true)
        : incarnations.reserve(begun.size()).map(reserved -> begin(begun, scene));
  }

  /** Whoever knows of no earlier life, nor of a parent, probably begins a thread. */
  private static boolean begins(Append append) {
    return append.incarnation() == null
        && !(append instanceof CheckpointPut put && put.parent() != null);
  }

  private boolean begin(Set<ThreadKey> begun, Scene scene) {
    for (ThreadKey thread : begun) {
      var fresh = incarnations.fresh();
      if (fresh.isEmpty()) {
        return false;
      }
      scene.add(ThreadScene.begin(thread, fresh.get()));
    }
    return true;
  }

  /** A refusal may come of a belief that is not so: then it is not given without looking. */
  private Future<Written> swift(List<Append> group, Scene scene) {
    var gathered = new Gathered();
    var look = new Look(pool, records, scene, gathered);
    return look.at(group)
        .recover(error -> Future.failedFuture(beforeCommit(error)))
        .compose(looked -> append(scene, new Draft(group, scene, gathered), look.statements() + 1));
  }

  /** Packs nothing that is not sent: a group of which something is refused is looked at first. */
  private Future<Written> append(Scene scene, Draft draft, int statements) {
    if (draft.refusesAny()) {
      return Future.failedFuture(new InDoubt());
    }
    var call = new AppendCall(scene, draft);
    return call.isEmpty()
        ? Future.failedFuture(new InDoubt())
        : connected(call::run).map(done -> new Written(scene, draft, call, statements));
  }

  private Future<Written> careful(List<Append> group, Companions companions) {
    return connected(
        connection ->
            new CarefulTransaction(connection, records, group)
                .run(done -> companions.accept(connection, acceptance, done)));
  }

  /** Without a connection nothing can have happened. */
  private <T> Future<T> connected(Function<SqlConnection, Future<T>> work) {
    return pool.getConnection()
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .compose(
            connection ->
                work.apply(connection)
                    .recover(error -> Future.failedFuture(ofCommit(error)))
                    .onComplete(done -> connection.close()));
  }

  private static Throwable beforeCommit(Throwable error) {
    return error instanceof InDoubt ? error : SqlFailures.beforeCommit(error);
  }

  private static Throwable ofCommit(Throwable error) {
    return error instanceof Failure || error instanceof InDoubt
        ? error
        : SqlFailures.ofCommit(error);
  }
}
