-- What a replica does with lanes (ADR 7): claims them, reads what waits, writes down what it sends, settles it.

-- Claims lanes that are due. Each gets a new token, a lease, and the number that its next envelope begins with; what has
-- expired meanwhile becomes a dead letter, unless something is on its way. The lanes come with the epoch that their sequences
-- are of, with how many have expired, and for how many milliseconds they had been due.
create function claim_lanes(claimant text, most int, lease interval)
returns table (tenant_id text, namespace text, workflow_id text, fencing bigint, first bigint, epoch text, failures int, expired int, late_ms bigint)
language plpgsql volatile
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_sort = off as $$
#variable_conflict use_column
declare
  moment timestamptz := clock_timestamp();
  present text;
  tenants text[];
  namespaces text[];
  workflows text[];
  gone int[];
  due timestamptz[];
begin
  select e.epoch into present from holdfast.signal_epoch e where e.database = holdfast.this_database();
  if not found then  -- not upserted each time: that would lock the row, and replicas would wait for each other
    insert into holdfast.signal_epoch as e (epoch, database) values (gen_random_uuid(), holdfast.this_database())
    on conflict (single) do update set epoch = excluded.epoch, database = excluded.database, begun_at = now()
    where e.database <> excluded.database;
    select e.epoch into present from holdfast.signal_epoch e;
  end if;

  with picked as materialized (
    select l.tenant_id, l.namespace, l.workflow_id, l.due_at from holdfast.signal_lanes l
    where l.held_by is null and l.due_at <= moment and (l.lease_until is null or l.lease_until <= moment)
    order by l.due_at limit most for update skip locked
  ), claimed as (
    update holdfast.signal_lanes l
    set fencing = nextval('holdfast.signal_tokens'), owner = claimant, lease_until = moment + lease, due_at = moment + lease
    from picked p
    where l.tenant_id = p.tenant_id and l.namespace = p.namespace and l.workflow_id = p.workflow_id
    returning l.tenant_id, l.namespace, l.workflow_id, p.due_at
  )
  select array_agg(c.tenant_id), array_agg(c.namespace), array_agg(c.workflow_id), array_agg(c.due_at)
  into tenants, namespaces, workflows, due
  from claimed c;

  -- statements of their own: they see what was committed before the lanes were locked
  with expired as (
    update holdfast.signals s set state = 'dead', reason = 'expired', settled_at = moment
    from unnest(tenants, namespaces, workflows) as c (tenant_id, namespace, workflow_id)
    where s.tenant_id = c.tenant_id and s.namespace = c.namespace and s.workflow_id = c.workflow_id and s.state = 'queued'
      and s.expire_at <= moment and not exists (
        select from holdfast.signal_batches b
        where b.tenant_id = c.tenant_id and b.namespace = c.namespace and b.workflow_id = c.workflow_id)
    returning s.tenant_id, s.namespace, s.workflow_id, s.id, s.bytes, s.holds
  ), lost as (
    select e.tenant_id, e.namespace, e.workflow_id, count(*) as signals, sum(e.bytes) as bytes,
      min(e.id) filter (where e.holds) as holder
    from expired e group by 1, 2, 3
  ), lowered as (
    update holdfast.signal_lanes l set waiting = l.waiting - g.signals, bytes = l.bytes - g.bytes, held_by = g.holder
    from lost g
    where l.tenant_id = g.tenant_id and l.namespace = g.namespace and l.workflow_id = g.workflow_id
  )
  select array_agg(coalesce(g.signals, 0)::int order by c.n) into gone
  from unnest(tenants, namespaces, workflows) with ordinality as c (tenant_id, namespace, workflow_id, n)
  left join lost g on g.tenant_id = c.tenant_id and g.namespace = c.namespace and g.workflow_id = c.workflow_id;

  return query
  select l.tenant_id, l.namespace, l.workflow_id, l.fencing, nextval('holdfast.signal_sequences'), present, l.failures, c.gone,
    (extract(epoch from moment - c.due) * 1000)::bigint
  from unnest(tenants, namespaces, workflows, gone, due) as c (tenant_id, namespace, workflow_id, gone, due)
  cross join lateral (
    select * from holdfast.signal_lanes l
    where l.tenant_id = c.tenant_id and l.namespace = c.namespace and l.workflow_id = c.workflow_id limit 1) as l;
