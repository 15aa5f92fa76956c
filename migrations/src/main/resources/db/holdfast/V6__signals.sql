-- Signals to Temporal workflows that are accepted and not delivered (ADR 7), and what became of them.

create sequence signal_ids as bigint;

-- Sequences of envelopes: one draw is the first number of a batch, which has at most 1,000. They ascend within each workflow,
-- since a batch is formed only by who has its lane, and are never used again as long as the epoch is the same.
create sequence signal_sequences as bigint increment by 1000;

-- Tokens of claims: never used again, even if a lane was empty and gone in between.
create sequence signal_tokens as bigint;

-- Of which database the sequences are: a copy that is put back would give them again.
create table signal_epoch (
  single   boolean primary key default true check (single),
  epoch    text not null,
  database text not null,
  begun_at timestamptz not null default now()
);

-- What is running now: another machine's copy has another timeline, a dump another identifier.
create function this_database() returns text language sql stable as $$
  select s.system_identifier || '/' || c.timeline_id from pg_control_system() s, pg_control_checkpoint() c
$$;

create table signals (
  tenant_id       text collate "C" not null,
  id              bigint not null,
  namespace       text collate "C" not null,
  workflow_id     text collate "C" not null,
  run_id          text collate "C",
  name            text not null,
  priority        smallint not null,       -- 0 critical … 4 background
  state           text not null check (state in ('queued', 'delivered', 'dead', 'cancelled', 'discarded')),
  body            bytea not null,          -- arguments, headers, start specification
  bytes           bigint not null,         -- of arguments and headers
  idempotency_key text collate "C",
  digest          bytea not null,          -- of the whole signal, to tell repeats from other signals with the same key
  request_id      text,                    -- of a call that was made before it was accepted
  fence           boolean not null,
  holds           boolean not null,
  grace           bigint not null,         -- microseconds
  accepted_at     timestamptz not null,
  due_at          timestamptz not null,    -- when its lane is, for its sake
  not_before      timestamptz,
  expire_at       timestamptz,
  attempts        int not null default 0,
  settled_at      timestamptz,
  reason          text,
  note            text,
  goes_first      boolean not null default false,  -- held its lane, and is sent again
  primary key (tenant_id, id)
);
-- Functions on the way of every signal are planned once, when there may be nothing in these tables yet, and keep that plan: they
-- scan none of them whole ("enable_seqscan"). Who reads a lane by priority asks for it as a range and in the order of this index,
-- which no other gives, and is not to sort ("enable_sort"): a planner who takes the table for empty would else read all of it by
-- another index.
create index signals_waiting on signals (tenant_id, namespace, workflow_id, priority, id) where state = 'queued';
create index signals_fences on signals (tenant_id, namespace, workflow_id, id) where state = 'queued' and fence;
create index signals_expiring on signals (tenant_id, namespace, workflow_id, expire_at) where state = 'queued' and expire_at is not null;
create index signals_scheduled on signals (tenant_id, namespace, workflow_id, due_at) where state = 'queued' and not_before is not null;
create index signals_holding on signals (tenant_id, namespace, workflow_id, id) where state = 'dead' and holds;
create unique index signals_key on signals (tenant_id, namespace, workflow_id, idempotency_key) where idempotency_key is not null;
create index signals_workflow on signals (tenant_id, namespace, workflow_id, id);
create index signals_dead on signals (tenant_id, id) where state = 'dead';
create index signals_settled on signals (settled_at) where state in ('delivered', 'cancelled', 'discarded');
alter table signals alter column body set storage external;

-- What waits for one workflow. It is there as long as something waits.
create table signal_lanes (
  tenant_id   text collate "C" not null,
  namespace   text collate "C" not null,
  workflow_id text collate "C" not null,
  waiting     bigint not null,             -- signals that are queued, those on their way included
  bytes       bigint not null,             -- of them
  due_at      timestamptz not null,        -- when it may be claimed; while it is leased, when the lease ends
  fencing     bigint not null default 0,   -- another one with each claim; what names an old one changes nothing
  owner       text,
  lease_until timestamptz,
  failures    int not null default 0,      -- calls that failed, one after the other
  held_by     bigint,                      -- a dead letter that lets nobody pass
  primary key (tenant_id, namespace, workflow_id)
);
create index signal_lanes_due on signal_lanes (due_at) where held_by is null;

-- What was formed and is not settled: at most one of each lane. A retry is the same call.
create table signal_batches (
  tenant_id   text collate "C" not null,
  namespace   text collate "C" not null,
  workflow_id text collate "C" not null,
  signal_ids  bigint[] not null,
  request_id  text not null,               -- of the one call; without an envelope what that of each signal begins with
  first       bigint not null,             -- 0: not an envelope
  envelope    bytea,
  attempts    int not null default 0,
  formed_at   timestamptz not null,
  primary key (tenant_id, namespace, workflow_id)
);
alter table signal_batches alter column envelope set storage external;

