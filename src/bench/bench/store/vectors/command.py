"""The part of `python -m bench store` that searches by vector."""

from __future__ import annotations

import argparse

from ... import tables
from ...failures import Failures
from ...samples import Sample, Summary
from ...tables import Column
from .bout import Bout, places
from .cases import questions
from .contenders import TITLES
from .goals import goals
from .points import DIMENSIONS, LIMIT

__all__ = ["QUICK_ITEMS", "goals", "lines", "measured", "method"]

# More than Holdfast compares without its index.
QUICK_ITEMS = 1500
METHOD = """Searches by vector: {items} items under one prefix, vectors of {dims} evenly spread numbers (the hardest
case for an index) that both clients give, computed beforehand; `limit={limit}`, and a filter that one item of five
passes. Here both use a Postgres that has pgvector, the peer with its own default index (HNSW) for cosine; Holdfast also
runs without pgvector, on the usual Postgres. Recall is the share of the exact nearest {limit} that was found."""
COLUMNS = (
    Column("calls/s", "calls_per_s", 0, with_spread=True),
    Column("p50 ms", "p50_ms", 2, with_spread=True),
    Column("p99 ms", "p99_ms", 2, with_spread=True),
    Column(f"recall@{LIMIT}", "recall", 3),
    Column("client µs", "client_cpu_us"),
    Column("server µs", "server_cpu_us"),
    Column("Postgres µs", "postgres_cpu_us"),
)


def measured(options: argparse.Namespace, failures: Failures) -> tuple[list[Sample], dict[str, str]]:
    """Every sample, and where it ran."""
    samples = []
    with places(options) as (with_pgvector, without, about):
        for sample in Bout(with_pgvector, without, options, failures).samples():
            told = sample.figures
            print(
                f"round {sample.round}/{options.rounds}  {sample.case:26} {sample.contender:14}"
                f"{told['calls_per_s']:9.0f} calls/s  p50 {told['p50_ms']:8.3f}  recall {told['recall']:.3f}",
                flush=True,
            )
            samples.append(sample)
    return samples, about


def lines(samples: list[Sample], options: argparse.Namespace) -> list[str]:
    """A table for each case."""
    summary = Summary(samples)
    titles = {one.name: one.title for one in questions(options.callers, options.ways)}
    told = (tables.of_case(summary, case, titles[case], COLUMNS, TITLES) for case in summary.cases())
    return [row for rows in told for row in rows]


def method(options: argparse.Namespace) -> str:
    """In words."""
    return METHOD.format(items=options.items, dims=DIMENSIONS, limit=LIMIT)
