"""The checker believes a true story and complains about each way in which one can be false."""

from __future__ import annotations

import pytest

from support.signals.checker import Rule, check, complaints
from support.signals.story import Answer, Call, Status, Story, Told

FLOW, OTHER = "flow", "other"
LOST_ANSWER, UNKNOWN = Told(Answer.NONE), Told(Answer.REFUSED, code="outcome-unknown")
REFUSED = Told(Answer.REFUSED, code="unavailable")
DELIVERED = Told(Answer.DELIVERED)


def queued(id):
    return Told(Answer.QUEUED, id=id)


def call(name, *told, caller="c", workflow=FLOW, priority="normal", again=(), **more):
    """The caller's call `name`, a number, and what it was told."""
    return Call(f"{caller}{name}", caller, name, workflow, priority, told=list(told), again=list(again), **more)


def story(calls, seen, other=(), one_replica=True, begun=(), **statuses):
    """What `FLOW` has seen, in words; everything that was queued was delivered, but for `statuses`, e.g. `of_3=…`."""
    found = {id: Status("delivered") for one in calls for id in one.ids}
    found |= {int(name.removeprefix("of_")): status for name, status in statuses.items()}
    return Story(calls, {FLOW: seen.split(), OTHER: list(other)}, found, one_replica, {FLOW: list(begun)})


def rules(told):
    return {rule for rule, _ in complaints(told)}


CALLS = [call(1, queued(1)), call(2, DELIVERED, priority="critical"), call(3, queued(3))]

TRUE = {
    "in order": story(CALLS, "c1 c2 c3"),
    "critical ones overtake what is queued": story(CALLS, "c2 c1 c3"),
    "higher priorities overtake": story([call(1, queued(1), priority="low"), call(2, queued(2))], "c2 c1"),
    "no answer, and it arrived": story([call(1, LOST_ANSWER)], "c1"),
    "no answer, and it did not": story([call(1, LOST_ANSWER)], ""),
    "outcome unknown, and it arrived": story([call(1, UNKNOWN)], "c1"),
    "not taken, and not there": story([call(1, REFUSED)], ""),
    "not taken at first": story([call(1, REFUSED, queued(1))], "c1"),
    "repeated with its key": story([call(1, LOST_ANSWER, queued(1), again=[queued(1), DELIVERED])], "c1"),
    "a critical one, by two runs": story(CALLS, "c2 c1 c2 c3", begun=[0, 2]),
    "a dead letter": story([call(1, queued(1)), call(2, queued(2))], "c2", of_1=Status("dead", "signal-limit")),
    "callers of two replicas": story(
        [call(1, queued(2)), call(1, queued(1), caller="d")], "c1 d1", one_replica=False
    ),
    "critical ones pass each other": story([call(n, queued(n), priority="critical") for n in (1, 2)], "c2 c1"),
    "a fence": story(
        [call(1, queued(1)), call(2, queued(2), priority="critical", fence=True), call(3, queued(3), priority="high")],
        "c1 c2 c3",
    ),
}  # fmt: skip

FALSE = {
    "a critical one, twice by one run": (Rule.TWICE, story(CALLS, "c1 c2 c2 c3", begun=[0, 1])),
    "a normal one, by two runs": (Rule.TWICE, story(CALLS, "c1 c2 c1 c3", begun=[0, 2])),
    "lost": (Rule.LOST, story(CALLS, "c1 c2")),
    "lost, of those that Temporal had": (Rule.LOST, story(CALLS, "c1 c3")),
    "lost, and delivered by a repeat": (Rule.LOST, story([call(1, LOST_ANSWER, again=[DELIVERED])], "")),
    "lost, and another workflow has it": (Rule.LOST, story(CALLS[:1], "", other=["c1"])),
    "a dead letter without a reason": (Rule.LOST, story([call(1, queued(1))], "", of_1=Status("dead"))),
    "a dead letter that Temporal had": (
        Rule.LOST, story([call(1, queued(1), again=[DELIVERED])], "", of_1=Status("dead", "refused"))
    ),
    "twice, with or without an envelope": (Rule.TWICE, story(CALLS, "c1 c2 c3 c3")),
    "twice, far from each other": (Rule.TWICE, story(CALLS, "c1 c2 c3 c1")),
    "twice, of who was told nothing": (Rule.TWICE, story([call(1, LOST_ANSWER)], "c1 c1")),
    "twice, of a key": (Rule.TWICE, story([call(1, LOST_ANSWER, queued(1), key="k")], "c1 c1")),
    "out of order within a priority": (Rule.ORDER, story(CALLS, "c3 c2 c1")),
    "out of order among callers": (
        Rule.ORDER, story([call(1, queued(1)), call(1, queued(2), caller="d")], "d1 c1")
    ),
    "out of order of one caller of two replicas": (
        Rule.ORDER, story([call(1, queued(1)), call(2, queued(2))], "c2 c1", one_replica=False)
    ),
    "before what Temporal had": (Rule.ORDER, story(CALLS, "c1 c3 c2")),
    "before what Temporal had, two calls later": (
        Rule.ORDER, story([call(1, DELIVERED), call(2, DELIVERED), call(3, queued(3))], "c2 c3 c1")
    ),
    "before a fence": (
        Rule.FENCE, story([call(1, queued(1), priority="critical", fence=True), call(2, queued(2))], "c2 c1")
    ),
    "behind a fence": (
        Rule.FENCE, story([call(1, queued(1)), call(2, queued(2), priority="critical", fence=True)], "c2 c1")
    ),
    "sent by nobody": (Rule.STRANGER, story(CALLS, "c1 c2 c3 c4")),
    "sent to another workflow": (Rule.STRANGER, story(CALLS, "c1 c2 c3", other=["c1"])),
    "there although it was not taken": (Rule.DENIED, story([call(1, REFUSED)], "c1")),
    "two ids": (Rule.IDS, story([call(1, queued(1), again=[queued(2)])], "c1")),
    "ids that do not ascend": (Rule.IDS, story([call(1, queued(2)), call(2, queued(1))], "c2 c1")),
    "queued for ever": (Rule.STATUS, story([call(1, queued(1))], "c1", of_1=Status("formed"))),
    "delivered, says the API": (Rule.STATUS, story([call(1, queued(1))], "", of_1=Status("delivered"))),
    "a fault of the server": (Rule.TOLD, story([call(1, Told(Answer.REFUSED, code="internal"))], "")),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_it_believes(name):
    assert rules(TRUE[name]) == set()
    check(TRUE[name])


@pytest.mark.parametrize("name", FALSE)
def test_it_complains_of(name):
    rule, told = FALSE[name]

    assert rule in rules(told)
    with pytest.raises(AssertionError, match=rule.name):
        check(told)


def test_it_complains_of_what_the_api_does_not_know():
    told = Story([call(1, queued(1))], {FLOW: ["c1"]}, {})

    assert rules(told) == {Rule.STATUS}


def test_there_is_a_false_story_for_every_rule():
    assert {rule for rule, _ in FALSE.values()} == set(Rule)