-- Accepts signals, in order: ids ascend so. One with a known key is not accepted again; whoever sent it is told what became
-- of the first one. A signal that is accepted as "delivered" is only remembered for its key.
create function accept_signals(
  new_tenants text[], new_namespaces text[], new_workflows text[], new_runs text[], new_names text[], new_priorities smallint[],
  new_states text[], new_bodies bytea[], new_bytes bigint[], new_keys text[], new_digests bytea[], new_requests text[],
  new_fences boolean[], new_holds boolean[], new_graces bigint[], new_lingers bigint[], new_not_before timestamptz[],
  new_expire_at timestamptz[], lane_signals bigint, lane_bytes bigint
) returns table (n bigint, id bigint, state text, same boolean, before bigint)
language plpgsql volatile set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
declare
  moment timestamptz := clock_timestamp();
  ids bigint[] := array(select nextval('holdfast.signal_ids') from generate_series(1, cardinality(new_names)));
begin
  -- sorted by key, so that two groups with the same keys never wait for each other in a circle
  insert into holdfast.signals (tenant_id, id, namespace, workflow_id, run_id, name, priority, state, body, bytes,
    idempotency_key, digest, request_id, fence, holds, grace, accepted_at, due_at, not_before, expire_at, settled_at)
  select s.tenant_id, ids[s.n], s.namespace, s.workflow_id, s.run_id, s.name, s.priority, s.state, s.body, s.bytes,
    s.key, s.digest, s.request_id, s.fence, s.holds, s.grace, moment,
    greatest(moment + s.linger * interval '1 microsecond', s.not_before), s.not_before, s.expire_at,
    case when s.state <> 'queued' then moment end
  from unnest(new_tenants, new_namespaces, new_workflows, new_runs, new_names, new_priorities, new_states, new_bodies, new_bytes,
      new_keys, new_digests, new_requests, new_fences, new_holds, new_graces, new_lingers, new_not_before, new_expire_at)
    with ordinality as s (tenant_id, namespace, workflow_id, run_id, name, priority, state, body, bytes, key, digest, request_id,
      fence, holds, grace, linger, not_before, expire_at, n)
  order by s.tenant_id, s.namespace, s.workflow_id, s.key, s.n
  on conflict (tenant_id, namespace, workflow_id, idempotency_key) where idempotency_key is not null do nothing;

  insert into holdfast.signal_lanes as l (tenant_id, namespace, workflow_id, waiting, bytes, due_at)
  select s.tenant_id, s.namespace, s.workflow_id, count(*), sum(s.bytes),
    case when count(*) >= lane_signals or sum(s.bytes) >= lane_bytes then least(moment, min(s.due_at)) else min(s.due_at) end
  from unnest(new_tenants, new_namespaces, new_workflows, ids) as k (tenant_id, namespace, workflow_id, id)
  cross join lateral (  -- one look-up each, exact by whichever index that has the id, whatever the planner thinks of the table
    select * from holdfast.signals s
    where s.tenant_id = k.tenant_id and s.namespace = k.namespace and s.workflow_id = k.workflow_id and s.id = k.id limit 1) as s
  where s.state = 'queued'
  group by 1, 2, 3
  order by 1, 2, 3
  on conflict (tenant_id, namespace, workflow_id) do update set
    waiting = l.waiting + excluded.waiting,
    bytes = l.bytes + excluded.bytes,
    due_at = case
      when l.lease_until > moment or l.failures > 0 then l.due_at  -- who gives it back sees what waits
      when l.waiting + excluded.waiting >= lane_signals or l.bytes + excluded.bytes >= lane_bytes then least(l.due_at, moment)
      else least(l.due_at, excluded.due_at) end;

  return query
  select k.n, s.id, s.state, s.digest = k.digest,
    case
      when s.state <> 'queued' then 0
      when s.id = ids[k.n] then l.waiting - count(*) filter (where s.id = ids[k.n] and s.state = 'queued')
        over (partition by k.tenant_id, k.namespace, k.workflow_id order by k.n desc)
      else (  -- a repeat
        select count(*) from holdfast.signals w
        where w.tenant_id = k.tenant_id and w.namespace = k.namespace and w.workflow_id = k.workflow_id and w.state = 'queued'
          and w.id < s.id)
    end
  from unnest(new_tenants, new_namespaces, new_workflows, new_keys, new_digests)
    with ordinality as k (tenant_id, namespace, workflow_id, key, digest, n)
  cross join lateral (
    select * from holdfast.signals s
    where s.tenant_id = k.tenant_id and s.namespace = k.namespace and s.workflow_id = k.workflow_id and s.id = ids[k.n]
    union all
    select * from holdfast.signals s
    where s.tenant_id = k.tenant_id and s.namespace = k.namespace and s.workflow_id = k.workflow_id
      and s.idempotency_key = k.key
    limit 1
  ) as s
  left join lateral (
    select * from holdfast.signal_lanes l
    where l.tenant_id = k.tenant_id and l.namespace = k.namespace and l.workflow_id = k.workflow_id limit 1) as l on true
  order by k.n;
