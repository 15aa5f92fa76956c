package dev.holdfast.postgres.statement;

/** Statements about how far threads are, and about rules that look for those that do not move. */
public final class ProgressSql {

  private ProgressSql() {}

  /**
   * $1 tenant, $2 thread. Rows as of {@link ReadSql}, each with the number and the time of the
   * thread's last record.
   */
  public static final String FIND_HEAD =
      """
      with last as materialized (
        select t.thread_id, r.incarnation, r.number, r.created_at
        from holdfast.threads t cross join lateral (
          select * from holdfast.records r where r.incarnation = t.incarnation order by r.number desc limit 1
        ) as r
        where t.tenant_id = $1 and t.thread_id = $2
      ),
      page as materialized (
        select r.*, l.thread_id, l.number as last_number, l.created_at as moved_at
        from last l cross join lateral (
          select * from holdfast.records r
          where r.incarnation = l.incarnation and r.checkpoint_ns = '' and r.checkpoint_id is not null
          order by r.checkpoint_id desc limit 1
        ) as r
      )
      select 0 as kind, p.incarnation, p.number, p.thread_id as thread, p.checkpoint_ns as ns, p.checkpoint_id as id,
        p.parent_checkpoint_id as parent, p.writes_of, p.metadata::text as metadata, p.pack, 0::bigint as depth,
        p.last_number, p.moved_at
      from page p
      union all
      select 1, w.incarnation, w.number, p.thread_id, p.checkpoint_ns, p.checkpoint_id, null, w.writes_of, null, w.pack, 0,
        p.last_number, p.moved_at
      from page p cross join lateral (
        select * from holdfast.records w
        where w.incarnation = p.incarnation and w.checkpoint_ns = '' and w.writes_of = p.checkpoint_id
          and w.number <> p.number
        offset 0
      ) as w""";

  /** $1 names: rules that are new begin now. */
  public static final String BEGIN_RULES =
      """
      insert into holdfast.signal_rules (name, scanned_until) select n, clock_timestamp() from unnest($1::text[]) as n
      on conflict (name) do nothing""";

  /** $1 names: others are forgotten, and begin anew if they come back. */
  public static final String FORGET_RULES =
      "delete from holdfast.signal_rules where name <> all ($1::text[])";

  /**
   * $1 rule, $2 milliseconds that a thread has not moved, $3 most milliseconds that one scan goes
   * on. Takes the rule until the transaction ends; no row if another replica has it. Row: since,
   * until (what is to be looked at, in this order), lag_ms.
   *
   * <p>Records have the time at which their transaction began, so whatever is not committed yet
   * holds the scan back; not longer than five minutes, lest a forgotten session stops it.
   */
  public static final String TAKE_RULE =
      """
      with moment as materialized (
        select clock_timestamp() - $2::bigint * interval '1 millisecond' as at
      ),
      settled as materialized (
        select greatest(m.at - interval '5 minutes', least(m.at, (
          select min(a.xact_start) - interval '1 microsecond' from pg_stat_activity a
          where a.datname = current_database() and a.usename = current_user and a.pid <> pg_backend_pid()
            and a.backend_type = 'client backend'))) as at
        from moment m
      )
      select r.scanned_until as since, least(s.at, r.scanned_until + $3::bigint * interval '1 millisecond') as until,
        greatest(0, extract(epoch from m.at - r.scanned_until) * 1000)::bigint as lag_ms
      from holdfast.signal_rules r cross join moment m cross join settled s
      where r.name = $1
      for update of r skip locked""";

  /**
   * $1 since, $2 until, $3 how thread ids begin, $4 most rows and those of the same time as the
   * last. Rows: threads whose last record is of that time, the one that moved first first.
   */
  public static final String STOPPED_THREADS =
      """
      select t.tenant_id, t.thread_id, r.incarnation, r.number, r.created_at
      from holdfast.records r join holdfast.threads t on t.incarnation = r.incarnation
      where r.created_at > $1 and r.created_at <= $2 and starts_with(t.thread_id, $3)
        and not exists (
          select from holdfast.records n where n.incarnation = r.incarnation and n.number > r.number)
      order by r.created_at fetch first ($4::bigint) rows with ties""";

  /** $1 rule, $2 time: what was before it has been looked at. */
  public static final String ADVANCE_RULE =
      "update holdfast.signal_rules set scanned_until = $2 where name = $1";
}
