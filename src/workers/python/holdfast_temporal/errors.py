"""What goes wrong with batches, other than in a handler."""

from __future__ import annotations


class UnreadableBatch(Exception):
    """A batch, or the watermarks of the run before, are in no form that this release knows.

    Fails the workflow task, whatever exceptions fail the workflow: Temporal keeps the signal and tries again, until a
    worker comes that can read it.
    """


class IncompatibleSdk(Exception):
    """The installed `temporalio` has not what this release hooks into: batches would wait in it for ever."""
