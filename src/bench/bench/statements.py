"""Where Postgres spends its time: for people who tune, on request (`--statements`)."""

from __future__ import annotations

from .cluster import Cluster

TOP = """
select d.datname, s.calls, s.mean_exec_time * 1000, s.plans, s.mean_plan_time * 1000,
  s.total_exec_time + s.total_plan_time,
  s.rows::float / s.calls, s.wal_bytes / s.calls, regexp_replace(s.query, '\\s+', ' ', 'g')
from pg_stat_statements s join pg_database d on d.oid = s.dbid
where d.datname = any (%s) and s.query !~ '^(select count|select schemaname|vacuum|CREATE)'
order by d.datname, 6 desc
"""
SHOWN = 10


def reset(cluster: Cluster) -> None:
    """Forgets what was before."""
    with cluster.connect() as connection:
        connection.execute("select pg_stat_statements_reset()")


def lines(cluster: Cluster, databases: list[str]) -> list[str]:
    """The dearest statements of each database."""
    with cluster.connect() as connection:
        found = connection.execute(TOP, (databases,)).fetchall()
    told, seen = [], dict.fromkeys(databases, 0)
    for database, calls, execute, plans, plan, total, rows, wal, query in found:
        seen[database] += 1
        if seen[database] <= SHOWN:
            told.append(
                f"{database:10} {calls:8} x {execute:8.0f} µs + {plans:6} plans x {plan:6.0f} µs = {total:8.0f} ms;"
                f" {rows:6.1f} rows, {wal:8.0f} WAL bytes: {query[:150]}"
            )
    return told