end
$$;

-- What was formed of a claimed lane; volatile, so that it sees what was committed before the claim.
create function lane_batch(of_tenant text, of_namespace text, of_workflow text)
returns setof signal_batches language plpgsql volatile set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  return query
  select * from holdfast.signal_batches b
  where b.tenant_id = of_tenant and b.namespace = of_namespace and b.workflow_id = of_workflow;
end
$$;

-- The first fence of a lane, which nothing accepted later passes.
create function lane_fence(of_tenant text, of_namespace text, of_workflow text) returns bigint language sql volatile as $$
  select min(s.id) from holdfast.signals s
  where s.tenant_id = of_tenant and s.namespace = of_namespace and s.workflow_id = of_workflow and s.state = 'queued' and s.fence
$$;

-- Whether something waits that was accepted before a fence.
create function waits_before(of_tenant text, of_namespace text, of_workflow text, fence_id bigint) returns boolean
language sql volatile as $$
  select exists (
    select from generate_series(0, 4) as p (priority)
    cross join lateral (
      select from holdfast.signals s
      where s.tenant_id = of_tenant and s.namespace = of_namespace and s.workflow_id = of_workflow
        and s.priority between p.priority and p.priority and s.state = 'queued' and s.id < fence_id
      order by s.priority, s.id limit 1) as earlier)
$$;

-- The dead letter that holds a lane, if one does.
create function lane_holder(of_tenant text, of_namespace text, of_workflow text) returns bigint language sql volatile as $$
  select min(s.id) from holdfast.signals s
  where s.tenant_id = of_tenant and s.namespace = of_namespace and s.workflow_id = of_workflow and s.state = 'dead' and s.holds
$$;

-- When what waits in a lane may be sent: what is scheduled at its time, nothing behind a fence before the fence. Null: never.
create function lane_due(of_tenant text, of_namespace text, of_workflow text, moment timestamptz, lane_signals bigint, lane_bytes bigint)
returns timestamptz language plpgsql volatile as $$
declare
  fence_id bigint := holdfast.lane_fence(of_tenant, of_namespace, of_workflow);
  due timestamptz;
begin
  if fence_id is not null and not holdfast.waits_before(of_tenant, of_namespace, of_workflow, fence_id) then
    return (select s.due_at from holdfast.signals s where s.tenant_id = of_tenant and s.id = fence_id);
  end if;
  select least(min(w.due_at), case when count(*) >= lane_signals or sum(w.bytes) >= lane_bytes then moment end) into due
  from generate_series(0, 4) as p (priority)
  cross join lateral (
    select s.due_at, s.bytes from holdfast.signals s
    where s.tenant_id = of_tenant and s.namespace = of_namespace and s.workflow_id = of_workflow
      and s.priority between p.priority and p.priority and s.state = 'queued'
      and (s.not_before is null or s.not_before <= moment) and (fence_id is null or s.id < fence_id)
    order by s.priority, s.id limit lane_signals
  ) as w;
  return least(due, (
    select min(s.due_at) from holdfast.signals s
    where s.tenant_id = of_tenant and s.namespace = of_namespace and s.workflow_id = of_workflow and s.state = 'queued'
      and s.not_before is not null and s.not_before > moment and (fence_id is null or s.id < fence_id)));
end
$$;

-- What was formed of a claimed lane, else what may be, in the order of delivery: by priority, lifted by one for each "aging"
-- waited, then by id. A fence is alone, when nothing before it waits; nothing behind it comes before. What held the lane and
-- is sent again is the first; while something holds it there is nothing.
create function lane_signals(
  of_tenant text, of_namespace text, of_workflow text, formed bigint[], most int, most_bytes bigint, aging interval
) returns setof signals language plpgsql volatile
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_sort = off as $$
declare
  moment timestamptz := clock_timestamp();
  fence_id bigint;
