package dev.holdfast.postgres.statement;

/**
 * Statements of one group commit, in the order they are sent.
 *
 * <p>Rows come as arrays, a column each, and are sorted by key so that two groups lock rows in the
 * same order. Single rows are looked up by {@code limit 1} subqueries: a join could be planned as a
 * scan of the table.
 */
public final class AppendSql {

  private AppendSql() {}

  /** Starts the transaction. */
  public static final String BEGIN = "begin";

  /** Ends it. */
  public static final String COMMIT = "commit";

  /**
   * Keeps deletes, copies and prunes of the threads away until the commit; writers share. Taken by
   * a statement of its own, so that the snapshots of those that follow are younger than the lock.
   * $1 thread locks.
   */
  public static final String SHARE_THREADS =
      """
      select count(*) from (
        select pg_advisory_xact_lock_shared(hashtextextended(k, 8420)) from unnest($1::text[]) as k
      ) as locked""";

  /** Creates the threads that do not exist. $1 tenants, $2 thread ids. */
  public static final String CREATE_THREADS =
      """
      insert into holdfast.threads (tenant_id, thread_id)
      select k.tenant_id, k.thread_id
      from unnest($1::text[], $2::text[]) as k (tenant_id, thread_id)
      where (select true from holdfast.threads t where t.tenant_id = k.tenant_id and t.thread_id = k.thread_id limit 1) is null
      order by 1, 2
      on conflict do nothing""";

  private static final String THREADS =
      """
      (
        select k.n, (
          select th.incarnation from holdfast.threads th where th.tenant_id = k.tenant_id and th.thread_id = k.thread_id limit 1
        ) as incarnation
        from unnest($1::text[], $2::text[]) with ordinality as k (tenant_id, thread_id, n)
      )""";

  /**
   * Tells the incarnation of each thread. $1 tenants, $2 thread ids; a row for each: n (from 1),
   * incarnation or null.
   */
  public static final String RESOLVE_THREADS =
      "select t.n, t.incarnation from " + THREADS + " as t";

  /**
   * Adds values; of equal keys, stored or in this group, the first stays. $3 row's thread (from 1),
   * $4 incarnation or 0.
   */
  public static final String INSERT_BLOBS =
      "with t as materialized "
          + THREADS
          + """

      insert into holdfast.checkpoint_blobs (incarnation, checkpoint_ns, channel, version, type, bytes, checksum)
      select t.incarnation, v.checkpoint_ns, v.channel, (v.version::jsonb)::text, v.type, v.bytes, v.checksum
      from unnest($3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[], $10::bytea[])
        with ordinality
        as v (thread, incarnation, checkpoint_ns, channel, version, type, bytes, checksum, n)
      join t on t.n = v.thread
      where t.incarnation is not null and (v.incarnation = 0 or v.incarnation = t.incarnation)
      order by 1, 2, 3, 4, v.n
      on conflict do nothing""";

  /**
   * The checksums kept for values that may not have been the first. $1, $2 threads, $3 row's
   * thread, $4 ns, $5 channel, $6 version.
   */
  public static final String KEPT_CHECKSUMS =
      "with t as materialized "
          + THREADS
          + """

      select v.n, (
        select b.checksum from holdfast.checkpoint_blobs b
        where b.incarnation = t.incarnation and b.checkpoint_ns = v.checkpoint_ns and b.channel = v.channel
          and b.version = (v.version::jsonb)::text limit 1
      ) as checksum
      from unnest($3::int[], $4::text[], $5::text[], $6::text[]) with ordinality
        as v (thread, checkpoint_ns, channel, version, n)
      join t on t.n = v.thread""";

