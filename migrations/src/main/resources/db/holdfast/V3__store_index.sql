-- Search by meaning: what the index of a tenant is, and the vectors and words of its items.
--
-- Vectors and words name the item's revision and the index's number, neither of which is ever used again, and count only
-- while both are the present ones.

-- Numbers of definitions; never used again.
create sequence index_numbers as bigint;

create table item_indexes (
  tenant_id   text collate "C" primary key,
  number      bigint not null,
  model       text not null,
  dimensions  int not null,             -- of every vector; 0: there are none
  distance    text not null check (distance in ('cosine', 'l2', 'inner_product')),
  fields      text[] not null,          -- of items that name none themselves
  embedded_by text not null check (embedded_by in ('client', 'server', 'nobody')),
  queued      boolean not null,
  language    text not null             -- a text search configuration
);

-- Indexes that were dropped or replaced, as long as there may be vectors and words of theirs.
create table dropped_indexes (
  tenant_id text collate "C" not null,
  number    bigint not null,
  primary key (tenant_id, number)
);

alter table items
  add column index_fields text[],    -- paths that the put named; null: those of the index; none: not to be indexed
  add column index_number bigint;    -- the index under which everything of this revision is indexed; null: it is not

create table item_vectors (
  tenant_id    text collate "C" not null,
  prefix       text[] collate "C" not null,
  key          text collate "C" not null,
  part         int not null,            -- 1, 2, … of the item's vectors
  path         text not null,
  revision     bigint not null,
  index_number bigint not null,
  dimensions   int not null,
  distance     text not null,           -- as the index has it: what pgvector's indexes are partial by
  embedding    real[] not null,
  primary key (tenant_id, prefix, key, part),
  check (cardinality(embedding) = dimensions)
);

create table item_texts (
  tenant_id    text collate "C" not null,
  prefix       text[] collate "C" not null,
  key          text collate "C" not null,
  revision     bigint not null,
  index_number bigint not null,
  words        tsvector not null,
  primary key (tenant_id, prefix, key)
);
create index item_texts_words on item_texts using gin (words);

-- Items that wait to be indexed, and those that were given up.
create table item_queue (
  tenant_id   text collate "C" not null,
  prefix      text[] collate "C" not null,
  key         text collate "C" not null,
  revision    bigint not null,
  attempts    int not null default 0,
  enqueued_at timestamptz not null,
  due_at      timestamptz not null,     -- whoever claims it moves it to the end of the lease
  failed      text,                     -- why it was given up; null: it was not
  primary key (tenant_id, prefix, key)
);
create index item_queue_due on item_queue (due_at) where failed is null;
create index item_queue_failed on item_queue (tenant_id, prefix, key) where failed is not null;

-- Numbers of a model do not get smaller; compressing them would only take time.
alter table item_vectors alter column embedding set storage external;

-- Keeps the indexes of these tenants what they are until the transaction ends: defining one takes the same lock alone.
create function hold_indexes(tenants text[]) returns void language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended(k.t, 8422)) from (select distinct t from unnest(tenants) as t) as k;
end
$$;

-- Removes what items are found by, after what they hold was put anew or deleted in this transaction. A join could be planned as
-- a scan of the tables.
create function unindex_items(item_tenants text[], item_prefixes text[], item_keys text[])
returns void language plpgsql volatile
set plan_cache_mode = force_generic_plan set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
begin
  delete from holdfast.item_vectors v using unnest(item_tenants, item_prefixes, item_keys) as k (tenant_id, prefix, key)
  where v.tenant_id = k.tenant_id and v.prefix = k.prefix::text[] and v.key = k.key;
  delete from holdfast.item_texts t using unnest(item_tenants, item_prefixes, item_keys) as k (tenant_id, prefix, key)
  where t.tenant_id = k.tenant_id and t.prefix = k.prefix::text[] and t.key = k.key;
  delete from holdfast.item_queue q using unnest(item_tenants, item_prefixes, item_keys) as k (tenant_id, prefix, key)
  where q.tenant_id = k.tenant_id and q.prefix = k.prefix::text[] and q.key = k.key;
end
$$;

-- The words of a text. A tsvector holds a megabyte: where that is too little, the beginning counts.
create function words(language text, text text) returns tsvector language plpgsql stable as $$
begin
  return to_tsvector(language::regconfig, text);
exception when program_limit_exceeded then
  return to_tsvector(language::regconfig, left(text, 65536));
end
$$;

