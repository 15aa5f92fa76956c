package dev.holdfast.postgres.statement;

/**
 * Reads. Each is one statement, so that an answer comes from one snapshot.
 *
 * <p>Rows of three kinds come in one result: {@code kind} 0 a checkpoint, 1 a value, 2 a pending
 * write. Columns mean:
 *
 * <table>
 * <caption>columns by kind</caption>
 * <tr><th></th><th>checkpoint</th><th>value</th><th>write</th></tr>
 * <tr><td>n</td><td>incarnation</td><td>0 here, 1 known to the caller, 2 missing</td><td>idx</td></tr>
 * <tr><td>thread, ns</td><td>its place</td><td>its place</td><td>its place</td></tr>
 * <tr><td>id</td><td>checkpoint id</td><td></td><td>checkpoint id</td></tr>
 * <tr><td>a</td><td>parent</td><td>channel</td><td>task id</td></tr>
 * <tr><td>b</td><td>channel versions</td><td>version</td><td>task path</td></tr>
 * <tr><td>c</td><td>empty versions</td><td></td><td>channel</td></tr>
 * <tr><td>d</td><td>metadata</td><td></td><td></td></tr>
 * <tr><td>type, bytes</td><td>skeleton</td><td>value</td><td>value</td></tr>
 * <tr><td>exact</td><td>exact metadata</td><td></td><td></td></tr>
 * </table>
 */
public final class ReadSql {

  private ReadSql() {}

  private static final String CHECKPOINT_ROWS =
      """
      select 0 as kind, p.incarnation as n, p.thread_id as thread, p.checkpoint_ns as ns, p.checkpoint_id as id,
        p.parent_checkpoint_id as a, p.channel_versions::text as b, p.empty_versions::text as c, p.metadata::text as d,
        p.skeleton_type as type, p.skeleton as bytes, p.metadata_exact as exact
      from page p
      union all
      select 2, w.idx, p.thread_id, p.checkpoint_ns, p.checkpoint_id, w.task_id, w.task_path, w.channel, null,
        w.type, w.bytes, null
      from page p cross join lateral (
        select * from holdfast.checkpoint_writes w
        where w.incarnation = p.incarnation and w.checkpoint_ns = p.checkpoint_ns and w.checkpoint_id = p.checkpoint_id
        offset 0
      ) as w
      union all
      """;

  private static String find(String id) {
    return """
      with page as materialized (
        select t.thread_id, c.*
        from holdfast.threads t cross join lateral (
          select * from holdfast.checkpoints c
          where c.incarnation = t.incarnation and c.checkpoint_ns = $3"""
        + id
        + """

        ) as c
        where t.tenant_id = $1 and t.thread_id = $2
      )
      """
        + CHECKPOINT_ROWS
        + """
      select 1, case when k.channel is not null then 1 when b.type is null then 2 else 0 end, p.thread_id,
        p.checkpoint_ns, null, d.key, d.value::text, null, null, b.type,
        case when k.channel is null then b.bytes end, null
      from page p
      cross join lateral jsonb_each(p.channel_versions) as d
      left join lateral (
        select b.type, b.bytes, b.checksum from holdfast.checkpoint_blobs b
        where b.incarnation = p.incarnation and b.checkpoint_ns = p.checkpoint_ns and b.channel = d.key
          and b.version = d.value::text limit 1
      ) as b on true
      left join unnest($5::text[], $6::text[], $7::bytea[]) as k (channel, version, checksum)
        on k.channel = d.key and k.version::jsonb = d.value and k.checksum = b.checksum""";
  }

  /**
   * $1 tenant, $2 thread, $3 ns, $4 (null), $5 to $7 what the caller knows: channels, versions,
   * checksums.
   */
  public static final String FIND_LATEST =
      find(" and $4::text is null order by c.checkpoint_id desc limit 1");

  /** The same with $4 the checkpoint id. */
  public static final String FIND_BY_ID = find(" and c.checkpoint_id = $4::text limit 1");

