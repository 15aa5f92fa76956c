"""The server is killed under load and started again: nothing that was acknowledged is missing, no caller notices."""

from __future__ import annotations

from langgraph.checkpoint.holdfast import HoldfastSaver

from support.load import Load, check_all_there, check_single_reads
from support.samples import config, new_thread, put
from support.travelled import assert_splices_travel

DEATHS = 10
POWER_FAILURES = 3
# Enough for every one of the 64 to have something acknowledged since the last death.
CALLS_BETWEEN = 500
PATIENCE = 120.0


def test_nothing_is_lost_or_doubled_when_the_server_is_killed_ten_times(new_server):
    server = new_server().start()
    saver = HoldfastSaver(server.url, timeout=PATIENCE)
    with Load(saver) as load:
        for _ in range(DEATHS):
            load.acknowledges(CALLS_BETWEEN)
            assert_splices_travel(server.url)
            server.kill()
            server.start()
            check_all_there(server.url, load.journal)
        load.acknowledges(CALLS_BETWEEN)
        load.stop()

    assert load.journal.acknowledged() >= (DEATHS + 1) * CALLS_BETWEEN
    assert check_all_there(server.url, load.journal, complete=True) > 0
    check_single_reads(saver, load.journal)


def test_nothing_is_lost_when_server_and_postgres_are_killed_together(new_server):
    server = new_server().start()
    saver = HoldfastSaver(server.url, timeout=PATIENCE)
    with Load(saver) as load:
        for _ in range(POWER_FAILURES):
            load.acknowledges(CALLS_BETWEEN)
            assert_splices_travel(server.url)
            server.kill_with_postgres()
            server.start()
            check_all_there(server.url, load.journal)
        load.stop()

    check_all_there(server.url, load.journal, complete=True)
    check_single_reads(saver, load.journal)


def test_a_server_that_stops_in_order_answers_what_it_has_taken_and_keeps_it(new_server):
    server = new_server().start()
    saver = HoldfastSaver(server.url, timeout=PATIENCE)
    with Load(saver) as load:
        load.acknowledges(CALLS_BETWEEN)
        assert_splices_travel(server.url)
        server.stop()
        assert server.process.returncode in (0, 143)
        assert server.postmaster() is None
        server.start()
        load.acknowledges(CALLS_BETWEEN)
        load.stop()

    check_all_there(server.url, load.journal, complete=True)
    check_single_reads(saver, load.journal)


def test_a_thread_deleted_before_the_death_stays_deleted_after_it(new_server):
    server = new_server().start()
    saver, gone, kept = HoldfastSaver(server.url), new_thread(), new_thread()
    put(saver, gone, {"a": 1})
    made = put(saver, kept, {"a": 1})
    saver.delete_thread(gone)

    server.kill_with_postgres()
    server.start()

    assert saver.get_tuple(config(gone)) is None
    assert saver.get_tuple(config(kept)).checkpoint["id"] == made
