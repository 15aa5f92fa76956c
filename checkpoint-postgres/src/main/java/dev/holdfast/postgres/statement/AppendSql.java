package dev.holdfast.postgres.statement;

/**
 * Statements of one group commit.
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

  /** Draws the first of {@value #DRAWN} numbers. */
  public static final String DRAW_INCARNATIONS = "select nextval('holdfast.incarnations') as first";

  /** How many incarnations one draw gives: the increment of the sequence. */
  public static final int DRAWN = 1000;

  /**
   * Creates threads under the numbers given, but for those that exist. $1 tenants, $2 thread ids,
   * $3 incarnations.
   */
  public static final String BEGIN_THREADS =
      """
      insert into holdfast.threads (tenant_id, thread_id, incarnation)
      select * from unnest($1::text[], $2::text[], $3::bigint[])
      order by 1, 2
      on conflict do nothing""";

  /**
   * Fails with 22012 (division by zero), and so ends the transaction, unless the threads have the
   * incarnations that they are thought to have and the values that checkpoints refer to are stored.
   *
   * <p>$1 tenants, $2 thread ids, $3 incarnations; $4 incarnations, $5 namespaces, $6 channels, $7
   * versions of the values; $8 incarnations, $9 namespaces whose head is asked for. Row: heads, in
   * that order.
   */
  public static final String BE_SURE =
      """
      select 1 / case
        when exists (
          select from unnest($1::text[], $2::text[], $3::bigint[]) as k (tenant_id, thread_id, incarnation)
          where k.incarnation is distinct from (
            select t.incarnation from holdfast.threads t
            where t.tenant_id = k.tenant_id and t.thread_id = k.thread_id limit 1)
        ) or exists (
          select from unnest($4::bigint[], $5::text[], $6::text[], $7::text[]) as v (incarnation, ns, channel, version)
          where (
            select true from holdfast.checkpoint_blobs b
            where b.incarnation = v.incarnation and b.checkpoint_ns = v.ns and b.channel = v.channel
              and b.version = v.version limit 1) is null
        ) then 0 else 1 end as sure,
        array(
          select (
            select c.checkpoint_id from holdfast.checkpoints c
            where c.incarnation = p.incarnation and c.checkpoint_ns = p.ns
            order by c.checkpoint_id desc limit 1)
          from unnest($8::bigint[], $9::text[]) with ordinality as p (incarnation, ns, n) order by p.n
        ) as heads""";

  /** SQLSTATE of {@link #BE_SURE} in doubt. */
  public static final String IN_DOUBT = "22012";

  /**
   * Tells the incarnation of each thread. $1 tenants, $2 thread ids; a row for each: n (from 1),
   * incarnation or null.
   */
  public static final String RESOLVE_THREADS =
      """
      select k.n, (
        select t.incarnation from holdfast.threads t
        where t.tenant_id = k.tenant_id and t.thread_id = k.thread_id limit 1
      ) as incarnation
      from unnest($1::text[], $2::text[]) with ordinality as k (tenant_id, thread_id, n)""";

  /** Adds values; of equal keys, stored or in this group, the first stays. */
  public static final String INSERT_BLOBS =
      """
      insert into holdfast.checkpoint_blobs (incarnation, checkpoint_ns, channel, version, type, bytes, checksum)
      select v.incarnation, v.ns, v.channel, v.version, v.type, v.bytes, v.checksum
      from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::bytea[])
        with ordinality as v (incarnation, ns, channel, version, type, bytes, checksum, n)
      order by 1, 2, 3, 4, v.n
      on conflict do nothing""";

  /**
   * What is stored of values. $1 incarnations, $2 ns, $3 channels, $4 versions. A row for each: n
   * (from 1), checksum or null.
   */
  public static final String FIND_CHECKSUMS =
      """
      select v.n, (
        select b.checksum from holdfast.checkpoint_blobs b
        where b.incarnation = v.incarnation and b.checkpoint_ns = v.ns and b.channel = v.channel
          and b.version = v.version limit 1
      ) as checksum
      from unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) with ordinality
        as v (incarnation, ns, channel, version, n)""";

  /**
   * Puts checkpoints, each key at most once; one put again keeps its parent, and a lower sequence
   * of one session never replaces a higher one. A row for each that was stored: key and inserted
   * (false when it replaced).
   */
  public static final String PUT_CHECKPOINTS =
      """
      insert into holdfast.checkpoints as c (incarnation, checkpoint_ns, checkpoint_id, parent_checkpoint_id,
        channel_versions, empty_versions, metadata, metadata_exact, skeleton_type, skeleton, session, sequence)
      select p.incarnation, p.ns, p.id, p.parent, p.channel_versions::jsonb, p.empty_versions::jsonb, p.metadata::jsonb,
        p.metadata_exact, p.skeleton_type, p.skeleton, p.session, p.sequence
      from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[],
          $9::text[], $10::bytea[], $11::bigint[], $12::bigint[])
        as p (incarnation, ns, id, parent, channel_versions, empty_versions, metadata, metadata_exact, skeleton_type,
          skeleton, session, sequence)
      order by 1, 2, 3
      on conflict (incarnation, checkpoint_ns, checkpoint_id) do update set
        channel_versions = excluded.channel_versions, empty_versions = excluded.empty_versions,
        metadata = excluded.metadata, metadata_exact = excluded.metadata_exact,
        skeleton_type = excluded.skeleton_type, skeleton = excluded.skeleton,
        session = excluded.session, sequence = excluded.sequence
      where excluded.session is null or c.session is distinct from excluded.session or c.sequence < excluded.sequence
      returning c.incarnation, c.checkpoint_ns as ns, c.checkpoint_id as id, (c.xmax = 0) as inserted""";

  private static final String WRITES =
      """
      insert into holdfast.checkpoint_writes as w (incarnation, checkpoint_ns, checkpoint_id, task_id, idx, task_path,
        channel, type, bytes, session, sequence)
      select v.incarnation, v.ns, v.id, v.task_id, v.idx, v.task_path, v.channel, v.type, v.bytes, v.session, v.sequence
      from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[],
          $9::bytea[], $10::bigint[], $11::bigint[])
        with ordinality
        as v (incarnation, ns, id, task_id, idx, task_path, channel, type, bytes, session, sequence, n)
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
      where excluded.session is null or w.session is distinct from excluded.session or w.sequence <= excluded.sequence""";

  /**
   * Creates the threads that do not exist, under numbers of the database's choice. $1 tenants, $2
   * thread ids.
   */
  public static final String CREATE_THREADS =
      """
      insert into holdfast.threads (tenant_id, thread_id)
      select k.tenant_id, k.thread_id
      from unnest($1::text[], $2::text[]) as k (tenant_id, thread_id)
      where (
        select true from holdfast.threads t where t.tenant_id = k.tenant_id and t.thread_id = k.thread_id limit 1
      ) is null
      order by 1, 2
      on conflict do nothing""";
}
