"""The batches of one workflow run."""

from __future__ import annotations

from collections.abc import Iterator

from temporalio.bridge.proto.workflow_activation import SignalWorkflow
from temporalio.common import RawValue

from ._envelope import VERSION, read_batch, write_object
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

    def report(self) -> RawValue:
        """The answer to the query, in JSON whatever the worker's converter makes of objects.

        None is ever waiting: all entries start in the activation that brings them.
        """
        told = {
            "version": VERSION,
            "watermarks": self.watermarks.as_object(),
            "undecodable": self._undecodable,
            "unhandled": len(self._unhandled),
            "waiting": 0,
        }
        return RawValue(write_object(told))
