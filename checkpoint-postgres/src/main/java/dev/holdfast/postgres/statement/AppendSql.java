package dev.holdfast.postgres.statement;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Statements of group commit; the appending itself is done by functions of the schema. */
public final class AppendSql {

  private AppendSql() {}

  private static final int RECORDS_PARAMETERS = 16;
  private static final int RECORD_PARAMETERS = 13;

  /** Appends records to threads that are as believed. */
  public static final String APPEND_RECORDS = call("append_records", RECORDS_PARAMETERS);

  /** The same for a single record. */
  public static final String APPEND_RECORD = call("append_record", RECORD_PARAMETERS);

  /** SQLSTATE of an append to a thread that is not as believed. */
  public static final String IN_DOUBT = "HF001";

  /** SQLSTATE of an append whose number another writer took. */
  public static final String TAKEN = "23505";

  /** Starts a transaction. */
  public static final String BEGIN = "begin";

  /** Ends it. */
  public static final String COMMIT = "commit";

  /** Ends it without effect. */
  public static final String ROLLBACK = "rollback";

  /** Keeps everybody else away from the threads until the commit. $1 {@link ThreadLocks#names}. */
  public static final String TAKE_THREADS =
      """
      select count(*) from (
        select pg_advisory_xact_lock(hashtextextended(k, 8420)) from unnest($1::text[]) as k
      ) as locked""";

  /** How many incarnations one draw gives: the increment of the sequence. */
  public static final int DRAWN = 1000;

  /** Draws the first of {@value #DRAWN} numbers. */
  public static final String DRAW_INCARNATIONS = "select nextval('holdfast.incarnations') as first";

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

  /**
   * What a writer must know of threads. $1 tenants, $2 thread ids, $3 namespaces or null, $4 and $5
   * checkpoint ids or null.
   *
   * <p>For each of them (n from 1) a row without id: the thread's incarnation, or null if it does
   * not exist, the number of its last record, and its policy. And a row for each checkpoint found:
   * the newest of the namespace ({@code newest}), and those of the two ids.
   */
  public static final String VIEW_THREADS =
      """
      with asked as materialized (
        select k.n, k.ns, k.one, k.other, t.incarnation, t.floor, t.history
        from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) with ordinality
          as k (tenant_id, thread_id, ns, one, other, n)
        left join lateral (
          select * from holdfast.threads t where t.tenant_id = k.tenant_id and t.thread_id = k.thread_id limit 1
        ) as t on true
      )
      select a.n, a.incarnation, greatest(a.floor, (
          select r.number from holdfast.records r where r.incarnation = a.incarnation order by r.number desc limit 1)
        ) as number, null as id, null as parent, false as newest, null::bytea as pack, a.history
      from asked a
      union all
      select a.n, a.incarnation, r.number, r.checkpoint_id, r.parent_checkpoint_id, true, r.pack, null
      from asked a cross join lateral (
        select * from holdfast.records r
        where r.incarnation = a.incarnation and r.checkpoint_ns = a.ns and r.checkpoint_id is not null
        order by r.checkpoint_id desc limit 1
      ) as r
      union all
      select a.n, a.incarnation, r.number, r.checkpoint_id, r.parent_checkpoint_id, false, r.pack, null
      from asked a cross join lateral (
        select * from holdfast.records r
        where r.incarnation = a.incarnation and r.checkpoint_ns = a.ns and r.checkpoint_id = a.one limit 1
      ) as r
      union all
      select a.n, a.incarnation, r.number, r.checkpoint_id, r.parent_checkpoint_id, false, r.pack, null
      from asked a cross join lateral (
        select * from holdfast.records r
        where r.incarnation = a.incarnation and r.checkpoint_ns = a.ns and r.checkpoint_id = a.other limit 1
      ) as r""";

  private static String call(String function, int parameters) {
    return IntStream.rangeClosed(1, parameters)
        .mapToObj(n -> "$" + n)
        .collect(Collectors.joining(", ", "select holdfast." + function + "(", ")"));
  }
}
