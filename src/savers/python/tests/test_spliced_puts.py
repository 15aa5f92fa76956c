"""A put sends of a large value what differs from the parent's, and loses nothing if the server knows otherwise."""

from __future__ import annotations

import asyncio
from contextlib import closing

import ormsgpack
import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.encrypted import EncryptedSerializer

from conftest import Caller
from fake_server import plain
from fake_splices import problem
from langgraph.checkpoint.holdfast import HoldfastError, HoldfastSaver, ServerFault, ThreadDeleted, _kept, _puts
from samples import METADATA, Chain, checkpoint, config, messages, operations
from test_concurrency import run_all
from test_conformance import make_graph


@pytest.fixture
def saver(fake):
    return HoldfastSaver(fake.url)


@pytest.fixture
def chain(saver):
    return Chain(saver)


def stored(fake, thread="t", checkpoint_id=None):
    """As a saver that holds nothing reads it."""
    return HoldfastSaver(fake.url, cache_bytes=0).get_tuple(config(thread, checkpoint_id)).checkpoint["channel_values"]


def forms(fake, channel="a"):
    """How the channel's value went with each put: `whole`, `spliced` or None."""
    values = [op["values"].get(channel) for op in operations(fake)]
    return [value and ("spliced" if "base" in value else "whole") for value in values]


def refusing(fake, *problems, always=False):
    """Answers the next puts so, then as ever; one that is None is let through."""
    left = list(problems)

    async def fault(request, writer):
        if request.operations[0]["op"] != "put" or not left:
            return None
        answer = left[0] if always else left.pop(0)
        return answer and plain(200, ormsgpack.packb({"results": [answer] * len(request.operations)}))

    fake.fault = fault


def base_unknown(*channels):
    return problem("base-unknown", 409, "check_first", missing=list(channels))


INVALID_SPLICE = problem("invalid-splice", 400, "never")


def test_a_growing_list_sends_only_what_is_new(fake, calling):
    chain = Chain(calling(HoldfastSaver(fake.url)))
    chain.put(a=messages(200))
    first = sum(len(r.body) for r in fake.batches)
    for count in range(201, 221):
        chain.put(a=messages(count))

    assert first > 40_000
    assert sum(len(r.body) for r in fake.batches) - first < 20 * 1500
    assert forms(fake) == ["whole"] + ["spliced"] * 20
    assert stored(fake) == {"a": messages(220)}


@pytest.mark.parametrize(
    "value",
    [messages(100)[1:], messages(100)[:60] + messages(99, 1)[60:], messages(50) + ["new"] + messages(49, 51),
     messages(100), messages(130, -30)],
    ids=["without the first", "without one", "one replaced", "the same", "more in front"],
)  # fmt: skip
def test_other_changes_send_little_as_well(fake, chain, value):
    chain.put(a=messages(100))
    chain.put(a=value)

    assert forms(fake) == ["whole", "spliced"]
    assert stored(fake) == {"a": value}


def test_a_value_may_change_its_type(fake, chain):
    chain.put(a=b"bytes" * 1000)
    chain.put(a=bytearray(b"bytes" * 1000))

    assert forms(fake) == ["whole", "spliced"]
    assert [type(v) for v in stored(fake).values()] == [bytearray]


def test_what_is_small_or_shares_nothing_goes_whole(fake, chain):
    chain.put(a=messages(3), b=messages(100))
    chain.put(a=messages(4), b=messages(100, 500))
    chain.put(a=messages(5), b=["short"])

    assert forms(fake) == ["whole"] * 3 == forms(fake, "b")


def test_encrypted_values_go_whole(fake):
    chain = Chain(HoldfastSaver(fake.url, serde=EncryptedSerializer.from_pycryptodome_aes(key=b"0123456789abcdef")))
    for count in (100, 101):
        chain.put(a=messages(count))

    assert forms(fake) == ["whole", "whole"]


def test_a_value_that_was_read_is_a_base(fake, chain):
    chain.put(a=messages(100))
    other = HoldfastSaver(fake.url, cache_bytes=1_000_000)
    other.get_tuple(config("t"))
    chain.put(other, a=messages(101))

    assert forms(fake) == ["whole", "spliced"]


def test_a_value_unchanged_since_several_checkpoints_is_a_base(fake, chain):
    chain.put(a=messages(100), b=0)
    for number in range(3):
        chain.put(b=number)
    chain.put(a=messages(101))

    assert forms(fake) == ["whole", None, None, None, "spliced"]
    assert len(fake.batches) == 5 and stored(fake) == {"a": messages(101), "b": 2}


