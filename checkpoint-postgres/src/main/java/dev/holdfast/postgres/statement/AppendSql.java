package dev.holdfast.postgres.statement;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Statements of group commit; the appending itself is done by functions of the schema. */
public final class AppendSql {

  private AppendSql() {}

  private static final int GROUP_PARAMETERS = 52;
  private static final int PUT_PARAMETERS = 23;

  /**
   * Appends a group; its parameters are those of the function, its columns the function's results.
   */
  public static final String APPEND_GROUP = call("append_group", GROUP_PARAMETERS);

  /** The same for a group that is one checkpoint. */
  public static final String APPEND_PUT = call("append_put", PUT_PARAMETERS);

  /** SQLSTATE of a group that builds on something that is not so. */
  public static final String IN_DOUBT = "HF001";

  /** Starts a transaction. */
  public static final String BEGIN = "begin";

  /** Ends it. */
  public static final String COMMIT = "commit";

  /** Ends it without effect. */
  public static final String ROLLBACK = "rollback";

  /**
   * Keeps deletes, copies and prunes of the threads away until the commit; writers share. $1 thread
   * locks.
   */
  public static final String SHARE_THREADS =
      """
      select count(*) from (
        select pg_advisory_xact_lock_shared(hashtextextended(k, 8420)) from unnest($1::text[]) as k
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

  private static String call(String function, int parameters) {
    return IntStream.rangeClosed(1, parameters)
        .mapToObj(n -> "$" + n)
        .collect(Collectors.joining(", ", "select * from holdfast." + function + "(", ")"));
  }
}
