"""Which databases a server takes, which it refuses, and how it reaches them."""

from __future__ import annotations

from pathlib import Path

import pytest
import trustme
from langgraph.checkpoint.holdfast import HoldfastSaver
from psycopg.sql import SQL, Identifier, Literal

from support.load import Load, check_all_there
from support.postgres import PgBouncer
from support.samples import config, new_thread, put


def works(server):
    saver, thread = HoldfastSaver(server.url), new_thread()
    made = put(saver, thread, {"a": [1]})
    return saver.get_tuple(config(thread)).checkpoint["id"] == made


@pytest.mark.parametrize(
    ("setting", "value"), [("fsync", "off"), ("synchronous_commit", "off")], ids=["fsync", "synchronous_commit"]
)
def test_a_postgres_that_may_lose_data_is_refused(new_postgres, new_server, setting, value):
    postgres = new_postgres(settings={setting: value}).start()

    code, told = new_server(HOLDFAST_POSTGRES_URL=postgres.url()).run_to_refusal()

    assert code not in (0, None)
    assert f"{setting}={value}" in told
    assert f"Set {setting}=on" in told
    assert postgres.password not in told
    assert "\tat " not in told


def test_a_synchronous_commit_that_only_the_role_switches_off_is_refused(new_postgres, new_server):
    postgres = new_postgres().start()
    postgres.query("alter role postgres set synchronous_commit = off")

    code, told = new_server(HOLDFAST_POSTGRES_URL=postgres.url()).run_to_refusal()

    assert code not in (0, None)
    assert "synchronous_commit=off" in told


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        (lambda url: url.replace("postgresql://", "mysql://"), "postgresql://"),
        (lambda url: url.replace(":secret@", ":wrong@"), "password"),
        (lambda url: url.replace("/postgres", "/nowhere"), "nowhere"),
        (lambda url: url + "?sslmode=sometimes", "sslmode"),
        (lambda url: url + "?unknown=1", "unknown"),
        (lambda url: url + "?sslmode=require", "SSL"),
    ],
    ids=["scheme", "password", "database", "sslmode", "parameter", "no-ssl-there"],
)
def test_a_wrong_url_is_refused_in_one_sentence_without_the_password(new_postgres, new_server, broken, named):
    postgres = new_postgres().start()

    code, told = new_server(HOLDFAST_POSTGRES_URL=broken(postgres.url())).run_to_refusal()

    assert code not in (0, None)
    assert "holdfast does not start: " in told
    assert named.lower() in told.lower()
    assert "secret" not in told and "wrong" not in told.replace("wrong password", "")
    assert "\tat " not in told


def test_an_embedded_postgres_that_does_not_start_says_why(new_server):
    server = new_server().start()
    server.stop()
    (server.data / "postgres").chmod(0o777)
    server.log.unlink()  # who called the server while it stopped may have made Netty tell of it

    code, told = server.run_to_refusal()

    assert code not in (0, None)
    assert "holdfast does not start: the embedded Postgres in" in told
    assert "invalid permissions" in told
    assert "postgres.log" in told
    assert "\tat " not in told


def test_names_and_password_may_hold_any_character(new_postgres, new_server):
    odd = "a b+c%40&/:?#[]@é名'\"\\$1"
    password, database = "password " + odd, "database " + odd
    # Flyway, which makes the tables, cannot take a role with a quotation mark.
    user = "user " + odd.replace('"', "").replace("'", "")
    postgres = new_postgres().start()
    postgres.query(SQL("create role {} login password {}").format(Identifier(user), Literal(password)))
    postgres.query(SQL("create database {} owner {}").format(Identifier(database), Identifier(user)))

    server = new_server(HOLDFAST_POSTGRES_URL=postgres.url(database, login=(user, password))).start()

    assert works(server)
    found = postgres.query("select datname, usename from pg_stat_activity where application_name = 'holdfast'")
    assert set(found) == {(database, user)}
    assert password not in server.told()


@pytest.fixture
def secured(new_postgres, tmp_path, binaries):
    """A Postgres that takes TLS only, and the certificate that signed its own."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    issued = authority.issue_cert("127.0.0.1", "localhost")
    issued.cert_chain_pems[0].write_to_path(tmp_path / "server.pem")
    issued.private_key_pem.write_to_path(tmp_path / "server.key")
    (tmp_path / "server.key").chmod(0o600)
    settings = {
        "ssl": "on",
        "ssl_cert_file": str(tmp_path / "server.pem"),
        "ssl_key_file": str(tmp_path / "server.key"),
    }
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    for number, bin in enumerate([None, *installed]):
        postgres = new_postgres(f"secured-{number}", bin=bin, settings=settings)
        access = postgres.cluster / "pg_hba.conf"
        access.write_text(access.read_text().replace("host  ", "hostssl"))
        try:
            return postgres.start(), tmp_path / "authority.pem"
        except RuntimeError as error:
            if "SSL is not supported" not in str(error):
                raise
    pytest.skip("NOT TESTED: neither the embedded Postgres nor an installed one is built with TLS")


@pytest.mark.parametrize("mode", ["require", "prefer", "verify-ca", "verify-full"])
def test_tls_to_postgres(secured, new_server, mode):
    postgres, authority = secured
    parameters = f"?sslmode={mode}" + (f"&sslrootcert={authority}" if mode.startswith("verify") else "")

    server = new_server(HOLDFAST_POSTGRES_URL=postgres.url(parameters=parameters)).start()

    assert works(server)
    states = postgres.query(
        "select ssl from pg_stat_ssl join pg_stat_activity using (pid) where application_name = 'holdfast'"
    )
    assert states and all(encrypted for (encrypted,) in states)


@pytest.mark.parametrize("mode", ["verify-ca", "verify-full"])
def test_a_postgres_with_a_foreign_certificate_is_refused(secured, new_server, tmp_path, mode):
    postgres, _ = secured
    trustme.CA().cert_pem.write_to_path(tmp_path / "foreign.pem")
    parameters = f"?sslmode={mode}&sslrootcert={tmp_path / 'foreign.pem'}"

    code, told = new_server(HOLDFAST_POSTGRES_URL=postgres.url(parameters=parameters)).run_to_refusal()

    assert code not in (0, None)
    assert "holdfast does not start: " in told


def test_a_postgres_that_takes_tls_only_is_not_reached_without(secured, new_server):
    postgres, _ = secured

    code, _ = new_server(HOLDFAST_POSTGRES_URL=postgres.url(parameters="?sslmode=disable")).run_to_refusal()

    assert code not in (0, None)


@pytest.mark.parametrize("settings", ["", "ignore_startup_parameters = extra_float_digits"], ids=["plain", "jdbc"])
def test_load_through_pgbouncer_in_transaction_mode(new_postgres, new_server, tmp_path, settings):
    postgres = new_postgres().start()
    with PgBouncer(tmp_path, postgres, settings) as pooler:
        server = new_server(HOLDFAST_POSTGRES_URL=postgres.url(port=pooler.port)).start()

        with Load(HoldfastSaver(server.url, timeout=60)) as load:
            load.acknowledges(2000)
            load.stop()

        check_all_there(server.url, load.journal, complete=True)
        assert "prepared statement" not in server.told() + pooler.told()
