"""A server on a Postgres that the tests look into."""

from __future__ import annotations

import uuid

import pytest

from support.postgres import Postgres, bin_of
from support.server import Server
from support.store_calls import Client, Raw
from support.waiting import eventually

# What no test may change or see: items of the tenant that they are, and of another one.
WITNESSES = """
insert into holdfast.items (tenant_id, prefix, key, revision, value, created_at, updated_at)
select tenant, array['witness', n::text], 'k', -n, '{"secret": true, "n": 1, "t": "x"}', now(), now()
from generate_series(1, 5) as n, unnest(array['default', 'other']) as tenant"""


@pytest.fixture(scope="session")
def postgres(tmp_path_factory, binaries):
    with Postgres(tmp_path_factory.mktemp("looked-into"), bin_of(binaries)) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def server(tmp_path_factory, postgres):
    directory = tmp_path_factory.mktemp("attacked")
    with Server(directory, {"HOLDFAST_POSTGRES_URL": postgres.url()}) as server:
        postgres.query(WITNESSES)
        yield server


@pytest.fixture(params=["raw", "client"])
def store(request, server):
    """The store, called in each of the two ways."""
    return Raw(server.url) if request.param == "raw" else Client(server.url)


@pytest.fixture
def room() -> str:
    """A label under which only this test puts something."""
    return f"room-{uuid.uuid4()}"


def _held(postgres) -> list[tuple]:
    """Everything but what tests have put into their rooms, and what they may read of it."""
    return postgres.query("""
        select 'item', i::text, '' from holdfast.items i where i.prefix[1] not like 'room-%'
        union all select c.relkind::text, c.relname, c.relowner::text from pg_class c
        where c.relnamespace = 'holdfast'::regnamespace
        union all select 'function', p.proname, p.prosrc from pg_proc p where p.pronamespace = 'holdfast'::regnamespace
        union all select 'role', r.rolname, '' from pg_roles r
        union all select 'threads', count(*)::text, '' from holdfast.threads
        order by 1, 2, 3""")


@pytest.fixture(autouse=True)
def nothing_else_changes(server, postgres):
    """The tables hold afterwards what they held before, and there are the same tables."""
    before = _held(postgres)
    assert sum(row[0] == "item" and "witness" in row[1] for row in before) == 10
    yield
    assert _held(postgres) == before
    eventually(server.ready, 30, "it is ready")
