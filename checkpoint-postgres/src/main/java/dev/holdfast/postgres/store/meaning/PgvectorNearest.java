package dev.holdfast.postgres.store.meaning;

import dev.holdfast.core.index.Distance;
import dev.holdfast.postgres.statement.PgvectorSql;
import dev.holdfast.postgres.statement.SqlQuery;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Set;

/**
 * Asks pgvector.
 *
 * @param schema where its types are, quoted
 * @param indexes names of those that are built
 */
record PgvectorNearest(String schema, Set<String> indexes) implements Nearest {

  /** Copies the set. */
  PgvectorNearest {
    indexes = Set.copyOf(indexes);
  }

  @Override
  public Future<List<Hit>> find(SqlConnection connection, Wanted wanted) {
    boolean approximate = canUseIndex(wanted);
    SqlQuery query =
        PgvectorSql.nearest(
            wanted.tenant(),
            wanted.search(),
            wanted.query(),
            wanted.vector(),
            wanted.distance(),
            schema,
            approximate,
            wanted.most());
    if (approximate) {
      connection.query(PgvectorSql.PREPARE).execute();
    }
    return connection.preparedQuery(query.sql()).execute(query.parameters()).map(Ranked::hits);
  }

  /** Vectors of no length have no angle, and are in no index of angles. */
  private boolean canUseIndex(Wanted wanted) {
    boolean angled = wanted.distance() != Distance.COSINE || wanted.vector().length() > 0;
    return angled
        && indexes.contains(PgvectorSql.indexName(wanted.vector().dimensions(), wanted.distance()));
  }
}
