"""What the protocol promises, on dicts: the state behind `FakeHoldfast`. For tests only."""

from __future__ import annotations

import threading

import xxhash

from fake_signals import FakeSignals
from fake_splices import Refused, all_whole, problem, stored_value, told
from fake_store import FakeStore

SPECIAL = {"__error__": -1, "__scheduled__": -2, "__interrupt__": -3, "__resume__": -4}
LIMITS = {
    "value_bytes": 67108864, "body_bytes": 134217728, "operations": 1000, "identifier_bytes": 1024,
    "path_bytes": 8192, "type_bytes": 256, "metadata_bytes": 1048576, "depth": 64, "writes": 10000,
    "channels": 10000, "timeout_ms": 60000,
}  # fmt: skip
FIELDS = {
    "put": "thread_id checkpoint_ns checkpoint_id parent_checkpoint_id channel_versions empty_channels values"
    " metadata skeleton sequence incarnation",
    "put_writes": "thread_id checkpoint_ns checkpoint_id task_id task_path sequence incarnation writes",
    "get_tuple": "thread_id checkpoint_ns checkpoint_id known splices",
    "list": "thread_id checkpoint_ns checkpoint_id before filter limit cursor max_bytes splices",
    "delta_history": "thread_id checkpoint_ns checkpoint_id channels",
    "delete_thread": "thread_id operation_id",
    "delete_for_runs": "run_ids operation_id",
    "copy_thread": "source_thread_id target_thread_id operation_id",
    "prune": "thread_ids strategy operation_id",
    "set_history": "thread_id history incarnation",
    "store": "parts",
}


def contains(have, want):
    if isinstance(want, dict):
        return isinstance(have, dict) and all(k in have and contains(have[k], v) for k, v in want.items())
    if isinstance(want, list):
        return isinstance(have, list) and all(any(contains(h, w) for h in have) for w in want)
    return (
        type(have) is type(want)
        and have == want
        or (have == want and not isinstance(have, bool) and not isinstance(want, bool))
    )


