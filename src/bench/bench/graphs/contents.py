"""What a saver holds of a thread, without what differs between runs: ids and times."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

# LangGraph goes on changing the set of a join while savers still write it: what they hold depends on who is quick.
CHANGED_MEANWHILE = "join:"


async def told(saver: Any, threads: list[str]) -> Counter[str]:
    """Every checkpoint of the threads: where, its step, its values, and the writes at it, in one line each."""
    found: Counter[str] = Counter()
    for at, thread in enumerate(threads):
        async for one in saver.alist({"configurable": {"thread_id": thread}}):
            found[f"{at} {_line(one)}"] += 1
    return found


def _line(one: Any) -> str:
    namespace = one.config["configurable"]["checkpoint_ns"]
    names = "|".join(part.split(":")[0] for part in namespace.split("|"))
    held = one.checkpoint["channel_values"].items()
    values = sorted((name, repr(value)) for name, value in held if not name.startswith(CHANGED_MEANWHILE))
    writes = sorted((channel, repr(value)) for _, channel, value in one.pending_writes or ())
    text = hashlib.sha256(repr((values, writes)).encode()).hexdigest()[:16]
    return f"{names} {one.metadata['source']} {one.metadata['step']} {len(writes)} {text}"
