"""A Postgres of one's own is killed under load: callers are told `unavailable`, and the server recovers by itself."""

from __future__ import annotations

import json
import os
import signal
import urllib.error
import urllib.request

import pytest
from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.checkpoint.holdfast.errors import HoldfastError, Unavailable

from support.load import Load, check_all_there, check_single_reads
from support.processes import children_of
from support.repeats import no_repeats
from support.samples import config, new_thread, put
from support.travelled import assert_splices_travel
from support.waiting import eventually

DEATHS = 3
CALLS_BETWEEN = 500
PATIENCE = 120.0
RECOVERED_WITHIN = 30.0


@pytest.fixture
def postgres(new_postgres):
    return new_postgres().start()


@pytest.fixture
def server(new_server, postgres):
    return new_server(HOLDFAST_POSTGRES_URL=postgres.url()).start()


def raw_answer(server, *operations):
    """Status, headers and body of one batch."""
    request = urllib.request.Request(
        f"{server.url}/v1/batch",
        data=json.dumps({"operations": operations, "timeout_ms": 5000}).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.headers, json.load(refused)


def operations_on(thread):
    skeleton = {"type": "null", "bytes": ""}
    return [
        {"op": "put", "thread_id": thread, "checkpoint_id": "1", "channel_versions": {}, "skeleton": skeleton,
         "sequence": 1},
        {"op": "put_writes", "thread_id": thread, "checkpoint_id": "1", "task_id": "t", "sequence": 2,
         "writes": [{"channel": "a", **skeleton}]},
        {"op": "get_tuple", "thread_id": thread},
        {"op": "delete_thread", "thread_id": thread},
    ]  # fmt: skip


def test_nothing_is_lost_and_no_caller_notices_when_postgres_is_killed(server, postgres):
    process = server.process.pid
    saver = HoldfastSaver(server.url, timeout=PATIENCE)
    with Load(saver) as load:
        for _ in range(DEATHS):
            load.acknowledges(CALLS_BETWEEN)
            postgres.kill()
            postgres.start()
            load.acknowledges(CALLS_BETWEEN, within=RECOVERED_WITHIN)
            check_all_there(server.url, load.journal)
        load.stop()

    assert (server.process.pid, server.process.poll()) == (process, None)
    check_all_there(server.url, load.journal, complete=True)
    check_single_reads(saver, load.journal)
    assert_splices_travel(server.url)


def test_nothing_is_lost_when_one_backend_crashes_and_postgres_restarts_itself(server, postgres):
    saver = HoldfastSaver(server.url, timeout=PATIENCE)
    with Load(saver) as load:
        load.acknowledges(CALLS_BETWEEN)
        (backend, *_) = postgres.query("select pid from pg_stat_activity where application_name = 'holdfast'")
        os.kill(backend[0], signal.SIGKILL)
        load.acknowledges(CALLS_BETWEEN, within=RECOVERED_WITHIN)
        load.stop()

    check_all_there(server.url, load.journal, complete=True)
    check_single_reads(saver, load.journal)
    assert_splices_travel(server.url)


def test_nothing_is_lost_when_connections_are_ended_under_load(server, postgres):
    ending = (
        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
        " where pid <> pg_backend_pid() and application_name = 'holdfast'"
    )
    saver = HoldfastSaver(server.url, timeout=PATIENCE)
    with Load(saver) as load:
        for _ in range(10):
            load.acknowledges(CALLS_BETWEEN // 5)
            assert postgres.query(ending)[0][0] > 0
        load.acknowledges(CALLS_BETWEEN)
        load.stop()

    check_all_there(server.url, load.journal, complete=True)
    check_single_reads(saver, load.journal)
    assert_splices_travel(server.url)


def test_without_postgres_every_operation_is_unavailable_with_a_time_to_retry(server, postgres):
    saver, thread = HoldfastSaver(server.url), new_thread()
    made = put(saver, thread, {"a": 1})
    postgres.kill()

    status, headers, body = raw_answer(server, *operations_on(thread))

    problems = [result["problem"] for result in body["results"]] if status == 200 else [body]
    # The connection that the dead Postgres leaves behind may be noticed by the first operation only.
    first, *others = problems
    assert first["code"] in ("unavailable", "outcome-unknown")
    assert {problem["code"] for problem in others} <= {"unavailable", "outcome-unknown"}
    _, _, body = raw_answer(server, *operations_on(thread))
    for problem in [result["problem"] for result in body["results"]]:
        assert (problem["code"], problem["status"], problem["retry"]) == ("unavailable", 503, "after")
        assert problem["retry_after_ms"] > 0
    with no_repeats(), pytest.raises(Unavailable):
        put(saver, thread, {"a": 2}, parent=made)
    with no_repeats(), pytest.raises(HoldfastError):
        saver.get_tuple(config(thread))
    assert not server.ready()

    postgres.start()
    eventually(server.ready, RECOVERED_WITHIN, "the server is ready again by itself")
    assert saver.get_tuple(config(thread)).checkpoint["id"] == made


def test_a_stopped_postgres_is_noticed_by_a_deadline(server, postgres):
    saver, hasty, thread = HoldfastSaver(server.url), HoldfastSaver(server.url, timeout=3), new_thread()
    made = put(saver, thread, {"a": 1})
    frozen = [postgres.postmaster, *children_of(postgres.postmaster)]
    for pid in frozen:
        os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(HoldfastError):
            put(hasty, thread, {"a": 2}, parent=made)
    finally:
        for pid in frozen:
            os.kill(pid, signal.SIGCONT)

    again = HoldfastSaver(server.url, timeout=RECOVERED_WITHIN)
    assert again.get_tuple(config(thread, made)).checkpoint["channel_values"] == {"a": 1}
    assert put(again, thread, {"a": 3}, parent=made)
