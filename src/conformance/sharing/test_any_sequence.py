"""Every version of every value comes back byte for byte, after anything that can happen, from any saver.

`HOLDFAST_STORY_SEED=7` runs the stories of other seeds than always the same, `HOLDFAST_STORY_STEPS=20000` longer ones.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from sharing.story import Story
from support.server import Server
from support.travelled import value_bytes
from support.waiting import eventually

# Stories run side by side, so that a server that dies has several of them under way.
STORIES = 4
STEPS = int(os.environ.get("HOLDFAST_STORY_STEPS", 600))
SEED = int(os.environ.get("HOLDFAST_STORY_SEED", 2026))
WITHIN = 60.0 + STEPS


def stopped_in_order(server: Server) -> None:
    server.stop()


DEATHS: tuple[Callable[[Server], None], ...] = (
    Server.kill, stopped_in_order, Server.kill_with_postgres, Server.kill,
)  # fmt: skip


def test_every_value_comes_back_after_any_sequence_of_changes_and_deaths(new_server):
    server = new_server().start()
    stories = [Story(server.url, SEED * 100 + number) for number in range(STORIES)]
    with ThreadPoolExecutor(STORIES) as pool:
        running = [pool.submit(story.run, STEPS) for story in stories]
        spliced = []
        for number, death in enumerate(DEATHS, start=1):
            wait_for(stories, running, STEPS * STORIES * number // (len(DEATHS) + 1))
            spliced.append([value_bytes(server.url, way, "splice") for way in ("received", "sent")])
            death(server)
            server.start()
        for one in running:
            one.result(WITHIN)

    assert all(min(both) > 0 for both in spliced), f"received and sent as splices, in each life: {spliced}"


def wait_for(stories: list[Story], running: list[Future[None]], steps: int) -> None:
    """Until they have taken so many steps together, or one has failed."""

    def taken() -> bool:
        for one in running:
            if one.done():
                one.result()
        return sum(story.done for story in stories) >= steps

    eventually(taken, WITHIN, f"{steps} steps", every=0.01)
