package dev.holdfast.postgres.thread;

import dev.holdfast.postgres.statement.RemovalSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Removes checkpoints, with their writes and what only they needed: a record whose bytes others
 * refer to stays, without its checkpoint.
 */
final class Removal {

  private final SqlConnection connection;
  private final long incarnation;

  /** Removes from one thread, which nobody else writes to meanwhile. */
  Removal(SqlConnection connection, long incarnation) {
    this.connection = connection;
    this.incarnation = incarnation;
  }

  /** Removes the checkpoints of runs; returns how many. */
  Future<Long> ofRuns(String[] runs) {
    return ask(RemovalSql.OF_RUNS, Tuple.of(incarnation, (Object) runs)).compose(this::remove);
  }

  /** Removes all but the records {@code kept}, whose parents may go; returns how many. */
  Future<Long> allBut(Set<Long> kept) {
    return ask(RemovalSql.ALL_BUT, Tuple.of(incarnation, (Object) kept.toArray(Long[]::new)))
        .compose(
            rows -> {
              var gone = new Gone(rows);
              return remove(rows)
                  .compose(
                      count ->
                          ask(
                                  RemovalSql.ORPHAN,
                                  Tuple.of(incarnation, gone.namespaces(), gone.ids()))
                              .map(count));
            });
  }

  private static final class Gone {
    private final List<Long> numbers = new ArrayList<>();
    private final List<String> namespaces = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();

    Gone(RowSet<Row> rows) {
      for (Row row : rows) {
        numbers.add(row.getLong("number"));
        namespaces.add(row.getString("ns"));
        ids.add(row.getString("id"));
      }
    }

    Long[] numbers() {
      return numbers.toArray(Long[]::new);
    }

    String[] namespaces() {
      return namespaces.toArray(String[]::new);
    }

    String[] ids() {
      return ids.toArray(String[]::new);
    }
  }

  private Future<Long> remove(RowSet<Row> rows) {
    var gone = new Gone(rows);
    if (gone.numbers.isEmpty()) {
      return Future.succeededFuture(0L);
    }
    return ask(RemovalSql.RAISE_FLOOR, Tuple.of(incarnation))
        .compose(raised -> new Needed(connection, incarnation).without(gone.numbers()))
        .compose(
            needed ->
                ask(RemovalSql.DELETE, parameters(gone).addValue(needed.toArray(Long[]::new))))
        .compose(deleted -> ask(RemovalSql.DETACH, parameters(gone)))
        .map(detached -> (long) gone.numbers.size());
  }

  private Tuple parameters(Gone gone) {
    return Tuple.of(incarnation, gone.numbers(), gone.namespaces(), gone.ids());
  }

  private Future<RowSet<Row>> ask(String sql, Tuple parameters) {
    return connection.preparedQuery(sql).execute(parameters);
  }
}
