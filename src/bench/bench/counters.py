"""What Postgres itself counts.

Write transactions are counted exactly, by transaction ids: Postgres assigns one to each transaction that writes and to
none that only reads. WAL is where its end has moved. Rows written are those of Postgres' statistics, inserted and
updated ones; they arrive late, so they are awaited.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from psycopg import sql

from .cluster import Cluster

POSITION = """
select pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
  pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint
"""
TABLES = "select schemaname, relname from pg_stat_user_tables order by 1, 2"
OURS = "select to_regclass('holdfast.records') is not null"
IN_RECORDS = "select count(r.checkpoint_id) from holdfast.records r join holdfast.threads t using (incarnation)"
IN_TABLE = "select count(*) from checkpoints"
WRITTEN = "select coalesce(sum(n_tup_ins + n_tup_upd), 0)::bigint from pg_stat_user_tables"
# A backend that goes idle tells what it counted after ten seconds at the latest; one that ends tells at once.
TOLD_AFTER_SECONDS = 10.5
QUIET_SECONDS, MOST_UNREST_SECONDS = 0.2, 15.0
RESTLESS = """
select count(*) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
  and (state <> 'idle' or state_change > clock_timestamp() - make_interval(secs => %s))
"""
SIZE = """
select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
"""


@dataclass(frozen=True)
class Position:
    """Counts of the whole cluster since it began."""

    transactions: int
    wal_bytes: int


def _one(cluster: Cluster, database: str, query: str, *arguments: object) -> tuple[int, ...]:
    with cluster.connect(database) as connection:
        found = connection.execute(query.encode(), arguments or None).fetchone()
    assert found is not None
    return tuple(int(value) for value in found)


def position(cluster: Cluster) -> Position:
    """Where the cluster is now."""
    return Position(*_one(cluster, "postgres", POSITION))


def settled(cluster: Cluster) -> Position:
    """Where it is once nobody writes: what goes on in the background counts for who began it, and for nobody else."""
    deadline, last = time.monotonic() + MOST_UNREST_SECONDS, position(cluster)
    while time.monotonic() < deadline:
        time.sleep(QUIET_SECONDS)
        last, before = position(cluster), last
        if last == before:
            break
    return last


def rows(cluster: Cluster, database: str) -> dict[str, int]:
    """How many rows each table has, counted one by one."""
    found = {}
    with cluster.connect(database) as connection:
        for schema, table in connection.execute(TABLES).fetchall():
            counted = connection.execute(
                sql.SQL("select count(*) from {}").format(sql.Identifier(schema, table))
            ).fetchone()
            assert counted is not None
            found[table] = int(counted[0])
    return found


def checkpoints(cluster: Cluster, database: str) -> int:
    """How many checkpoints there are: the peer has a table of them, Holdfast keeps them among its records."""
    ours = _one(cluster, database, OURS)[0]
    return int(_one(cluster, database, IN_RECORDS if ours else IN_TABLE)[0])


def told(cluster: Cluster, database: str) -> int:
    """Rows inserted and updated since the database began, as far as backends have told them."""
    return _one(cluster, database, WRITTEN)[0]


def written(cluster: Cluster, database: str) -> int:
    """The same, once every backend has told its own."""
    deadline = time.monotonic() + TOLD_AFTER_SECONDS + 1.5
    while time.monotonic() < deadline and _one(cluster, database, RESTLESS, TOLD_AFTER_SECONDS)[0]:
        time.sleep(0.1)
    return told(cluster, database)


def size(cluster: Cluster, database: str) -> int:
    """Bytes of all tables with indexes and TOAST, when nobody writes and after a checkpoint of Postgres."""
    settled(cluster)
    with cluster.connect(database) as connection:
        connection.execute("checkpoint")
    return _one(cluster, database, SIZE)[0]
