package dev.holdfast.postgres.statement;

/** What is done to whole threads; the caller holds the thread exclusively. */
public final class ThreadSql {

  private ThreadSql() {}

  /** Keeps writers of a thread away until the commit. $1 thread lock. */
  public static final String TAKE_THREAD =
      "select pg_advisory_xact_lock(hashtextextended($1::text, 8420))";

  /**
   * Claims a thread for an operation id; no row means that it was done before. $1 tenant, $2
   * operation, $3 thread, $4 request.
   */
  public static final String CLAIM_OPERATION =
      """
      insert into holdfast.operations (tenant_id, operation_id, thread_id, request) values ($1, $2, $3, $4)
      on conflict do nothing""";

  /** $1 tenant, $2 operation. Rows: thread_id, request, answer. */
  public static final String FIND_OPERATION =
      "select thread_id, request, answer from holdfast.operations where tenant_id = $1 and operation_id = $2";

  /** $1 tenant, $2 operation, $3 thread, $4 answer. */
  public static final String ANSWER_OPERATION =
      "update holdfast.operations set answer = $4 where tenant_id = $1 and operation_id = $2 and thread_id = $3";

  /** Forgets operations that are a day old. */
  public static final String FORGET_OPERATIONS =
      "delete from holdfast.operations where done_at < now() - interval '24 hours'";

  /** $1 tenant, $2 thread. Row: incarnation. */
  public static final String FIND_INCARNATION =
      "select incarnation from holdfast.threads where tenant_id = $1 and thread_id = $2";

  /**
   * Ends a thread's life; its rows are swept later. $1 tenant, $2 thread. Row: checkpoints, if it
   * existed.
   */
  public static final String DISCARD_THREAD =
      """
      with gone as (
        delete from holdfast.threads where tenant_id = $1 and thread_id = $2 returning incarnation
      ),
      noted as (
        insert into holdfast.discarded_threads (incarnation) select incarnation from gone
      )
      select (select count(*) from holdfast.checkpoints c where c.incarnation = gone.incarnation) as checkpoints from gone""";

  /**
   * Deletes up to $1 rows of one discarded thread in each table. Row: rows deleted; none when
   * nothing is discarded.
   */
  public static final String SWEEP_DISCARDED =
      """
      with one as materialized (
        select incarnation from holdfast.discarded_threads order by discarded_at limit 1 for update skip locked
      ),
      w as (
        delete from holdfast.checkpoint_writes where ctid = any (array(
          select w.ctid from holdfast.checkpoint_writes w where w.incarnation = (select incarnation from one) limit $1::int))
        returning 1
      ),
      b as (
        delete from holdfast.checkpoint_blobs where ctid = any (array(
          select b.ctid from holdfast.checkpoint_blobs b where b.incarnation = (select incarnation from one) limit $1::int))
        returning 1
      ),
      c as (
        delete from holdfast.checkpoints where ctid = any (array(
          select c.ctid from holdfast.checkpoints c where c.incarnation = (select incarnation from one) limit $1::int))
        returning 1
      ),
      swept as (
        select (select count(*) from w) + (select count(*) from b) + (select count(*) from c) as n
      ),
      finished as (
        delete from holdfast.discarded_threads where incarnation = (select incarnation from one) and (select n from swept) = 0
      )
      select n from swept, one""";

  /** $1 tenant, $2 run ids. Rows: thread_id. */
  public static final String THREADS_OF_RUNS =
      """
      select distinct t.thread_id
      from holdfast.checkpoints c join holdfast.threads t on t.incarnation = c.incarnation
      where t.tenant_id = $1 and c.metadata ? 'run_id' and c.metadata ->> 'run_id' = any ($2::text[])
      order by 1""";

  /** $1 incarnation, $2 run ids. Row: checkpoints deleted. */
  public static final String DELETE_RUNS =
      """
      with gone as (
        delete from holdfast.checkpoints
        where incarnation = $1 and metadata ? 'run_id' and metadata ->> 'run_id' = any ($2::text[])
        returning checkpoint_ns, checkpoint_id
      ),
      writes as (
        delete from holdfast.checkpoint_writes w using gone g
        where w.incarnation = $1 and w.checkpoint_ns = g.checkpoint_ns and w.checkpoint_id = g.checkpoint_id
      )
      select count(*) as n from gone""";

  /** Frees values that no checkpoint of their namespace names. $1 incarnation. */
  public static final String FREE_BLOBS =
      """
      delete from holdfast.checkpoint_blobs b
      where b.incarnation = $1 and not exists (
        select from holdfast.checkpoints c cross join lateral jsonb_each(c.channel_versions) as d
        where c.incarnation = $1 and c.checkpoint_ns = b.checkpoint_ns and d.key = b.channel
          and d.value::text = b.version
      )""";

