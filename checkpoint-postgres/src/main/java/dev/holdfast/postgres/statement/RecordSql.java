package dev.holdfast.postgres.statement;

/** Records by their names. */
public final class RecordSql {

  private RecordSql() {}

  /** $1 incarnations, $2 numbers. Rows: incarnation, number, pack. */
  public static final String FIND_RECORDS =
      """
      select k.incarnation, k.number, r.pack
      from unnest($1::bigint[], $2::bigint[]) as k (incarnation, number)
      cross join lateral (
        select r.pack from holdfast.records r where r.incarnation = k.incarnation and r.number = k.number limit 1
      ) as r""";
}
