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
