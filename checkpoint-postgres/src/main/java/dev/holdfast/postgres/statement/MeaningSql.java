package dev.holdfast.postgres.statement;

import dev.holdfast.core.index.SearchQuery;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.StoreOperation.Search;

/**
 * Finds what a query is to be compared with (ADR 6). What a caller sent is a parameter; what the
 * text depends on are the shape of the filter, and the dimensions and the distance of the index.
 */
public final class MeaningSql {

  /** $1 tenant, $2 number. Row: distance of the index, if it is the present one. */
  public static final String DISTANCE =
      "select x.distance from holdfast.item_indexes x where x.tenant_id = $1 and x.number = $2";

  private MeaningSql() {}

  /** Row: revisions, an array of those of all items that are indexed, or null. */
  public static SqlQuery revisions(TenantId tenant, Search search, SearchQuery query) {
    var scope = new Scope(tenant, search, query);
    return scope.parameters.query(
        "select array_agg(i.revision) as revisions from holdfast.items i where " + scope.indexed());
  }

  /**
   * Vectors of items with these revisions. Rows: revision, prefix, key, updated_at, and embeddings:
   * each as Postgres sends an array, one behind the other.
   */
  public static SqlQuery vectors(
      TenantId tenant, Search search, SearchQuery query, Long[] revisions) {
    var scope = new Scope(tenant, search, query);
    return scope.parameters.query(
        "select i.revision, i.prefix, i.key, i.updated_at, v.embeddings from holdfast.items i"
            + " cross join lateral (select string_agg(array_send(v.embedding), ''::bytea) as embeddings"
            + " from holdfast.item_vectors v where "
            + Scope.SAME_ITEM.formatted("v")
            + " and v.index_number = i.index_number) as v where "
            + scope.indexed()
            + " and i.revision in (select unnest("
            + scope.parameters.numbers(revisions)
            + ")) and v.embeddings is not null");
  }

  /**
   * The {@code most} items whose words fit best. Rows: prefix, key, updated_at, score; best first,
   * then newest, then by name.
   */
  public static SqlQuery words(TenantId tenant, Search search, SearchQuery query, int most) {
    var scope = new Scope(tenant, search, query);
    String words =
        "(select websearch_to_tsquery(x.language::regconfig, "
            + scope.parameters.text(query.text().replace('\0', ' '))
            + ") from holdfast.item_indexes x where x.tenant_id = "
            + scope.tenant()
            + ")";
    return scope.parameters.query(
        "select i.prefix, i.key, i.updated_at, ts_rank_cd(t.words, "
            + words
            + ")::float8 as score from holdfast.item_texts t join holdfast.items i on "
            + Scope.SAME_ITEM.formatted("t")
            + " where "
            + scope.below("t")
            + " and t.index_number = "
            + scope.index()
            + " and t.words @@ "
            + words
            + scope.passes()
            + " order by score desc, i.updated_at desc, i.prefix, i.key limit "
            + scope.parameters.number(most));
  }
}
