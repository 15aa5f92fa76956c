package dev.holdfast.postgres.store.meaning;

import dev.holdfast.core.index.Distance;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.PgvectorSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Builds pgvector's indexes while everybody goes on writing. Whoever builds holds a lock of its
 * session, so what is not valid and not being built is left over from a build that broke off.
 */
final class IndexBuilder {

  private static final System.Logger LOG = System.getLogger(IndexBuilder.class.getName());

  private final Pool pool;

  /** Those that could not be built; trying again would take as long and end so again. */
  private final Set<String> failed = new HashSet<>();

  IndexBuilder(Pool pool) {
    this.pool = pool;
  }

  /** Builds those in use that are not among {@code built}; true if there was something to do. */
  Future<Boolean> build(String schema, Set<String> built) {
    return pool.query(PgvectorSql.IN_USE)
        .execute()
        .compose(
            rows -> {
              List<Needed> needed = new ArrayList<>();
              rows.forEach(row -> needed.add(Needed.of(row)));
              needed.removeIf(
                  index -> built.contains(index.name()) || failed.contains(index.name()));
              return needed.isEmpty()
                  ? Future.succeededFuture(false)
                  : pool.withConnection(connection -> alone(connection, schema, needed));
            });
  }

  private Future<Boolean> alone(SqlConnection connection, String schema, List<Needed> needed) {
    return connection
        .query(PgvectorSql.BUILDING)
        .execute()
        .compose(
            rows ->
                rows.iterator().next().getBoolean("mine")
                    ? all(connection, schema, needed)
                        .eventually(() -> connection.query(PgvectorSql.BUILT_NOW).execute())
                        .map(true)
                    : Future.succeededFuture(false));
  }

  private Future<Void> all(SqlConnection connection, String schema, List<Needed> needed) {
    Future<Set<String>> looked =
        connection
            .query(PgvectorSql.BUILT)
            .execute()
            .map(
                rows -> {
                  Set<String> broken = new HashSet<>();
                  rows.forEach(
                      row -> {
                        if (!row.getBoolean("valid")) {
                          broken.add(row.getString("name"));
                        }
                      });
                  return broken;
                });
    return looked.compose(broken -> inTurn(connection, schema, needed, broken));
  }

  private Future<Void> inTurn(
      SqlConnection connection, String schema, List<Needed> needed, Set<String> broken) {
    Future<Void> done = Future.succeededFuture();
    for (Needed index : needed) {
      done =
          done.compose(
              before ->
                  broken.contains(index.name())
                      ? run(connection, PgvectorSql.drop(index.dimensions, index.distance))
                      : Future.succeededFuture());
      done = done.compose(before -> one(connection, schema, index));
    }
    return done;
  }

  private Future<Void> one(SqlConnection connection, String schema, Needed index) {
    return run(connection, PgvectorSql.build(schema, index.dimensions, index.distance))
        .onFailure(
            error -> {
              if (SqlFailures.connectionLost(error)) {
                return;
              }
              failed.add(index.name());
              LOG.log(
                  System.Logger.Level.WARNING,
                  "the index "
                      + index.name()
                      + " could not be built; vectors are compared one by one");
            });
  }

  private static Future<Void> run(SqlConnection connection, String sql) {
    return connection.query(sql).execute().mapEmpty();
  }

  private record Needed(int dimensions, Distance distance) {
    static Needed of(Row row) {
      return new Needed(
          row.getInteger("dimensions"),
          Distance.valueOf(row.getString("distance").toUpperCase(Locale.ROOT)));
    }

    String name() {
      return PgvectorSql.indexName(dimensions, distance);
    }
  }
}
