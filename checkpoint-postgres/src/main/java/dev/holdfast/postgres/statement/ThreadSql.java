package dev.holdfast.postgres.statement;

/** What is done to whole threads; the caller holds the thread exclusively. */
public final class ThreadSql {

  private ThreadSql() {}

  /**
   * Claims an operation id, waiting for whoever is about to; the names that are not returned were
   * claimed before. $1 tenant, $2 operation, $3 names: threads, or '' for the whole operation, $4
   * request. Rows: thread_id.
   */
  public static final String CLAIM_OPERATION =
      """
      insert into holdfast.operations (tenant_id, operation_id, thread_id, request)
      select $1, $2, k, $4 from unnest($3::text[]) as k
      on conflict do nothing returning thread_id""";

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

  /** $1 tenant, $2 thread. Row: incarnation, history. */
  public static final String FIND_HISTORY =
      "select incarnation, history from holdfast.threads where tenant_id = $1 and thread_id = $2";

  /**
   * Sets a thread's policy, and begins it if need be. No writer is right about the thread any more,
   * so each learns of the policy. $1 tenant, $2 thread, $3 history. Row: incarnation.
   */
  public static final String SET_HISTORY =
      """
      insert into holdfast.threads as t (tenant_id, thread_id, history) values ($1, $2, $3)
      on conflict (tenant_id, thread_id) do update set history = excluded.history, floor = greatest(t.floor, (
        select r.number from holdfast.records r where r.incarnation = t.incarnation order by r.number desc limit 1)) + 1
      returning incarnation""";

  /**
   * How a thread that keeps only the latest stands: whatever changes it, changes the number. $1
   * tenant, $2 thread. Row: incarnation, number; none for others.
   */
  public static final String STANDING =
      """
      select t.incarnation, greatest(t.floor, (
        select r.number from holdfast.records r where r.incarnation = t.incarnation order by r.number desc limit 1)) as number
      from holdfast.threads t where t.tenant_id = $1 and t.thread_id = $2 and t.history = 'latest'""";

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
      select (
          select count(*) from holdfast.records r where r.incarnation = gone.incarnation and r.checkpoint_id is not null
        ) as checkpoints
      from gone""";

  /**
   * Deletes up to $1 rows of one discarded thread. Row: rows deleted; none when nothing is
   * discarded.
   */
  public static final String SWEEP_DISCARDED =
      """
      with one as materialized (
        select incarnation from holdfast.discarded_threads order by discarded_at limit 1 for update skip locked
      ),
      swept as (
        delete from holdfast.records where ctid = any (array(
          select r.ctid from holdfast.records r where r.incarnation = (select incarnation from one) limit $1::int))
        returning 1
      ),
      finished as (
        delete from holdfast.discarded_threads where incarnation = (select incarnation from one) and not exists (select from swept)
      )
      select (select count(*) from swept) as n from one""";

  /** $1 tenant, $2 run ids. Rows: thread_id. */
  public static final String THREADS_OF_RUNS =
      """
      select distinct t.thread_id
      from holdfast.records r join holdfast.threads t on t.incarnation = r.incarnation
      where t.tenant_id = $1 and r.metadata ? 'run_id' and r.metadata ->> 'run_id' = any ($2::text[])
      order by 1""";

  /** Whether a thread holds anything. $1 incarnation. Row: used. */
  public static final String IS_USED =
      """
      select exists (
        select from holdfast.records where incarnation = $1 and (checkpoint_id is not null or writes_of is not null)
      ) as used""";

  /**
   * Copies everything from one snapshot; records name each other by distance, so they fit together
   * under any incarnation, above the numbers that were used there: so no writer is right about the
   * target any more. $1 source incarnation, $2 target incarnation. Row: checkpoints copied.
   */
  public static final String COPY_THREAD =
      """
      with copied as (
        insert into holdfast.records (incarnation, number, checkpoint_ns, checkpoint_id, parent_checkpoint_id, writes_of,
          metadata, pack, created_at)
        select $2::bigint, number + (select floor from holdfast.threads where incarnation = $2::bigint), checkpoint_ns,
          checkpoint_id, parent_checkpoint_id, writes_of, metadata, pack, created_at
        from holdfast.records where incarnation = $1::bigint
        returning checkpoint_id
      )
      select count(checkpoint_id) as n from copied""";

  private static final String SUMMARY =
      """
      select t.thread_id, t.incarnation, t.created_at, t.history, s.checkpoints, s.namespaces, s.latest
      from (%s) as t
      cross join lateral (
        select count(*) as checkpoints, array_agg(distinct r.checkpoint_ns) as namespaces,
          max(r.checkpoint_id) filter (where r.checkpoint_ns = '') as latest
        from holdfast.records r where r.incarnation = t.incarnation and r.checkpoint_id is not null
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
