-- Threads, checkpoints, their values and pending writes.
--
-- Rows of a thread are keyed by its incarnation, a number that is never used again: deleting the row in "threads" makes
-- everything of it invisible at once and refuses late writers; the rows are swept afterwards in small batches.
-- Text that orders or names things compares by bytes.

-- One draw gives a thousand numbers, so that a server names new threads without asking.
create sequence incarnations as bigint increment by 1000;

create table threads (
  tenant_id   text collate "C" not null,
  thread_id   text collate "C" not null,
  incarnation bigint not null default nextval('incarnations'),
  created_at  timestamptz not null default now(),
  primary key (tenant_id, thread_id)
);
create unique index threads_incarnation on threads (incarnation);

create table checkpoints (
  incarnation          bigint not null,
  checkpoint_ns        text collate "C" not null,
  checkpoint_id        text collate "C" not null,
  parent_checkpoint_id text collate "C",
  channel_versions     jsonb not null,  -- channels that have a value: name -> version
  empty_versions       jsonb,           -- channels that have none at their version; null when there are none
  metadata             jsonb not null,
  metadata_exact       bytea,           -- JSON text, where jsonb would not give back what was put (U+0000, -0.0, huge floats)
  skeleton_type        text not null,
  skeleton             bytea not null,
  session              bigint,
  sequence             bigint,
  created_at           timestamptz not null default now(),
  primary key (incarnation, checkpoint_ns, checkpoint_id)
);
create index checkpoints_run on checkpoints ((metadata ->> 'run_id')) where metadata ? 'run_id';

create table checkpoint_blobs (
  incarnation   bigint not null,
  checkpoint_ns text collate "C" not null,
  channel       text collate "C" not null,
  version       text collate "C" not null,  -- JSON: 1, 1.0 and "1" are three versions
  type          text not null,
  bytes         bytea not null,
  checksum      bytea not null,             -- xxh3-128
  primary key (incarnation, checkpoint_ns, channel, version)
);

create table checkpoint_writes (
  incarnation   bigint not null,
  checkpoint_ns text collate "C" not null,
  checkpoint_id text collate "C" not null,
  task_id       text collate "C" not null,
  idx           integer not null,
  task_path     text collate "C" not null,
  channel       text collate "C" not null,
  type          text not null,
  bytes         bytea not null,
  session       bigint,
  sequence      bigint,
  primary key (incarnation, checkpoint_ns, checkpoint_id, task_id, idx)
);

-- Compressing each value by itself costs more than everything else that a put does.
alter table checkpoint_blobs alter column bytes set storage external;
alter table checkpoint_writes alter column bytes set storage external;

-- Deleted threads whose rows are still to be swept.
create table discarded_threads (
  incarnation  bigint primary key,
  discarded_at timestamptz not null default now()
);

-- Answers of deletes, copies and prunes, so that a repeat does nothing; kept 24 hours. thread_id '' is the whole operation.
create table operations (
  tenant_id    text collate "C" not null,
  operation_id text collate "C" not null,
  thread_id    text collate "C" not null,
  request      text not null,
  answer       bigint,
  done_at      timestamptz not null default now(),
  primary key (tenant_id, operation_id, thread_id)
);
create index operations_done_at on operations (done_at);

-- What the functions below answer: how many values were new; the heads as asked; the checkpoints that were stored, and
-- whether they were new. A type, because parameters named "out" are put together anew at every call.
create type appended as (
  inserted_blobs bigint, heads text[],
  stored_incarnations bigint[], stored_namespaces text[], stored_ids text[], stored_new boolean[]
);