-- Writes what a group changes, as before. "item_fields" are the paths that puts named, as text of arrays; "item_numbers" the
-- indexes under which everything of an item is written too, null where that is not so. Whatever an item was found by goes.
drop function write_items(text[], text[], text[], text[], text[], bytea[], bigint[]);
create function write_items(
  item_tenants text[], item_prefixes text[], item_keys text[], item_kinds text[], item_values text[], item_exacts bytea[],
  item_ttls bigint[], item_fields text[], item_numbers bigint[]
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
      insert into holdfast.items as i (tenant_id, prefix, key, revision, value, exact, created_at, updated_at, expires_at, ttl,
        index_fields, index_number)
      select p.tenant_id, p.prefix::text[], p.key, nextval('holdfast.item_revisions'), p.value::jsonb, p.exact, moment,
        moment, holdfast.expiry(moment, p.ttl), p.ttl, p.fields::text[], p.number
      from unnest(item_tenants[begun:n - 1], item_prefixes[begun:n - 1], item_keys[begun:n - 1], item_values[begun:n - 1],
          item_exacts[begun:n - 1], item_ttls[begun:n - 1], item_fields[begun:n - 1], item_numbers[begun:n - 1])
        as p (tenant_id, prefix, key, value, exact, ttl, fields, number)
      on conflict (tenant_id, prefix, key) do update set revision = excluded.revision, value = excluded.value,
        exact = excluded.exact, updated_at = greatest(i.updated_at, excluded.updated_at),
        expires_at = holdfast.expiry(greatest(i.updated_at, excluded.updated_at), excluded.ttl), ttl = excluded.ttl,
        created_at = case when i.expires_at <= clock_timestamp() then excluded.created_at else i.created_at end,
        index_fields = excluded.index_fields, index_number = excluded.index_number;
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

  if exists (select from holdfast.item_indexes x where x.tenant_id = any (item_tenants)) then
    perform holdfast.unindex_items(array_agg(k.tenant_id), array_agg(k.prefix), array_agg(k.key))
    from unnest(item_tenants, item_prefixes, item_keys, item_kinds) as k (tenant_id, prefix, key, kind)
    where k.kind <> 'refresh'
    having count(*) > 0;
  end if;
end
$$;

-- Writes what a group changes, and what its items are found by, as one statement.
--
-- "item_numbers" are the indexes that vectors and words were made for; where the tenant has another one by now, nothing of them is
-- written. "item_states": "indexed" with all that belongs to it, "waiting" to be queued; null where nothing is indexed. A vector
-- names its item by its place (from 1), and begins at a place of "embeddings".
create function write_indexed_items(
  item_tenants text[], item_prefixes text[], item_keys text[], item_kinds text[], item_values text[], item_exacts bytea[],
  item_ttls bigint[], item_fields text[], item_numbers bigint[], item_states text[], item_texts text[],
  vector_items int[], vector_paths text[], vector_begins int[], vector_dimensions int[], embeddings real[]
) returns void language plpgsql volatile
set plan_cache_mode = force_generic_plan set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
  moment timestamptz;
begin
  perform holdfast.hold_indexes(item_tenants);
  item_numbers := array(
    select (select x.number from holdfast.item_indexes x where x.tenant_id = k.tenant_id and x.number = k.number)
    from unnest(item_tenants, item_numbers) with ordinality as k (tenant_id, number, n)
    order by k.n);
  perform holdfast.write_items(item_tenants, item_prefixes, item_keys, item_kinds, item_values, item_exacts, item_ttls,
    item_fields, item_numbers);
  moment := clock_timestamp();

  insert into holdfast.item_vectors (tenant_id, prefix, key, part, path, revision, index_number, dimensions, distance, embedding)
  select i.tenant_id, i.prefix, i.key, row_number() over (partition by v.item order by v.n), v.path, i.revision, x.number,
    v.dimensions, x.distance, embeddings[v.begins:v.begins + v.dimensions - 1]
  from unnest(vector_items, vector_paths, vector_begins, vector_dimensions) with ordinality
    as v (item, path, begins, dimensions, n)
  join holdfast.items i
    on i.tenant_id = item_tenants[v.item] and i.prefix = item_prefixes[v.item]::text[] and i.key = item_keys[v.item]
  join holdfast.item_indexes x on x.tenant_id = i.tenant_id and x.number = item_numbers[v.item];

  insert into holdfast.item_texts (tenant_id, prefix, key, revision, index_number, words)
  select i.tenant_id, i.prefix, i.key, i.revision, x.number, holdfast.words(x.language, k.text)
  from unnest(item_tenants, item_prefixes, item_keys, item_numbers, item_texts) as k (tenant_id, prefix, key, number, text)
  join holdfast.items i on i.tenant_id = k.tenant_id and i.prefix = k.prefix::text[] and i.key = k.key
  join holdfast.item_indexes x on x.tenant_id = i.tenant_id and x.number = k.number
  where k.text <> '';

  -- What was made for another index waits for this one, unless only the client can embed it.
  insert into holdfast.item_queue (tenant_id, prefix, key, revision, enqueued_at, due_at)
  select i.tenant_id, i.prefix, i.key, i.revision, moment, moment
  from unnest(item_tenants, item_prefixes, item_keys, item_numbers, item_states) as k (tenant_id, prefix, key, number, state)
  join holdfast.items i on i.tenant_id = k.tenant_id and i.prefix = k.prefix::text[] and i.key = k.key
  join holdfast.item_indexes x on x.tenant_id = i.tenant_id
  where k.state = 'waiting' or (k.state is not null and k.number is null and x.embedded_by <> 'client');
end
$$;

-- Writes what was made of items that waited, of each only if it still has the revision and its tenant the index, and takes them
-- out of the queue; returns how many. Items come sorted by name, as groups lock them.
create function index_items(
  item_tenants text[], item_prefixes text[], item_keys text[], item_revisions bigint[], item_numbers bigint[],
  item_texts text[],
  vector_items int[], vector_paths text[], vector_begins int[], vector_dimensions int[], embeddings real[]
) returns bigint language plpgsql volatile
set plan_cache_mode = force_generic_plan set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
  written bigint := 0;
begin
  perform holdfast.hold_indexes(item_tenants);
  for n in 1 .. cardinality(item_keys) loop
    update holdfast.items i set index_number = item_numbers[n]
    where i.tenant_id = item_tenants[n] and i.prefix = item_prefixes[n]::text[] and i.key = item_keys[n]
      and i.revision = item_revisions[n]
      and exists (select from holdfast.item_indexes x where x.tenant_id = item_tenants[n] and x.number = item_numbers[n]);
    if found then
      written := written + 1;
      perform holdfast.unindex_items(item_tenants[n:n], item_prefixes[n:n], item_keys[n:n]);
      insert into holdfast.item_vectors (tenant_id, prefix, key, part, path, revision, index_number, dimensions, distance,
        embedding)
      select x.tenant_id, item_prefixes[n]::text[], item_keys[n], row_number() over (order by v.place), v.path, item_revisions[n],
        x.number, v.dimensions, x.distance, embeddings[v.begins:v.begins + v.dimensions - 1]
      from unnest(vector_items, vector_paths, vector_begins, vector_dimensions) with ordinality
        as v (item, path, begins, dimensions, place)
      join holdfast.item_indexes x on x.tenant_id = item_tenants[n]
      where v.item = n;
      insert into holdfast.item_texts (tenant_id, prefix, key, revision, index_number, words)
      select x.tenant_id, item_prefixes[n]::text[], item_keys[n], item_revisions[n], x.number,
        holdfast.words(x.language, item_texts[n])
      from holdfast.item_indexes x where x.tenant_id = item_tenants[n] and item_texts[n] <> '';
    end if;
  end loop;
  return written;
end
$$;

-- Enqueues those of a page of items that are to be indexed and are not. They are locked, so that a put that comes meanwhile takes
-- their place in the queue.
create function enqueue_stale(
  tenant text, after_prefix text[], after_key text, most int, failed_too boolean,
  out seen int, out enqueued int, out last_prefix text[], out last_key text
) language plpgsql volatile set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  present bigint;
  prefixes text[];
  keys text[];
begin
  perform holdfast.hold_indexes(array[tenant]);
  present := (select x.number from holdfast.item_indexes x where x.tenant_id = tenant);
  select array_agg(p.prefix::text order by p.prefix, p.key), array_agg(p.key order by p.prefix, p.key) into prefixes, keys
  from (
    select i.prefix, i.key from holdfast.items i
    where i.tenant_id = tenant and (i.prefix, i.key) > (coalesce(after_prefix, '{}'), coalesce(after_key, ''))
    order by i.prefix, i.key limit most
  ) as p;
  seen := coalesce(cardinality(keys), 0);
  if seen = most then
    last_prefix := prefixes[seen]::text[];
    last_key := keys[seen];
  end if;
  with stale as materialized (
    select i.prefix, i.key, i.revision from unnest(prefixes, keys) as p (prefix, key)
    cross join lateral (
      select * from holdfast.items i
      where i.tenant_id = tenant and i.prefix = p.prefix::text[] and i.key = p.key
      limit 1 for share
    ) as i
    where i.index_fields is distinct from '{}' and i.index_number is distinct from present and present is not null
      and (i.expires_at is null or i.expires_at > now())
  ), added as (
    insert into holdfast.item_queue as q (tenant_id, prefix, key, revision, enqueued_at, due_at)
    select tenant, s.prefix, s.key, s.revision, clock_timestamp(), clock_timestamp() from stale s
    order by s.prefix, s.key
    on conflict (tenant_id, prefix, key) do update set attempts = 0, failed = null, due_at = excluded.due_at,
      enqueued_at = excluded.enqueued_at
    where q.failed is not null and failed_too
    returning 1
  )
  select count(*) into enqueued from added;
end
$$;

-- Deletes up to so many items that have expired, unless somebody else is at it. Who is put again meanwhile, stays: a locked row is
-- looked at anew, and deleted only if the snapshot saw it so.
create function sweep_items(most int) returns bigint language plpgsql volatile as $$
#variable_conflict use_column
declare
  tenants text[];
  prefixes text[];
  keys text[];
begin
  if not pg_try_advisory_xact_lock(hashtextextended('items', 8421)) then
    return 0;
  end if;
  with gone as (
    delete from holdfast.items
    where expires_at <= now() and ctid = any (array(
      select i.ctid from holdfast.items i where i.expires_at <= now() order by i.expires_at limit most for update skip locked))
    returning tenant_id, prefix, key
  )
  select array_agg(g.tenant_id), array_agg(g.prefix::text), array_agg(g.key) into tenants, prefixes, keys from gone g;
  if exists (select from holdfast.item_indexes x where x.tenant_id = any (tenants)) then
    perform holdfast.unindex_items(tenants, prefixes, keys);
  end if;
  return coalesce(cardinality(keys), 0);
end
$$;

-- Removes up to so many vectors, and words, of indexes that were dropped; 0 if nothing is left. Rows that somebody else is removing
-- are theirs.
create function forget_dropped(most int) returns bigint language plpgsql volatile as $$
#variable_conflict use_column
declare
  dropped holdfast.dropped_indexes;
  vectors bigint;
  texts bigint;
begin
  select * into dropped from holdfast.dropped_indexes limit 1 for update skip locked;
  if dropped.number is null then
    return 0;
  end if;
  delete from holdfast.item_vectors where ctid = any (array(
    select v.ctid from holdfast.item_vectors v
    where v.tenant_id = dropped.tenant_id and v.index_number = dropped.number limit most for update skip locked));
  get diagnostics vectors = row_count;
  delete from holdfast.item_texts where ctid = any (array(
    select t.ctid from holdfast.item_texts t
    where t.tenant_id = dropped.tenant_id and t.index_number = dropped.number limit most for update skip locked));
  get diagnostics texts = row_count;
  if vectors + texts = 0 then
    delete from holdfast.dropped_indexes d where d.tenant_id = dropped.tenant_id and d.number = dropped.number;
  end if;
  return vectors + texts + 1;
end
$$;

-- Defines the index of a tenant anew, or none if there is no language; true if there was one.
create function replace_index(
  tenant text, model text, dimensions int, distance text, fields text[], embedded_by text, queued boolean, language text
) returns boolean language plpgsql volatile as $$
#variable_conflict use_variable
declare
  dropped bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended(tenant, 8422));
  delete from holdfast.item_indexes x where x.tenant_id = tenant returning x.number into dropped;
  -- Rows that somebody is removing or claiming are theirs: waiting for them could be waiting in a circle.
  delete from holdfast.item_queue where ctid = any (array(
    select q.ctid from holdfast.item_queue q where q.tenant_id = tenant for update skip locked));
  if dropped is not null then
    insert into holdfast.dropped_indexes values (tenant, dropped);
  end if;
  if language is not null then
    insert into holdfast.item_indexes
    values (tenant, nextval('holdfast.index_numbers'), model, dimensions, distance, fields, embedded_by, queued, language);
  end if;
  return dropped is not null;
end
$$;
