"""Signals that are committed with writes: the part of `FakeState` for them. For tests only."""

from __future__ import annotations

from fake_splices import problem

FIELDS = {
    "op", "with", "first_wins", "namespace", "workflow_id", "run_id", "signal", "arguments", "payloads", "priority",
    "idempotency_key", "headers", "deliver_not_before", "expire_at", "start", "fence", "on_dead_letter", "grace_ms",
}  # fmt: skip
REQUIRED = {"with", "workflow_id", "signal", "idempotency_key"}


class FakeSignals:
    """What was accepted, in order, each key once for each workflow."""

    def __init__(self):
        self.namespaces = {"default"}
        self.accepted = []
        self.keys = {}

    def run(self, operations, apply):
        """The results of a request; `apply` does what is no signal.

        A write and its signals are stored, or none of them; all then tell the same problem.
        """
        results = [None] * len(operations)
        signals = {}
        for number, op in enumerate(operations):
            if op["op"] == "signal":
                signals.setdefault(op.get("with"), []).append(number)
        for number, op in enumerate(operations):
            if op["op"] == "signal":
                continue
            own = signals.pop(number, [])
            refused = next((p for p in (self._problem(operations[n]) for n in own) if p), None)
            if own and op["op"] not in ("put", "put_writes"):
                refused = problem("invalid-request", 400, "never", pointer="/with")
            results[number] = refused or apply(op)
            for n in own:
                failed = "problem" in results[number]
                results[n] = results[number] if failed else self._accept(operations[n])
        for numbers in signals.values():
            for n in numbers:
                results[n] = problem("invalid-request", 400, "never", pointer=f"/operations/{n}/with")
        return results

    def _problem(self, op):
        wrong = (set(op) - FIELDS) or (REQUIRED - set(op))
        if wrong or len(op["idempotency_key"]) > 255:
            return problem("invalid-request", 400, "never", pointer="/" + min(wrong, default="idempotency_key"))
        if op.get("namespace", "default") not in self.namespaces:
            return problem("namespace-refused", 403, "never")
        first = self.keys.get(self._key(op))
        if first is not None and not op.get("first_wins") and first != self._said(op):
            return problem("signal-key-reused", 409, "never")
        return None

    def _accept(self, op):
        if self._key(op) not in self.keys:
            self.keys[self._key(op)] = self._said(op)
            self.accepted.append(op)
        return {"state": "queued", "id": len(self.accepted), "before": 0}

    @staticmethod
    def _key(op):
        return op.get("namespace", "default"), op["workflow_id"], op["idempotency_key"]

    @staticmethod
    def _said(op):
        return {name: value for name, value in op.items() if name != "with"}
