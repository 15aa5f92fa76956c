"""A store with an index whose vectors the client makes."""

from __future__ import annotations

import pytest
from langgraph.checkpoint.holdfast import HoldfastSaver

from support.meanings import SIZE, aembed, drop_index, embed
from support.samples import new_thread


@pytest.fixture
def room() -> str:
    """The first label of everything that a test stores."""
    return new_thread()


@pytest.fixture
def bare(url, api_key):
    """The server without an index, before and after."""
    drop_index(url, api_key)
    yield url
    drop_index(url, api_key)


@pytest.fixture(params=["blocking", "async"])
def index(request):
    """An index of what stands under `fact`; what embeds blocks, or can be awaited."""
    return {"dims": SIZE, "embed": embed if request.param == "blocking" else aembed, "fields": ["fact"]}


@pytest.fixture
def saver(bare, api_key):
    """A saver; its store is on the same connection."""
    with HoldfastSaver(bare, api_key=api_key) as made:
        yield made
