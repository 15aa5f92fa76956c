package dev.holdfast.postgres.statement;

/**
 * Statements on indexes of tenants, and on what waits for them. Prefixes are {@link
 * Labels#literal}.
 */
public final class IndexSql {

  private IndexSql() {}

  private static final String COLUMNS =
      "x.number, x.model, x.dimensions, x.distance, x.fields, x.embedded_by, x.queued, x.language";

  /** $1 tenant. Row: the index. */
  public static final String FIND =
      "select " + COLUMNS + " from holdfast.item_indexes x where x.tenant_id = $1";

  /**
   * $1 tenant, $2 model, $3 dimensions, $4 distance, $5 fields, $6 who embeds, $7 whether puts are
   * queued, $8 language. Row: the index, if there was none.
   */
  public static final String DEFINE =
      """
      insert into holdfast.item_indexes as x
        (tenant_id, number, model, dimensions, distance, fields, embedded_by, queued, language)
      values ($1, nextval('holdfast.index_numbers'), $2, $3, $4, $5, $6, $7, $8::text::regconfig::text)
      on conflict (tenant_id) do nothing
      returning\s"""
          + COLUMNS;

  /** As {@link #DEFINE}, whatever was there; no language: none. Row: replaced, whether one was. */
  public static final String REPLACE =
      "select holdfast.replace_index($1, $2, $3, $4, $5, $6, $7, $8::text::regconfig::text) as replaced";

  /**
   * Claims up to $1 items for $2 microseconds. Rows: tenant_id, prefix, key, the item, revision,
   * index_fields, attempts, and the index.
   */
  public static final String CLAIM =
      """
      with claimed as (
        update holdfast.item_queue q
        set due_at = holdfast.expiry(now(), $2), attempts = q.attempts + 1
        where q.failed is null and q.due_at <= now() and q.ctid = any (array(
          select w.ctid from holdfast.item_queue w
          where w.failed is null and w.due_at <= now()
          order by w.due_at limit $1::int for update skip locked))
        returning q.*
      )
      select c.tenant_id, c.prefix, c.key, c.attempts, i.*,\s"""
          + COLUMNS
          + """

          from claimed c
          cross join lateral (
            select i.revision, i.index_fields,\s"""
          + StoreSql.ITEM
          + """

            from holdfast.items i
            where i.tenant_id = c.tenant_id and i.prefix = c.prefix and i.key = c.key and i.revision = c.revision
              and\s"""
          + StoreSql.LIVE
          + """

            limit 1
          ) as i
          join holdfast.item_indexes x on x.tenant_id = c.tenant_id
          order by c.enqueued_at""";

  /**
   * Writes what was made of items, sorted by name. $1 tenants, $2 prefixes, $3 keys, $4 revisions,
   * $5 index numbers, $6 texts, then {@link IndexColumns.Vectors}. Row: n, how many were written.
   */
  public static final String INDEX_ITEMS =
      "select holdfast.index_items($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as n";

  /**
   * $1 tenant, $2 prefix, $3 key, $4 revision, $5 attempts: what was claimed; $6 why it is put
   * back, $7 microseconds until it is due, null: it was given up.
   */
  public static final String PUT_BACK =
      """
      update holdfast.item_queue q
      set failed = case when $7::bigint is null then $6::text end,
        due_at = case when $7::bigint is null then q.due_at else holdfast.expiry(now(), $7::bigint) end
      where q.tenant_id = $1 and q.prefix = $2::text::text[] and q.key = $3 and q.revision = $4 and q.attempts = $5""";

  /**
   * $1 tenant, $2 prefix and $3 key behind which the page begins, or null, $4 most, $5 whether
   * failed ones too. Row: seen, enqueued, last_prefix, last_key.
   */
  public static final String ENQUEUE_STALE =
      "select * from holdfast.enqueue_stale($1, $2::text::text[], $3, $4, $5)";

  private static final String WAITING =
      """
      from holdfast.item_queue q
      join holdfast.items i on i.tenant_id = q.tenant_id and i.prefix = q.prefix and i.key = q.key
      where q.tenant_id = $1 and\s"""
          + StoreSql.LIVE;

  /**
   * $1 tenant. Row: items, indexed, failed, waiting, oldest (microseconds); none without an index.
   */
  public static final String STATUS =
      """
      select n.items, n.indexed, w.failed, w.waiting, w.oldest
      from holdfast.item_indexes x
      cross join lateral (
        select count(*) as items, count(*) filter (where i.index_number = x.number) as indexed
        from holdfast.items i
        where i.tenant_id = $1 and i.index_fields is distinct from '{}' and\s"""
          + StoreSql.LIVE
          + """

          ) as n
          cross join (
            select count(*) filter (where q.failed is not null) as failed,
              count(*) filter (where q.failed is null) as waiting,
              coalesce(extract(epoch from now() - min(q.enqueued_at) filter (where q.failed is null)) * 1000000, 0)::bigint
                as oldest
          """
          + WAITING
          + """

          ) as w
          where x.tenant_id = $1""";

  /** $1 tenant, $2 most. Rows: prefix, key, failed, attempts. */
  public static final String FAILED =
      "select q.prefix, q.key, q.failed, q.attempts "
          + WAITING
          + " and q.failed is not null order by q.prefix, q.key limit $2";
}
