-- Threads, and records of what was appended to them.
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
  floor       bigint not null default 0,  -- numbers of records up to it are used; raised by what removes records
  history     text not null default 'full' check (history in ('full', 'latest')),
  created_at  timestamptz not null default now(),
  primary key (tenant_id, thread_id)
);
create unique index threads_incarnation on threads (incarnation);

-- What one commit appended to one namespace of a thread: a checkpoint, pending writes of one checkpoint, or both.
--
-- "pack" holds the checkpoint's versions, skeleton and values, and the writes. A value is a list of pieces, each a run of
-- bytes in this record or an earlier one of the thread; so a record may be needed after its checkpoint is gone: then it
-- names neither a checkpoint nor writes, and is removed when no other record refers to it.
create table records (
  incarnation          bigint not null,
  number               bigint not null,   -- 1, 2, … within the thread, in the order of the commits
  checkpoint_ns        text collate "C" not null,
  checkpoint_id        text collate "C",  -- the checkpoint it holds; null: none
  parent_checkpoint_id text collate "C",
  writes_of            text collate "C",  -- the checkpoint whose pending writes it holds; null: none
  metadata             jsonb,
  pack                 bytea not null,
  created_at           timestamptz not null default now(),
  primary key (incarnation, number)
);
create unique index records_checkpoint on records (incarnation, checkpoint_ns, checkpoint_id) where checkpoint_id is not null;
create index records_writes on records (incarnation, checkpoint_ns, writes_of) where writes_of is not null;
create index records_run on records ((metadata ->> 'run_id')) where metadata ? 'run_id';

-- The server has compressed it.
alter table records alter column pack set storage external;

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

-- Appends records to threads as one statement, which is one transaction and one round trip.
--
-- A server decides what a group becomes by what it believes of its threads: which life they are in, and which record was
-- their last. If another appended, pruned or deleted meanwhile, one of the two is not so: that raises HF001, or the number
-- of a record is taken (23505), and nothing has happened. So everything else that the server knows of the thread is so, too.
--
-- Each statement of a volatile function sees what was committed before it began, so those after the lock are never older
-- than it. Single rows are looked up by "limit 1" subqueries: a join could be planned as a scan of the table.
create function append_records(
  -- threads whose rows follow: writers share the lock, delete, copy and prune take it alone
  locks text[],
  -- what each thread is believed to be; "begun" where it is believed to be new
  thread_tenants text[], thread_ids text[], thread_incarnations bigint[], thread_begun boolean[], thread_lasts bigint[],
  -- records whose checkpoint is put again, in a record that follows
  replaced_incarnations bigint[], replaced_numbers bigint[],
  record_incarnations bigint[], record_numbers bigint[], record_namespaces text[], record_ids text[], record_parents text[],
  record_writes_of text[], record_metadata text[], record_packs bytea[]
) returns void language plpgsql volatile set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
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
    select from unnest(thread_tenants, thread_ids, thread_incarnations, thread_lasts)
      as k (tenant_id, thread_id, incarnation, last_number)
    where (
      select true from holdfast.threads t
      where t.tenant_id = k.tenant_id and t.thread_id = k.thread_id and t.incarnation = k.incarnation
        and k.last_number = greatest(t.floor, (
          select r.number from holdfast.records r where r.incarnation = k.incarnation order by r.number desc limit 1))
      limit 1) is null
  ) then
    raise exception 'a thread is not what it was' using errcode = 'HF001';
  end if;

  if cardinality(replaced_numbers) > 0 then
    perform from holdfast.records r  -- in an order, so that two groups never wait for each other in a circle
    where (r.incarnation, r.number) in (select * from unnest(replaced_incarnations, replaced_numbers))
    order by r.incarnation, r.number for update;
    update holdfast.records r set checkpoint_id = null, parent_checkpoint_id = null, metadata = null
    from unnest(replaced_incarnations, replaced_numbers) as k (incarnation, number)
    where r.incarnation = k.incarnation and r.number = k.number;
  end if;
  insert into holdfast.records (incarnation, number, checkpoint_ns, checkpoint_id, parent_checkpoint_id, writes_of, metadata,
    pack)
  select p.incarnation, p.number, p.ns, p.id, p.parent, p.writes_of, p.metadata::jsonb, p.pack
  from unnest(record_incarnations, record_numbers, record_namespaces, record_ids, record_parents, record_writes_of,
      record_metadata, record_packs) as p (incarnation, number, ns, id, parent, writes_of, metadata, pack);
end
$$;

-- What append_records does, for a single record: what a thread that runs alone appends, which waits while the general
-- function takes 16 arrays apart.
create function append_record(
  lock text, tenant text, thread text, believed bigint, begun boolean, last_number bigint,
  number bigint, ns text, id text, parent text, writes_of text, metadata text, pack bytea
) returns void language plpgsql volatile set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_variable
begin
  -- A condition is evaluated without a statement of its own; what follows still takes its snapshot after it.
  if pg_advisory_xact_lock_shared(hashtextextended(lock, 8420)) is null then null; end if;

  if begun then
    insert into holdfast.threads (tenant_id, thread_id, incarnation) values (tenant, thread, believed)
    on conflict do nothing;
  end if;
  if (
    select t.incarnation = believed and last_number = greatest(t.floor, (
      select r.number from holdfast.records r where r.incarnation = believed order by r.number desc limit 1))
    from holdfast.threads t where t.tenant_id = tenant and t.thread_id = thread
  ) is not true then
    raise exception 'a thread is not what it was' using errcode = 'HF001';
  end if;

  insert into holdfast.records (incarnation, number, checkpoint_ns, checkpoint_id, parent_checkpoint_id, writes_of, metadata,
    pack)
  values (believed, number, ns, id, parent, writes_of, metadata::jsonb, pack);
end
$$;
