"""Who is let in, and where the server listens."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest
from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.checkpoint.holdfast.errors import Unauthorized

from support.samples import config, new_thread, put
from support.server import Server

KEY = "a key with spaces/+=&%"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory, binaries):
    with Server(tmp_path_factory.mktemp("guarded"), {"HOLDFAST_API_KEY": KEY}, binaries) as server:
        yield server


def status(server, path, **headers):
    try:
        request = urllib.request.Request(server.url + path, headers=headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def test_a_server_that_others_can_reach_needs_a_key(new_server):
    code, told = new_server(HOLDFAST_HTTP_HOST="0.0.0.0").run_to_refusal()

    assert code not in (0, None)
    assert "HOLDFAST_HTTP_HOST" in told and "HOLDFAST_API_KEY" in told
    assert "\tat " not in told


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_key_is_no_key(new_server, blank):
    code, _ = new_server(HOLDFAST_HTTP_HOST="0.0.0.0", HOLDFAST_API_KEY=blank).run_to_refusal()

    assert code not in (0, None)


def test_with_a_key_others_may_be_served(new_server):
    server = new_server(HOLDFAST_HTTP_HOST="0.0.0.0", HOLDFAST_API_KEY=KEY).start()

    assert status(server, "/v1") == 401
    assert status(server, "/v1", **{"x-api-key": KEY}) == 200


@pytest.mark.parametrize(
    "headers",
    [{"x-api-key": KEY}, {"Authorization": f"Bearer {KEY}"}, {"Authorization": f"bearer {KEY}"}],
    ids=["x-api-key", "Bearer", "bearer"],
)
def test_the_key_opens(guarded, headers):
    assert status(guarded, "/v1", **headers) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-api-key": ""},
        {"x-api-key": KEY[:-1]},
        {"x-api-key": KEY + "x"},
        {"x-api-key": KEY.upper()},
        {"Authorization": KEY},
        {"Authorization": "Bearer "},
        {"Authorization": f"Basic {KEY}"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/v1", "/v1/batch", "/metrics", "/q/openapi", "/q/healthy", "/q/health/../../v1"])
def test_without_the_key_everything_else_is_closed(guarded, path, headers):
    assert status(guarded, path, **headers) == 401


@pytest.mark.parametrize("path", ["/q/health", "/q/health/live", "/q/health/ready", "/q/health/started"])
def test_health_is_open(guarded, path):
    assert status(guarded, path) == 200


def test_the_saver_presents_its_key(guarded):
    thread = new_thread()

    made = put(HoldfastSaver(guarded.url, api_key=KEY), thread, {"a": 1})

    assert HoldfastSaver(guarded.url, api_key=KEY).get_tuple(config(thread)).checkpoint["id"] == made
    for wrong in (None, "wrong"):
        with pytest.raises(Unauthorized):
            HoldfastSaver(guarded.url, api_key=wrong).get_tuple(config(thread))
    assert KEY not in guarded.told()
