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
-- "refresh" begins its time anew if it has one that is not over. Puts alone wait for each other only in the order of the
-- names, so never in a circle; where there are others, what exists is locked first, in that order.
create function write_items(
  item_tenants text[], item_prefixes text[], item_keys text[], item_kinds text[], item_values text[], item_exacts bytea[],
  item_ttls bigint[]
) returns void language plpgsql volatile set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  moment timestamptz;
  other record;
  others boolean := 'put' <> any (item_kinds);
begin
  if others and cardinality(item_keys) > 1 then
    perform from unnest(item_tenants, item_prefixes, item_keys) as k (tenant_id, prefix, key)
    cross join lateral (
      select from holdfast.items i
      where i.tenant_id = k.tenant_id and i.prefix = k.prefix::text[] and i.key = k.key
      limit 1 for update
    ) as locked;
  end if;
  moment := clock_timestamp();  -- after whoever had the locks

  if others then
    for other in
      select k.tenant_id, k.prefix::text[] as prefix, k.key, k.kind
      from unnest(item_tenants, item_prefixes, item_keys, item_kinds) as k (tenant_id, prefix, key, kind)
      where k.kind <> 'put'
    loop
      if other.kind = 'refresh' then
        update holdfast.items i set expires_at = holdfast.expiry(moment, i.ttl)
        where i.tenant_id = other.tenant_id and i.prefix = other.prefix and i.key = other.key and i.expires_at > moment;
      else
        delete from holdfast.items i
        where i.tenant_id = other.tenant_id and i.prefix = other.prefix and i.key = other.key;
      end if;
    end loop;
  end if;

  insert into holdfast.items as i (tenant_id, prefix, key, revision, value, exact, created_at, updated_at, expires_at, ttl)
  select p.tenant_id, p.prefix::text[], p.key, nextval('holdfast.item_revisions'), p.value::jsonb, p.exact, moment, moment,
    holdfast.expiry(moment, p.ttl), p.ttl
  from unnest(item_tenants, item_prefixes, item_keys, item_values, item_exacts, item_ttls)
    as p (tenant_id, prefix, key, value, exact, ttl)
  where p.value is not null
  on conflict (tenant_id, prefix, key) do update set revision = excluded.revision, value = excluded.value,
    exact = excluded.exact, updated_at = excluded.updated_at, expires_at = excluded.expires_at, ttl = excluded.ttl,
    created_at = case when i.expires_at <= excluded.updated_at then excluded.created_at else i.created_at end;
end
$$;
