-- Imports of the long-term store: how far each has come, so that it can go on where it was cut off.

create table imports (
  tenant_id       text collate "C" not null,
  import_id       text collate "C" not null,
  committed_lines bigint not null,   -- lines that are done, be they stored or left out
  stored          bigint not null,
  expired         bigint not null,   -- left out: their time was over
  skipped         bigint not null,   -- left out: they cannot be read
  errors          jsonb not null,    -- why, of the first lines that were skipped
  updated_at      timestamptz not null,
  primary key (tenant_id, import_id)
);
create index imports_updated_at on imports (updated_at);

-- Moves imports on, in the transaction and after the statement that has put their items, sorted by import and, in one, by line.
-- An import that stands elsewhere than a batch begins refuses everything: somebody else goes on with it.
create function note_imports(
  import_tenants text[], import_ids text[], from_lines bigint[], to_lines bigint[], stored_counts bigint[],
  expired_counts bigint[], skipped_counts bigint[], error_lists text[], most_errors int
) returns void language plpgsql volatile as $$
begin
  for n in 1 .. cardinality(import_ids) loop
    update holdfast.imports i set committed_lines = to_lines[n], stored = i.stored + stored_counts[n],
      expired = i.expired + expired_counts[n], skipped = i.skipped + skipped_counts[n], updated_at = clock_timestamp(),
      errors = case
        when error_lists[n] = '[]' then i.errors
        else jsonb_path_query_array(i.errors || error_lists[n]::jsonb, '$[0 to $most]',
          jsonb_build_object('most', most_errors - 1))
      end
    where i.tenant_id = import_tenants[n] and i.import_id = import_ids[n] and i.committed_lines = from_lines[n];
    if not found then
      raise exception 'an import does not stand where this batch begins' using errcode = 'data_exception';
    end if;
  end loop;
end
$$;

-- Gives items that the same transaction has just put the times that they had elsewhere, names as in write_items. Creation and
-- update are kept of what is new, and never later than now; of what was there before, the put counts.
create function date_items(
  item_tenants text[], item_prefixes text[], item_keys text[], created timestamptz[], updated timestamptz[],
  expiring timestamptz[]
) returns void language sql volatile as $$
  update holdfast.items i set
    created_at = case when i.created_at = i.updated_at
      then least(t.created_at, t.updated_at, i.updated_at) else i.created_at end,
    updated_at = case when i.created_at = i.updated_at then least(t.updated_at, i.updated_at) else i.updated_at end,
    expires_at = case when i.ttl is null then null else coalesce(t.expires_at, i.expires_at) end
  from unnest(item_tenants, item_prefixes, item_keys, created, updated, expiring)
    as t (tenant_id, prefix, key, created_at, updated_at, expires_at)
  where i.tenant_id = t.tenant_id and i.prefix = t.prefix::text[] and i.key = t.key
$$;
