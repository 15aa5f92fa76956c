-- The long-term store: items, named by a namespace (a list of labels) and a key.
--
-- Labels compare one by one and by bytes: what lies under a prefix is a range of the primary key, since no label holds U+0000
-- and so none lies between a label and the same with U+0001 behind it.

-- Numbers of what was put; never used again.
create sequence item_revisions as bigint;

create table items (
  tenant_id  text collate "C" not null,
  prefix     text[] collate "C" not null,  -- the namespace
  key        text collate "C" not null,
  revision   bigint not null,              -- another one with each put
  value      jsonb not null,               -- an object, as filters see it
  exact      bytea,                        -- the JSON text that was put, where jsonb would give back something else
  created_at timestamptz not null,
  updated_at timestamptz not null,
  expires_at timestamptz,                  -- from then on it is not there any more for anybody
  ttl        bigint,                       -- microseconds that it lives after a put, or a read that refreshes it
  primary key (tenant_id, prefix, key),
  check ((expires_at is null) = (ttl is null))
);
create index items_expires_at on items (expires_at) where expires_at is not null;

-- When something that lives for so many microseconds ends. An interval is multiplied as a float8, which is exact for whole
-- seconds, and for less than one, but not for a thousand years of microseconds.
create function expiry(begun timestamptz, ttl bigint) returns timestamptz language sql stable as $$
  select begun + (ttl / 1000000) * interval '1 second' + (ttl % 1000000) * interval '1 microsecond'
$$;

-- Writes what a group changes as one statement, which is one transaction and one round trip. Names come each once and sorted by
-- (tenant, prefix, key), prefixes as text of arrays: unnest would take an array of arrays apart altogether.
--
-- Of each name one thing is done: "put" writes the value, "replace" as if there had been nothing before, "delete" removes, and
-- "refresh" begins its time anew if it has one that is not over. All of it in the order of the names, so that groups wait for
-- each other but never in a circle; puts with nothing else between them are one statement.
--
-- Everything that is put has one time. Whether something has expired is asked of the clock when its row is locked.
create function write_items(
  item_tenants text[], item_prefixes text[], item_keys text[], item_kinds text[], item_values text[], item_exacts bytea[],
  item_ttls bigint[]
) returns void language plpgsql volatile set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  moment timestamptz := clock_timestamp();
  total int := cardinality(item_keys);
  begun int := 1;  -- of the puts that are not written yet
begin
  for n in 1 .. total + 1 loop
    if n <= total and item_kinds[n] = 'put' then
      continue;
    end if;
    if begun < n then
      insert into holdfast.items as i (tenant_id, prefix, key, revision, value, exact, created_at, updated_at, expires_at, ttl)
      select p.tenant_id, p.prefix::text[], p.key, nextval('holdfast.item_revisions'), p.value::jsonb, p.exact, moment,
        moment, holdfast.expiry(moment, p.ttl), p.ttl
      from unnest(item_tenants[begun:n - 1], item_prefixes[begun:n - 1], item_keys[begun:n - 1], item_values[begun:n - 1],
          item_exacts[begun:n - 1], item_ttls[begun:n - 1])
        as p (tenant_id, prefix, key, value, exact, ttl)
      on conflict (tenant_id, prefix, key) do update set revision = excluded.revision, value = excluded.value,
        exact = excluded.exact, updated_at = greatest(i.updated_at, excluded.updated_at),
        expires_at = holdfast.expiry(greatest(i.updated_at, excluded.updated_at), excluded.ttl), ttl = excluded.ttl,
        created_at = case when i.expires_at <= clock_timestamp() then excluded.created_at else i.created_at end;
    end if;
    begun := n + 1;
    if n <= total and item_kinds[n] = 'refresh' then
      update holdfast.items i set expires_at = holdfast.expiry(clock_timestamp(), i.ttl)
      where i.tenant_id = item_tenants[n] and i.prefix = item_prefixes[n]::text[] and i.key = item_keys[n]
        and i.expires_at > clock_timestamp();
    elsif n <= total then
      delete from holdfast.items i
      where i.tenant_id = item_tenants[n] and i.prefix = item_prefixes[n]::text[] and i.key = item_keys[n];
      if item_kinds[n] = 'replace' then
        begun := n;
      end if;
    end if;
  end loop;
end
$$;
