package dev.holdfast.postgres.thread;

import dev.holdfast.postgres.statement.RemovalSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Set;

/**
 * Removes checkpoints, with their writes and what only they needed: a record whose bytes others
 * refer to stays, without its checkpoint.
 */
final class Removal {

  private final SqlClient client;
  private final long incarnation;

  /** Removes from one thread. */
  Removal(SqlClient client, long incarnation) {
    this.client = client;
    this.incarnation = incarnation;
  }

  /**
   * Removes the checkpoints of runs; returns how many. Nobody else writes to the thread meanwhile.
   */
  Future<Long> ofRuns(String[] runs) {
    return ask(RemovalSql.OF_RUNS, Tuple.of(incarnation, (Object) runs))
        .compose(rows -> weighed(Doomed.of(rows)))
        .compose(this::remove);
  }

  /** The oldest {@code most} checkpoints beside those in the records {@code kept}. */
  Future<Doomed> allBut(Set<Long> kept, int most) {
    return ask(RemovalSql.ALL_BUT, Tuple.of(incarnation, kept.toArray(Long[]::new), most))
        .compose(rows -> weighed(Doomed.of(rows)));
  }

  private Future<Doomed> weighed(Doomed doomed) {
    return doomed.isEmpty()
        ? Future.succeededFuture(doomed)
        : new Needed(client, incarnation)
            .without(doomed.numbers().toArray(Long[]::new))
            .map(doomed::needing);
  }

  /**
   * Removes them, for good: the checkpoints that had one of them as parent have none. Returns how
   * many.
   */
  Future<Long> removeForGood(Doomed doomed) {
    return remove(doomed)
        .compose(
            count ->
                count == 0
                    ? Future.succeededFuture(count)
                    : ask(RemovalSql.ORPHAN, Tuple.of(incarnation, namespaces(doomed), ids(doomed)))
                        .map(count));
  }

  private Future<Long> remove(Doomed doomed) {
    if (doomed.isEmpty()) {
      return Future.succeededFuture(0L);
    }
    Long[] needed = doomed.needed().toArray(Long[]::new);
    return ask(RemovalSql.RAISE_FLOOR, Tuple.of(incarnation))
        .compose(raised -> ask(RemovalSql.DELETE, parameters(doomed).addValue(needed)))
        .compose(deleted -> ask(RemovalSql.DETACH, parameters(doomed)))
        .map(detached -> (long) doomed.numbers().size());
  }

  private Tuple parameters(Doomed doomed) {
    Long[] numbers = doomed.numbers().toArray(Long[]::new);
    return Tuple.of(incarnation, numbers, namespaces(doomed), ids(doomed));
  }

  private static String[] namespaces(Doomed doomed) {
    return doomed.namespaces().toArray(String[]::new);
  }

  private static String[] ids(Doomed doomed) {
    return doomed.ids().toArray(String[]::new);
  }

  private Future<RowSet<Row>> ask(String sql, Tuple parameters) {
    return client.preparedQuery(sql).execute(parameters);
  }
}
