"""What the protocol promises, on dicts: the state behind `FakeHoldfast`. For tests only."""

from __future__ import annotations

import threading

import xxhash

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
    "get_tuple": "thread_id checkpoint_ns checkpoint_id known",
    "list": "thread_id checkpoint_ns checkpoint_id before filter limit cursor max_bytes",
    "delta_history": "thread_id checkpoint_ns checkpoint_id channels",
    "delete_thread": "thread_id operation_id",
    "delete_for_runs": "run_ids operation_id",
    "copy_thread": "source_thread_id target_thread_id operation_id",
    "prune": "thread_ids strategy operation_id",
}


def problem(code, status, retry, **more):
    return {"problem": {"code": code, "status": status, "retry": retry, "title": code, "detail": code,
                        "correlation_id": "c-1", **more}}  # fmt: skip


def contains(have, want):
    if isinstance(want, dict):
        return isinstance(have, dict) and all(k in have and contains(have[k], v) for k, v in want.items())
    if isinstance(want, list):
        return isinstance(have, list) and all(any(contains(h, w) for h in have) for w in want)
    return type(have) is type(want) and have == want or (
        have == want and not isinstance(have, bool) and not isinstance(want, bool)
    )


class FakeState:
    """Checkpoints, values and writes in dicts; one lock; page size kept small on purpose."""

    def __init__(self, page=1000):
        self.lock = threading.Lock()
        self.page = page
        self.life = 0
        self.incarnation = {}
        self.rows = {}
        self.values = {}
        self.writes = {}
        self.answers = {}

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
        if any(n not in channel_versions or n in empty_channels for n in values):
            return problem("invalid-request", 400, "never", pointer="/values")
        missing = [
            n for n, v in channel_versions.items()
            if n not in empty_channels and n not in values and (*place, n, type(v), v) not in self.values
        ]  # fmt: skip
        if missing:
            return problem("missing-values", 409, "check_first", missing=missing)
        life = self._life(thread_id, incarnation)
        if life is None:
            return problem("thread-deleted", 409, "never")
        sums = {}
        for n, value in values.items():
            kept = self.values.setdefault((*place, n, type(channel_versions[n]), channel_versions[n]), value)
            sums[n] = xxhash.xxh3_128_digest(kept["bytes"])
        old = self.rows.get((*place, checkpoint_id))
        row = {
            "parent_checkpoint_id": old["parent_checkpoint_id"] if old else parent_checkpoint_id,
            "channel_versions": channel_versions, "empty_channels": list(empty_channels),
            "metadata": metadata or {}, "skeleton": skeleton, "order": (session, sequence),
        }  # fmt: skip
        status = "inserted"
        if old:
            late = old["order"][0] == session and old["order"][1] > sequence
            status = "unchanged" if late else "replaced"
        if status != "unchanged":
            self.rows[(*place, checkpoint_id)] = row
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
        told = {k: v for k, v in row.items() if k != "order"}
        return {"thread_id": key[0], "checkpoint_ns": key[1], "checkpoint_id": key[2],
                "incarnation": self.incarnation[key[0]], "writes": self._writes(key), **told}  # fmt: skip

    def _value(self, key, name):
        row = self.rows[key]
        version = row["channel_versions"].get(name)
        if name not in row["channel_versions"] or name in row["empty_channels"]:
            return None
        return self.values[(key[0], key[1], name, type(version), version)]

    def get_tuple(self, thread_id, checkpoint_ns="", checkpoint_id=None, known=None):
        key = (thread_id, checkpoint_ns, checkpoint_id or self._newest(thread_id, checkpoint_ns))
        if key not in self.rows:
            return {"tuple": None}
        told = self._tuple(key)
        told["values"] = {n: v for n in told["channel_versions"] if (v := self._value(key, n)) is not None}
        held = [n for n, v in told["values"].items() if self._held(known or {}, told["channel_versions"], n, v)]
        for name in held:
            del told["values"][name]
        return {"tuple": {**told, "known": held}}

    @staticmethod
    def _held(known, versions, name, value):
        said = known.get(name)
        return (
            said is not None
            and (type(said["version"]), said["version"]) == (type(versions[name]), versions[name])
            and said["checksum"] == xxhash.xxh3_128_digest(value["bytes"])
        )

    def list(self, thread_id=None, checkpoint_ns=None, checkpoint_id=None, before=None, filter=None, limit=None,
             cursor=None, max_bytes=0):  # fmt: skip
        keys = sorted((k for k in self.rows if
            (thread_id is None or k[0] == thread_id) and (checkpoint_ns is None or k[1] == checkpoint_ns)
            and (checkpoint_id is None or k[2] == checkpoint_id) and (before is None or k[2] < before)
            and contains(self.rows[k]["metadata"], filter or {})), key=lambda k: (k[2], k), reverse=True)  # fmt: skip
        start = int(cursor or 0)
        size = min(self.page, len(keys) if limit is None else limit)
        page = keys[start : start + size]
        values = {}
        for key in page:
            for name, version in self.rows[key]["channel_versions"].items():
                value = self._value(key, name)
                if value is not None:
                    values[(*key[:2], name, type(version), version)] = {
                        "thread_id": key[0], "checkpoint_ns": key[1], "channel": name, "version": version, **value
                    }  # fmt: skip
        end = start + len(page)
        more = end < len(keys) and (limit is None or limit > len(page))
        return {"tuples": [self._tuple(k) for k in page], "values": list(values.values()),
                "cursor": str(end) if more else None}  # fmt: skip

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
                seed = self._value(key, name)
                if seed is not None:
                    entry["seed"] = seed
                    break
                cursor = self.rows[key]["parent_checkpoint_id"]
            result[name] = entry
        return {"channels": result}

    def delete_thread(self, thread_id):
        had = self.incarnation.pop(thread_id, None) is not None
        for table in (self.rows, self.values, self.writes):
            for key in [k for k in table if k[0] == thread_id]:
                del table[key]
        return {"deleted": had}

    def delete_for_runs(self, run_ids):
        gone = [k for k, row in self.rows.items() if row["metadata"].get("run_id") in run_ids]
        for key in gone:
            del self.rows[key]
            self.writes.pop(key, None)
        return {"deleted": len(gone)}

    def copy_thread(self, source_thread_id, target_thread_id):
        if any(k[0] == target_thread_id for table in (self.rows, self.writes) for k in table):
            return problem("thread-exists", 409, "never")
        copied = sum(k[0] == source_thread_id for k in self.rows)
        for table in (self.rows, self.values, self.writes):
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
