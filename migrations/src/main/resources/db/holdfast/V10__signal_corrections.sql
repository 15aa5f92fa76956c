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
