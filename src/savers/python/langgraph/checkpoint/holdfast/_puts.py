"""Puts one checkpoint."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import Checkpoint, get_serializable_checkpoint_metadata
from langgraph.checkpoint.serde.base import SerializerProtocol

from ._history import HistoryPolicy
from ._kept import Kept, KeptValues, large
from ._leaving import Leaving
from ._lineage import Lineage, Seen
from ._metadata import json_object
from ._operations import packed, place_of, typed
from ._splices import checksum_of, parts_of
from ._tuples import config_of
from .transport import Operation

logger = logging.getLogger(__name__)

# They travel by themselves; everything else of a checkpoint is its skeleton.
_NOT_SKELETON = frozenset(("channel_values", "channel_versions", "id"))
_ABOUT_SPLICES = frozenset(("base-unknown", "invalid-splice"))


class PutCall:
    """One `put`: what is sent at first, what is sent instead if the server lacks something, what is remembered.

    A channel of `channel_versions` is declared by this rule, so that reading gives what
    `InMemorySaver` gives, which joins values by version whatever `channel_values` says:

    - new in this put and in `channel_values`: its value is sent;
    - new and not in `channel_values`: it is empty at that version;
    - not new, and the parent is known to have it empty at the same version: empty;
    - not new otherwise: nothing is said, so it keeps what the parent has at that version. If that is
      nothing, the server answers `missing-values`: then its value is sent, or, not being in
      `channel_values` either, it is declared empty (a delta channel between snapshots, say).

    A value is sent as a splice of the one that is held for its channel if the parent is known to
    have that one. Should the server know otherwise, the value goes whole.

    The values are serialized in `__init__`. Those for `missing-values` are serialized only then,
    from a shallow copy of `channel_values`: in an async graph a value that a node changes in place
    meanwhile is sent as it is at that moment.
    """

    def __init__(
        self,
        serde: SerializerProtocol,
        lineage: Lineage,
        kept: KeptValues,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: Mapping[str, Any],
        new_versions: Mapping[str, Any],
        sequence: int,
        history: HistoryPolicy | None = None,
    ) -> None:
        thread_id, checkpoint_ns, parent = place_of(config)
        self._key = (thread_id, checkpoint_ns, checkpoint["id"])
        self._serde, self._lineage, self._kept = serde, lineage, kept
        self._held = dict(checkpoint["channel_values"])
        self._versions = dict(checkpoint["channel_versions"])
        seen = lineage.of((thread_id, checkpoint_ns, parent)) if parent else None
        self._declare(new_versions, seen)
        self._splice(seen)
        merged = get_serializable_checkpoint_metadata(config, metadata)  # type: ignore[arg-type]
        self._fields: dict[str, Any] = {
            "op": "put",
            "thread_id": thread_id,
            "checkpoint_ns": checkpoint_ns,
            "checkpoint_id": checkpoint["id"],
            "parent_checkpoint_id": parent,
            "channel_versions": self._versions,
            "metadata": json_object(merged, "metadata"),
            "skeleton": typed(serde, {k: v for k, v in checkpoint.items() if k not in _NOT_SKELETON}),
            "sequence": sequence,
        }
        if seen is not None and seen.incarnation is not None:
            self._fields["incarnation"] = seen.incarnation
        life = self._fields.get("incarnation")
        self._prelude = None if history is None else history.prelude(thread_id, checkpoint_ns, life)

    def operation(self, timeout: float, leaving: Leaving) -> Operation:
        """The put, packed, and signals; seconds until its caller is told that there is no answer."""
        return Operation(
            self._payload(),
            lane=self._key[:2],
            writes=True,
            timeout=timeout,
            revise=self._revised,
            prelude=self._prelude,
            attached=leaving.signals,
        )

    def acknowledged(self, result: Mapping[str, Any]) -> RunnableConfig:
        """Remembers what the server has committed; the config of the checkpoint."""
        empty = frozenset(self._empty)
        self._lineage.learn(self._key, Seen(result.get("incarnation"), self._versions, empty))
        # Of a version that was there before, the server keeps what others may have sent.
        sums = result["checksums"]
        self._kept.keep(
            self._key[:2],
            {
                name: Kept(self._versions[name], value, sums.get(name, b""), self._sums.get(name))
                for name, value in self._values.items()
            },
        )
        if result.get("conflict"):
            logger.info("Another writer has put checkpoints into this thread: thread_id=%s", self._key[0])
        return config_of(*self._key)

    def _declare(self, new_versions: Mapping[str, Any], parent: Seen | None) -> None:
        self._empty: dict[str, Any] = {}
        self._values: dict[str, dict[str, Any]] = {}
        for name, version in self._versions.items():
            new = new_versions.get(name) == version
            if name not in self._held:
                if new or (parent is not None and name in parent.empty and parent.has(name, version)):
                    self._empty[name] = version
            elif new:
                self._values[name] = typed(self._serde, self._held[name])

    def _splice(self, parent: Seen | None) -> None:
        self._splices: dict[str, dict[str, Any]] = {}
        self._sums: dict[str, bytes] = {}
        candidates = [name for name, value in self._values.items() if large(value)] if parent else []
        held = self._kept.at(self._key[:2]) if candidates else {}
        for name in candidates:
            base = held.get(name)
            if base is None or parent is None or not parent.has(name, base.version):
                continue
            value = self._values[name]
            parts = parts_of(base.value["bytes"], value["bytes"])
            # Only now checksums are worth computing.
            if parts is not None and base.shared:
                own = self._sums[name] = checksum_of(value["bytes"])
                self._splices[name] = {
                    "type": value["type"],
                    "base": base.named(),
                    "parts": parts,
                    "length": len(value["bytes"]),
                    "checksum": own,
                }

    def _payload(self) -> bytes:
        values = {**self._values, **self._splices}
        return packed({**self._fields, "empty_channels": list(self._empty), "values": values})

    def _revised(self, problem: Mapping[str, Any]) -> bytes | None:
        """The put again without what the server refuses; None if that is nothing of ours.

        Ends: each time a splice becomes whole or a channel is declared, and neither is undone.
        """
        missing = [name for name in problem.get("missing") or () if name in self._versions]
        about_splices = problem.get("code") in _ABOUT_SPLICES
        changed = self._send_whole(missing) if about_splices else self._add(missing)
        return self._payload() if changed else None

    def _send_whole(self, names: Iterable[str]) -> bool:
        # A problem that names none of them is about any of them.
        refused = [name for name in names if name in self._splices] or list(self._splices)
        for name in refused:
            del self._splices[name]
        return bool(refused)

    def _add(self, names: Iterable[str]) -> bool:
        changed = False
        for name in names:
            if name in self._values or name in self._empty:
                continue
            changed = True
            if name in self._held:
                self._values[name] = typed(self._serde, self._held[name])
            else:
                self._empty[name] = self._versions[name]
        return changed
