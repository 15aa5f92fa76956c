package dev.holdfast.postgres.statement;

/** Removes checkpoints of a thread; the caller holds the thread exclusively. */
public final class RemovalSql {

  private RemovalSql() {}

  /** Checkpoints of runs. $1 incarnation, $2 run ids. Rows: number, ns, id. */
  public static final String OF_RUNS =
      """
      select number, checkpoint_ns as ns, checkpoint_id as id from holdfast.records
      where incarnation = $1 and checkpoint_id is not null and metadata ? 'run_id'
        and metadata ->> 'run_id' = any ($2::text[])""";

  /**
   * All checkpoints but some, the oldest. $1 incarnation, $2 numbers, $3 how many. Rows: as above.
   */
  public static final String ALL_BUT =
      """
      select number, checkpoint_ns as ns, checkpoint_id as id from holdfast.records
      where incarnation = $1 and checkpoint_id is not null and number <> all ($2::bigint[])
      order by number limit $3::int""";

  /**
   * The newest checkpoint of each namespace. $1 incarnation. Rows: incarnation, number, ns, parent,
   * pack.
   */
  public static final String NEWEST =
      """
      select distinct on (checkpoint_ns) incarnation, number, checkpoint_ns as ns, parent_checkpoint_id as parent, pack
      from holdfast.records where incarnation = $1 and checkpoint_id is not null
      order by checkpoint_ns, checkpoint_id desc""";

  /**
   * Checkpoints by their names, if they are there. $1 incarnation, $2 namespaces, $3 ids. Rows: as
   * above.
   */
  public static final String NAMED =
      """
      select r.incarnation, r.number, r.checkpoint_ns as ns, r.parent_checkpoint_id as parent, r.pack
      from unnest($2::text[], $3::text[]) as k (ns, id)
      cross join lateral (
        select * from holdfast.records r
        where r.incarnation = $1 and r.checkpoint_ns = k.ns and r.checkpoint_id = k.id limit 1
      ) as r""";

  /**
   * Records that hold writes. $1 incarnation, $2 only numbers greater than this, $3 how many. Rows:
   * incarnation, number, ns, id (of the checkpoint whose writes they are), pack, by number.
   */
  public static final String WRITES =
      """
      select incarnation, number, checkpoint_ns as ns, writes_of as id, pack from holdfast.records
      where incarnation = $1 and writes_of is not null and number > $2
      order by number limit $3::int""";

  /**
   * What marks delta channels, as upstream's savers do. $1 incarnation. Rows: ns, channel; null for
   * any channel of the namespace.
   */
  public static final String DELTA_MARKS =
      """
      select checkpoint_ns as ns, null as channel from holdfast.records
      where incarnation = $1 and metadata ? 'delta_writes_versioned'
      union
      select r.checkpoint_ns, k.channel
      from holdfast.records r cross join lateral jsonb_object_keys(
        case when jsonb_typeof(r.metadata -> 'counters_since_delta_snapshot') = 'object'
          then r.metadata -> 'counters_since_delta_snapshot' else '{}' end) as k (channel)
      where r.incarnation = $1""";

  /** Ancestors that one statement brings. */
  public static final int ANCESTORS = 64;

  /**
   * A checkpoint and its nearest ancestors. $1 incarnation, $2 ns, $3 id, $4 how many. Rows:
   * incarnation, number, parent, pack, nearest first.
   */
  public static final String LINE =
      """
      with recursive line as (
        select 1 as depth, r.* from holdfast.records r
        where r.incarnation = $1 and r.checkpoint_ns = $2 and r.checkpoint_id = $3
        union all
        select l.depth + 1, r.*
        from line l cross join lateral (
          select * from holdfast.records r where r.incarnation = l.incarnation and r.checkpoint_ns = l.checkpoint_ns
            and r.checkpoint_id = l.parent_checkpoint_id limit 1
        ) as r
        where l.depth < $4::int
      )
      select incarnation, number, parent_checkpoint_id as parent, pack from line order by depth""";

  /** Records that one statement brings. */
  public static final int REMAINING = 256;

  /**
   * Records of the checkpoints that remain. $1 incarnation, $2 numbers of those that go, $3 only
   * numbers greater than this, $4 how many. Rows: incarnation, number, pack, by number.
   */
  public static final String REMAINING_RECORDS =
      """
      select incarnation, number, pack from holdfast.records
      where incarnation = $1 and checkpoint_id is not null and number <> all ($2::bigint[]) and number > $3
      order by number limit $4::int""";

  /** No number is used again, and no writer is right about the thread any more. $1 incarnation. */
  public static final String RAISE_FLOOR =
      """
      update holdfast.threads set floor = greatest(floor, (
        select r.number from holdfast.records r where r.incarnation = $1 order by r.number desc limit 1)) + 1
      where incarnation = $1""";

  /**
   * Removes the records that nobody needs. $1 incarnation, $2 to $4 the checkpoints that go:
   * numbers, ns, ids; $5 numbers of records that others refer to.
   */
  public static final String DELETE =
      """
      delete from holdfast.records r
      where r.incarnation = $1 and r.number <> all ($5::bigint[])
        and (r.checkpoint_id is null or r.number = any ($2::bigint[]))
        and (r.writes_of is null or (r.checkpoint_ns, r.writes_of) in (
          select g.ns, g.id from unnest($3::text[], $4::text[]) as g (ns, id)))""";

  /**
   * Takes the checkpoints that go, and their writes, out of the records that stay. Parameters as
   * above without $5.
   */
  public static final String DETACH =
      """
      with gone as materialized (
        select * from unnest($2::bigint[], $3::text[], $4::text[]) as g (number, ns, id)
      )
      update holdfast.records r set
        checkpoint_id = case when r.number in (select number from gone) then null else r.checkpoint_id end,
        parent_checkpoint_id = case when r.number in (select number from gone) then null else r.parent_checkpoint_id end,
        metadata = case when r.number in (select number from gone) then null else r.metadata end,
        writes_of = case when (r.checkpoint_ns, r.writes_of) in (select ns, id from gone) then null else r.writes_of end
      where r.incarnation = $1 and (
        r.number in (select number from gone) or (r.checkpoint_ns, r.writes_of) in (select ns, id from gone))""";

  /**
   * Checkpoints whose parent went have none. $1 incarnation, $2 namespaces and $3 ids of those that
   * went.
   */
  public static final String ORPHAN =
      """
      update holdfast.records r set parent_checkpoint_id = null
      where r.incarnation = $1 and (r.checkpoint_ns, r.parent_checkpoint_id) in (
        select g.ns, g.id from unnest($2::text[], $3::text[]) as g (ns, id))""";
}