  /**
   * Deletes all but the latest checkpoint of each namespace and the ancestors that a delta channel
   * of it is rebuilt from. $1 incarnation. Row: checkpoints deleted.
   */
  public static final String KEEP_LATEST =
      """
      with recursive head as materialized (
        select distinct on (checkpoint_ns) checkpoint_ns, checkpoint_id, parent_checkpoint_id, channel_versions,
          empty_versions
        from holdfast.checkpoints where incarnation = $1
        order by checkpoint_ns, checkpoint_id desc
      ),
      delta as materialized (
        select h.checkpoint_ns, array_agg(e.channel) as channels
        from head h cross join lateral jsonb_object_keys(coalesce(h.empty_versions, '{}')) as e (channel)
        where exists (
          select from holdfast.checkpoints c
          where c.incarnation = $1 and c.checkpoint_ns = h.checkpoint_ns and (
            c.metadata ? 'delta_writes_versioned' or c.metadata -> 'counters_since_delta_snapshot' ? e.channel)
        )
        group by 1
      ),
      kept as (
        select h.checkpoint_ns, h.checkpoint_id, h.parent_checkpoint_id, h.channel_versions,
          coalesce(d.channels, '{}') as wanted
        from head h left join delta d on d.checkpoint_ns = h.checkpoint_ns
        union
        select p.checkpoint_ns, c.checkpoint_id, c.parent_checkpoint_id, c.channel_versions, l.wanted
        from kept p
        cross join lateral (
          select array(select ch from unnest(p.wanted) as ch where not p.channel_versions ? ch) as wanted
        ) as l
        cross join lateral (
          select * from holdfast.checkpoints c
          where c.incarnation = $1 and c.checkpoint_ns = p.checkpoint_ns and c.checkpoint_id = p.parent_checkpoint_id
          limit 1
        ) as c
        where cardinality(l.wanted) > 0
      ),
      gone as (
        delete from holdfast.checkpoints c
        where c.incarnation = $1 and not exists (
          select from kept k where k.checkpoint_ns = c.checkpoint_ns and k.checkpoint_id = c.checkpoint_id)
        returning c.checkpoint_ns, c.checkpoint_id
      ),
      writes as (
        delete from holdfast.checkpoint_writes w using gone g
        where w.incarnation = $1 and w.checkpoint_ns = g.checkpoint_ns and w.checkpoint_id = g.checkpoint_id
      ),
      orphans as (
        update holdfast.checkpoints c set parent_checkpoint_id = null
        from kept k join gone g on g.checkpoint_ns = k.checkpoint_ns and g.checkpoint_id = k.parent_checkpoint_id
        where c.incarnation = $1 and c.checkpoint_ns = k.checkpoint_ns and c.checkpoint_id = k.checkpoint_id
      )
      select count(*) as n from gone""";

  /** Whether a thread holds anything. $1 incarnation. Row: used. */
  public static final String IS_USED =
      """
      select exists (select from holdfast.checkpoints where incarnation = $1)
        or exists (select from holdfast.checkpoint_writes where incarnation = $1) as used""";

  /**
   * Copies everything from one snapshot. $1 source incarnation, $2 target incarnation. Row:
   * checkpoints copied.
   */
  public static final String COPY_THREAD =
      """
      with b as (
        insert into holdfast.checkpoint_blobs (incarnation, checkpoint_ns, channel, version, type, bytes, checksum)
        select $2::bigint, checkpoint_ns, channel, version, type, bytes, checksum
        from holdfast.checkpoint_blobs where incarnation = $1::bigint
        on conflict do nothing
      ),
      w as (
        insert into holdfast.checkpoint_writes (incarnation, checkpoint_ns, checkpoint_id, task_id, idx, task_path, channel, type,
          bytes, session, sequence)
        select $2::bigint, checkpoint_ns, checkpoint_id, task_id, idx, task_path, channel, type, bytes, session, sequence
        from holdfast.checkpoint_writes where incarnation = $1::bigint
      ),
      c as (
        insert into holdfast.checkpoints (incarnation, checkpoint_ns, checkpoint_id, parent_checkpoint_id, channel_versions,
          empty_versions, metadata, metadata_exact, skeleton_type, skeleton, session, sequence, created_at)
        select $2::bigint, checkpoint_ns, checkpoint_id, parent_checkpoint_id, channel_versions, empty_versions, metadata,
          metadata_exact, skeleton_type, skeleton, session, sequence, created_at
        from holdfast.checkpoints where incarnation = $1::bigint
        returning 1
      )
      select count(*) as n from c""";

  private static final String SUMMARY =
      """
      select t.thread_id, t.incarnation, t.created_at, s.checkpoints, s.namespaces, s.latest
      from (%s) as t
      cross join lateral (
        select count(*) as checkpoints, array_agg(distinct c.checkpoint_ns) as namespaces,
          max(c.checkpoint_id) filter (where c.checkpoint_ns = '') as latest
        from holdfast.checkpoints c where c.incarnation = t.incarnation
      ) as s
      order by t.thread_id""";

  /** $1 tenant, $2 prefix, $3 after or null, $4 limit. */
  public static final String LIST_THREADS =
      SUMMARY.formatted(
          """
          select * from holdfast.threads
          where tenant_id = $1 and starts_with(thread_id, $2) and ($3::text is null or thread_id > $3)
          order by thread_id limit $4::int""");

  /** $1 tenant, $2 thread. */
  public static final String FIND_THREAD =
      SUMMARY.formatted("select * from holdfast.threads where tenant_id = $1 and thread_id = $2");
}
