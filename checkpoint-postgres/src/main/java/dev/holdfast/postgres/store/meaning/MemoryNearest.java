package dev.holdfast.postgres.store.meaning;

import dev.holdfast.postgres.statement.MeaningSql;
import dev.holdfast.postgres.statement.SqlQuery;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Compares everything. Which items there are, and their revisions, come out of the snapshot; their
 * vectors out of memory, and out of the snapshot what is not there.
 */
final class MemoryNearest implements Nearest {

  /** Vectors that are fetched at once. */
  private static final int PAGE = 500;

  /** Numbers that are compared before somebody else would notice that nobody answers. */
  private static final int AT_ONCE = 200_000;

  private final VectorMemory memory;

  MemoryNearest(VectorMemory memory) {
    this.memory = memory;
  }

  @Override
  public Future<List<Hit>> find(SqlConnection connection, Wanted wanted) {
    SqlQuery query = MeaningSql.revisions(wanted.tenant(), wanted.search(), wanted.query());
    var comparison = new Comparison(wanted.distance(), wanted.vector(), wanted.most());
    return connection
        .preparedQuery(query.sql())
        .execute(query.parameters())
        .map(MemoryNearest::revisions)
        .compose(revisions -> compareKnown(revisions, wanted, comparison))
        .compose(missing -> compareMissing(connection, missing, wanted, comparison))
        .map(done -> comparison.hits());
  }

  private static List<Long> revisions(RowSet<Row> rows) {
    Long[] revisions = rows.iterator().next().getArrayOfLongs("revisions");
    return revisions == null ? List.of() : List.of(revisions);
  }

  private Future<List<Long>> compareKnown(
      List<Long> revisions, Wanted wanted, Comparison comparison) {
    return computed(
        (long) revisions.size() * wanted.vector().dimensions(),
        () -> memory.tell(revisions, wanted.query().index(), comparison::add));
  }

  private Future<?> compareMissing(
      SqlConnection connection, List<Long> missing, Wanted wanted, Comparison comparison) {
    if (missing.isEmpty()) {
      return Future.succeededFuture();
    }
    SqlQuery query =
        MeaningSql.vectors(
            wanted.tenant(), wanted.search(), wanted.query(), missing.toArray(Long[]::new));
    return connection
        .prepare(query.sql())
        .compose(
            statement -> {
              Cursor cursor = statement.cursor(query.parameters());
              return pages(cursor, wanted, comparison)
                  .eventually(() -> cursor.close())
                  .eventually(() -> statement.close());
            });
  }

  private Future<Void> pages(Cursor cursor, Wanted wanted, Comparison comparison) {
    return cursor
        .read(PAGE)
        .compose(
            rows ->
                computed(
                    (long) rows.size() * wanted.vector().dimensions(),
                    () -> learn(rows, wanted, comparison)))
        .compose(
            learned ->
                cursor.hasMore() ? pages(cursor, wanted, comparison) : Future.succeededFuture());
  }

  private Integer learn(RowSet<Row> rows, Wanted wanted, Comparison comparison) {
    for (Row row : rows) {
      Known item = Known.of(wanted.query().index(), wanted.vector().dimensions(), row);
      memory.keep(item);
      comparison.add(item);
    }
    return rows.size();
  }

  /** What would keep the connection's event loop busy is done by a worker. */
  private static <T> Future<T> computed(long numbers, Callable<T> work) {
    Context context = Vertx.currentContext();
    if (numbers > AT_ONCE && context != null) {
      return context.executeBlocking(work, false);
    }
    try {
      return Future.succeededFuture(work.call());
    } catch (Exception failed) {
      return Future.failedFuture(failed);
    }
  }
}
