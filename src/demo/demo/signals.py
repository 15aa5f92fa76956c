"""`python -m demo.signals`: a burst of signals to a Temporal workflow, with and without envelope.

HOLDFAST_URL says where Holdfast is, HOLDFAST_TEMPORAL_TARGET where its Temporal is; batches must be on for the task
queue of `ENVELOPE` (`HOLDFAST_SIGNALS_ENVELOPE=default/holdfast-demo-envelope`). `./holdfast demo signals` starts them
all.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError

from .narrator import ClaimFailed, Narrator
from .place import from_environment
from .postman import Letter, NotTaken, Postman

SINGLE = "holdfast-demo-single"
ENVELOPE = "holdfast-demo-envelope"
CALLERS, EACH, CRITICAL = 20, 50, 10
NORMAL = CALLERS * EACH
LIMIT_SECONDS = 120
MOST_EVENTS = 20  # that 1,000 signals in envelopes may take


@contextmanager
def worker(target: str, arrivals: Path) -> Iterator[None]:
    """A process that works on both task queues as long as the block runs."""
    arrivals.touch()
    command = [sys.executable, "-m", "demo.inbox", target, str(arrivals), SINGLE, ENVELOPE]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[1])
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def percentiles(seconds: list[float]) -> str:
    """p50 and p95 in milliseconds."""
    ordered = sorted(seconds)
    p50, p95 = (ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.95))
    return f"p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms"


async def taken_up(flow: WorkflowHandle[object, list[str]]) -> None:
    """Returns when its worker answers: how a process starts is not what is shown."""
    while True:
        try:
            await flow.query("count", rpc_timeout=timedelta(seconds=5))
            return
        except RPCError:
            await asyncio.sleep(0.1)


async def signalled(flow: WorkflowHandle[object, list[str]]) -> tuple[int, int]:
    """How many events of its history are signals, and how many there are."""
    kinds = [event.event_type async for event in flow.fetch_history_events()]
    return kinds.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED), len(kinds)


def in_order(letters: list[str]) -> bool:
    """Whether each caller's letters came in the order in which that caller sent them."""
    for caller in range(CALLERS):
        mine = [name for name in letters if name.startswith(f"normal-{caller}-")]
        if mine != [f"normal-{caller}-{n}" for n in range(EACH)]:
            return False
    return True


def times(arrivals: Path, flow: str) -> dict[str, float]:
    """When the handler of each letter ran."""
    lines = (line.split() for line in arrivals.read_text().splitlines())
    return {name: float(moment) for workflow, name, moment in lines if workflow == flow}


async def burst(narrator: Narrator, client: Client, postman: Postman, queue: str, arrivals: Path) -> int:
    """Sends everything to a new workflow and tells how it went; how many events the signals took."""
    flow = await client.start_workflow(
        "Inbox", NORMAL + CRITICAL, id=f"{queue}-{uuid.uuid4().hex[:8]}", task_queue=queue, result_type=list[str]
    )
    await asyncio.wait_for(taken_up(flow), LIMIT_SECONDS)
    normal, critical = await asyncio.to_thread(postman.burst, flow.id, CALLERS, EACH, CRITICAL)
    letters = await asyncio.wait_for(flow.result(), LIMIT_SECONDS)
    handled = times(arrivals, flow.id)

    def told(what: str, sent: list[Letter]) -> None:
        narrator.say(what, f"to the answer: {percentiles([letter.seconds for letter in sent])}")
        narrator.say("", f"to the handler: {percentiles([handled[one.name] - one.asked for one in sent])}")

    told(f"{len(normal)} normal", normal)
    told(f"{len(critical)} critical", critical)
    names = {letter.name for letter in normal + critical}
    narrator.claim("each handler ran once", len(letters) == NORMAL + CRITICAL and set(letters) == names)
    narrator.claim("each caller's signals came in order", in_order(letters))
    straight = sum(letter.state == "delivered" for letter in critical)
    narrator.claim("critical ones were answered by Temporal's word", straight == CRITICAL, straight)
    signals, events = await signalled(flow)
    narrator.say("history", f"{signals} of its {events} events are signals")
    return signals


async def tell(narrator: Narrator, target: str, url: str, arrivals: Path) -> None:
    """The same burst to two workflows."""
    client, postman = await Client.connect(target), Postman(url)
    narrator.chapter("1. Without envelope: each signal is one of Temporal's")
    single = await burst(narrator, client, postman, SINGLE, arrivals)
    narrator.claim("each took an event", single == NORMAL + CRITICAL, single)
    narrator.chapter("2. With envelope: batches that the worker's interceptor takes apart")
    batched = await burst(narrator, client, postman, ENVELOPE, arrivals)
    narrator.claim(
        f"{NORMAL} normal signals took at most {MOST_EVENTS} events", batched - CRITICAL <= MOST_EVENTS, batched
    )
    narrator.say("saved", f"{single - batched} of {single} events")


def main() -> int:
    """0 only if everything that was printed was also checked."""
    narrator, place = Narrator(), from_environment()
    target = os.environ.get("HOLDFAST_TEMPORAL_TARGET") or "127.0.0.1:7233"
    with tempfile.TemporaryDirectory() as directory:
        arrivals = Path(directory, "arrivals")
        try:
            with worker(target, arrivals):
                asyncio.run(tell(narrator, target, place.url, arrivals))
        except NotTaken as error:
            narrator.failed(f"Holdfast at {place.url}: {error}")
            return 1
        except (RuntimeError, RPCError) as error:
            narrator.failed(f"Temporal at {target}: {error}. Is it running?")
            return 1
        except (ClaimFailed, TimeoutError) as error:
            narrator.failed(str(error) or "not every signal arrived in time")
            return 1
    narrator.plain("\nEverything above was checked.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
