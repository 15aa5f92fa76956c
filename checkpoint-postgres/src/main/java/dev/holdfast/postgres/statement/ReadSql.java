package dev.holdfast.postgres.statement;

/**
 * Reads. Each is one statement, so that what may change comes from one snapshot; the records that
 * values are made of never change and are brought afterwards.
 *
 * <p>Rows of three kinds come in one result: {@code kind} 0 the record of a checkpoint, 1 another
 * record with pending writes of it, 2 how many candidates there are ({@code number}). Columns:
 * incarnation, number, thread, ns, id (of the checkpoint), parent, writes_of, metadata, pack, depth
 * (how many generations away, or the place in the list).
 */
public final class ReadSql {

  private ReadSql() {}

  private static final String ROWS =
      """
      select 0 as kind, p.incarnation, p.number, p.thread_id as thread, p.checkpoint_ns as ns, p.checkpoint_id as id,
        p.parent_checkpoint_id as parent, p.writes_of, p.metadata::text as metadata, p.pack, p.depth
      from page p
      union all
      select 1, w.incarnation, w.number, p.thread_id, p.checkpoint_ns, p.checkpoint_id, null, w.writes_of, null, w.pack,
        p.depth
      from page p cross join lateral (
        select * from holdfast.records w
        where w.incarnation = p.incarnation and w.checkpoint_ns = p.checkpoint_ns and w.writes_of = p.checkpoint_id
          and w.number <> p.number
        offset 0
      ) as w""";

  private static String find(String id) {
    return """
      with page as materialized (
        select t.thread_id, 0 as depth, r.*
        from holdfast.threads t cross join lateral (
          select * from holdfast.records r
          where r.incarnation = t.incarnation and r.checkpoint_ns = $3"""
        + id
        + """

        ) as r
        where t.tenant_id = $1 and t.thread_id = $2
      )
      """
        + ROWS;
  }

  /** $1 tenant, $2 thread, $3 ns, $4 (null). */
  public static final String FIND_LATEST =
      find(
          " and $4::text is null and r.checkpoint_id is not null order by r.checkpoint_id desc limit 1");

  /** The same with $4 the checkpoint id. */
  public static final String FIND_BY_ID = find(" and r.checkpoint_id = $4::text limit 1");

  private static String list(String scope) {
    return """
      with candidate as materialized (
        select t.thread_id, r.*
        from holdfast.threads t join holdfast.records r on r.incarnation = t.incarnation
        where t.tenant_id = $1 and r.checkpoint_id is not null and"""
        + scope
        + """

          and ($4::text is null or r.checkpoint_id = $4)
          and ($5::text is null or r.checkpoint_id < $5)
          and ($6::text is null or r.metadata @> $6::jsonb)
          and ($9::text is null or (r.checkpoint_id, t.thread_id, r.checkpoint_ns) < ($9, $10::text, $11::text))
        order by r.checkpoint_id desc, t.thread_id desc, r.checkpoint_ns desc
        limit $7::int + 1
      ),
      sized as materialized (
        select c.*, row_number() over newest_first as place, sum(octet_length(c.pack)) over newest_first as size
        from candidate c
        window newest_first as (order by c.checkpoint_id desc, c.thread_id desc, c.checkpoint_ns desc)
      ),
      page as materialized (
        select *, place as depth from sized where place <= $7::int and (place = 1 or size <= $8::bigint)
      )
      """
        + ROWS
        + """

      union all
      select 2, null, (select count(*) from candidate), null, null, null, null, null, null, null, null""";
  }

  /**
   * $1 tenant, $2 thread, $3 ns, $4 id, $5 before, $6 filter, $7 limit, $8 bytes of records, $9 to
   * $11 cursor.
   */
  public static final String LIST_NAMESPACE =
      list(" t.thread_id = $2::text and r.checkpoint_ns = $3::text");

  /** The same over all namespaces of a thread; $3 is null. */
  public static final String LIST_THREAD = list(" t.thread_id = $2::text and $3::text is null");

  /**
   * The same over all threads of a tenant; $2 is null, $3 a namespace or null. A scan, as it is
   * upstream.
   */
  public static final String LIST_ALL =
      list(" $2::text is null and ($3::text is null or r.checkpoint_ns = $3::text)");

  /** Ancestors that one statement brings. */
  public static final int ANCESTORS = 64;

  private static String ancestors(String id) {
    return """
      with recursive target as materialized (
        select t.thread_id, 0 as depth, r.*
        from holdfast.threads t cross join lateral (
          select * from holdfast.records r
          where r.incarnation = t.incarnation and r.checkpoint_ns = $3"""
        + id
        + """

        ) as r
        where t.tenant_id = $1 and t.thread_id = $2
      ),
      page as (
        select * from target
        union all
        select p.thread_id, p.depth + 1, r.*
        from page p cross join lateral (
          select * from holdfast.records r where r.incarnation = p.incarnation and r.checkpoint_ns = $3
            and r.checkpoint_id = p.parent_checkpoint_id limit 1
        ) as r
        where p.depth < $5::int
      )
      """
        + ROWS;
  }

  /**
   * The nearest ancestors. $1 tenant, $2 thread, $3 ns, $4 (null), $5 how many; depth 1 is the
   * parent.
   */
  public static final String ANCESTORS_OF_LATEST =
      ancestors(
          " and $4::text is null and r.checkpoint_id is not null order by r.checkpoint_id desc limit 1");

  /** The same with $4 the checkpoint id. */
  public static final String ANCESTORS_OF_ID = ancestors(" and r.checkpoint_id = $4::text limit 1");
}
