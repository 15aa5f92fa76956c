package dev.holdfast.postgres.store.meaning;

import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.SearchMode;
import dev.holdfast.core.index.SearchQuery;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.StoreOperation.Search;
import dev.holdfast.core.store.indexing.Ranking;
import dev.holdfast.postgres.statement.MeaningSql;
import dev.holdfast.postgres.statement.SqlQuery;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the page of a search with a query. */
public final class Meaning {

  private static final int MOST_INDEXES = 10_000;

  private final VectorSupport support;

  /** By number of the index, which never has another one. */
  private final Map<Long, Distance> distances = new ConcurrentHashMap<>();

  /** Compares vectors as {@code support} can. */
  public Meaning(VectorSupport support) {
    this.support = support;
  }

  /**
   * The names and scores of the page, best first.
   *
   * @param connection in a transaction that sees one snapshot
   */
  public Future<List<Hit>> page(
      SqlConnection connection, TenantId tenant, Search search, SearchQuery query) {
    if (search.limit() == 0) {
      return Future.succeededFuture(List.of());
    }
    int end = (int) Math.min(Integer.MAX_VALUE, (long) search.limit() + search.offset());
    Future<List<Hit>> hits;
    if (query.mode() == SearchMode.HYBRID) {
      int cut = Ranking.depth(search.limit(), search.offset());
      hits =
          near(connection, tenant, search, query, cut)
              .compose(
                  near ->
                      worded(connection, tenant, search, query, cut)
                          .map(worded -> Ranked.fused(near, worded)));
    } else if (query.mode() == SearchMode.TEXT) {
      hits = worded(connection, tenant, search, query, end);
    } else {
      hits = near(connection, tenant, search, query, end);
    }
    return hits.map(all -> Ranked.page(all, search.limit(), search.offset()));
  }

  private static Future<List<Hit>> worded(
      SqlConnection connection, TenantId tenant, Search search, SearchQuery query, int most) {
    SqlQuery words = MeaningSql.words(tenant, search, query, most);
    return connection.preparedQuery(words.sql()).execute(words.parameters()).map(Ranked::hits);
  }

  private Future<List<Hit>> near(
      SqlConnection connection, TenantId tenant, Search search, SearchQuery query, int most) {
    Vector vector = query.vector();
    if (vector == null) {
      return Future.succeededFuture(List.of());
    }
    return distance(connection, tenant, query.index())
        .compose(
            distance ->
                distance.isEmpty()
                    ? Future.succeededFuture(List.of())
                    : support
                        .nearest()
                        .find(
                            connection,
                            new Nearest.Wanted(
                                tenant, search, query, vector, distance.get(), most)));
  }

  private Future<Optional<Distance>> distance(
      SqlConnection connection, TenantId tenant, long index) {
    Distance known = distances.get(index);
    if (known != null) {
      return Future.succeededFuture(Optional.of(known));
    }
    return connection
        .preparedQuery(MeaningSql.DISTANCE)
        .execute(Tuple.of(tenant.value(), index))
        .map(
            rows -> {
              for (var row : rows) {
                String name = row.getString("distance").toUpperCase(Locale.ROOT);
                return Optional.of(remember(index, Distance.valueOf(name)));
              }
              return Optional.empty();
            });
  }

  private Distance remember(long index, Distance distance) {
    if (distances.size() >= MOST_INDEXES) {
      distances.clear();
    }
    distances.put(index, distance);
    return distance;
  }
}
