-- Work on the index of a tenant that takes its time. Where it is, is kept with it and moves in the transaction of the work, so
-- whoever takes it over goes on where the last one came to.

create table store_jobs (
  id            bigint generated always as identity primary key,
  tenant_id     text collate "C" not null,
  kind          text not null check (kind in ('check', 'repair', 'rebuild')),
  state         text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  phase         text not null default 'begun' check (phase in ('begun', 'enqueueing', 'indexing')),
  -- What a rebuild makes; null: what is there
  model         text,
  dimensions    int,
  distance      text,
  fields        text[],
  embedded_by   text,
  queued        boolean,
  language      text,
  cursor_prefix text[] collate "C",       -- the last item that was looked at
  cursor_key    text collate "C",
  seen          bigint not null default 0,
  enqueued      bigint not null default 0,
  enqueued_at   timestamptz,              -- when the last page was enqueued
  -- How far the index was at the end
  items         bigint,
  indexed       bigint,
  failed        bigint,
  waiting       bigint,
  oldest        bigint,                   -- microseconds
  code          text,                     -- why it failed, or did no more
  created_at    timestamptz not null default clock_timestamp(),
  updated_at    timestamptz not null default clock_timestamp(),
  lease_until   timestamptz,              -- until then somebody is at it
  fencing       bigint not null default 0 -- another one with each claim
);
create index store_jobs_of_tenant on store_jobs (tenant_id, id);
create index store_jobs_unfinished on store_jobs (id) where state in ('waiting', 'running');

-- Starts a job. One of the same kind and definition that is not finished is answered instead; nothing, if too many are not.
create function start_job(
  tenant text, job_kind text, job_model text, job_dimensions int, job_distance text, job_fields text[], job_embedded_by text,
  job_queued boolean, job_language text
) returns setof store_jobs language plpgsql volatile as $$
#variable_conflict use_column
begin
  perform pg_advisory_xact_lock(hashtextextended(tenant, 8423));
  return query
    select * from holdfast.store_jobs j
    where j.tenant_id = tenant and j.kind = job_kind and j.state in ('waiting', 'running')
      and (j.model, j.dimensions, j.distance, j.fields, j.embedded_by, j.queued, j.language) is not distinct from
        (job_model, job_dimensions, job_distance, job_fields, job_embedded_by, job_queued, job_language)
    order by j.id limit 1;
  if found or 16 <= (select count(*) from holdfast.store_jobs j where j.tenant_id = tenant and j.state in ('waiting', 'running')) then
    return;
  end if;
  return query
    insert into holdfast.store_jobs (tenant_id, kind, model, dimensions, distance, fields, embedded_by, queued, language)
    values (tenant, job_kind, job_model, job_dimensions, job_distance, job_fields, job_embedded_by, job_queued, job_language)
    returning *;
end
$$;

-- Takes the first job of a tenant that nobody is at, for so many microseconds.
create function claim_job(lease bigint) returns setof store_jobs language sql volatile as $$
  update holdfast.store_jobs
  set state = 'running', fencing = fencing + 1, updated_at = clock_timestamp(),
    lease_until = holdfast.expiry(clock_timestamp(), lease)
  where id = (
    select j.id from holdfast.store_jobs j
    where j.state in ('waiting', 'running') and (j.lease_until is null or j.lease_until <= clock_timestamp())
      and not exists (
        select from holdfast.store_jobs b where b.tenant_id = j.tenant_id and b.id < j.id and b.state in ('waiting', 'running'))
    order by j.updated_at limit 1 for update skip locked)
  returning *
$$;

-- Begins to enqueue; the index is defined anew if there is a language.
create function begin_job(
  job bigint, fence bigint, lease bigint, job_model text, job_dimensions int, job_distance text, job_fields text[],
  job_embedded_by text, job_queued boolean, job_language text
) returns setof store_jobs language plpgsql volatile as $$
#variable_conflict use_column
declare
  tenant text;
begin
  update holdfast.store_jobs set phase = 'enqueueing', updated_at = clock_timestamp(),
    lease_until = holdfast.expiry(clock_timestamp(), lease)
  where id = job and fencing = fence and state = 'running'
  returning tenant_id into tenant;
  if found and job_language is not null then
    perform holdfast.replace_index(tenant, job_model, job_dimensions, job_distance, job_fields, job_embedded_by, job_queued,
      job_language);
  end if;
  return query select * from holdfast.store_jobs where id = job and fencing = fence and state = 'running';
end
$$;

-- Enqueues the next page and moves on behind it.
create function page_of_job(job bigint, fence bigint, most int, lease bigint)
returns setof store_jobs language plpgsql volatile as $$
#variable_conflict use_column
declare
  j holdfast.store_jobs;
  page record;
begin
  select * into j from holdfast.store_jobs where id = job and fencing = fence and state = 'running' for update;
  if not found then
    return;
  end if;
  select * into page from holdfast.enqueue_stale(j.tenant_id, j.cursor_prefix, j.cursor_key, most, true);
  return query
    update holdfast.store_jobs
    set seen = seen + page.seen, enqueued = enqueued + page.enqueued, updated_at = clock_timestamp(),
      enqueued_at = clock_timestamp(), lease_until = holdfast.expiry(clock_timestamp(), lease),
      phase = case when page.last_key is null then 'indexing' else 'enqueueing' end,
      cursor_prefix = coalesce(page.last_prefix, cursor_prefix), cursor_key = coalesce(page.last_key, cursor_key)
    where id = job
    returning *;
end
$$;
