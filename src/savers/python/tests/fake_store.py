"""The long-term store as ADRs 5 and 6 describe it, on a dict. For tests only."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from fake_filters import MISSING, InvalidFilter, check, matches
from fake_index import FakeIndex, Wrong
from fake_splices import problem

FIELDS = {
    "get": "namespace key refresh_ttl",
    "search": "namespace_prefix filter limit offset query mode vector index_number refresh_ttl",
    "put": "namespace key value ttl index vectors index_number",
    "list_namespaces": "match_conditions max_depth limit offset",
}
_MOST_MINUTES = 525_960_000


class Refused(Exception):
    """One part cannot be done, so nothing of its batch is."""

    def __init__(self, code, status=400, **more):
        self.problem = problem(code, status, "never", **more)


class FakeStore:
    """Items in a dict by namespace and key. `clock` is what the database's clock would say."""

    def __init__(self):
        self.items = {}
        self.index = FakeIndex()
        self.ahead = timedelta()
        self._last = datetime.min.replace(tzinfo=timezone.utc)

    def clock(self):
        """Strictly ascending, so that newest first is an order."""
        now = datetime.now(timezone.utc) + self.ahead
        self._last = max(now, self._last + timedelta(microseconds=1))
        return self._last

    def run(self, parts):
        """One batch: all reads, then all puts; or a problem and nothing of it."""
        now = self.clock()
        try:
            if len(parts) > 1000:
                raise Refused("limit-exceeded", 413, limit="store_parts", maximum=1000)
            for part in parts:
                self._check(part)
        except Refused as refused:
            return refused.problem
        except InvalidFilter:
            return problem("invalid-filter", 400, "never")
        except Wrong as wrong:
            return problem(*wrong.args[:2], *(wrong.args[2:] or ["never"]))
        self.items = {k: row for k, row in self.items.items() if row["expires"] is None or row["expires"] > now}
        results = [self._read(part, now) if part["do"] != "put" else None for part in parts]
        last = {(tuple(part["namespace"]), part["key"]): part for part in parts if part["do"] == "put"}
        told = {id(part): self._put(part, now) for part in last.values()}
        results = [told.get(id(part), result) for part, result in zip(parts, results, strict=True)]
        queued = self.index.definition and self.index.definition["queued"] and any(p.get("query") for p in parts)
        behind = {"index": {"waiting": len(self.index.waiting), "oldest_ms": 7}} if queued else {}
        return {"results": results, **behind}

    def _check(self, part):
        if part.get("do") not in FIELDS:
            raise Refused("invalid-request", pointer="/parts/do")
        unknown = set(part) - {"do", *FIELDS[part["do"]].split()}
        if unknown:
            raise Refused("invalid-request", pointer="/parts/" + sorted(unknown)[0])
        self.index.check(part)
        for name, least, most in (("limit", 0, 10_000), ("offset", 0, 2**31 - 1), ("max_depth", 1, 2**31 - 1)):
            number = part.get(name)
            if number is not None and (type(number) is not int or not least <= number <= most):
                raise Refused("invalid-request", pointer="/parts/" + name)
        if sum(check(condition) for condition in (part.get("filter") or {}).values()) > 100:
            raise Refused("limit-exceeded", 413, limit="filter_conditions", maximum=100)
        if part["do"] == "put" and part["value"] is not None:
            self._check_put(part)

    @staticmethod
    def _check_put(part):
        labels, key, ttl = part["namespace"], part["key"], part.get("ttl")
        wrong = [n for n in labels if not n or "." in n or "\0" in n or len(n.encode()) > 1024]
        if wrong or not labels or len(labels) > 64 or labels[0] == "langgraph":
            raise Refused("invalid-namespace", pointer="/parts/namespace")
        if not key or "\0" in key:
            raise Refused("invalid-identifier", pointer="/parts/key")
        if len(key.encode()) > 1024:
            raise Refused("limit-exceeded", 413, limit="identifier_bytes", maximum=1024)
        if sum(len(name.encode()) for name in (key, *labels)) > 2048:
            raise Refused("limit-exceeded", 413, limit="item_name_bytes", maximum=2048)
        if not isinstance(part["value"], dict):
            raise Refused("invalid-request", pointer="/parts/value")
        if size(part["value"]) > 2**20:
            raise Refused("limit-exceeded", 413, limit="item_bytes", maximum=2**20)
        if ttl is not None and not 0 < ttl <= _MOST_MINUTES:
            raise Refused("invalid-request", pointer="/parts/ttl")

    def _read(self, part, now):
        if part["do"] == "get":
            row = self.items.get((tuple(part["namespace"]), part["key"]))
            return None if row is None else self._told(row, part, now)
        if part["do"] == "search":
            return self._search(part, now)
        return self._namespaces(part)

    def _told(self, row, part, now):
        if part.get("refresh_ttl", True) and row["ttl"] is not None:
            row["expires"] = now + row["ttl"]
        return row["item"]

    def _search(self, part, now):
        prefix = tuple(part["namespace_prefix"])
        found = [
            (row, place) for place, row in sorted(self.items.items())
            if place[0][: len(prefix)] == prefix and fits(row["item"]["value"], part.get("filter"))
        ]  # fmt: skip
        found.sort(key=lambda one: one[0]["updated"], reverse=True)
        scored = [(row, None) for row, _ in found]
        if part.get("query"):
            ranked = self.index.ranked([row for row, _ in found], part)
            scored = [(found[number][0], points) for number, points in ranked]
        return [{**self._told(row, part, now), "score": points} for row, points in paged(scored, part, 10)]

    def _namespaces(self, part):
        depth = part.get("max_depth")
        held = {place[0] for place in self.items}
        met = [labels for labels in held if all(meets(labels, c) for c in part.get("match_conditions") or ())]
        names = sorted({labels[:depth] for labels in met})
        return [list(labels) for labels in paged(names, part, 100)]

    def _put(self, part, now):
        place = (tuple(part["namespace"]), part["key"])
        old = self.items.pop(place, None)
        if part["value"] is None:
            return None
        ttl = None if part.get("ttl") is None else timedelta(minutes=part["ttl"])
        moment = now.isoformat(timespec="microseconds")
        item = {"namespace": part["namespace"], "key": part["key"], "value": part["value"],
                "created_at": old["item"]["created_at"] if old else moment, "updated_at": moment}  # fmt: skip
        row, told = self.index.entries(part)
        self.items[place] = {**row, "item": item, "updated": now, "ttl": ttl, "expires": ttl and now + ttl}
        if told is not None:
            self.index.waiting[-1] = self.items[place]
        return told


def size(value):
    """As the server counts: two bytes a character, and two more for each value."""
    if isinstance(value, str):
        return 2 + 2 * len(value)
    if isinstance(value, dict):
        return 2 + sum(2 * len(key) + size(inner) for key, inner in value.items())
    return 2 + (sum(map(size, value)) if isinstance(value, list) else len(str(value)))


def paged(found, part, usual):
    limit, offset = part.get("limit"), part.get("offset") or 0
    return found[offset : offset + (usual if limit is None else limit)]


def fits(value, wanted):
    return all(matches(value.get(key, MISSING), condition) for key, condition in (wanted or {}).items())


def meets(labels, condition):
    path = condition["path"]
    if len(path) > len(labels):
        return False
    part = labels[: len(path)] if condition["match_type"] == "prefix" else labels[len(labels) - len(path) :]
    return all(want in ("*", have) for have, want in zip(part, path, strict=True))