class FakeState:
    """Checkpoints with their values, and writes, in dicts; one lock; page size kept small on purpose."""

    def __init__(self, page=1000):
        self.lock = threading.Lock()
        self.page = page
        self.life = 0
        self.incarnation = {}
        self.history = {}
        self.rows = {}
        self.writes = {}
        self.answers = {}
        self.items = FakeStore()
        self.signals = FakeSignals()

    def batch(self, session, operations):
        """The results of a request's operations, in order."""
        return self.signals.run(operations, lambda operation: self.apply(session, operation))

    def apply(self, session, operation):
        with self.lock:
            op = dict(operation)
            name = op.pop("op")
            if name not in FIELDS:
                return problem("unknown-operation", 400, "never")
            unknown = set(op) - set(FIELDS[name].split())
            if unknown:
                return problem("invalid-request", 400, "never", pointer="/" + sorted(unknown)[0])
            repeat = op.pop("operation_id", None)
            if repeat in self.answers:
                return self.answers[repeat]
            if name in ("put", "put_writes"):
                op["session"] = session
            result = getattr(self, name)(**op)
            if repeat:
                self.answers[repeat] = result
            return result

    def _life(self, thread_id, told):
        if told is not None and self.incarnation.get(thread_id) != told:
            return None
        if thread_id not in self.incarnation:
            self.life += 1
            self.incarnation[thread_id] = self.life
        return self.incarnation[thread_id]

    def put(self, thread_id, checkpoint_id, channel_versions, skeleton, sequence, checkpoint_ns="", metadata=None,
            parent_checkpoint_id=None, empty_channels=(), values=None, incarnation=None, session=0):  # fmt: skip
        place, values = (thread_id, checkpoint_ns), values or {}
        sent = list(values)
        if any(n not in channel_versions or n in empty_channels for n in values):
            return problem("invalid-request", 400, "never", pointer="/values")
        old = self.rows.get((*place, checkpoint_id))
        parent_id = old["parent_checkpoint_id"] if old else parent_checkpoint_id
        parent = self.rows.get((*place, parent_id))
        newest = self.rows.get((*place, self._newest(*place)))
        try:
            values = all_whole(values, parent)
        except Refused as refused:
            return refused.problem()
        for n, version in channel_versions.items():
            if n not in empty_channels:
                stored = stored_value(old, n, version) or stored_value(parent, n, version)
                values[n] = stored or values.get(n) or stored_value(newest, n, version)
        missing = [n for n, value in values.items() if value is None]
        if missing:
            return problem("missing-values", 409, "check_first", missing=missing)
        life = self._life(thread_id, incarnation)
        if life is None:
            return problem("thread-deleted", 409, "never")
        row = {
            "parent_checkpoint_id": parent_id, "channel_versions": channel_versions,
            "empty_channels": list(empty_channels), "metadata": metadata or {}, "skeleton": skeleton,
            "order": (session, sequence), "values": values,
        }  # fmt: skip
        status = "inserted"
        if old:
            late = old["order"][0] == session and old["order"][1] > sequence
            status = "unchanged" if late else "replaced"
        if status != "unchanged":
            self.rows[(*place, checkpoint_id)] = row
        sums = {n: xxhash.xxh3_128_digest(values[n]["bytes"]) for n in sent}
        return {"status": status, "incarnation": life, "conflict": False, "checksums": sums}

    def put_writes(self, thread_id, checkpoint_id, task_id, writes, sequence=0, checkpoint_ns="", task_path="",
                   incarnation=None, session=0):  # fmt: skip
        life = self._life(thread_id, incarnation)
        if life is None:
            return problem("thread-deleted", 409, "never")
        stored, rows = 0, self.writes.setdefault((thread_id, checkpoint_ns, checkpoint_id), {})
        for position, write in enumerate(writes):
            idx = write.get("idx", SPECIAL.get(write["channel"], position))
            old = rows.get((task_id, idx))
            new = {"task_id": task_id, "task_path": task_path, "idx": idx, "channel": write["channel"],
                   "type": write["type"], "bytes": write["bytes"], "order": (session, sequence)}  # fmt: skip
            if old and (idx >= 0 or (old["order"][0] == session and old["order"][1] > sequence)):
                continue
            rows[(task_id, idx)] = new
            stored += 1
        return {"stored": stored, "incarnation": life}

    def _writes(self, key):
        rows = self.writes.get(key, {}).values()
        return [
            {k: v for k, v in w.items() if k != "order"}
            for w in sorted(rows, key=lambda w: (w["task_path"], w["task_id"], w["idx"]))
        ]

    def _newest(self, thread_id, checkpoint_ns):
        return max((k[2] for k in self.rows if k[:2] == (thread_id, checkpoint_ns)), default=None)

    def _tuple(self, key):
        row = self.rows[key]
        told = {k: v for k, v in row.items() if k not in ("order", "values")}
        return {"thread_id": key[0], "checkpoint_ns": key[1], "checkpoint_id": key[2],
                "incarnation": self.incarnation[key[0]], "writes": self._writes(key), **told}  # fmt: skip

    def get_tuple(self, thread_id, checkpoint_ns="", checkpoint_id=None, known=None, splices=False):
        key = (thread_id, checkpoint_ns, checkpoint_id or self._newest(thread_id, checkpoint_ns))
        if key not in self.rows:
            return {"tuple": None}
        found, known = self._tuple(key), known or {}
        found["values"], found["known"] = {}, []
        for n, value in self.rows[key]["values"].items():
            if self._held(known, found["channel_versions"], n, value):
                found["known"].append(n)
            elif splices and (base := self._base(key, n, known.get(n))) is not None:
                found["values"][n] = told(value, known[n], base["bytes"])
            else:
                found["values"][n] = value
        return {"tuple": found}

    def _base(self, key, name, said):
        """The value that a caller says it knows, of whichever checkpoint of the namespace."""
        found = (stored_value(row, name, said["version"]) for k, row in self.rows.items() if k[:2] == key[:2] and said)
        return next((v for v in found if v and xxhash.xxh3_128_digest(v["bytes"]) == said["checksum"]), None)

    @staticmethod
    def _held(known, versions, name, value):
        said = known.get(name)
        return (
            said is not None
            and (type(said["version"]), said["version"]) == (type(versions[name]), versions[name])
            and said["checksum"] == xxhash.xxh3_128_digest(value["bytes"])
        )

    def list(self, thread_id=None, checkpoint_ns=None, checkpoint_id=None, before=None, filter=None, limit=None,
             cursor=None, max_bytes=0, splices=False):  # fmt: skip
        keys = sorted((k for k in self.rows if
            (thread_id is None or k[0] == thread_id) and (checkpoint_ns is None or k[1] == checkpoint_ns)
            and (checkpoint_id is None or k[2] == checkpoint_id) and (before is None or k[2] < before)
            and contains(self.rows[k]["metadata"], filter or {})), key=lambda k: (k[2], k), reverse=True)  # fmt: skip
        start = int(cursor or 0)
        size = min(self.page, len(keys) if limit is None else limit)
        page = keys[start : start + size]
        end = start + len(page)
        more = end < len(keys) and (limit is None or limit > len(page))
        return {**self._page(page, splices), "cursor": str(end) if more else None}

    def _page(self, keys, splices):
        values, tuples, places, last = [], [], {}, {}
        for key in keys:
            indices = {}
            for name, value in self.rows[key]["values"].items():
                if id(value) not in places:
                    # Each one a splice of the one before, so that a chain is as long as the page.
                    base = last.get((*key[:2], name)) if splices else None
                    places[id(value)] = last[(*key[:2], name)] = len(values)
                    values.append((value, value if base is None else told(value, base, values[base][0]["bytes"])))
                indices[name] = places[id(value)]
            tuples.append({**self._tuple(key), "values": indices})
        return {"tuples": tuples, "values": [as_told for _, as_told in values]}

    def delta_history(self, thread_id, channels, checkpoint_ns="", checkpoint_id=None):
        place = (thread_id, checkpoint_ns)
        target = self.rows.get((*place, checkpoint_id or self._newest(*place)))
        result = {}
        for name in channels:
            entry = {"writes": []}
            cursor = target["parent_checkpoint_id"] if target else None
            while cursor is not None and (*place, cursor) in self.rows:
                key = (*place, cursor)
                entry["writes"] = [w for w in self._writes(key) if w["channel"] == name] + entry["writes"]
                seed = self.rows[key]["values"].get(name)
                if seed is not None:
                    entry["seed"] = seed
                    break
                cursor = self.rows[key]["parent_checkpoint_id"]
            result[name] = entry
        return {"channels": result}

    def delete_thread(self, thread_id):
        had = self.incarnation.pop(thread_id, None) is not None
        self.history.pop(thread_id, None)
        for table in (self.rows, self.writes):
            for key in [k for k in table if k[0] == thread_id]:
                del table[key]
        return {"deleted": had}

    def delete_for_runs(self, run_ids):
        gone = [k for k, row in self.rows.items() if row["metadata"].get("run_id") in run_ids]
        for key in gone:
            del self.rows[key]
            self.writes.pop(key, None)
        return {"deleted": len(gone)}

    def set_history(self, thread_id, history, incarnation=None):
        life = self._life(thread_id, incarnation)
        if life is None:
            return problem("thread-deleted", 409, "never")
        self.history[thread_id] = history
        return {"incarnation": life}

    def store(self, parts):
        return self.items.run(parts)

    def copy_thread(self, source_thread_id, target_thread_id):
        if any(k[0] == target_thread_id for table in (self.rows, self.writes) for k in table):
            return problem("thread-exists", 409, "never")
        copied = sum(k[0] == source_thread_id for k in self.rows)
        for table in (self.rows, self.writes):
            for key in [k for k in table if k[0] == source_thread_id]:
                held = table[key]
                table[(target_thread_id, *key[1:])] = dict(held)
        if copied:
            self._life(target_thread_id, None)
        return {"copied": copied}

    def prune(self, thread_ids, strategy):
        pruned = 0
        for key in [k for k in self.rows if k[0] in thread_ids]:
            if strategy == "delete" or key[2] != self._newest(*key[:2]):
                del self.rows[key]
                self.writes.pop(key, None)
                pruned += 1
        return {"pruned": pruned}
