"""What callers sent and were told, and what workflows saw: what the checker compares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum


class Answer(Enum):
    """What a caller may be told."""

    DELIVERED = "200"
    QUEUED = "202"
    REFUSED = "an error"
    NONE = "no answer"


@dataclass(frozen=True)
class Told:
    """One answer; `id` of what is queued, `code` of an error."""

    answer: Answer
    id: int | None = None
    code: str | None = None


@dataclass
class Call:
    """One signal of a caller, who begins the next when this one has ended.

    Args:
        token: the signal's only argument, no other's.
        number: of this caller's calls, ascending.
        told: the answers until the call ended; more than one if it was repeated with its key.
        again: the answers to repeats that were made later, between other calls.
    """

    token: str
    caller: str
    number: int
    workflow: str
    priority: str
    key: str | None = None
    fence: bool = False
    told: list[Told] = field(default_factory=list)
    again: list[Told] = field(default_factory=list)

    @property
    def answers(self) -> list[Told]:
        return [*self.told, *self.again]

    @property
    def acknowledged(self) -> bool:
        return any(told.answer in (Answer.DELIVERED, Answer.QUEUED) for told in self.answers)

    @property
    def delivered_before_the_next(self) -> bool:
        """Whether Temporal had it when the caller began its next call."""
        return any(told.answer is Answer.DELIVERED for told in self.told)

    @property
    def ids(self) -> set[int]:
        """What it was queued as."""
        return {told.id for told in self.answers if told.id is not None}

    @property
    def id(self) -> int | None:
        """What it was queued as; the lowest, should there be several."""
        return min(self.ids, default=None)


@dataclass(frozen=True)
class Status:
    """What the API says of a signal that was queued."""

    state: str
    reason: str | None = None


@dataclass(frozen=True)
class Story:
    """All of it, when nothing is under way any more.

    Args:
        seen: for each workflow the tokens in the order in which its handlers ran.
        statuses: of every id that was told.
        one_replica: one server took everything: whatever it queued has one order, not only for each caller.
        begun: for each workflow how many it had seen when each of its runs began; none: there was one.
    """

    calls: Sequence[Call]
    seen: Mapping[str, Sequence[str]]
    statuses: Mapping[int, Status]
    one_replica: bool = True
    begun: Mapping[str, Sequence[int]] = field(default_factory=dict)
