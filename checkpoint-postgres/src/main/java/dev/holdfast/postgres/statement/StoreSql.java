package dev.holdfast.postgres.statement;

/** Statements of the long-term store whose text is always the same. */
public final class StoreSql {

  private StoreSql() {}

  /** What has not expired, of {@code i}. */
  static final String LIVE = "(i.expires_at is null or i.expires_at > now())";

  /** What of a row {@code i} makes an item: value and exact are never both there. */
  static final String ITEM =
      """
      case when i.exact is null then i.value::text end as value, i.exact, i.created_at, i.updated_at,
        i.expires_at is not null as expires""";

  /** The columns of {@link #ITEM}. */
  static final String ITEM_COLUMNS = "value, exact, created_at, updated_at, expires";

  /**
   * Puts, deletes and refreshes; outside a transaction it is one of its own. $1 tenants, $2
   * prefixes ({@link Labels#literal}), $3 keys, $4 kinds, $5 values, $6 exact values, $7 TTLs, $8
   * paths of what is indexed (as prefixes).
   */
  public static final String WRITE_ITEMS =
      "select holdfast.write_items($1, $2, $3, $4, $5, $6, $7, $8, null)";

  /** The same with what items are found by: $9 and what follows are {@link IndexColumns}. */
  public static final String WRITE_INDEXED_ITEMS =
      "select holdfast.write_indexed_items($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";

  /** $1 tenant, $2 prefix, $3 key. Row: the item. */
  public static final String GET_ITEM =
      "select "
          + ITEM
          + " from holdfast.items i where i.tenant_id = $1 and i.prefix = $2::text[] and i.key = $3 and "
          + LIVE;

  private static final String GET_ITEMS =
      "select k.n, "
          + ITEM
          + """

          from unnest($2::text[], $3::text[]) with ordinality as k (prefix, key, n)
          cross join lateral (
            select * from holdfast.items i
            where i.tenant_id = $1 and i.prefix = k.prefix::text[] and i.key = k.key and\s"""
          + LIVE
          + """

            limit 1
          ) as i""";

  private static final String HELD_ITEMS = AnswerSql.held(GET_ITEMS, "n, " + ITEM_COLUMNS);

  /**
   * Gets so many items. $1 tenant, $2 prefixes ({@link Labels#literal}), $3 keys. Rows: n (from 1),
   * and the item; none for what is not there.
   */
  public static String getItems(int keys) {
    return AnswerSql.isNeeded(keys) ? HELD_ITEMS : GET_ITEMS;
  }

  /** Starts a transaction whose statements all see one snapshot. */
  public static final String BEGIN_SNAPSHOT = "begin isolation level repeatable read, read only";

  /** Deletes up to $1 items that have expired, unless somebody else is at it. Row: n, how many. */
  public static final String SWEEP_EXPIRED = "select holdfast.sweep_items($1) as n";

  /** Removes up to $1 vectors of indexes that were dropped. Row: n, 0 if nothing is left. */
  public static final String FORGET_DROPPED = "select holdfast.forget_dropped($1) as n";
}
