"""Filters of the store as ADR 5 describes them, in the plainest way. For tests only."""

from __future__ import annotations

MISSING = object()
COMPARISONS = {
    "$gt": lambda a, b: a > b,
    "$gte": lambda a, b: a >= b,
    "$lt": lambda a, b: a < b,
    "$lte": lambda a, b: a <= b,
}


class InvalidFilter(Exception):
    """The filter asks what cannot be answered."""


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def equal(a, b):
    """As JSON: numbers by value, nothing across types; U+0000 does not count."""
    if is_number(a) and is_number(b):
        return a == b
    if type(a) is not type(b):
        return False
    if isinstance(a, str):
        return a.replace("\0", "") == b.replace("\0", "")
    if isinstance(a, list):
        return len(a) == len(b) and all(equal(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(equal(a[k], b[k]) for k in a)
    return a == b


def check(condition):
    """The number of conditions in it; raises InvalidFilter for what no value could be compared with."""
    if not isinstance(condition, dict) or not condition:
        return 1
    operators = [k for k in condition if k.startswith("$")]
    if not operators:
        return sum(check(inner) for inner in condition.values())
    if len(operators) < len(condition):
        raise InvalidFilter("operators beside keys")
    for operator, operand in condition.items():
        if operator in COMPARISONS:
            fine = is_number(operand) or isinstance(operand, str)
        elif operator in ("$in", "$nin"):
            fine = isinstance(operand, list)
        elif operator == "$exists":
            fine = isinstance(operand, bool)
        else:
            fine = operator in ("$eq", "$ne")
        if not fine:
            raise InvalidFilter(operator)
    return len(operators)


def matches(value, condition):
    """Whether an entry (MISSING if there is none) is what the condition says."""
    if not isinstance(condition, dict) or not condition:
        return value is not MISSING and equal(value, condition)
    if any(k.startswith("$") for k in condition):
        return all(_passes(value, operator, operand) for operator, operand in condition.items())
    inside = value if isinstance(value, dict) else {}
    return all(matches(inside.get(k, MISSING), inner) for k, inner in condition.items())


def _passes(value, operator, operand):
    there = value is not MISSING
    if operator == "$exists":
        return there is operand
    if operator in ("$eq", "$ne"):
        return (there and equal(value, operand)) is (operator == "$eq")
    if operator in ("$in", "$nin"):
        return (there and any(equal(value, one) for one in operand)) is (operator == "$in")
    if is_number(value) and is_number(operand):
        return COMPARISONS[operator](value, operand)
    if isinstance(value, str) and isinstance(operand, str):
        return COMPARISONS[operator](value.replace("\0", ""), operand.replace("\0", ""))
    return False
