-- What is running now: another machine's copy has another timeline, a dump another identifier. The timeline is that of what is
-- written now; the control file has the one before a promotion until the next checkpoint, minutes later, and in between numbers
-- that were lost with the old primary would be given again.
create or replace function this_database() returns text language sql stable as $$
  select s.system_identifier || '/' || ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int
  from pg_control_system() s
$$;

-- Takes a signal back while it waits; its state afterwards, "formed" if it is on its way, null if there is none. A fence
-- that waited for it may be due then, and if it was one what waited behind it.
create or replace function cancel_signal(of_tenant text, of_id bigint) returns text language plpgsql volatile as $$
declare
  found_signal holdfast.signals;
  moment timestamptz;
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
  moment := clock_timestamp();
  update holdfast.signals s set state = 'cancelled', settled_at = moment
  where s.tenant_id = of_tenant and s.id = of_id and s.state = 'queued';
  if found then
    update holdfast.signal_lanes l set waiting = l.waiting - 1, bytes = l.bytes - found_signal.bytes,
      due_at = case
        when l.lease_until > moment or l.failures > 0 then l.due_at  -- who gives it back sees what waits
        when found_signal.fence or holdfast.lane_fence(l.tenant_id, l.namespace, l.workflow_id) is not null
          then least(l.due_at, holdfast.lane_due(l.tenant_id, l.namespace, l.workflow_id, moment, 500, 1 << 20))
        else l.due_at end
    where l.tenant_id = of_tenant and l.namespace = found_signal.namespace and l.workflow_id = found_signal.workflow_id;
  end if;
  return (select s.state from holdfast.signals s where s.tenant_id = of_tenant and s.id = of_id);
end
$$;

-- What was formed of a claimed lane, else what may be, in the order of delivery: by priority, lifted by one for each "aging"
-- waited, then by id. Of one priority nothing has waited longer than what was accepted before it, whatever the clock said: after a
-- failover it may be another one, which is late. A fence is alone, when nothing before it waits; nothing behind it comes before.
-- What held the lane and is sent again is the first; while something holds it there is nothing.
create or replace function lane_signals(
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
  with waiting as (
    select w.*, max(w.accepted_at) over (partition by w.priority order by w.id) as since
    from generate_series(0, 4) as p (priority)
    cross join lateral (
      select s.id, s.bytes, s.priority, s.accepted_at, s.goes_first from holdfast.signals s
      where s.tenant_id = of_tenant and s.namespace = of_namespace and s.workflow_id = of_workflow
        and s.priority between p.priority and p.priority and s.state = 'queued'
        and (s.not_before is null or s.not_before <= moment) and (fence_id is null or s.id < fence_id)
      order by s.priority, s.id limit most
    ) as w
  ), ranked as (
    select w.id, row_number() over r as place, sum(w.bytes) over r as bytes_so_far
    from waiting w
    window r as (
      order by w.goes_first desc, w.priority - floor(extract(epoch from moment - w.since) / extract(epoch from aging)), w.id
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
