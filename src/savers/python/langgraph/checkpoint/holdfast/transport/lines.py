"""The connections of one event loop."""

from __future__ import annotations

import asyncio
import socket

from .dialing import check_tunnel
from .endpoint import connect_request
from .exchange import Exchange
from .http1 import ResponseReader
from .line import Line


class Lines:
    """Those that are idle, and how new ones are made. Everything runs in the loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, exchange: Exchange) -> None:
        self._loop = loop
        self._exchange = exchange
        self._idle: list[Line] = []

    def take(self) -> Line | None:
        """An idle one, if there is one."""
        return self._idle.pop() if self._idle else None

    def give_back(self, line: Line) -> None:
        """It is answered and may carry another request."""
        self._idle.append(line)

    def close_idle(self) -> None:
        """Closes what is not in use."""
        while self._idle:
            self._idle.pop().close()

    async def dial(self) -> Line:
        """A new connection to the server, through the proxy and with TLS as the endpoint says.

        Raises:
            OSError, BadAnswer: it cannot be made.
        """
        endpoint, proxy, tls = self._exchange.endpoint, self._exchange.proxy, self._exchange.tls
        host = endpoint.host if tls is not None else None
        if proxy is not None and tls is not None:
            sock = await self._tunnel()
            try:
                _, line = await self._loop.create_connection(
                    lambda: Line(self._lost), sock=sock, ssl=tls, server_hostname=host
                )
            except BaseException:
                sock.close()
                raise
            return line
        where = (proxy.host, proxy.port) if proxy is not None else (endpoint.host, endpoint.port)
        _, line = await self._loop.create_connection(lambda: Line(self._lost), *where, ssl=tls, server_hostname=host)
        return line

    def _lost(self, line: Line) -> None:
        if line in self._idle:
            self._idle.remove(line)

    async def _tunnel(self) -> socket.socket:
        proxy = self._exchange.proxy
        assert proxy is not None
        found = await self._loop.getaddrinfo(proxy.host, proxy.port, type=socket.SOCK_STREAM)
        sock = socket.socket(found[0][0], socket.SOCK_STREAM)
        try:
            sock.setblocking(False)
            await self._loop.sock_connect(sock, found[0][4])
            await self._loop.sock_sendall(sock, connect_request(self._exchange.endpoint, proxy))
            reader = ResponseReader(bodyless=True)
            response = None
            while response is None:
                data = await self._loop.sock_recv(sock, 65536)
                response = reader.feed(data) if data else reader.end()
            check_tunnel(response)
        except BaseException:
            sock.close()
            raise
        return sock
