package dev.holdfast.postgres.statement;

import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.SearchQuery;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.StoreOperation.Search;

/** Statements that need pgvector, and those that look for it. */
public final class PgvectorSql {

  /** Items under a prefix up to which comparing all of them takes no longer than the index. */
  static final int FEW = 1000;

  /** So many times as many vectors as items are asked for, since an item may have several. */
  private static final int VECTORS_AN_ITEM = 4;

  /** Most dimensions of an index in full precision. */
  private static final int MOST_IN_FULL = 2000;

  /** Row: version and schema (null: not created), available, creatable (schema to create it in). */
  public static final String LOOK =
      """
      select e.extversion as version, quote_ident(n.nspname) as schema,
        exists (select from pg_available_extensions a where a.name = 'vector') as available,
        case when has_schema_privilege(to_regnamespace('public'), 'create') then 'public' else 'holdfast' end as creatable
      from (select) as one
      left join pg_extension e on e.extname = 'vector'
      left join pg_namespace n on n.oid = e.extnamespace""";

  /** Rows: dimensions, distance: of the indexes that tenants have. */
  public static final String IN_USE =
      "select distinct dimensions, distance from holdfast.item_indexes where dimensions > 0 order by 1, 2";

  /** Rows: name, valid: of pgvector's indexes on vectors. */
  public static final String BUILT =
      """
      select c.relname as name, x.indisvalid as valid
      from pg_index x
      join pg_class c on c.oid = x.indexrelid
      join pg_am m on m.oid = c.relam
      where x.indrelid = 'holdfast.item_vectors'::regclass and m.amname = 'hnsw'""";

  /** Row: mine, whether this session may build now; it keeps the right until it ends. */
  public static final String BUILDING =
      "select pg_try_advisory_lock(hashtextextended('item_vectors', 8423)) as mine";

  /** Gives the right back. */
  public static final String BUILT_NOW =
      "select pg_advisory_unlock(hashtextextended('item_vectors', 8423))";

  /**
   * What a transaction begins with whose searches use the index. Up to the first number candidates
   * are looked at before filters; the scan goes on while too few pass.
   */
  public static final String PREPARE =
      "set local hnsw.iterative_scan = relaxed_order; set local hnsw.ef_search = 500; set local enable_seqscan = off";

  private PgvectorSql() {}

  /** Creates the extension. */
  public static String create(String schema) {
    return "create extension if not exists vector schema " + schema;
  }

  /** The name of the index on all vectors of these dimensions and this distance. */
  public static String indexName(int dimensions, Distance distance) {
    return "item_vectors_" + distance.text() + "_" + dimensions;
  }

  /** Builds it without keeping anybody from writing. */
  public static String build(String schema, int dimensions, Distance distance) {
    String operators =
        switch (distance) {
          case COSINE -> "_cosine_ops";
          case L2 -> "_l2_ops";
          case INNER_PRODUCT -> "_ip_ops";
        };
    return "create index concurrently if not exists "
        + indexName(dimensions, distance)
        + " on holdfast.item_vectors using hnsw (("
        + indexed(schema, dimensions)
        + ") "
        + schema
        + "."
        + type(dimensions)
        + operators
        + ") with (m = 24, ef_construction = 200) where "
        + partial(dimensions, distance);
  }

  /** Drops what a build that broke off has left. */
  public static String drop(int dimensions, Distance distance) {
    return "drop index concurrently if exists holdfast." + indexName(dimensions, distance);
  }

  private static String type(int dimensions) {
    return dimensions > MOST_IN_FULL ? "halfvec" : "vector";
  }

  private static String indexed(String schema, int dimensions) {
    return "embedding::" + schema + "." + type(dimensions) + "(" + dimensions + ")";
  }

  private static String partial(int dimensions, Distance distance) {
    return "dimensions = " + dimensions + " and distance = '" + distance.text() + "'";
  }

  /**
   * The {@code most} nearest items. Rows: prefix, key, updated_at, score; best first, then newest,
   * then by name. Without an index, or where few lie under the prefix, or if it finds too few, all
   * of them are compared.
   *
   * @param approximate whether the index is there
   */
  public static SqlQuery nearest(
      TenantId tenant,
      Search search,
      SearchQuery query,
      Vector vector,
      Distance distance,
      String schema,
      boolean approximate,
      int most) {
    var scope = new Scope(tenant, search, query);
    String wanted = scope.parameters.number(most);
    var near = new Nearness(schema, distance, scope.parameters.reals(vector.toArray()));
    String every = every(scope, near);
    String score = near.score();
    String found =
        approximate
            ? byIndex(scope, near, vector.dimensions(), wanted)
                + ", every as materialized ("
                + every
                + " and (select count(distinct (prefix, key)) from near) < "
                + wanted
                + ") select * from every union all select * from near where (select count(distinct (prefix, key)) from near) >= "
                + wanted
            : every;
    return scope.parameters.query(
        "select f.prefix, f.key, f.updated_at, max("
            + score
            + ") as score from ("
            + found
            + ") as f group by f.prefix, f.key, f.updated_at"
            + " order by score desc, f.updated_at desc, f.prefix, f.key limit "
            + wanted);
  }

  private static String every(Scope scope, Nearness near) {
    return "select i.prefix, i.key, i.updated_at, "
        + near.far("v.embedding", "vector")
        + " as far from holdfast.items i join holdfast.item_vectors v on "
        + Scope.SAME_ITEM.formatted("v")
        + " and v.index_number = i.index_number where "
        + scope.indexed();
  }

  /**
   * The planner cannot know how few lie under the prefix, so the key's index is out of its reach.
   */
  private static String byIndex(Scope scope, Nearness near, int dimensions, String wanted) {
    return "with few as materialized (select count(*) as n from (select from holdfast.item_vectors v where "
        + scope.below("v")
        + " limit "
        + (FEW + 1)
        + ") as s), near as materialized (select v.prefix, v.key, i.updated_at, "
        + near.far("v.embedding", "vector")
        + " as far from holdfast.item_vectors v cross join lateral (select i.updated_at from holdfast.items i where "
        + Scope.SAME_ITEM.formatted("v")
        + scope.passes()
        + " and i.index_number = v.index_number limit 1) as i where (select n from few) > "
        + FEW
        + " and v."
        + partial(dimensions, near.distance).replace("and ", "and v.")
        + " and v.index_number = "
        + scope.index()
        + " and "
        + scope.belowRowByRow("v")
        + " order by "
        + near.far("v.embedding", type(dimensions), dimensions)
        + " limit "
        + wanted
        + " * "
        + VECTORS_AN_ITEM
        + ")";
  }

  /** How far a vector is from that of a query. */
  private record Nearness(String schema, Distance distance, String query) {

    String far(String embedding, String type) {
      return "%s::%s.%s %s %s::%s.%s"
          .formatted(embedding, schema, type, operator(), query, schema, type);
    }

    String far(String embedding, String type, int dimensions) {
      return "%s::%s.%s(%d) %s %s::%s.%s(%d)"
          .formatted(
              embedding, schema, type, dimensions, operator(), query, schema, type, dimensions);
    }

    private String operator() {
      return switch (distance) {
        case COSINE -> "operator(" + schema + ".<=>)";
        case L2 -> "operator(" + schema + ".<->)";
        case INNER_PRODUCT -> "operator(" + schema + ".<#>)";
      };
    }

    /** A vector of no length has no angle: its cosine counts as 0. */
    String score() {
      return distance == Distance.COSINE ? "1 - coalesce(nullif(f.far, 'NaN'), 1)" : "0 - f.far";
    }
  }
}