-- Appends a group of checkpoints and pending writes as one statement, which is one transaction and one round trip.
--
-- Each statement of a volatile function sees what was committed before it began, so those after the lock are never older
-- than it. Rows are sorted by key: two groups lock rows in the same order. Single rows are looked up by "limit 1"
-- subqueries: a join could be planned as a scan of the table. Whatever the caller believes and is not so raises HF001, and
-- nothing has happened.
create function append_group(
  -- threads whose rows follow: writers share the lock, delete, copy and prune take it alone
  locks text[],
  -- the incarnation that each thread is believed to have; "begun" where it is believed to be new
  thread_tenants text[], thread_ids text[], thread_incarnations bigint[], thread_begun boolean[],
  -- values that come with the group: of equal keys, stored or in the group, the first stays
  blob_incarnations bigint[], blob_namespaces text[], blob_channels text[], blob_versions text[], blob_types text[],
  blob_bytes bytea[], blob_checksums bytea[],
  -- values that must be stored
  known_incarnations bigint[], known_namespaces text[], known_channels text[], known_versions text[],
  -- namespaces whose head before the group is asked for
  head_incarnations bigint[], head_namespaces text[],
  -- checkpoints, each key once: one put again keeps its parent, a lower sequence of a session never replaces a higher one
  put_incarnations bigint[], put_namespaces text[], put_ids text[], put_parents text[], put_channel_versions text[],
  put_empty_versions text[], put_metadata text[], put_metadata_exact bytea[], put_skeleton_types text[],
  put_skeletons bytea[], put_sessions bigint[], put_sequences bigint[],
  -- ordinary writes: the first stays
  write_incarnations bigint[], write_namespaces text[], write_ids text[], write_tasks text[], write_idxs int[],
  write_paths text[], write_channels text[], write_types text[], write_bytes bytea[], write_sessions bigint[],
  write_sequences bigint[],
  -- special writes, each key once: replaced, but never by a lower sequence of the same session. An equal one replaces, since
  -- one call may write a special channel twice
  special_incarnations bigint[], special_namespaces text[], special_ids text[], special_tasks text[], special_idxs int[],
  special_paths text[], special_channels text[], special_types text[], special_bytes bytea[], special_sessions bigint[],
  special_sequences bigint[]
) returns holdfast.appended language plpgsql volatile set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  done holdfast.appended;
begin
  perform pg_advisory_xact_lock_shared(hashtextextended(k, 8420)) from unnest(locks) as k;

  if true = any (thread_begun) then
    insert into holdfast.threads (tenant_id, thread_id, incarnation)
    select t.tenant_id, t.thread_id, t.incarnation
    from unnest(thread_tenants, thread_ids, thread_incarnations, thread_begun) as t (tenant_id, thread_id, incarnation, begun)
    where t.begun
    order by 1, 2
    on conflict do nothing;
  end if;
  if exists (
    select from unnest(thread_tenants, thread_ids, thread_incarnations) as k (tenant_id, thread_id, incarnation)
    where k.incarnation is distinct from (
      select t.incarnation from holdfast.threads t
      where t.tenant_id = k.tenant_id and t.thread_id = k.thread_id limit 1)
  ) then
    raise exception 'a thread is not what it was' using errcode = 'HF001';
  end if;

  done.inserted_blobs := 0;
  if cardinality(blob_incarnations) > 0 then
    insert into holdfast.checkpoint_blobs (incarnation, checkpoint_ns, channel, version, type, bytes, checksum)
    select v.incarnation, v.ns, v.channel, v.version, v.type, v.bytes, v.checksum
    from unnest(blob_incarnations, blob_namespaces, blob_channels, blob_versions, blob_types, blob_bytes, blob_checksums)
      with ordinality as v (incarnation, ns, channel, version, type, bytes, checksum, n)
    order by v.incarnation, v.ns, v.channel, v.version, v.n
    on conflict do nothing;
    get diagnostics done.inserted_blobs = row_count;
  end if;
  -- An "and" would make it one query that is run even where there is nothing to ask.
  if cardinality(known_incarnations) > 0 then
    if exists (
      select from unnest(known_incarnations, known_namespaces, known_channels, known_versions)
        as v (incarnation, ns, channel, version)
      where (
        select true from holdfast.checkpoint_blobs b
        where b.incarnation = v.incarnation and b.checkpoint_ns = v.ns and b.channel = v.channel
          and b.version = v.version limit 1) is null
    ) then
      raise exception 'a value is not stored' using errcode = 'HF001';
    end if;
  end if;

  if cardinality(put_incarnations) > 0 then
    done.heads := array(
      select (
        select c.checkpoint_id from holdfast.checkpoints c
        where c.incarnation = p.incarnation and c.checkpoint_ns = p.ns
        order by c.checkpoint_id desc limit 1)
      from unnest(head_incarnations, head_namespaces) with ordinality as p (incarnation, ns, n) order by p.n);
    with stored as (
      insert into holdfast.checkpoints as c (incarnation, checkpoint_ns, checkpoint_id, parent_checkpoint_id,
        channel_versions, empty_versions, metadata, metadata_exact, skeleton_type, skeleton, session, sequence)
      select p.incarnation, p.ns, p.id, p.parent, p.channel_versions::jsonb, p.empty_versions::jsonb, p.metadata::jsonb,
        p.metadata_exact, p.skeleton_type, p.skeleton, p.session, p.sequence
      from unnest(put_incarnations, put_namespaces, put_ids, put_parents, put_channel_versions, put_empty_versions,
          put_metadata, put_metadata_exact, put_skeleton_types, put_skeletons, put_sessions, put_sequences)
        as p (incarnation, ns, id, parent, channel_versions, empty_versions, metadata, metadata_exact, skeleton_type,
          skeleton, session, sequence)
      order by p.incarnation, p.ns, p.id
      on conflict (incarnation, checkpoint_ns, checkpoint_id) do update set
        channel_versions = excluded.channel_versions, empty_versions = excluded.empty_versions,
        metadata = excluded.metadata, metadata_exact = excluded.metadata_exact,
        skeleton_type = excluded.skeleton_type, skeleton = excluded.skeleton,
        session = excluded.session, sequence = excluded.sequence
      where excluded.session is null or c.session is distinct from excluded.session or c.sequence < excluded.sequence
      returning c.incarnation, c.checkpoint_ns, c.checkpoint_id, (c.xmax = 0) as is_new
    )
    select array_agg(s.incarnation), array_agg(s.checkpoint_ns), array_agg(s.checkpoint_id), array_agg(s.is_new)
    into done.stored_incarnations, done.stored_namespaces, done.stored_ids, done.stored_new from stored s;
  end if;

  if cardinality(write_incarnations) > 0 then
    insert into holdfast.checkpoint_writes (incarnation, checkpoint_ns, checkpoint_id, task_id, idx, task_path, channel,
      type, bytes, session, sequence)
    select v.incarnation, v.ns, v.id, v.task_id, v.idx, v.task_path, v.channel, v.type, v.bytes, v.session, v.sequence
    from unnest(write_incarnations, write_namespaces, write_ids, write_tasks, write_idxs, write_paths, write_channels,
        write_types, write_bytes, write_sessions, write_sequences)
      with ordinality
      as v (incarnation, ns, id, task_id, idx, task_path, channel, type, bytes, session, sequence, n)
    order by v.incarnation, v.ns, v.id, v.task_id, v.idx, v.n
    on conflict do nothing;
  end if;

  if cardinality(special_incarnations) > 0 then
    insert into holdfast.checkpoint_writes as w (incarnation, checkpoint_ns, checkpoint_id, task_id, idx, task_path,
      channel, type, bytes, session, sequence)
    select v.incarnation, v.ns, v.id, v.task_id, v.idx, v.task_path, v.channel, v.type, v.bytes, v.session, v.sequence
    from unnest(special_incarnations, special_namespaces, special_ids, special_tasks, special_idxs, special_paths,
        special_channels, special_types, special_bytes, special_sessions, special_sequences)
      as v (incarnation, ns, id, task_id, idx, task_path, channel, type, bytes, session, sequence)
    order by v.incarnation, v.ns, v.id, v.task_id, v.idx
    on conflict (incarnation, checkpoint_ns, checkpoint_id, task_id, idx) do update set
      task_path = excluded.task_path, channel = excluded.channel, type = excluded.type, bytes = excluded.bytes,
      session = excluded.session, sequence = excluded.sequence
    where excluded.session is null or w.session is distinct from excluded.session or w.sequence <= excluded.sequence;
  end if;
  return done;