  /**
   * Puts checkpoints, at most one of each namespace. One whose channel versions are not all stored
   * is left out.
   *
   * <p>Gives a row for each put of a live thread: n (from 1), incarnation, inserted (null when the
   * row was left as it is), missing (channels), conflict.
   */
  public static final String PUT_CHECKPOINTS =
      "with t as materialized "
          + THREADS
          + """
      ,
      put as materialized (
        select p.n, t.incarnation, p.checkpoint_ns, p.checkpoint_id, p.parent_checkpoint_id,
          p.channel_versions::jsonb as channel_versions, p.empty_versions::jsonb as empty_versions,
          p.metadata::jsonb as metadata, p.metadata_exact, p.skeleton_type, p.skeleton, p.session, p.sequence, p.running
        from unnest($3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
            $11::bytea[], $12::text[], $13::bytea[], $14::bigint[], $15::bigint[], $16::boolean[])
          with ordinality
          as p (thread, incarnation, checkpoint_ns, checkpoint_id, parent_checkpoint_id, channel_versions,
            empty_versions, metadata, metadata_exact, skeleton_type, skeleton, session, sequence, running, n)
        join t on t.n = p.thread
        where t.incarnation is not null and (p.incarnation = 0 or p.incarnation = t.incarnation)
      ),
      missing as materialized (
        select p.n, array_agg(d.key) as channels
        from put p cross join lateral jsonb_each(p.channel_versions) as d
        where (
          select true from holdfast.checkpoint_blobs b
          where b.incarnation = p.incarnation and b.checkpoint_ns = p.checkpoint_ns and b.channel = d.key
            and b.version = d.value::text limit 1
        ) is null
        group by p.n
      ),
      stored as (
        insert into holdfast.checkpoints as c (incarnation, checkpoint_ns, checkpoint_id, parent_checkpoint_id, channel_versions,
          empty_versions, metadata, metadata_exact, skeleton_type, skeleton, session, sequence)
        select p.incarnation, p.checkpoint_ns, p.checkpoint_id, p.parent_checkpoint_id, p.channel_versions,
          p.empty_versions, p.metadata, p.metadata_exact, p.skeleton_type, p.skeleton, p.session, p.sequence
        from put p
        where not exists (select from missing m where m.n = p.n)
        order by 1, 2, 3
        on conflict (incarnation, checkpoint_ns, checkpoint_id) do update set
          channel_versions = excluded.channel_versions, empty_versions = excluded.empty_versions,
          metadata = excluded.metadata, metadata_exact = excluded.metadata_exact,
          skeleton_type = excluded.skeleton_type, skeleton = excluded.skeleton,
          session = excluded.session, sequence = excluded.sequence
        where excluded.session is null or c.session is distinct from excluded.session
          or c.sequence < excluded.sequence
        returning c.incarnation, c.checkpoint_ns, c.checkpoint_id, (c.xmax = 0) as inserted
      )
      select p.n, p.incarnation, s.inserted, m.channels as missing,
        p.running and head.checkpoint_id <> p.checkpoint_id
          and head.checkpoint_id is distinct from p.parent_checkpoint_id as conflict
      from put p
      left join missing m on m.n = p.n
      left join stored s on s.incarnation = p.incarnation and s.checkpoint_ns = p.checkpoint_ns
        and s.checkpoint_id = p.checkpoint_id
      left join lateral (
        select c.checkpoint_id from holdfast.checkpoints c
        where c.incarnation = p.incarnation and c.checkpoint_ns = p.checkpoint_ns
        order by c.checkpoint_id desc limit 1
      ) as head on true""";

  private static final String WRITES =
      "with t as materialized "
          + THREADS
          + """

      insert into holdfast.checkpoint_writes as w (incarnation, checkpoint_ns, checkpoint_id, task_id, idx, task_path, channel,
        type, bytes, session, sequence)
      select t.incarnation, v.checkpoint_ns, v.checkpoint_id, v.task_id, v.idx, v.task_path, v.channel, v.type, v.bytes,
        v.session, v.sequence
      from unnest($3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::int[], $9::text[], $10::text[],
          $11::text[], $12::bytea[], $13::bigint[], $14::bigint[])
        with ordinality
        as v (thread, incarnation, checkpoint_ns, checkpoint_id, task_id, idx, task_path, channel, type, bytes,
          session, sequence, n)
      join t on t.n = v.thread
      where t.incarnation is not null and (v.incarnation = 0 or v.incarnation = t.incarnation)
      order by 1, 2, 3, 4, 5, v.n
      """;

  /** Adds ordinary writes; of equal keys, stored or in this group, the first stays. */
  public static final String INSERT_WRITES = WRITES + "on conflict do nothing";

  /**
   * Adds or replaces special writes, each key at most once; a lower sequence of one session never
   * replaces a higher one.
   */
  public static final String PUT_SPECIAL_WRITES =
      WRITES
          + """
      on conflict (incarnation, checkpoint_ns, checkpoint_id, task_id, idx) do update set
        task_path = excluded.task_path, channel = excluded.channel, type = excluded.type, bytes = excluded.bytes,
        session = excluded.session, sequence = excluded.sequence
      where excluded.session is null or w.session is distinct from excluded.session or w.sequence < excluded.sequence""";
}
