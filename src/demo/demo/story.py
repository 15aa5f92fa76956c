"""What the demo shows, step by step."""

from __future__ import annotations

import time
from signal import SIGKILL

from .agent import agent_with
from .journal import Journal
from .narrator import ClaimFailed, Narrator
from .past import Past
from .place import Place
from .workers import LIMIT_SECONDS, Worker

STUCK_SERVICE = "database"
QUICK_TOOLS = ("read_metrics(database)", "search_logs(checkout)")
SLOW_TOOL = f"search_logs({STUCK_SERVICE})"
SPEAKERS = {"call": "calls", "result": "tool", "interrupt": "asks you", "kept": "kept"}


class Story:
    """An agent that is killed, resumed, asked back, looked into and sent another way."""

    def __init__(self, place: Place, journal: Journal, narrator: Narrator) -> None:
        self._place, self._journal, self._narrator = place, journal, narrator
        self._saver = place.saver()
        self._graph = agent_with(self._saver, journal)
        self._asked: list[str] = []

    def tell(self) -> None:
        """All of it; raises at the first claim that does not hold."""
        self._narrator.plain(f"An on-call assistant that keeps its state in Holdfast at {self._place.url}")
        self._narrator.plain(f"Thread {self._place.thread}. An agent lives only as long as its process.")
        self._results_kept()  # A server that is not there is found out here, in one line
        self._conversation()
        self._killed()
        self._resumed()
        self._decided()
        Past(self._graph, self._place, self._journal, self._narrator).tell()
        self._farewell()

    def _heard(self, event: str, text: str) -> None:
        if event == "interrupt":
            self._asked.append(text)
        if event == "word":
            self._narrator.word("assistant", text)
        else:
            self._narrator.say(SPEAKERS[event], text)

    def _run(self, told: dict[str, str], stuck: str = "") -> Worker:
        if "say" in told:
            self._narrator.say("you", told["say"])
        worker = Worker(self._place, self._journal, told, self._heard, stuck)
        self._narrator.say("process", f"{worker.pid} runs the agent")
        return worker

    def _conversation(self) -> None:
        self._narrator.chapter("1. A turn of conversation")
        self._run({"say": "Checkout is slow. Is it us, or payments?"}).finish()
        count = len(self._graph.get_state(self._place.config).values["messages"])
        self._narrator.claim("Holdfast has the question, 1 tool request, 2 results, the answer", count == 5, count)

    def _killed(self) -> None:
        self._narrator.chapter("2. kill -9 in the middle of the next turn")
        worker = self._run({"say": "Find out why, and fix it."}, stuck=STUCK_SERVICE)
        try:
            self._await_two_results(worker)
        finally:
            code = worker.kill()
        inside = self._journal.began(SLOW_TOOL) == 1 and self._journal.done(SLOW_TOOL) == 0
        dead = code == -SIGKILL and inside
        self._narrator.claim(f"process {worker.pid} died of signal {-code} inside {SLOW_TOOL}", dead, code)
        kept = self._results_kept()
        self._narrator.claim("Holdfast has the results of the 2 tools that had finished", kept == 2, kept)

    def _await_two_results(self, worker: Worker) -> None:
        """Both are in Holdfast, and the third tool has begun: this is asked of Holdfast, not of the worker."""
        deadline = time.monotonic() + LIMIT_SECONDS
        while self._results_kept() < 2 or not self._journal.began(SLOW_TOOL):
            if not worker.running or time.monotonic() > deadline:
                raise ClaimFailed(f"the worker did not come to {SLOW_TOOL}: {self._journal.lines()}")
            time.sleep(0.02)

    def _results_kept(self) -> int:
        found = self._saver.get_tuple(self._place.config)
        writes = (found and found.pending_writes) or []
        return len({task for task, channel, _ in writes if channel == "messages"})

    def _resumed(self) -> None:
        self._narrator.chapter("3. Another process goes on where it died")
        self._run({}).finish()
        for tool in QUICK_TOOLS:
            runs = self._journal.began(tool)
            self._narrator.claim(f"{tool} ran once in all: its result was kept", runs == 1, runs)
        began_done = (self._journal.began(SLOW_TOOL), self._journal.done(SLOW_TOOL))
        self._narrator.claim(f"{SLOW_TOOL} ran again: only it had been cut off", began_done == (2, 1), began_done)
        self._narrator.claim("the agent waits for a human before it acts", len(self._asked) == 1, self._asked)
        rolled_back = self._journal.began("roll_back(checkout)")
        self._narrator.claim("nothing was rolled back yet", rolled_back == 0, rolled_back)

    def _decided(self) -> None:
        self._narrator.chapter("4. Yes, says the human, to a third process")
        self._run({"decide": "yes"}).finish()
        runs = self._journal.done("roll_back(checkout)")
        self._narrator.claim("roll_back(checkout) ran, once", runs == 1, runs)
        waiting = self._graph.get_state(self._place.config).next
        self._narrator.claim("the run is complete", waiting == (), waiting)

    def _farewell(self) -> None:
        self._narrator.chapter("Everything above was checked. Next:")
        url = self._place.later_url or self._place.url
        for line in (
            *(["a server    ./holdfast up               this demo's ends with it"] if self._place.later_url else []),
            "your graph  from langgraph.checkpoint.holdfast import HoldfastSaver",
            f'            saver = HoldfastSaver.from_url("{url}")',
            "            graph = builder.compile(checkpointer=saver)",
            "how fast    ./holdfast bench savers     beside LangGraph's Postgres saver",
            f"inside      {url}/metrics",
            "protocol    docs/protocol.md",
        ):
            self._narrator.plain(f"  {line}")
