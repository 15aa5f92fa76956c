"""`python -m demo`: needs a running server; HOLDFAST_URL and HOLDFAST_API_KEY say which."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from langgraph.checkpoint.holdfast import HoldfastError

from .journal import Journal
from .narrator import ClaimFailed, Narrator
from .place import from_environment
from .story import Story
from .workers import WorkerFailed


def main() -> int:
    """0 only if everything that was printed was also checked."""
    narrator, place = Narrator(), from_environment()
    try:
        with tempfile.TemporaryDirectory(prefix="holdfast-demo-") as directory:
            Story(place, Journal(Path(directory) / "journal"), narrator).tell()
    except HoldfastError as error:
        narrator.failed(f"Holdfast at {place.url}: {error}. Is it running?")
        return 1
    except (ClaimFailed, WorkerFailed) as error:
        narrator.failed(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
