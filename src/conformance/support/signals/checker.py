"""Whether callers were told the truth: what they were told beside what the workflows saw (ADR 7, docs/protocol.md).

What was acknowledged was seen, or is a dead letter with a reason. Nothing was seen twice: workers know sequences, also
in the next run; Temporal knows request ids only within one, so that critical signals, single calls, may be seen in two.
What was queued for one workflow and priority was seen in the order of its ids. What Temporal had acknowledged was there
before whatever its caller sent next.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from enum import Enum
from itertools import pairwise

from support.signals.story import Answer, Call, Story

# What may be told while things die; after OUTCOME_UNKNOWN a signal may arrive, after the others it may not.
OUTCOME_UNKNOWN = "outcome-unknown"
NOT_TAKEN = {"unavailable", "overloaded", "write-conflict", "deadline-exceeded"}
SHOWN = 5


class Rule(Enum):
    """What can be wrong."""

    LOST = "acknowledged and not seen"
    TWICE = "seen more than once"
    ORDER = "seen out of order"
    FENCE = "seen on the wrong side of a fence"
    STRANGER = "seen and sent by nobody"
    DENIED = "seen though its caller was told that it was not taken"
    IDS = "queued under several ids, or ids that do not ascend"
    STATUS = "of another state than what became of it"
    TOLD = "told what nobody may be told"


def check(story: Story) -> None:
    """Fails with everything that is wrong."""
    found = list(complaints(story))
    if not found:
        return
    counts = Counter(rule for rule, _ in found)
    lines = [f"{count} {rule.value}" for rule, count in counts.items()]
    for rule in counts:
        lines += [f"  {rule.name}: {text}" for one, text in found if one is rule][:SHOWN]
    raise AssertionError("\n".join(lines))


def complaints(story: Story) -> Iterator[tuple[Rule, str]]:
    """Everything that is wrong."""
    yield from _strangers(story)
    for call in story.calls:
        yield from _of_one(call, story)
    yield from _order_of_callers(story)
    yield from _order_of_ids(story)
    yield from _fences(story)


def _strangers(story: Story) -> Iterator[tuple[Rule, str]]:
    sent = {(call.workflow, call.token) for call in story.calls}
    for workflow, tokens in story.seen.items():
        yield from ((Rule.STRANGER, f"{token} by {workflow}") for token in tokens if (workflow, token) not in sent)


def _times(call: Call, story: Story) -> int:
    """How often it was seen by whoever should know that it is a repeat."""
    tokens = story.seen[call.workflow]
    if call.priority != "critical":
        return tokens.count(call.token)
    bounds = [0, *story.begun.get(call.workflow, []), len(tokens)]
    return max(tokens[begin:end].count(call.token) for begin, end in pairwise(bounds))


def _of_one(call: Call, story: Story) -> Iterator[tuple[Rule, str]]:
    times = _times(call, story)
    if times > 1:
        yield Rule.TWICE, f"{call.token} {times} times by {call.workflow}"
    if call.acknowledged and not times and not _died(call, story):
        yield Rule.LOST, f"{call}"
    codes = {told.code for told in call.answers if told.answer is Answer.REFUSED}
    if codes - NOT_TAKEN - {OUTCOME_UNKNOWN}:
        yield Rule.TOLD, f"{call.token}: {codes}"
    if times and codes and all(told.code in NOT_TAKEN for told in call.answers):
        yield Rule.DENIED, f"{call.token}: {codes}"
    if len(call.ids) > 1:
        yield Rule.IDS, f"{call.token}: {call.ids}"
    for id in call.ids:
        status = story.statuses.get(id)
        settled = status and (status.state == "delivered" or (status.state == "dead" and status.reason))
        if not settled or (status.state == "delivered" and not times):
            yield Rule.STATUS, f"{call.token}, seen {times} times, is {status}"


def _died(call: Call, story: Story) -> bool:
    """Whether it is a dead letter; what Temporal acknowledged cannot be one."""
    found = [story.statuses[id] for id in call.ids if id in story.statuses]
    alive = any(told.answer is Answer.DELIVERED for told in call.answers)
    return not alive and any(status.state == "dead" and status.reason for status in found)


def _places(story: Story, workflow: str) -> dict[str, int]:
    """Where each token was seen first."""
    tokens = story.seen[workflow]
    return {token: len(tokens) - 1 - place for place, token in enumerate(reversed(tokens))}


def _order_of_callers(story: Story) -> Iterator[tuple[Rule, str]]:
    """Of one caller nothing passes what Temporal had, and later calls have higher ids."""
    by_caller: dict[tuple[str, str], list[Call]] = defaultdict(list)
    for call in story.calls:
        by_caller[call.caller, call.workflow].append(call)
    for (_, workflow), calls in by_caller.items():
        places = _places(story, workflow)
        calls.sort(key=lambda call: call.number)
        delivered: Call | None = None
        for call in calls:
            place = places.get(call.token)
            if place is None:
                continue
            if delivered is not None and place < places[delivered.token]:
                yield Rule.ORDER, f"{call.token} before {delivered.token}, which was delivered when it was sent"
            if call.delivered_before_the_next and (delivered is None or place > places[delivered.token]):
                delivered = call
        queued = [call for call in calls if call.id is not None]
        for first, second in pairwise(queued):
            if first.id >= second.id:
                yield Rule.IDS, f"{first.token} has {first.id}, {second.token} has {second.id}"


def _order_of_ids(story: Story) -> Iterator[tuple[Rule, str]]:
    """Critical ones may have arrived before they were queued, so their ids say nothing."""
    lanes: dict[tuple[str, str, str], list[Call]] = defaultdict(list)
    for call in story.calls:
        if call.id is not None and call.priority != "critical":
            lanes[call.workflow, call.priority, "" if story.one_replica else call.caller].append(call)
    for lane, calls in lanes.items():
        places = _places(story, lane[0])
        calls = sorted((call for call in calls if call.token in places), key=lambda call: call.id)
        for first, second in pairwise(calls):
            if places[first.token] > places[second.token]:
                yield Rule.ORDER, f"{second.token} ({second.id}) before {first.token} ({first.id}) in {lane}"


def _fences(story: Story) -> Iterator[tuple[Rule, str]]:
    """What was queued before a fence was seen before it, what was queued behind it was seen behind it."""
    lanes: dict[str, list[Call]] = defaultdict(list)
    for call in story.calls:
        if call.id is not None and (call.fence or call.priority != "critical"):
            lanes[call.workflow].append(call)
    for workflow, queued in lanes.items():
        places = _places(story, workflow)
        calls = [call for call in queued if call.token in places]
        for fence in (call for call in calls if call.fence):
            for call in calls:
                related = call is not fence and (story.one_replica or call.caller == fence.caller)
                if related and (call.id < fence.id) != (places[call.token] < places[fence.token]):
                    yield Rule.FENCE, f"{call.token} ({call.id}) and the fence {fence.token} ({fence.id})"
