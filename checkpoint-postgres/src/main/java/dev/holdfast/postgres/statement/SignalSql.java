package dev.holdfast.postgres.statement;

/** Statements about signals (ADR 7); the functions are in migrations V6 to V8. */
public final class SignalSql {

  private SignalSql() {}

  /** What people are told of a signal {@code s}. */
  private static final String STATUS =
      """
      s.id, s.tenant_id, s.namespace, s.workflow_id, s.run_id, s.name, s.priority, s.attempts + coalesce(b.attempts, 0) as attempts, s.accepted_at, s.settled_at,
        s.reason, s.note, b.formed_at,
        case when s.state = 'queued' and b.formed_at is not null then 'formed' else s.state end as state
      from holdfast.signals s
      left join holdfast.signal_batches b
        on s.state = 'queued' and b.tenant_id = s.tenant_id and b.namespace = s.namespace and b.workflow_id = s.workflow_id
          and s.id = any (b.signal_ids)""";

  /**
   * $1 … $18 columns of signals, $19, $20 how much makes a lane due. Rows: id, state, same, before.
   */
  public static final String ACCEPT =
      """
      select id, state, same, before from holdfast.accept_signals(
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) order by n""";

  /**
   * $1 owner, $2 lanes, $3 lease in milliseconds, $4 signals, $5 bytes, $6 aging in milliseconds.
   * Rows: a signal each, those of a lane in order, with what the lane is; without id if it has
   * none.
   */
  public static final String CLAIM =
      """
      select c.tenant_id, c.namespace, c.workflow_id, c.fencing, c.first, c.epoch, c.failures, c.expired, c.late_ms, b.signal_ids, b.request_id as batch_request,
        b.first as batch_first, b.envelope, s.id, s.run_id, s.name, s.priority, s.body, s.idempotency_key, s.request_id, s.fence,
        s.holds, s.grace, s.accepted_at, s.not_before, s.expire_at, s.attempts + coalesce(b.attempts, 0) as attempts
      from holdfast.claim_lanes($1, $2, $3 * interval '1 millisecond') with ordinality
        as c (tenant_id, namespace, workflow_id, fencing, first, epoch, failures, expired, late_ms, lane)
      left join lateral holdfast.lane_batch(c.tenant_id, c.namespace, c.workflow_id) as b on true
      left join lateral holdfast.lane_signals(
        c.tenant_id, c.namespace, c.workflow_id, b.signal_ids, $4, $5, $6 * interval '1 millisecond')
        with ordinality as s on true
      order by c.lane, s.ordinality""";

  /**
   * Columns: $1 tenants, $2 namespaces, $3 workflows, $4 tokens, $5 ids as text of arrays, $6
   * request ids, $7 first sequences, $8 envelopes. Rows: whether it may be sent, in order.
   */
  public static final String FORM =
      """
      select holdfast.form_batch(
        f.tenant_id, f.namespace, f.workflow_id, f.token, f.ids::bigint[], f.request_id, f.first, f.envelope) as formed
      from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::bigint[], $8::bytea[])
        with ordinality as f (tenant_id, namespace, workflow_id, token, ids, request_id, first, envelope, n)
      order by f.n""";

  /**
   * Columns: $1 tenants, $2 namespaces, $3 workflows, $4 tokens, $5 delivered, $6 dead, $7 reasons,
   * $8 tried, $9 to be sent again (text of arrays), $10 its request, $11 first sequence, $12
   * envelope, $13 pauses in milliseconds; $14, $15 how much makes a lane due.
   */
  public static final String SETTLE =
      """
      select holdfast.settle_lane(
        l.tenant_id, l.namespace, l.workflow_id, l.token, l.delivered::bigint[], l.dead::bigint[], l.reasons::text[],
        l.tried::bigint[], l.again::bigint[], l.request_id, l.first, l.envelope, l.pause * interval '1 millisecond', $14, $15) as due_in
      from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
          $10::text[], $11::bigint[], $12::bytea[], $13::bigint[])
        with ordinality as l (tenant_id, namespace, workflow_id, token, delivered, dead, reasons, tried, again, request_id, first,
          envelope, pause, n)
      order by l.n""";

  /** $1 tenant, $2 namespace, $3 workflow, $4 key. Row: id, state, digest. */
  public static final String KNOWN =
      """
      select id, state, digest from holdfast.signals
      where tenant_id = $1 and namespace = $2 and workflow_id = $3 and idempotency_key = $4""";

  /** Begins a new epoch. */
  public static final String RENEW_EPOCH =
      """
      insert into holdfast.signal_epoch as e (epoch, database) values (gen_random_uuid(), holdfast.this_database())
      on conflict (single) do update set epoch = excluded.epoch, database = excluded.database, begun_at = now()""";

  /** $1 tenant, $2 id. Row: a status. */
  public static final String FIND = "select " + STATUS + " where s.tenant_id = $1 and s.id = $2";

  /**
   * $1 tenant, $2 namespace, $3 workflow, $4 state, $5 reason, $6 only lower ids, $7 most; null
   * parts let all pass. Rows: statuses, newest first.
   */
  public static final String LIST =
      "select * from (select "
          + STATUS
          + """

           where s.tenant_id = $1 and ($2::text is null or s.namespace = $2) and ($3::text is null or s.workflow_id = $3)
            and ($5::text is null or s.reason = $5) and s.id < coalesce($6, 9223372036854775807)
            and ($4::text is null or s.state = case $4 when 'formed' then 'queued' else $4 end)
          ) as s where $4::text is null or s.state = $4 order by s.id desc limit $7""";

  /** $1 tenant, $2 id: takes it back while it waits. Row: its state. */
  public static final String CANCEL = "select holdfast.cancel_signal($1, $2) as state";

  /** $1 tenant, $2 ids. Rows: ids of what waits again. */
  public static final String REDRIVE = "select id from holdfast.redrive_signals($1, $2) as r (id)";

  /** $1 tenant, $2 ids, $3 note. Row: how many. */
  public static final String DISCARD = "select holdfast.discard_signals($1, $2, $3) as discarded";

  /**
   * Takes $1 seconds that settled signals are kept, $2 most rows; of several replicas one at a
   * time.
   */
  public static final String SWEEP =
      """
      with turn as materialized (
        select pg_try_advisory_xact_lock(hashtextextended('signals', 8421)) as mine
      )
      delete from holdfast.signals where ctid = any (array(
        select s.ctid from holdfast.signals s
        where s.state in ('delivered', 'cancelled', 'discarded') and s.settled_at < now() - $1 * interval '1 second'
          and (select mine from turn)
        order by s.settled_at limit $2 for update skip locked))""";

  /**
   * $1 most lanes whose ages are looked at. Row: how much waits, and for how many milliseconds the
   * oldest.
   */
  public static final String WAITING =
      "select waiting, oldest_ms from holdfast.waiting_signals($1)";
}
