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
  accepted bigint;
begin
  -- sorted by key, so that two groups with the same keys never wait for each other in a circle; lanes after all signals, sorted too
  return query
  with fresh as (
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
    on conflict (tenant_id, namespace, workflow_id, idempotency_key) where idempotency_key is not null do nothing
    returning tenant_id, id, namespace, workflow_id, state, bytes, due_at
  ), lane as (
    insert into holdfast.signal_lanes as l (tenant_id, namespace, workflow_id, waiting, bytes, due_at)
    select f.tenant_id, f.namespace, f.workflow_id, count(*), sum(f.bytes),
      case when count(*) >= lane_signals or sum(f.bytes) >= lane_bytes then least(moment, min(f.due_at)) else min(f.due_at) end
    from fresh f
    where f.state = 'queued'
    group by 1, 2, 3
    order by 1, 2, 3
    on conflict (tenant_id, namespace, workflow_id) do update set
      waiting = l.waiting + excluded.waiting,
      bytes = l.bytes + excluded.bytes,
      due_at = case
        when l.lease_until > moment or l.failures > 0 then l.due_at  -- who gives it back sees what waits
        when l.waiting + excluded.waiting >= lane_signals or l.bytes + excluded.bytes >= lane_bytes then least(l.due_at, moment)
        else least(l.due_at, excluded.due_at) end
    returning tenant_id, namespace, workflow_id, waiting
  )
  select k.n, f.id, f.state, true,
    case when f.state <> 'queued' then 0
      else l.waiting - count(*) over (partition by f.tenant_id, f.namespace, f.workflow_id, f.state order by k.n desc) end
  from fresh f
  join unnest(ids) with ordinality as k (id, n) on k.id = f.id
  left join lane l on l.tenant_id = f.tenant_id and l.namespace = f.namespace and l.workflow_id = f.workflow_id;

  get diagnostics accepted = row_count;
  if accepted < cardinality(ids) then  -- repeats
    return query
    select k.n, s.id, s.state, s.digest = k.digest,
      case when s.state <> 'queued' then 0 else (
        select count(*) from holdfast.signals w
        where w.tenant_id = k.tenant_id and w.namespace = k.namespace and w.workflow_id = k.workflow_id and w.state = 'queued'
          and w.id < s.id) end
    from unnest(new_tenants, new_namespaces, new_workflows, new_keys, new_digests)
      with ordinality as k (tenant_id, namespace, workflow_id, key, digest, n)
    cross join lateral (
      select * from holdfast.signals s
      where s.tenant_id = k.tenant_id and s.namespace = k.namespace and s.workflow_id = k.workflow_id
        and s.idempotency_key = k.key limit 1) as s
    where s.id <> ids[k.n];
  end if;
end
$$;