end
$$;

-- Claims lanes that are due. Each gets a new token, a lease, and the number that its next envelope begins with; what has
-- expired meanwhile becomes a dead letter, unless something is on its way. The lanes come with the epoch that their sequences
-- are of, and with how many have expired.
create function claim_lanes(claimant text, most int, lease interval)
returns table (tenant_id text, namespace text, workflow_id text, fencing bigint, first bigint, epoch text, failures int, expired int)
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
begin
  select e.epoch into present from holdfast.signal_epoch e where e.database = holdfast.this_database();
  if not found then  -- not upserted each time: that would lock the row, and replicas would wait for each other
    insert into holdfast.signal_epoch as e (epoch, database) values (gen_random_uuid(), holdfast.this_database())
    on conflict (single) do update set epoch = excluded.epoch, database = excluded.database, begun_at = now()
    where e.database <> excluded.database;
    select e.epoch into present from holdfast.signal_epoch e;
  end if;

  with picked as materialized (
    select l.tenant_id, l.namespace, l.workflow_id from holdfast.signal_lanes l
    where l.held_by is null and l.due_at <= moment and (l.lease_until is null or l.lease_until <= moment)
    order by l.due_at limit most for update skip locked
  ), claimed as (
    update holdfast.signal_lanes l
    set fencing = nextval('holdfast.signal_tokens'), owner = claimant, lease_until = moment + lease, due_at = moment + lease
    from picked p
    where l.tenant_id = p.tenant_id and l.namespace = p.namespace and l.workflow_id = p.workflow_id
    returning l.tenant_id, l.namespace, l.workflow_id
  )
  select array_agg(c.tenant_id), array_agg(c.namespace), array_agg(c.workflow_id) into tenants, namespaces, workflows
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
  select l.tenant_id, l.namespace, l.workflow_id, l.fencing, nextval('holdfast.signal_sequences'), present, l.failures, c.gone
  from unnest(tenants, namespaces, workflows, gone) as c (tenant_id, namespace, workflow_id, gone)
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
    returning s.id, s.bytes, false as holds
  ), given_up as (
    update holdfast.signals s set state = 'dead', reason = reasons[array_position(dead, s.id)], settled_at = moment,
      attempts = s.attempts + coalesce(tried, 1)
    where s.ctid = any (holdfast.signal_rows(of_tenant, of_namespace, of_workflow, dead)) and s.state is not distinct from 'queued'
    returning s.id, s.bytes, s.holds
  )
  select count(*), coalesce(sum(bytes), 0), min(id) filter (where holds) into gone_signals, gone_bytes, holder
  from (select * from settled union all select * from given_up) as g;
  update holdfast.signals s set attempts = s.attempts + coalesce(tried, 1)
  where s.ctid = any (holdfast.signal_rows(of_tenant, of_namespace, of_workflow, called)) and s.state is not distinct from 'queued';
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

-- How much waits, and for how many milliseconds the oldest of the lanes that are due first.
create function waiting_signals(most bigint) returns table (waiting bigint, oldest_ms bigint)
language plpgsql volatile
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_sort = off as $$
begin
  return query
  select
    (select coalesce(sum(l.waiting), 0)::bigint from holdfast.signal_lanes l),
    (select coalesce(extract(epoch from clock_timestamp() - min(s.accepted_at)) * 1000, 0)::bigint
      from (select * from holdfast.signal_lanes l order by l.due_at limit most) l
      cross join generate_series(0, 4) as p (priority)
      cross join lateral (
        select s.accepted_at from holdfast.signals s
        where s.tenant_id = l.tenant_id and s.namespace = l.namespace and s.workflow_id = l.workflow_id
          and s.state = 'queued' and s.priority between p.priority and p.priority
        order by s.priority, s.id limit 1) as s);
end
$$;

-- Takes a signal back while it waits; its state afterwards, "formed" if it is on its way, null if there is none.
create function cancel_signal(of_tenant text, of_id bigint) returns text language plpgsql volatile as $$
declare
  found_signal holdfast.signals;
