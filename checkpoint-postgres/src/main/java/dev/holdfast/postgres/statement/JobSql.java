package dev.holdfast.postgres.statement;

/** Statements on jobs. Rows: the job. */
public final class JobSql {

  private JobSql() {}

  private static final String COLUMNS =
      """
      j.id, j.tenant_id, j.kind, j.state, j.phase, j.model, j.dimensions, j.distance, j.fields, j.embedded_by, j.queued,
      j.language, j.seen, j.enqueued, j.items, j.indexed, j.failed, j.waiting, j.oldest, j.code, j.created_at, j.updated_at,
      j.fencing,
      coalesce(extract(epoch from clock_timestamp() - j.enqueued_at) * 1000000, 0)::bigint as since_enqueued""";

  /**
   * $1 tenant, $2 kind, $3 model, $4 dimensions, $5 distance, $6 fields, $7 who embeds, $8 whether
   * puts are queued, $9 language.
   */
  public static final String START =
      "select "
          + COLUMNS
          + " from holdfast.start_job($1, $2, $3, $4, $5, $6, $7, $8, $9::text::regconfig::text) j";

  /** $1 tenant, $2 id. */
  public static final String FIND =
      "select " + COLUMNS + " from holdfast.store_jobs j where j.tenant_id = $1 and j.id = $2";

  /** $1 tenant, $2 most. */
  public static final String LIST =
      "select "
          + COLUMNS
          + " from holdfast.store_jobs j where j.tenant_id = $1 order by j.id desc limit $2";

  /** $1 tenant, $2 id. */
  public static final String CANCEL =
      """
      update holdfast.store_jobs j set state = 'cancelled', updated_at = clock_timestamp()
      where j.tenant_id = $1 and j.id = $2 and j.state in ('waiting', 'running')""";

  /** $1 microseconds. */
  public static final String CLAIM = "select " + COLUMNS + " from holdfast.claim_job($1) j";

  /**
   * $1 id, $2 fencing, $3 microseconds, then what {@link #START} has from $3 on; no language: the
   * index stays.
   */
  public static final String BEGIN =
      "select "
          + COLUMNS
          + " from holdfast.begin_job($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::regconfig::text) j";

  /** $1 id, $2 fencing, $3 most items, $4 microseconds. */
  public static final String PAGE =
      "select " + COLUMNS + " from holdfast.page_of_job($1, $2, $3, $4) j";

  /** $1 id, $2 fencing, $3 microseconds. */
  public static final String PUT_OFF =
      """
      update holdfast.store_jobs set lease_until = holdfast.expiry(clock_timestamp(), $3)
      where id = $1 and fencing = $2 and state = 'running'""";

  /**
   * $1 id, $2 fencing, $3 state, $4 code, $5 items, $6 indexed, $7 failed, $8 waiting, $9
   * microseconds that the oldest has waited.
   */
  public static final String FINISH =
      """
      update holdfast.store_jobs set state = $3, code = $4, items = $5, indexed = $6, failed = $7, waiting = $8, oldest = $9,
        updated_at = clock_timestamp(), lease_until = null
      where id = $1 and fencing = $2 and state = 'running'""";

  /** Forgets what ended a week ago. */
  public static final String FORGET =
      """
      delete from holdfast.store_jobs
      where state not in ('waiting', 'running') and updated_at < clock_timestamp() - interval '7 days'""";

  /** $1 microseconds. Of several replicas one starts a check. */
  public static final String SCHEDULE_CHECKS =
      """
      insert into holdfast.store_jobs (tenant_id, kind)
      select x.tenant_id, 'check' from holdfast.item_indexes x
      where pg_try_advisory_xact_lock(hashtextextended('checks', 8423)) and not exists (
        select from holdfast.store_jobs j
        where j.tenant_id = x.tenant_id and (j.state in ('waiting', 'running') or j.kind = 'check')
          and holdfast.expiry(j.created_at, $1) > clock_timestamp())""";

  /** $1 tenant. Row: queued, waiting, oldest (microseconds); none without an index. */
  public static final String BACKLOG =
      """
      select x.queued, q.waiting, q.oldest from holdfast.item_indexes x
      cross join lateral (
        select count(*) as waiting,
          coalesce(extract(epoch from now() - min(w.enqueued_at)) * 1000000, 0)::bigint as oldest
        from holdfast.item_queue w where w.tenant_id = x.tenant_id and w.failed is null
      ) as q
      where x.tenant_id = $1""";
}