  private static String list(String scope) {
    return """
      with candidate as materialized (
        select t.thread_id, c.*
        from holdfast.threads t join holdfast.checkpoints c on c.incarnation = t.incarnation
        where t.tenant_id = $1 and"""
        + scope
        + """

          and ($4::text is null or c.checkpoint_id = $4)
          and ($5::text is null or c.checkpoint_id < $5)
          and ($6::text is null or c.metadata @> $6::jsonb)
          and ($9::text is null or (c.checkpoint_id, t.thread_id, c.checkpoint_ns) < ($9, $10::text, $11::text))
        order by c.checkpoint_id desc, t.thread_id desc, c.checkpoint_ns desc
        limit $7::int + 1
      ),
      placed as materialized (
        select c.*, row_number() over (
          order by c.checkpoint_id desc, c.thread_id desc, c.checkpoint_ns desc) as place
        from candidate c
      ),
      value as materialized (
        select v.*, b.type, b.bytes
        from (
          select min(p.place) as place, p.incarnation, p.thread_id, p.checkpoint_ns, d.key, d.value::text as version
          from placed p cross join lateral jsonb_each(p.channel_versions) as d
          group by 2, 3, 4, 5, 6
        ) as v
        left join lateral (
          select b.type, b.bytes from holdfast.checkpoint_blobs b
          where b.incarnation = v.incarnation and b.checkpoint_ns = v.checkpoint_ns and b.channel = v.key
            and b.version = v.version limit 1
        ) as b on true
      ),
      weighed as materialized (
        select v.place, sum(octet_length(v.bytes)) as bytes from value v group by 1
      ),
      sized as materialized (
        select p.*, sum(octet_length(p.skeleton) + octet_length(p.metadata::text) + coalesce(w.bytes, 0)
          + (select coalesce(sum(octet_length(w.bytes)), 0) from holdfast.checkpoint_writes w
            where w.incarnation = p.incarnation and w.checkpoint_ns = p.checkpoint_ns
              and w.checkpoint_id = p.checkpoint_id)) over (order by p.place) as size
        from placed p left join weighed w on w.place = p.place
      ),
      page as materialized (
        select * from sized where place <= $7::int and (place = 1 or size <= $8::bigint)
      )
      """
        + CHECKPOINT_ROWS
        + """
      select 1, case when v.type is null then 2 else 0 end, v.thread_id, v.checkpoint_ns, null, v.key, v.version, null,
        null, v.type, v.bytes, null
      from value v
      where v.place <= (select max(place) from page)
      union all
      select 3, (select count(*) from candidate), null, null, null, null, null, null, null, null, null, null""";
  }

  /**
   * $1 tenant, $2 thread, $3 ns, $4 id, $5 before, $6 filter, $7 limit, $8 bytes, $9 to $11 cursor.
   * A row of kind 3 counts.
   */
  public static final String LIST_NAMESPACE =
      list(" t.thread_id = $2::text and c.checkpoint_ns = $3::text");

  /** The same over all namespaces of a thread; $3 is null. */
  public static final String LIST_THREAD = list(" t.thread_id = $2::text and $3::text is null");

  /**
   * The same over all threads of a tenant; $2 is null, $3 a namespace or null. A scan, as it is
   * upstream.
   */
  public static final String LIST_ALL =
      list(" $2::text is null and ($3::text is null or c.checkpoint_ns = $3::text)");

  private static String deltaHistory(String id) {
    return """
      with recursive target as materialized (
        select c.incarnation, c.parent_checkpoint_id
        from holdfast.threads t cross join lateral (
          select * from holdfast.checkpoints c
          where c.incarnation = t.incarnation and c.checkpoint_ns = $3"""
        + id
        + """

        ) as c
        where t.tenant_id = $1 and t.thread_id = $2
      ),
      total as materialized (
        select count(*) as n from holdfast.checkpoints c
        where c.incarnation = (select incarnation from target) and c.checkpoint_ns = $3
      ),
      chain as (
        select 1::bigint as depth, c.incarnation, c.checkpoint_id, c.parent_checkpoint_id, c.channel_versions,
          $5::text[] as wanted
        from target x cross join lateral (
          select * from holdfast.checkpoints c where c.incarnation = x.incarnation and c.checkpoint_ns = $3
            and c.checkpoint_id = x.parent_checkpoint_id limit 1
        ) as c
        union all
        select p.depth + 1, c.incarnation, c.checkpoint_id, c.parent_checkpoint_id, c.channel_versions, l.wanted
        from chain p
        cross join lateral (
          select array(select ch from unnest(p.wanted) as ch where not p.channel_versions ? ch) as wanted
        ) as l
        cross join lateral (
          select * from holdfast.checkpoints c where c.incarnation = p.incarnation and c.checkpoint_ns = $3
            and c.checkpoint_id = p.parent_checkpoint_id limit 1
        ) as c
        where cardinality(l.wanted) > 0 and p.depth < (select n from total)
      )
      select 2 as kind, w.idx::bigint as n, p.depth as depth, p.checkpoint_id as id, w.task_id as a, w.task_path as b,
        w.channel as c, w.type as type, w.bytes as bytes
      from chain p cross join lateral (
        select * from holdfast.checkpoint_writes w
        where w.incarnation = p.incarnation and w.checkpoint_ns = $3 and w.checkpoint_id = p.checkpoint_id
          and w.channel = any (p.wanted)
        offset 0
      ) as w
      union all
      select 1, case when b.type is null then 2 else 0 end, p.depth, p.checkpoint_id, ch, null, ch, b.type, b.bytes
      from chain p
      cross join lateral unnest(p.wanted) as ch
      left join lateral (
        select b.type, b.bytes from holdfast.checkpoint_blobs b
        where b.incarnation = p.incarnation and b.checkpoint_ns = $3 and b.channel = ch
          and b.version = (p.channel_versions -> ch)::text limit 1
      ) as b on true
      where p.channel_versions ? ch
      order by depth""";
  }

  /**
   * $1 tenant, $2 thread, $3 ns, $4 (null), $5 channels. Rows: kind 1 a seed (n as above), 2 a
   * write; depth 1 is the parent.
   */
  public static final String DELTA_OF_LATEST =
      deltaHistory(" and $4::text is null order by c.checkpoint_id desc limit 1");

  /** The same with $4 the checkpoint id. */
  public static final String DELTA_OF_ID = deltaHistory(" and c.checkpoint_id = $4::text limit 1");
}
