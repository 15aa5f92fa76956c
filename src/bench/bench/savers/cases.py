"""What is measured."""

from __future__ import annotations

from dataclasses import dataclass

from ..contenders import CONTENDERS, Contender

CALLS = {"put": "aput", "put_sync": "put (blocking)", "pair": "aput_writes and aput together", "get": "aget_tuple"}


@dataclass(frozen=True)
class Case:
    """One kind of call, made by so many threads of LangGraph at once."""

    call: str
    callers: int

    @property
    def name(self) -> str:
        """For progress lines and JSON."""
        return f"{self.call} x{self.callers}"

    @property
    def writes(self) -> bool:
        """Whether it changes anything."""
        return self.call != "get"

    @property
    def calls_each(self) -> int:
        """How many saver calls one step is."""
        return 2 if self.call == "pair" else 1

    def contenders(self) -> list[Contender]:
        """Those who can do it."""
        return [one for one in CONTENDERS if self.call != "put_sync" or one.open_sync is not None]


def cases(callers: list[int]) -> list[Case]:
    """All, for these numbers of callers."""
    asynchronous = [Case(call, count) for call in ("put", "pair", "get") for count in callers]
    return [Case("put_sync", 1), *asynchronous]
