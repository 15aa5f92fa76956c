"""The batches of one workflow run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from temporalio.bridge.proto.workflow_activation import SignalWorkflow

from ._envelope import read_batch
from ._sdk import as_signal
from ._watermarks import Watermarks


class BatchedSignals:
    """Takes batches apart and counts what became of their entries."""

    def __init__(self, watermarks: Watermarks) -> None:
        self.watermarks = watermarks
        self._undecodable = 0
        self._unhandled: dict[int, SignalWorkflow] = {}  # by identity: the SDK holds the same objects

    def take(self, batch: SignalWorkflow) -> Iterator[SignalWorkflow]:
        """The entries that were not there before, each as a plain signal."""
        read = read_batch(batch.input)
        for entry in read.entries:
            if self.watermarks.take(read.source, entry.sequence):
                signal = as_signal(entry, batch)
                self._unhandled[id(signal)] = signal
                yield signal

    def left(self, signal: SignalWorkflow, decoded: bool) -> None:
        """A handler has it, or would have it if its arguments could be decoded."""
        if self._unhandled.pop(id(signal), None) is not None and not decoded:
            self._undecodable += 1

    def report(self) -> dict[str, Any]:
        """The answer to the query. None is ever waiting: all entries start in the activation that brings them."""
        return {
            "version": 1,
            "watermarks": self.watermarks.as_object(),
            "undecodable": self._undecodable,
            "unhandled": len(self._unhandled),
            "waiting": 0,
        }
