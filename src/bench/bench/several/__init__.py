"""Several agent processes at once, as in production: each with its own saver, all on one Postgres or one server."""
