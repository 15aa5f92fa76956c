"""LangGraph's own development server with Holdfast as checkpointer and store, asked through LangGraph's SDK."""

from __future__ import annotations

import sys
import uuid
from pathlib import Path

import pytest
from langgraph_sdk import get_sync_client

from support.langgraph_dev import LangGraphDev
from support.meanings import SIZE, embed

AGENT = Path(__file__).parent / "agent"

pytestmark = pytest.mark.skipif(
    sys.version_info < (3, 11), reason="NOT TESTED: langgraph-api needs Python 3.11 or newer"
)


@pytest.fixture
def development(bare, api_key, tmp_path):
    settings = {"HOLDFAST_URL": bare} | ({"HOLDFAST_API_KEY": api_key} if api_key else {})
    with LangGraphDev(AGENT, tmp_path, settings) as server:
        yield server


def test_runs_keep_and_find_facts_and_holdfast_holds_them(development, saver, room):
    client = get_sync_client(url=development.url)
    threads = [client.threads.create(thread_id=str(uuid.uuid4()))["thread_id"] for _ in range(2)]
    for thread, fact in zip(threads, ("figs", "trains and rails"), strict=True):
        result = client.runs.wait(thread, "agent", input={"room": room, "fact": fact})
        assert result["found"][0] == [fact, pytest.approx(1)], development.told()
    assert len(result["found"]) == 2  # the second thread found what the first had kept

    store = saver.store(index={"dims": SIZE, "embed": embed, "fields": ["fact"]})
    assert store.get((room, "facts"), "figs").value == {"fact": "figs"}
    assert [item.key for item in store.search((room,), query="figs", limit=1)] == ["figs"]
    for thread in threads:
        found = list(saver.list({"configurable": {"thread_id": thread}}))
        assert found[0].checkpoint["channel_values"]["room"] == room
        assert [one.metadata["step"] for one in found] == [2, 1, 0, -1]

    # And the other way: what Holdfast holds, LangGraph's API tells.
    assert client.threads.get_state(threads[0])["values"]["fact"] == "figs"
    assert len(client.threads.get_history(threads[0])) == 4
    store.put((room, "facts"), "snow", {"fact": "snow"})
    told = client.store.search_items((room,), query="snow", limit=1)["items"]
    assert [item["key"] for item in told] == ["snow"] and told[0]["score"] == pytest.approx(1)

    copied = client.threads.copy(threads[0])
    client.threads.delete(threads[0])
    client.store.delete_item((room, "facts"), "snow")
    assert saver.get_tuple({"configurable": {"thread_id": threads[0]}}) is None
    assert store.get((room, "facts"), "snow") is None
    if copied:
        assert saver.get_tuple({"configurable": {"thread_id": copied["thread_id"]}}) is not None