begin
  if formed is not null then
    return query
    select s.* from unnest(formed) with ordinality as f (id, n)
    cross join lateral (
      select * from holdfast.signals s
      where s.tenant_id = of_tenant and s.namespace = of_namespace and s.workflow_id = of_workflow and s.id = f.id limit 1) as s
    order by f.n;
    return;
  end if;

  perform from holdfast.signal_lanes l
  where l.tenant_id = of_tenant and l.namespace = of_namespace and l.workflow_id = of_workflow and l.held_by is not null;
  if found then
    return;
  end if;

  fence_id := holdfast.lane_fence(of_tenant, of_namespace, of_workflow);
  if fence_id is not null and not holdfast.waits_before(of_tenant, of_namespace, of_workflow, fence_id) then
    return query
    select s.* from holdfast.signals s
    where s.tenant_id = of_tenant and s.id = fence_id and (s.not_before is null or s.not_before <= moment);
    return;
  end if;

  return query
  with ranked as (
    select w.id, row_number() over r as place, sum(w.bytes) over r as bytes_so_far
    from generate_series(0, 4) as p (priority)
    cross join lateral (
      select s.id, s.bytes, s.priority, s.accepted_at, s.goes_first from holdfast.signals s
      where s.tenant_id = of_tenant and s.namespace = of_namespace and s.workflow_id = of_workflow
        and s.priority between p.priority and p.priority and s.state = 'queued'
        and (s.not_before is null or s.not_before <= moment) and (fence_id is null or s.id < fence_id)
      order by s.priority, s.id limit most
    ) as w
    window r as (
      order by w.goes_first desc, w.priority - floor(extract(epoch from moment - w.accepted_at) / extract(epoch from aging)), w.id
      rows between unbounded preceding and current row)
  )
  select s.* from ranked r
  cross join lateral (  -- one look-up each, whatever the planner thinks of the table
    select * from holdfast.signals s
    where s.tenant_id = of_tenant and s.namespace = of_namespace and s.workflow_id = of_workflow and s.id = r.id limit 1) as s
  where r.place <= most and (r.bytes_so_far <= most_bytes or r.place = 1)
  order by r.place;
end
$$;

-- Where signals of a lane are: a look-up by key each, whatever the planner thinks of the table. Who changes these rows compares
-- their state by "is not distinct from": with "=" a planner who takes what waits for little reads all of it instead.
create function signal_rows(of_tenant text, of_namespace text, of_workflow text, ids bigint[]) returns tid[] language sql stable as $$
  select array(
    select r.place from unnest(ids) as i (id)
    cross join lateral (
      select s.ctid as place from holdfast.signals s
      where s.tenant_id = of_tenant and s.namespace = of_namespace and s.workflow_id = of_workflow and s.id = i.id limit 1) as r)
$$;

-- Writes down what is sent of a lane, if the claim still holds and nobody has taken one of them back.
create function form_batch(
  of_tenant text, of_namespace text, of_workflow text, token bigint, ids bigint[], request text, first_sequence bigint, bytes_sent bytea
) returns boolean language plpgsql volatile set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  perform from holdfast.signal_lanes l
  where l.tenant_id = of_tenant and l.namespace = of_namespace and l.workflow_id = of_workflow and l.fencing = token
    and l.lease_until > clock_timestamp()
  for update;
  if not found or cardinality(ids) <> (
    select count(*) from holdfast.signals s
    where s.ctid = any (holdfast.signal_rows(of_tenant, of_namespace, of_workflow, ids)) and s.state is not distinct from 'queued'
  ) then
    return false;
  end if;
  insert into holdfast.signal_batches (tenant_id, namespace, workflow_id, signal_ids, request_id, first, envelope, formed_at)
  values (of_tenant, of_namespace, of_workflow, ids, request, first_sequence, bytes_sent, clock_timestamp());
  return true;
