"""Many threads that do nothing: what they hold at Postgres."""
