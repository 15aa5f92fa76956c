-- Rules that tell workflows of threads that do not move (ADR 9): how far each has looked.
create table signal_rules (
  name          text collate "C" primary key,
  scanned_until timestamptz not null  -- threads whose last record is not newer have been looked at
);

-- Records are stored in the order of time, more or less: the pages of a time are found by a few bytes for each range of
-- pages, and a commit has no other index to write.
create index records_created_at on records using brin (created_at) with (pages_per_range = 32, autosummarize = on);
