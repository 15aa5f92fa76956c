"""What Postgres itself counts.

Write transactions are counted exactly, by transaction ids: Postgres assigns one to each transaction that writes and to
none that only reads. Rows are counted by counting them, since statistics arrive late. WAL is where its end has moved.
"""

from __future__ import annotations

from dataclasses import dataclass

from psycopg import sql

from .cluster import Cluster

POSITION = """
select pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
  pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint
"""
TABLES = "select schemaname, relname from pg_stat_user_tables order by 1, 2"


@dataclass(frozen=True)
class Counters:
    """Counts since the cluster began."""

    transactions: int
    wal_bytes: int
    rows: dict[str, int]


def read(cluster: Cluster, database: str) -> Counters:
    """Counts of the whole cluster, and rows of one database."""
    with cluster.connect(database) as connection:
        position = connection.execute(POSITION).fetchone()
        assert position is not None
        rows = {}
        for schema, table in connection.execute(TABLES).fetchall():
            counted = connection.execute(
                sql.SQL("select count(*) from {}").format(sql.Identifier(schema, table))
            ).fetchone()
            assert counted is not None
            rows[table] = int(counted[0])
    return Counters(int(position[0]), int(position[1]), rows)


def between(before: Counters, after: Counters) -> Counters:
    """What happened from one moment to another."""
    rows = {table: count - before.rows.get(table, 0) for table, count in after.rows.items()}
    return Counters(after.transactions - before.transactions, after.wal_bytes - before.wal_bytes, rows)