@pytest.mark.parametrize("is_read", [True, False])
def test_a_fork_takes_as_a_base_only_what_its_parent_has(fake, chain, is_read):
    chain.put(a=messages(100))
    parent, versions = chain.parent, chain.versions
    chain.put(a=messages(101))
    if is_read:
        chain.saver.get_tuple(config("t", parent))
    chain.parent, chain.versions = parent, versions
    chain.put(a=messages(100) + ["fork"])

    assert forms(fake) == ["whole", "spliced", "spliced" if is_read else "whole"] and len(operations(fake)) == 3
    assert stored(fake) == {"a": messages(100) + ["fork"]}


def test_of_a_parent_that_the_saver_has_not_seen_no_base_is_tried(fake, chain):
    other = HoldfastSaver(fake.url, cache_bytes=1_000_000)
    chain.put(a=messages(100))
    chain.put(other, a=messages(101))
    fake.state.rows.clear()
    chain.saver._connection._common.pop("lineage")
    chain.put(a=messages(102))

    assert forms(fake) == ["whole", "whole", "whole"] and len(fake.batches) == 3


def test_two_savers_with_different_bases_write_one_thread(fake):
    savers = [HoldfastSaver(fake.url), HoldfastSaver(fake.url, cache_bytes=1_000_000)]
    chains = [Chain(saver) for saver in savers]
    chains[0].put(a=messages(100))
    root = chains[0].parent
    savers[1].get_tuple(config("t"))
    chains[1].parent, chains[1].versions = root, chains[0].versions
    for count in (101, 102, 103):
        for number, chain in enumerate(chains):
            chain.put(a=messages(count) + [f"of saver {number}"])

    assert forms(fake) == ["whole"] + ["spliced"] * 6 and len(operations(fake)) == 7
    for number, chain in enumerate(chains):
        assert stored(fake, "t", chain.parent) == {"a": messages(103) + [f"of saver {number}"]}


def test_nothing_is_spliced_without_a_cache(fake):
    saver = HoldfastSaver(fake.url, cache_bytes=0)
    chain = Chain(saver)
    for count in (100, 101):
        chain.put(a=messages(count))

    assert forms(fake) == ["whole", "whole"]


def test_a_list_comes_as_splices_without_a_cache_too(fake):
    saver = HoldfastSaver(fake.url, cache_bytes=0)
    chain = Chain(saver)
    for count in (100, 101):
        chain.put(a=messages(count))

    told = [one.checkpoint["channel_values"]["a"] for one in saver.list(config("t"))]

    assert told == [messages(101), messages(100)]
    assert [op["splices"] for op in operations(fake, "list")] == [True]


def test_what_the_cache_has_forgotten_goes_whole(fake):
    saver = HoldfastSaver(fake.url, cache_bytes=40_000)
    chain = Chain(saver)
    chain.put(a=messages(100))
    Chain(saver, "other").put(a=messages(100))
    chain.put(a=messages(101))

    assert forms(fake) == ["whole"] * 3 and stored(fake) == {"a": messages(101)}


def test_bytes_that_the_server_did_not_keep_are_no_base(fake, chain):
    chain.put(a=messages(100))
    mine = checkpoint({"a": messages(100, 500)}, chain.versions)
    chain.saver.put(config("t", chain.parent), mine, METADATA, chain.versions)
    chain.parent = mine["id"]
    chain.put(a=messages(101, 500))

    assert forms(fake) == ["whole", "whole", "whole"] and len(operations(fake)) == 3
    assert stored(fake, "t", mine["id"]) == {"a": messages(100)}
    assert stored(fake) == {"a": messages(101, 500)}


def test_a_base_that_the_server_lacks_is_sent_whole(fake, calling):
    chain = Chain(calling(HoldfastSaver(fake.url)))
    chain.put(a=messages(100), b=messages(50))
    del fake.state.rows["t", "", chain.parent]["values"]["a"]
    chain.put(a=messages(101), b=messages(51))

    assert forms(fake) == ["whole", "spliced", "whole"] and forms(fake, "b") == ["whole", "spliced", "spliced"]
    assert stored(fake) == {"a": messages(101), "b": messages(51)}


def test_after_the_repeat_the_next_value_has_a_base_again(fake, chain):
    chain.put(a=messages(100))
    fake.state.rows.clear()
    chain.put(a=messages(101))
    chain.put(a=messages(102))

    assert forms(fake) == ["whole", "spliced", "whole", "spliced"]


def test_a_pruned_parent_costs_its_bases_and_its_other_values(fake, chain):
    chain.put(a=messages(100), b="small", c=messages(100))
    fake.state.rows.clear()
    chain.put(a=messages(101))

    assert [sorted(op["values"]) for op in operations(fake)[1:]] == [["a"], ["a"], ["a", "b", "c"]]
    assert stored(fake) == {"a": messages(101), "b": "small", "c": messages(100)}


