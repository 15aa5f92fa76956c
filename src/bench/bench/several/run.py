"""So many agent processes of one contender."""

from __future__ import annotations

import multiprocessing
import queue

from .. import counters
from ..contenders import Contender
from ..places import Place
from ..samples import Sample
from ..savers.cases import Case
from ..savers.meter import percentile
from ..savers.verify import LostWrite
from .worker import READY_SECONDS, Done, Task, work


class Fleet:
    """Processes that begin and end together."""

    def __init__(self, place: Place, contender: Contender, case: Case, count: int) -> None:
        self._place, self._contender, self._case, self._count = place, contender, case, count

    def measure(self, number: int, warm_seconds: float, seconds: float, seed: int) -> Sample:
        """The sum of what all did; every process reads back what it wrote last."""
        before = self._checkpoints()
        url = self._place.url(self._contender)
        seeds = [seed + 1000 * number + at for at in range(self._count)]
        tasks = [Task(self._contender.name, url, self._case, warm_seconds, seconds, one) for one in seeds]
        done = self._together(tasks)
        found = self._checkpoints() - before
        puts = sum(one.puts for one in done)
        if self._contender.database and found != puts:
            raise LostWrite(f"{puts} puts were acknowledged, Postgres has {found} checkpoints more")
        times = sorted(one for each in done for one in each.times)
        calls = sum(one.calls for one in done)
        figures = {
            "calls_per_s": sum(one.calls / one.seconds for one in done),
            "p50_ms": percentile(times, 0.5) * 1e3,
            "p99_ms": percentile(times, 0.99) * 1e3,
            "client_cpu_us": sum(one.cpu_seconds for one in done) / calls * 1e6,
        }
        return Sample(self._case.name, self._contender.name, number, figures)

    def _checkpoints(self) -> int:
        database = self._contender.database
        return counters.checkpoints(self._place.cluster, database) if database else 0

    def _together(self, tasks: list[Task]) -> list[Done]:
        context = multiprocessing.get_context("spawn")
        together, results = context.Barrier(len(tasks)), context.Queue()
        workers = [context.Process(target=work, args=(task, together, results), daemon=True) for task in tasks]
        for one in workers:
            one.start()
        try:
            done = [results.get(timeout=3 * READY_SECONDS) for _ in workers]
        except queue.Empty:
            raise TimeoutError("a process did not tell what it did") from None
        finally:
            for one in workers:
                one.join(timeout=10)
                if one.is_alive():
                    one.kill()
        for told in done:
            if isinstance(told, str):
                raise RuntimeError(told)
        return done