end
$$;

-- Writes down what became of a lane and gives it back; null if the token is an old one, else in how many milliseconds it is
-- due again (-1: nothing waits, or a dead letter holds it). "called" were called and wait again as if they had not been
-- formed. "pause" is how long it is left alone because calls failed.
create function settle_lane(
  of_tenant text, of_namespace text, of_workflow text, token bigint, delivered bigint[], dead bigint[], reasons text[],
  called bigint[], again_ids bigint[], again_request text, again_first bigint, again_envelope bytea, pause interval, lane_signals bigint, lane_bytes bigint
) returns bigint language plpgsql volatile
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_sort = off as $$
declare
  moment timestamptz := clock_timestamp();
  tried int;
  gone_signals bigint;
  gone_bytes bigint;
  holder bigint;
  due timestamptz;
  left_signals bigint;
begin
  perform from holdfast.signal_lanes l
  where l.tenant_id = of_tenant and l.namespace = of_namespace and l.workflow_id = of_workflow and l.fencing = token for update;
  if not found then
    return null;
  end if;

  delete from holdfast.signal_batches b
  where b.tenant_id = of_tenant and b.namespace = of_namespace and b.workflow_id = of_workflow
  returning b.attempts + 1 into tried;
  with settled as (
    update holdfast.signals s set state = 'delivered', settled_at = moment, attempts = s.attempts + coalesce(tried, 1)
    where s.ctid = any (holdfast.signal_rows(of_tenant, of_namespace, of_workflow, delivered)) and s.state is not distinct from 'queued'
    returning s.bytes
  )
  select count(*), coalesce(sum(bytes), 0) into gone_signals, gone_bytes from settled;
  if cardinality(dead) > 0 then
    with given_up as (
      update holdfast.signals s set state = 'dead', reason = reasons[array_position(dead, s.id)], settled_at = moment,
        attempts = s.attempts + coalesce(tried, 1)
      where s.ctid = any (holdfast.signal_rows(of_tenant, of_namespace, of_workflow, dead)) and s.state is not distinct from 'queued'
      returning s.id, s.bytes, s.holds
    )
    select gone_signals + count(*), gone_bytes + coalesce(sum(bytes), 0), min(id) filter (where holds)
    into gone_signals, gone_bytes, holder from given_up;
  end if;
  if cardinality(called) > 0 then
    update holdfast.signals s set attempts = s.attempts + coalesce(tried, 1)
    where s.ctid = any (holdfast.signal_rows(of_tenant, of_namespace, of_workflow, called)) and s.state is not distinct from 'queued';
  end if;
  if again_ids is not null then
    insert into holdfast.signal_batches (tenant_id, namespace, workflow_id, signal_ids, request_id, first, envelope, attempts,
      formed_at)
    values (of_tenant, of_namespace, of_workflow, again_ids, again_request, again_first, again_envelope, coalesce(tried, 1), moment);
  end if;

  due := case when again_ids is not null then moment
    else holdfast.lane_due(of_tenant, of_namespace, of_workflow, moment, lane_signals, lane_bytes) end;

  update holdfast.signal_lanes l set waiting = l.waiting - gone_signals, bytes = l.bytes - gone_bytes, owner = null,
    lease_until = null, held_by = coalesce(l.held_by, holder),
    failures = case when pause > interval '0' then l.failures + 1 else 0 end,
    due_at = greatest(coalesce(due, 'infinity'), moment + pause)
  where l.tenant_id = of_tenant and l.namespace = of_namespace and l.workflow_id = of_workflow
  returning l.waiting, case when l.held_by is null then l.due_at else 'infinity' end into left_signals, due;
  if due = 'infinity' and left_signals <= 0 then
    delete from holdfast.signal_lanes l
    where l.tenant_id = of_tenant and l.namespace = of_namespace and l.workflow_id = of_workflow and l.held_by is null;
  end if;
  return case when due = 'infinity' then -1 else greatest(0, ceil(extract(epoch from due - moment) * 1000)) end;
end
$$;