begin
  select * into found_signal from holdfast.signals s where s.tenant_id = of_tenant and s.id = of_id;
  if not found then
    return null;
  end if;
  perform from holdfast.signal_lanes l  -- whoever forms or settles it waits, or has done so
  where l.tenant_id = of_tenant and l.namespace = found_signal.namespace and l.workflow_id = found_signal.workflow_id for update;
  if exists (
    select from holdfast.signal_batches b
    where b.tenant_id = of_tenant and b.namespace = found_signal.namespace and b.workflow_id = found_signal.workflow_id
      and of_id = any (b.signal_ids)
  ) then
    return 'formed';
  end if;
  update holdfast.signals s set state = 'cancelled', settled_at = clock_timestamp()
  where s.tenant_id = of_tenant and s.id = of_id and s.state = 'queued';
  if found then
    update holdfast.signal_lanes l set waiting = l.waiting - 1, bytes = l.bytes - found_signal.bytes
    where l.tenant_id = of_tenant and l.namespace = found_signal.namespace and l.workflow_id = found_signal.workflow_id;
  end if;
  return (select s.state from holdfast.signals s where s.tenant_id = of_tenant and s.id = of_id);
end
$$;

-- Sends dead letters again: one that holds its lane as it is, so that it goes first; another as a new signal, behind all.
create function redrive_signals(of_tenant text, of_ids bigint[]) returns setof bigint language plpgsql volatile as $$
declare
  dead holdfast.signals;
  new_id bigint;
  moment timestamptz := clock_timestamp();
begin
  for dead in
    select * from holdfast.signals s where s.tenant_id = of_tenant and s.id = any (of_ids) and s.state = 'dead'
    order by s.namespace, s.workflow_id, s.id
  loop
    insert into holdfast.signal_lanes as l (tenant_id, namespace, workflow_id, waiting, bytes, due_at)
    values (of_tenant, dead.namespace, dead.workflow_id, 1, dead.bytes, moment)
    on conflict (tenant_id, namespace, workflow_id) do update set waiting = l.waiting + 1, bytes = l.bytes + excluded.bytes,
      due_at = case when l.lease_until > moment or l.failures > 0 then l.due_at else least(l.due_at, moment) end;
    if dead.holds then
      update holdfast.signals s set state = 'queued', reason = null, settled_at = null, due_at = moment, expire_at = null,
        goes_first = true
      where s.tenant_id = of_tenant and s.id = dead.id and s.state = 'dead';
      new_id := dead.id;
    else
      update holdfast.signals s set state = 'discarded', settled_at = moment
      where s.tenant_id = of_tenant and s.id = dead.id and s.state = 'dead';
      new_id := nextval('holdfast.signal_ids');
    end if;
    if not found then  -- somebody else was at it
      update holdfast.signal_lanes l set waiting = l.waiting - 1, bytes = l.bytes - dead.bytes
      where l.tenant_id = of_tenant and l.namespace = dead.namespace and l.workflow_id = dead.workflow_id;
      continue;
    end if;
    if not dead.holds then
      update holdfast.signals s set note = 'redriven as ' || new_id where s.tenant_id = of_tenant and s.id = dead.id;
      insert into holdfast.signals (tenant_id, id, namespace, workflow_id, run_id, name, priority, state, body, bytes,
        digest, fence, holds, grace, accepted_at, due_at)
      values (of_tenant, new_id, dead.namespace, dead.workflow_id, dead.run_id, dead.name, dead.priority, 'queued', dead.body,
        dead.bytes, dead.digest, dead.fence, dead.holds, dead.grace, moment, moment);
    end if;
    if dead.holds then
      update holdfast.signal_lanes l set held_by = holdfast.lane_holder(of_tenant, dead.namespace, dead.workflow_id)
      where l.tenant_id = of_tenant and l.namespace = dead.namespace and l.workflow_id = dead.workflow_id;
    end if;
    return next new_id;
  end loop;
end
$$;

-- Gives dead letters up; a lane that one of them held goes on.
create function discard_signals(of_tenant text, of_ids bigint[], why text) returns bigint language plpgsql volatile as $$
declare
  discarded bigint;
begin
  perform from holdfast.signal_lanes l  -- first of all, as everybody does who changes both
  where (l.tenant_id, l.namespace, l.workflow_id) in (
    select s.tenant_id, s.namespace, s.workflow_id from holdfast.signals s
    where s.tenant_id = of_tenant and s.id = any (of_ids) and s.state = 'dead')
  order by l.tenant_id, l.namespace, l.workflow_id for update;
  with given_up as (
    update holdfast.signals s set state = 'discarded', note = why, settled_at = clock_timestamp()
    where s.tenant_id = of_tenant and s.id = any (of_ids) and s.state = 'dead'
    returning s.id
  )
  select count(*) into discarded from given_up;
  update holdfast.signal_lanes l
  set held_by = holdfast.lane_holder(l.tenant_id, l.namespace, l.workflow_id), due_at = clock_timestamp()
  where l.tenant_id = of_tenant and l.held_by = any (of_ids)
    and exists (select from holdfast.signals s where s.tenant_id = of_tenant and s.id = l.held_by and s.state = 'discarded');
  return discarded;
end
$$;
