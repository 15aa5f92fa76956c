-- What people ask of signals, and do with them (ADR 7).

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
