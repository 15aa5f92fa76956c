"""Search by meaning as ADR 6 describes it, in the plainest way. For tests only."""

from __future__ import annotations

import math
import re
import struct
from collections import Counter

from langgraph.store.base import get_text_at_path

from fake_splices import problem

FIELDS = {"model", "dimensions", "distance", "fields", "embedded_by", "queued", "language"}
DEFAULTS = {"model": "", "distance": "cosine", "fields": ["$"], "queued": False, "language": "simple"}


def letters(text, dimensions):
    """A vector of a text: how often each letter stands in it. What the fake server embeds with."""
    counts = Counter(ord(c) % dimensions for c in text.lower() if c.isalpha())
    return [float(counts[n]) for n in range(dimensions)]


def words(text):
    return re.findall(r"\w+", text.lower())


def score(one, other, distance):
    product = sum(a * b for a, b in zip(one, other, strict=True))
    if distance == "inner_product":
        return product
    if distance == "l2":
        return -math.dist(one, other)
    lengths = math.hypot(*one) * math.hypot(*other)
    return product / lengths if lengths else 0.0


class Wrong(Exception):
    """What was asked does not fit the index; the arguments are those of a problem."""


class FakeIndex:
    """At most one definition. Items carry `vectors` and `words` in their rows; a queued one waits until `drain`."""

    def __init__(self):
        self.definition = None
        self.number = 0
        self.calls = []
        self.waiting = []
        self.mood = None

    def put(self, told):
        """`PUT /v1/store/index`: status and body."""
        wanted = {**DEFAULTS, **told}
        self.calls.append(("PUT", wanted))
        if set(wanted) - FIELDS or not {"dimensions", "embedded_by"} <= set(wanted):
            return 400, problem("invalid-request", 400, "never")["problem"]
        if self.definition not in (None, wanted):
            return 409, problem("index-mismatch", 409, "never")["problem"]
        if self.definition is None:
            self.number += 1
        self.definition = wanted
        return 200, {**wanted, "number": self.number}

    def get(self, rows):
        """`GET /v1/store/index`: status and body."""
        self.calls.append(("GET", None))
        if self.definition is None:
            return 404, problem("not-found", 404, "never")["problem"]
        counted = [row for row in rows if row["fields"] != []]
        done = sum(row["indexed"] for row in counted)
        return 200, {
            **self.definition,
            "number": self.number,
            "items": len(counted),
            "indexed": done,
            "stale": len(counted) - done,
            "failed": 0,
            "waiting": len(self.waiting),
            "oldest_ms": 7 if self.waiting else 0,
        }

    def rebuild(self, told):
        """`POST /v1/store/index/rebuild` with a definition."""
        self.definition = {**DEFAULTS, **told}
        self.number += 1

    def delete(self, rows):
        """`DELETE /v1/store/index`: status and body."""
        self.calls.append(("DELETE", None))
        self.definition = None
        for row in rows:
            row.update(vectors=[], words=[], indexed=False)
        return 204, None

    def check(self, part):
        """Refuses a put or a query that does not fit."""
        if self.definition is None and (part.get("vectors") or part.get("query")):
            raise Wrong("not-indexed", 400)
        if self.definition is not None and part["do"] == "put":
            fields = self.definition["fields"] if part.get("index") is None else part["index"] or []
            if not {one["path"] for one in part.get("vectors") or ()} <= set(fields):
                raise Wrong("index-mismatch", 409)
        if self.definition is not None and part.get("index_number") not in (None, self.number):
            raise Wrong("index-mismatch", 409)
        size = self.definition and self.definition["dimensions"]
        for vector in [one["vector"] for one in part.get("vectors") or ()] + [part.get("vector")]:
            if vector is not None and len(vector) != 4 * (size or 0):
                raise Wrong("index-mismatch", 409)
        if not part.get("query"):
            return
        embeds = part.get("vector") or self.definition["embedded_by"] == "server"
        if not (embeds or part.get("mode") == "text"):
            raise Wrong("not-indexed", 400)
        if self.mood is not None and not part.get("vector"):
            raise Wrong(*self.mood)

    def entries(self, part):
        """What a row keeps of a put, and the result of the put."""
        fields = [] if part.get("index") is False else part.get("index")
        row = {"fields": fields, "vectors": [], "words": [], "indexed": False}
        if self.definition is None or fields == []:
            return row, None
        given = [list(struct.unpack(f"<{len(v['vector']) // 4}f", v["vector"])) for v in part.get("vectors") or ()]
        row["given"], row["value"] = given, part["value"]
        if self.definition["queued"]:
            self.waiting.append(row)
            return row, {"indexed": False}
        self._index(row)
        return row, None

    def drain(self):
        """Indexes what waits."""
        for row in self.waiting:
            self._index(row)
        self.waiting.clear()

    def _index(self, row):
        paths = self.definition["fields"] if row["fields"] is None else row["fields"]
        texts = [text for path in paths for text in get_text_at_path(row["value"], path)]
        row["words"] = [word for text in texts for word in words(text)]
        if self.definition["embedded_by"] == "server":
            row["vectors"] = [letters(text, self.definition["dimensions"]) for text in texts]
        else:
            row["vectors"] = row["given"]
        row["indexed"] = bool(row["vectors"]) or not texts or self.definition["embedded_by"] == "nobody"

    def ranked(self, rows, part):
        """Rows with their scores, best first; `rows` come newest first."""
        mode = part.get("mode") or "semantic"
        near, said = self._near(rows, part), self._said(rows, part)
        if mode != "hybrid":
            return near if mode == "semantic" else said
        total = Counter()
        for ranking in (near, said):
            for rank, (number, _) in enumerate(ranking, 1):
                total[number] += 1 / (60 + rank)
        return sorted(total.items(), key=lambda one: (-one[1], one[0]))

    def _near(self, rows, part):
        if part.get("mode") == "text":
            return []
        size = self.definition["dimensions"]
        wanted = part.get("vector")
        wanted = list(struct.unpack(f"<{size}f", wanted)) if wanted else letters(part["query"], size)
        distance = self.definition["distance"]
        found = [(n, max(score(wanted, v, distance) for v in row["vectors"])) for n, row in enumerate(rows)
                 if row["vectors"]]  # fmt: skip
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def _said(self, rows, part):
        asked = words(part["query"])
        found = [(n, float(sum(row["words"].count(word) for word in asked))) for n, row in enumerate(rows)
                 if all(word in row["words"] for word in asked)]  # fmt: skip
        return sorted(found, key=lambda one: (-one[1], one[0]))
