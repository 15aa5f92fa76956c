"""Opens sockets to the server, straight or through a proxy."""

from __future__ import annotations

import socket
import ssl

from .endpoint import connect_request
from .exchange import Exchange
from .http1 import BadAnswer, Response, ResponseReader

_PIECE = 64 * 1024
# Up to here head and body go in one send; above, copying them together costs more than a call.
_JOINED = 64 * 1024


class Socket:
    """A blocking keep-alive connection to the server.

    Raises:
        OSError: there is no way to the server.
        BadAnswer: the proxy does not let us through.
    """

    def __init__(self, exchange: Exchange, timeout: float) -> None:
        self.used = False
        endpoint, proxy = exchange.endpoint, exchange.proxy
        where = (proxy.host, proxy.port) if proxy else (endpoint.host, endpoint.port)
        self._sock = socket.create_connection(where, timeout=timeout)
        try:
            self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if exchange.tls is not None:
                if proxy:
                    check_tunnel(self.exchange(connect_request(endpoint, proxy), b"", timeout, tunnel=True))
                    self.used = False
                self._sock = exchange.tls.wrap_socket(self._sock, server_hostname=endpoint.host)
        except BaseException:
            self.close()
            raise

    def exchange(self, head: bytes, body: bytes, timeout: float, *, tunnel: bool = False) -> Response:
        """Sends a request and waits for its answer, `timeout` seconds at most without progress.

        Raises:
            OSError: the connection broke or the time is up.
            BadAnswer: what came is not HTTP, or broke off.
        """
        self._sock.settimeout(timeout)
        reader = ResponseReader(bodyless=tunnel)
        broken = self._send(head, body)
        while True:
            try:
                response, received = self._receive(reader)
            except (ConnectionError, ssl.SSLError) as error:
                raise broken or error from None
            if response is not None:
                self.used = True
                return response
            if not received:
                raise broken or ConnectionResetError("the server closed the connection")

    def _receive(self, reader: ResponseReader) -> tuple[Response | None, int]:
        """The answer if it is whole now; how many bytes came, 0 at their end."""
        room = reader.room()
        if room is not None:
            received = self._sock.recv_into(room)
            return (reader.filled(received) if received else reader.end()), received
        data = self._sock.recv(_PIECE)
        if data:
            return reader.feed(data), len(data)
        return (reader.end() if reader.started else None), 0

    def _send(self, head: bytes, body: bytes) -> OSError | None:
        try:
            if len(body) <= _JOINED:
                self._sock.sendall(head + body)
            else:
                self._sock.sendall(head)
                self._sock.sendall(body)
        except (BrokenPipeError, ConnectionResetError) as error:
            # A server that refuses a body answers before it has read it all: look for the answer.
            return error
        return None

    def close(self) -> None:
        self._sock.close()


def check_tunnel(response: Response) -> None:
    """Raises unless the proxy has opened the tunnel."""
    if response.status != 200:
        raise BadAnswer(f"the proxy refused the tunnel with {response.status}")