end
$$;

-- What append_group does, for a single checkpoint with its values: what a thread that runs alone appends, which waits while
-- the general function takes 52 arrays apart.
create function append_put(
  lock text, tenant text, thread text, believed bigint, begun boolean,
  -- values that come with the put, and values that must be stored
  blob_channels text[], blob_versions text[], blob_types text[], blob_bytes bytea[], blob_checksums bytea[],
  known_channels text[], known_versions text[],
  ns text, id text, parent text, channel_versions text, empty_versions text, metadata text, metadata_exact bytea,
  skeleton_type text, skeleton bytea, session bigint, sequence bigint
) returns holdfast.appended language plpgsql volatile set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_variable
declare
  done holdfast.appended;
  alive bigint;
  fresh boolean;
begin
  -- A condition is evaluated without a statement of its own; what follows still takes its snapshot after it.
  if pg_advisory_xact_lock_shared(hashtextextended(lock, 8420)) is null then null; end if;

  if begun then
    insert into holdfast.threads (tenant_id, thread_id, incarnation) values (tenant, thread, believed)
    on conflict do nothing;
  end if;
  select t.incarnation, array[(
      select c.checkpoint_id from holdfast.checkpoints c
      where c.incarnation = believed and c.checkpoint_ns = ns order by c.checkpoint_id desc limit 1)]
    into alive, done.heads
    from holdfast.threads t where t.tenant_id = tenant and t.thread_id = thread;
  if alive is distinct from believed then
    raise exception 'a thread is not what it was' using errcode = 'HF001';
  end if;

  done.inserted_blobs := 0;
  for i in 1 .. cardinality(blob_channels) loop
    insert into holdfast.checkpoint_blobs (incarnation, checkpoint_ns, channel, version, type, bytes, checksum)
    values (believed, ns, blob_channels[i], blob_versions[i], blob_types[i], blob_bytes[i], blob_checksums[i])
    on conflict do nothing;
    if found then done.inserted_blobs := done.inserted_blobs + 1; end if;
  end loop;
  -- An "and" would make it one query that is run even where there is nothing to ask.
  if cardinality(known_channels) > 0 then
    if exists (
      select from unnest(known_channels, known_versions) as v (channel, version)
      where (
        select true from holdfast.checkpoint_blobs b
        where b.incarnation = believed and b.checkpoint_ns = ns and b.channel = v.channel and b.version = v.version
        limit 1) is null
    ) then
      raise exception 'a value is not stored' using errcode = 'HF001';
    end if;
  end if;

  insert into holdfast.checkpoints as c (incarnation, checkpoint_ns, checkpoint_id, parent_checkpoint_id,
    channel_versions, empty_versions, metadata, metadata_exact, skeleton_type, skeleton, session, sequence)
  values (believed, ns, id, parent, channel_versions::jsonb, empty_versions::jsonb, metadata::jsonb, metadata_exact,
    skeleton_type, skeleton, session, sequence)
  on conflict on constraint checkpoints_pkey do update set
    channel_versions = excluded.channel_versions, empty_versions = excluded.empty_versions,
    metadata = excluded.metadata, metadata_exact = excluded.metadata_exact,
    skeleton_type = excluded.skeleton_type, skeleton = excluded.skeleton,
    session = excluded.session, sequence = excluded.sequence
  where excluded.session is null or c.session is distinct from excluded.session or c.sequence < excluded.sequence
  returning c.xmax = 0 into fresh;
  if fresh is not null then
    done.stored_incarnations := array[believed];
    done.stored_namespaces := array[ns];
    done.stored_ids := array[id];
    done.stored_new := array[fresh];
  end if;
  return done;
end
$$;
