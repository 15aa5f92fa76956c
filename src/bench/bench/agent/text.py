"""How a conversation is told."""

from __future__ import annotations

from ..samples import Sample
from ..tables import Column

TITLES = {"agent": "A long conversation", "distant": "A long conversation, far away"}
METHOD = """An agent of {turns} turns, in each a question (200 characters), a tool call, its result (2,000) and an
answer (800), `add_messages`, LangGraph's default durability; words are seeded. {way}One process, one thread, then a
second saver that holds nothing reads. {rounds} rounds, every contender once in each, in rotated order; medians, ±
half the range. "Above memory" is wall time beyond the memory saver's in the same round. Disk is what
`pg_total_relation_size` of all tables grew, after a checkpoint of Postgres (SQLite: its files); bytes sent and
received are the agent's own connections'; rows are those that Postgres counts as inserted or updated. Decoding is the
saver's serializer over the same values, timed alone, in turns with the reads; "above" is what remains of a read.
"Known": read again by a saver that holds it. "Cold": by a saver that was just opened, which for peers means a new
connection, for Holdfast also a server that was just started (its JVM has compiled nothing); "cold thread": the same
after a hundred reads of another thread. Postgres' own caches stay as they are for everybody. Old checkpoints are
drawn at random from those before the newest 20. The conversation that is read back must be the one that was held. A
dash: cannot be told."""
COSTS = (
    Column("above memory, s", "overhead", 2, with_spread=True),
    Column("seconds", "seconds", 2, with_spread=True),
    Column("puts", "puts"),
    Column("write tx", "transactions"),
    Column("rows", "rows"),
    Column("disk MB", "disk_bytes", 2, 1e6),
    Column("WAL MB", "wal_bytes", 2, 1e6),
    Column("sent MB", "sent_bytes", 2, 1e6),
    Column("received MB", "received_bytes", 2, 1e6),
)
READS = (
    Column("head", "head_ms", 2, with_spread=True),
    Column("decoding", "head_decoding_ms", 2),
    Column("above", "head_above_ms", 2),
    Column("known, above", "known_above_ms", 2),
    Column("cold", "cold_ms", 1, with_spread=True),
    Column("cold thread", "cold_thread_ms", 1, with_spread=True),
    Column("old", "old_ms", 2),
    Column("above", "old_above_ms", 2),
    Column("list of 20", "list_ms", 1, with_spread=True),
    Column("above", "list_above_ms", 1),
)


def tables(round_trip_ms: int) -> list[tuple[str, tuple[Column, ...]]]:
    """Heads and columns; nothing is read cold from afar."""
    reads = tuple(one for one in READS if not (round_trip_ms and one.title.startswith("cold")))
    return [("the conversation", COSTS), ("reading it, ms", reads)]


def way(round_trip_ms: int) -> str:
    """A sentence on the distance."""
    if not round_trip_ms:
        return ""
    return (
        "A proxy before Postgres, for the peers, and the same one before the server, for Holdfast, adds"
        f" {round_trip_ms} ms to each round trip; the server and its Postgres stay beside each other, SQLite and"
        " memory are in the agent's process. "
    )


def progress(sample: Sample) -> str:
    """A line for who waits."""
    told = sample.figures
    parts = [f"{sample.contender:14} {told['seconds']:6.1f} s"]
    for name, title in (("disk_bytes", "disk"), ("wal_bytes", "WAL"), ("sent_bytes", "sent")):
        parts += [f"{title} {told[name] / 1e6:7.1f} MB"] if name in told else []
    return "  ".join([*parts, f"head {told['head_ms']:5.1f} ms"])