def test_a_splice_that_the_server_calls_invalid_is_sent_whole(fake, calling):
    chain = Chain(calling(HoldfastSaver(fake.url)))
    chain.put(a=messages(100), b=messages(50))
    refusing(fake, INVALID_SPLICE)
    chain.put(a=messages(101), b=messages(51))

    assert forms(fake) == ["whole", "spliced", "whole"] == forms(fake, "b")
    assert stored(fake) == {"a": messages(101), "b": messages(51)}


@pytest.mark.parametrize("told", [base_unknown("a"), base_unknown(), base_unknown("unheard-of"), INVALID_SPLICE])
def test_a_server_that_never_takes_it_ends_the_put(fake, calling, told):
    chain = Chain(calling(HoldfastSaver(fake.url)))
    chain.put(a=messages(100))
    refusing(fake, told, always=True)
    with pytest.raises(ServerFault) as caught:
        chain.put(a=messages(101))

    assert caught.value.code == told["problem"]["code"]
    assert forms(fake) == ["whole", "spliced", "whole"]


def test_every_problem_that_can_be_met_is_met_in_one_put(fake, chain):
    chain.put(a=messages(100), b=messages(50), c=messages(30), d=1)
    away = problem("unavailable", 503, "after", retry_after_ms=1)
    lacking = problem("missing-values", 409, "check_first", missing=["d"])
    refusing(fake, *[away] * 5, base_unknown("a"), base_unknown("b"), away, lacking, INVALID_SPLICE)
    chain.put(a=messages(101), b=messages(51), c=messages(31))

    assert stored(fake) == {"a": messages(101), "b": messages(51), "c": messages(31), "d": 1}
    assert len(operations(fake)) == 12


def test_a_put_that_fails_leaves_the_base_that_it_had(fake, chain):
    chain.put(a=messages(100))
    versions, parent = chain.versions, chain.parent
    refusing(fake, problem("rejected", 422, "never"))
    with pytest.raises(HoldfastError, match="rejected"):
        chain.put(a=messages(150, 500))
    chain.versions, chain.parent = versions, parent
    chain.put(a=messages(101))

    assert forms(fake) == ["whole", "whole", "spliced"] and len(fake.batches) == 3
    assert stored(fake) == {"a": messages(101)}


def test_after_a_delete_of_the_thread_a_splice_is_refused_as_a_write_of_the_past(fake, chain):
    chain.put(a=messages(100))
    HoldfastSaver(fake.url).delete_thread("t")
    with pytest.raises(ThreadDeleted):
        chain.put(a=messages(101))


def test_every_value_is_hashed_once_at_most(fake, chain, monkeypatch):
    hashed = []
    for module in (_puts, _kept):
        counted = module.checksum_of
        monkeypatch.setattr(module, "checksum_of", lambda data, real=counted: hashed.append(len(data)) or real(data))
    for count in range(100, 110):
        chain.put(a=messages(count))
        chain.saver.get_tuple(config("t"))

    assert forms(fake) == ["whole"] + ["spliced"] * 9
    assert len(hashed) == 10 == len(set(hashed))


def test_what_is_held_is_what_the_serializer_gave(fake, monkeypatch):
    saver, given = HoldfastSaver(fake.url), []
    real = saver.serde.dumps_typed
    monkeypatch.setattr(saver.serde, "dumps_typed", lambda value: given.append(real(value)) or given[-1])
    chain = Chain(saver)
    for count in (100, 101):
        chain.put(a=messages(count))
        held = saver._kept.at(("t", ""))["a"].value["bytes"]
        assert any(held is data for _, data in given)


def test_threads_and_event_loops_write_lists_of_their_own_and_of_one_thread(fake):
    saver = HoldfastSaver(fake.url)
    root = Chain(saver, "shared")
    root.put(a=messages(20))

    def write(number, thread):
        with closing(asyncio.new_event_loop()) as loop:
            caller = Caller(saver, loop if number % 2 else None)
            chain = Chain(caller, thread)
            if thread == "shared":
                chain.parent, chain.versions = root.parent, root.versions
            for count in range(20, 40):
                value = messages(count) + [f"of {number}"] + messages(5)
                put = chain.put(a=value)
                assert caller.get_tuple(put).checkpoint["channel_values"] == {"a": value}
            loop.run_until_complete(saver.__aexit__(None, None, None))
            loop.run_until_complete(asyncio.sleep(0))

    run_all([lambda n=n: write(n, "shared" if n < 4 else f"t{n}") for n in range(8)])

    assert fake.broken_rules == []
    assert forms(fake).count("spliced") > 4 * 15


def test_a_graph_of_messages_reads_as_with_the_memory_saver(fake):
    def run(saver):
        graph = make_graph(saver)
        for text in messages(12):
            graph.update_state(config("t"), {"seen": [text * 3]}, as_node="first")
        return [s.values for s in graph.get_state_history(config("t"))]

    assert run(HoldfastSaver(fake.url)) == run(InMemorySaver())
    assert "spliced" in forms(fake, "seen")
