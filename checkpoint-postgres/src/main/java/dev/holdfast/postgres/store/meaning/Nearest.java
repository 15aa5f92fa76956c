package dev.holdfast.postgres.store.meaning;

import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.SearchQuery;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.StoreOperation.Search;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;

/** Finds what is nearest to a vector, in the snapshot of a connection's transaction. */
interface Nearest {

  /** The {@code most} nearest items, best first. */
  Future<List<Hit>> find(SqlConnection connection, Wanted wanted);

  /**
   * What is asked.
   *
   * @param distance of the query's index
   * @param most at least 1
   */
  record Wanted(
      TenantId tenant,
      Search search,
      SearchQuery query,
      Vector vector,
      Distance distance,
      int most) {}
}
