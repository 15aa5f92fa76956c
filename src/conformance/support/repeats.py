"""How often savers send again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from langgraph.checkpoint.holdfast.transport import verdict


@contextmanager
def no_repeats() -> Iterator[None]:
    """What is refused is not sent again: the time for that is after every deadline; no clock decides."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verdict, "pause", lambda attempts: 3600.0)
        yield
