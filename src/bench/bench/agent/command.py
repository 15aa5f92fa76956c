"""`python -m bench agent`: a long conversation on every contender."""

from __future__ import annotations

import argparse
import json
import statistics

from .. import statements
from ..common import common
from ..contenders import CONTENDERS
from ..places import started
from ..report import DOCUMENT, aligned, facts, put_section
from .run import Conversation, Sample

DATABASES = [one.database for one in CONTENDERS if one.database]
METHOD = """An agent of {turns} turns, in each a question (200 characters), a tool call, its result (2,000) and an answer (800),
`add_messages`, LangGraph's default durability; words are seeded. One process, one thread, then a second saver that holds
nothing reads. {rounds} rounds, every contender once in each, in rotated order; medians. "Above memory" is wall time beyond the
memory saver's. Disk is what `pg_total_relation_size` of all tables grew, after a checkpoint of Postgres; bytes sent and received
are the agent's own connections'. Decoding is the saver's serializer over the same messages, timed alone. The
conversation that is read back must be the one that was held."""
COLUMNS = (
    ("seconds", "seconds", 1.0, 1),
    ("puts", "puts", 1.0, 0),
    ("write tx", "transactions", 1.0, 0),
    ("rows", "rows", 1.0, 0),
    ("disk MB", "disk_bytes", 1e6, 1),
    ("WAL MB", "wal_bytes", 1e6, 1),
    ("sent MB", "sent_bytes", 1e6, 1),
    ("received MB", "received_bytes", 1e6, 1),
)
READS = (
    ("head, first", "head_first_ms"),
    ("head", "head_ms"),
    ("of it decoding", "head_decoding_ms"),
    ("old checkpoint", "old_ms"),
    ("list of 20", "list_ms"),
)


def parse(arguments: list[str]) -> argparse.Namespace:
    """Options of `agent`; `--quick` wins over what it replaces."""
    parser = argparse.ArgumentParser(prog="bench agent", description="A long conversation, side by side, on one Postgres.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--turns", type=int, default=200)
    parser.add_argument("--quick", action="store_true", help="one short round, to see that it works")
    common(parser, "agent")
    options = parser.parse_args(arguments)
    if options.quick:
        options.rounds, options.turns, options.log_gb = 1, 3, 0.1
    return options


def run(arguments: list[str]) -> int:
    """0 when everything was measured and every conversation could be read back."""
    options, samples = parse(arguments), []
    with started(options, DATABASES) as (place, about):
        for number in range(options.rounds + 1):
            # Round 0 is short and not counted: the JVM compiles what runs often.
            turns = options.turns if number else min(options.turns, 40)
            for contender in [*CONTENDERS[number % len(CONTENDERS) :], *CONTENDERS[: number % len(CONTENDERS)]]:
                sample = Conversation(place, contender, number, turns, options.seed).measure()
                print(f"round {number}/{options.rounds}  {sample.told()}", flush=True)
                samples += [sample] if number else []
        if options.statements:
            print("\n".join(statements.lines(place.cluster, DATABASES)))
    lines = result(samples)
    print("\n" + "\n".join(lines))
    options.json.parent.mkdir(parents=True, exist_ok=True)
    told = {"about": about, "turns": options.turns, "samples": [sample.as_dict() for sample in samples]}
    options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    print(f"every sample: {options.json}")
    if options.write:
        method = METHOD.format(turns=options.turns, rounds=options.rounds)
        put_section(DOCUMENT, "agent", ["## A long conversation", "", method, "", *facts(about), "", *lines])
        print(f"written: {DOCUMENT}")
    return 0


def _median(samples: list[Sample], contender: str, measure: str) -> float:
    return statistics.median(getattr(one, measure) for one in samples if one.contender == contender)


def result(samples: list[Sample]) -> list[str]:
    """The tables."""
    titles = {one.name: one.title for one in CONTENDERS}
    floor = _median(samples, "memory", "seconds")
    costs = [["the conversation", "above memory", *(title for title, *_ in COLUMNS)]]
    times = [["reading it, ms", *(title for title, _ in READS)]]
    for name in dict.fromkeys(one.contender for one in samples):
        cells = [f"{_median(samples, name, m) / unit:,.{digits}f}" for _, m, unit, digits in COLUMNS]
        costs.append([titles[name], f"{_median(samples, name, 'seconds') - floor:.1f}", *cells])
        times.append([titles[name], *(f"{_median(samples, name, measure):.1f}" for _, measure in READS)])
    head = _median(samples, "memory", "head_bytes")
    return [f"The conversation is {head / 1e6:.2f} MB at its end.", "", *aligned(costs), "", *aligned(times), ""]
