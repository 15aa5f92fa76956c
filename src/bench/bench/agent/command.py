"""`python -m bench agent` and `distant`: a long conversation on every contender."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from .. import proxy, statements, tables
from ..common import common
from ..contenders import DATABASES, Contender
from ..failures import Failures
from ..places import Place, set_up, started
from ..plots import Plot, of_summary
from ..publish import Result, publish
from ..rounds import rotated
from ..samples import Sample, Summary, above_memory
from . import goals, text
from .run import Conversation

WARM_TURNS = 40


def parse(arguments: list[str], name: str = "agent") -> argparse.Namespace:
    """Options of both; `--quick` wins over what it replaces."""
    description = "A long conversation, side by side, on one Postgres."
    parser = argparse.ArgumentParser(prog=f"bench {name}", description=description)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--turns", type=int, default=200)
    far = 0 if name == "agent" else 5
    parser.add_argument("--round-trip-ms", type=int, default=far, help=f"added to every round trip (default: {far})")
    parser.add_argument("--cold", type=int, default=3, help="cold reads in each round")
    parser.add_argument("--quick", action="store_true", help="one short round, to see that it works")
    common(parser, name)
    options = parser.parse_args(arguments)
    if options.quick:
        options.rounds, options.turns, options.cold, options.log_gb = 1, 3, 1, 0.1
    return options


class Rounds:
    """All rounds, for all contenders."""

    def __init__(self, place: Place, options: argparse.Namespace, failures: Failures) -> None:
        self._place, self._options, self._failures = place, options, failures

    def samples(self) -> Iterator[Sample]:
        """One by one, in each round after its cold reads."""
        set_up(self._place)
        for number in range(1, self._options.rounds + 1):
            yield from self._round(number, {} if self._options.quick else self._warm(number))

    def _one(self, contender: Contender, number: int, turns: int) -> Conversation:
        return Conversation(self._place, contender, number, turns, self._options.seed)

    def _warm(self, number: int) -> dict[str, Conversation]:
        """Nobody's numbers: the JVM compiles what runs often, and cold reads need another conversation."""
        told = {}
        print(f"round {number}/{self._options.rounds}  warming up", flush=True)
        for contender in self._place.contenders():
            with self._failures.noted(f"{contender.title}, warming up"):
                one = self._one(contender, -number, min(self._options.turns, WARM_TURNS))
                one.hold()
                told[contender.name] = one
        return told

    def _round(self, number: int, warm: dict[str, Conversation]) -> Iterator[Sample]:
        held = []
        for contender in rotated(self._place.contenders(), number):
            with self._failures.noted(f"{contender.title}, round {number}"):
                one = self._one(contender, number, self._options.turns)
                one.hold()
                print(f"round {number}/{self._options.rounds}  {text.progress(one.sample())}", flush=True)
                held.append((contender, one))
        for contender, one in held:
            # Last, since a server that was started again must warm up; and not from afar, where only the way counts
            if not self._options.round_trip_ms:
                with self._failures.noted(f"{contender.title}, round {number}, cold"):
                    one.cold(warm.get(contender.name), self._options.cold)
            yield one.sample()


def run(arguments: list[str]) -> int:
    """0 when everything was measured and every conversation could be read back."""
    return _run(parse(arguments), "agent")


def run_distant(arguments: list[str]) -> int:
    """The same over a longer way."""
    return _run(parse(arguments, "distant"), "distant")


def _run(options: argparse.Namespace, name: str) -> int:
    failures = Failures()
    with started(options) as (near, about), proxy.between(near, options.round_trip_ms) as place:
        if options.round_trip_ms:
            about["round trip"] = f"{proxy.round_trip_ms(place):.2f} ms measured, {options.round_trip_ms} ms added"
        samples = above_memory(list(Rounds(place, options, failures).samples()))
        if options.statements:
            print("\n".join(statements.lines(place.cluster, DATABASES)))
    summary = Summary(samples)
    found = Result(
        name,
        text.TITLES[name],
        text.METHOD.format(turns=options.turns, rounds=options.rounds, way=text.way(options.round_trip_ms)),
        about,
        samples,
        [line for one in text.tables(options.round_trip_ms) for line in tables.of_case(summary, goals.CASE, *one)],
        goals.distant(summary) if options.round_trip_ms else goals.near(summary),
        failures,
        _plots(summary),
        {"turns": options.turns},
    )
    return publish(options, found)


def _plots(summary: Summary) -> list[Plot]:
    bytes_plot = Plot("bytes", "Bytes of the conversation", "MB", True)
    for figure, title in (("disk_bytes", "on disk"), ("wal_bytes", "WAL"), ("sent_bytes", "sent")):
        of_summary(bytes_plot, summary, figure, {goals.CASE: title}, 1e6)
    times = Plot("time", "Time above the memory saver's", "s")
    of_summary(times, summary, "overhead", {goals.CASE: "the conversation"})
    reads = Plot("reads", "Reading, above decoding", "ms", True)
    for figure, title in (
        ("head_above_ms", "head"),
        ("old_above_ms", "old checkpoint"),
        ("list_above_ms", "list of 20"),
    ):
        of_summary(reads, summary, figure, {goals.CASE: title})
    return [bytes_plot, times, reads]
