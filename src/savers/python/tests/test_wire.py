"""Each way of an answer, TLS and proxies, against the fake server."""

from __future__ import annotations

import asyncio
import ssl
import threading
import time

import ormsgpack
import pytest
import trustme

from fake_server import FakeHoldfast, plain, problem_answer
from langgraph.checkpoint.holdfast import HoldfastSaver, IncompatibleServerError, Unauthorized, Unavailable
from samples import config, put


@pytest.fixture
def authority():
    return trustme.CA()


@pytest.fixture
def certificate(authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


def round_trip(saver, thread="t"):
    stored, made = put(saver, thread, {"text": "hello"})
    found = saver.get_tuple(stored)
    assert found.checkpoint == made
    return found


def test_tls_with_an_own_ca_works(authority, certificate, tmp_path, calling):
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with FakeHoldfast(tls=certificate) as fake:
        round_trip(calling(HoldfastSaver(fake.url, verify=str(tmp_path / "ca.pem"))))


def test_tls_takes_a_ready_context(authority, certificate, calling):
    context = ssl.create_default_context()
    authority.configure_trust(context)
    with FakeHoldfast(tls=certificate) as fake:
        round_trip(calling(HoldfastSaver(fake.url, verify=context)))


def test_an_unknown_ca_is_named_at_once(certificate, calling):
    with FakeHoldfast(tls=certificate) as fake:
        start = time.monotonic()
        with pytest.raises(IncompatibleServerError, match="not trusted"):
            calling(HoldfastSaver(fake.url)).get_tuple(config("t"))
        assert time.monotonic() - start < 20  # who tries again does so for 30


def chunked(status, body):
    pieces = b"".join(b"%x\r\n%s\r\n" % (len(body[i : i + 7]), body[i : i + 7]) for i in range(0, len(body), 7))
    return b"HTTP/1.1 %d X\r\nTransfer-Encoding: chunked\r\n\r\n%s0\r\n\r\n" % (status, pieces)


def closing(status, body):
    return plain(status, body, b"Connection: close\r\n")


def until_close(status, body):
    return b"HTTP/1.1 %d X\r\nConnection: close\r\n\r\n" % status + body


def after_continue(status, body):
    return b"HTTP/1.1 100 Continue\r\n\r\n" + plain(status, body)


@pytest.mark.parametrize("framing", [chunked, closing, until_close, after_continue])
def test_every_framing_of_an_answer_works(framing, calling):
    with FakeHoldfast(encode=framing) as fake:
        saver = calling(HoldfastSaver(fake.url))
        for _ in range(3):
            round_trip(saver)


def test_an_answer_that_trickles_in_is_read(fake, calling):
    async def trickle(request, writer):
        results = [fake.state.apply(1, op) for op in request.operations]
        for byte in plain(200, ormsgpack.packb({"results": results})):
            writer.write(bytes((byte,)))
            await writer.drain()
        return b""

    saver = calling(HoldfastSaver(fake.url))
    round_trip(saver)
    fake.fault = trickle
    assert saver.get_tuple(config("t")).checkpoint["channel_values"] == {"text": "hello"}


def test_connections_are_kept(fake, calling):
    saver = calling(HoldfastSaver(fake.url))
    for _ in range(20):
        round_trip(saver)
    assert fake.connections == 1


def test_a_kept_connection_that_the_server_closed_is_replaced_unseen(fake, calling):
    saver = calling(HoldfastSaver(fake.url))
    for _ in range(5):
        round_trip(saver)
        fake.drop_connections()
    assert fake.connections == 5
    round_trip(saver)


def test_a_server_that_closes_as_we_send_is_asked_again(fake, calling):
    seen = []

    async def close_first(request, writer):
        seen.append(request)
        return b"" if len(seen) == 1 else None

    saver = calling(HoldfastSaver(fake.url))
    round_trip(saver)
    fake.fault = close_first
    put(saver, "t", {"text": "again"})
    assert len(seen) == 2 and seen[0].body[-200:] == seen[1].body[-200:]


def test_an_answer_cut_in_the_middle_is_asked_again(fake, calling):
    seen = []

    async def cut_first(request, writer):
        seen.append(request)
        if len(seen) > 1:
            return None
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
        return b""

    fake.fault = cut_first
    round_trip(calling(HoldfastSaver(fake.url)))
    assert len(seen) == 3


def test_a_value_of_64_mib_travels(fake, calling):
    saver = calling(HoldfastSaver(fake.url))
    value = b"\x01" * (64 * 1024 * 1024)
    stored, _ = put(saver, "t", {"blob": value})
    assert saver.get_tuple(stored).checkpoint["channel_values"]["blob"] == value


def test_a_refusal_before_the_body_was_read_is_understood(calling):
    answer = problem_answer(413, code="limit-exceeded", retry="never", limit="body_bytes", maximum=10)

    async def talk(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        if head.startswith(b"GET"):
            writer.write(plain(200, ormsgpack.packb({"name": "holdfast", "protocol": 1})))
            head = await reader.readuntil(b"\r\n\r\n")
        writer.write(answer.replace(b"Content-Type", b"Connection: close\r\nContent-Type"))
        await writer.drain()
        await asyncio.sleep(0.2)
        writer.close()

    with RawServer(talk) as url, pytest.raises(Exception, match="limit-exceeded|connection"):
        put(calling(HoldfastSaver(url, timeout=2)), "t", {"blob": b"x" * 20_000_000})


class RawServer:
    """Runs `talk(reader, writer)` for every connection, on a thread of its own."""

    def __init__(self, talk):
        self.talk = talk

    def __enter__(self):
        ready = threading.Event()

        async def serve():
            self.loop, self.end = asyncio.get_running_loop(), asyncio.Event()
            server = await asyncio.start_server(self.talk, "127.0.0.1", 0, limit=2**20)
            self.port = server.sockets[0].getsockname()[1]
            ready.set()
            await self.end.wait()
            server.close()

        self.thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
        self.thread.start()
        assert ready.wait(30)
        return f"http://127.0.0.1:{self.port}"

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.end.set)
        self.thread.join(30)


def proxy_talk(seen, target_port):
    async def talk(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        seen.append(head)
        upstream_reader, upstream = await asyncio.open_connection("127.0.0.1", target_port)
        if head.startswith(b"CONNECT"):
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            upstream.write(head)

        async def pump(source, sink):
            try:
                while data := await source.read(65536):
                    if data.startswith(b"POST http"):
                        seen.append(data)
                    sink.write(data)
            except ConnectionError:
                pass
            finally:
                sink.close()

        await asyncio.gather(pump(reader, upstream), pump(upstream_reader, writer), return_exceptions=True)

    return talk


def test_an_http_proxy_gets_whole_urls_and_its_password(fake, calling):
    seen = []
    with RawServer(proxy_talk(seen, fake.port)) as proxy:
        saver = calling(HoldfastSaver(fake.url, proxy=proxy.replace("://", "://user:pa%40ss@")))
        round_trip(saver)
    assert seen[0].startswith(f"GET {fake.url}/v1 ".encode())
    assert seen[1].startswith(f"POST {fake.url}/v1/batch ".encode())
    assert b"Proxy-Authorization: Basic dXNlcjpwYUBzcw==" in seen[0]


def test_https_goes_through_a_tunnel_that_hides_the_key(authority, certificate, calling):
    context, seen = ssl.create_default_context(), []
    authority.configure_trust(context)
    with FakeHoldfast(tls=certificate, api_key="k") as fake, RawServer(proxy_talk(seen, fake.port)) as proxy:
        round_trip(calling(HoldfastSaver(fake.url, api_key="k", verify=context, proxy=proxy)))
    assert seen[0].startswith(b"CONNECT 127.0.0.1:") and b"x-api-key" not in seen[0]


def test_the_environment_names_the_proxy_and_its_exceptions(fake, calling, monkeypatch):
    seen = []
    with RawServer(proxy_talk(seen, fake.port)) as proxy:
        monkeypatch.setenv("http_proxy", proxy)
        round_trip(calling(HoldfastSaver(fake.url)))
        assert seen
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        count = len(seen)
        round_trip(calling(HoldfastSaver(fake.url, max_requests=3)))
        assert len(seen) == count


@pytest.mark.usefixtures("two_repeats")
def test_a_proxy_that_refuses_the_tunnel_is_named(calling):
    async def talk(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    with RawServer(talk) as proxy, pytest.raises(Unavailable, match="refused the tunnel with 403"):
        calling(HoldfastSaver("https://127.0.0.1:1", proxy=proxy)).get_tuple(config("t"))


def test_a_wrong_key_is_unauthorized_and_never_shown(calling):
    with FakeHoldfast(api_key="right") as fake:
        saver = calling(HoldfastSaver(fake.url, api_key="wrong-and-secret"))
        with pytest.raises(Unauthorized) as caught:
            saver.get_tuple(config("t"))
        assert caught.value.status == 401
        assert "secret" not in repr(caught.value) + str(caught.value) + repr(saver.saver._connection.endpoint)
        round_trip(calling(HoldfastSaver(fake.url, api_key="right")))


@pytest.mark.parametrize(
    ("hello", "says"),
    [({"name": "other"}, "another service"), ({"name": "holdfast", "protocol": 2}, "protocol 2"), ([], "another")],
)
def test_an_incompatible_server_is_named(hello, says, calling):
    with FakeHoldfast(hello=hello or ["x"]) as fake, pytest.raises(IncompatibleServerError, match=says):
        calling(HoldfastSaver(fake.url)).get_tuple(config("t"))


def test_the_server_is_asked_once_what_it_is(fake, calling):
    saver = calling(HoldfastSaver(fake.url))
    for _ in range(5):
        round_trip(saver)
        fake.drop_connections()
    asyncio.run(saver.saver.aget_tuple(config("t")))
    saver.saver.get_tuple(config("t"))
    assert [r.method for r in fake.requests].count("GET") == 1
