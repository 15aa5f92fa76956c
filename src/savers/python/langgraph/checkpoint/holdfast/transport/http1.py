"""HTTP/1.1 answers out of bytes, without any input or output of its own."""

from __future__ import annotations

from typing import NamedTuple

_HEAD_LIMIT = 64 * 1024
# A body of which more than this is missing is received where it stays.
_LARGE = 32 * 1024


class BadAnswer(Exception):
    """What came is not HTTP, or broke off in the middle."""


class Response(NamedTuple):
    """A whole answer. `reusable` tells whether the connection may carry another request."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes | bytearray
    reusable: bool


class ResponseReader:
    """Puts one answer together from pieces of any size; `started` once a byte has come.

    Interim answers (1xx) are skipped. Bodies end by length, by chunks, or with the connection.
    """

    __slots__ = ("started", "_buffer", "_head", "_pieces", "_missing", "_room", "_step", "_bodyless")

    def __init__(self, *, bodyless: bool = False) -> None:
        self.started = False
        self._buffer = bytearray()
        self._head: tuple[int, dict[bytes, bytes], bool] | None = None
        self._pieces: list[bytes | bytearray] = []
        self._missing = 0
        self._room: memoryview | None = None
        # A method of the class: one of the object would keep it, and the body, until the garbage collector comes.
        self._step = ResponseReader._read_head
        self._bodyless = bodyless

    def feed(self, data: bytes) -> Response | None:
        """Takes the next piece; the answer once it is whole, None before.

        Raises:
            BadAnswer: the bytes are no HTTP/1.1 answer.
        """
        self.started = True
        self._buffer += data
        try:
            while True:
                before = self._step
                response = self._step(self)
                if response is not None or self._step is before:
                    return response
        except (ValueError, IndexError) as error:
            raise BadAnswer("the answer is not HTTP/1.1") from error

    def room(self) -> memoryview | None:
        """Where the rest of a large body is to be put, so that it need not be copied; None: use `feed`.

        What was put there is told by `filled`.
        """
        if self._step is not ResponseReader._read_length or self._missing < _LARGE:
            return self._room
        if self._room is None:
            start = b"".join(self._pieces)
            body = bytearray(len(start) + self._missing)
            body[: len(start)] = start
            self._pieces = [body]
            self._room = memoryview(body)[len(start) :]
        return self._room

    def filled(self, count: int) -> Response | None:
        """So many bytes were put into `room`; the answer once it is whole."""
        assert self._room is not None
        self._missing -= count
        self._room = self._room[count:] if self._missing else None
        return self._whole() if not self._missing else None

    def end(self) -> Response:
        """The peer closed: the answer if closing is how it ends.

        Raises:
            BadAnswer: the answer is cut off.
        """
        if self._step is ResponseReader._read_until_close:
            return self._whole()
        raise BadAnswer("the connection closed before the answer was whole")

    def _read_head(self) -> Response | None:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            if len(self._buffer) > _HEAD_LIMIT:
                raise BadAnswer("the answer's head is too long")
            return None
        lines = bytes(self._buffer[:end]).split(b"\r\n")
        del self._buffer[: end + 4]
        version, status = lines[0].split(b" ", 2)[:2]
        if not version.startswith(b"HTTP/1."):
            raise BadAnswer("the answer is not HTTP/1.1")
        if 100 <= int(status) < 200:
            return self._read_head()
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(b":")
            headers[name.strip().lower()] = value.strip()
        tokens = headers.get(b"connection", b"").lower()
        keep = b"close" not in tokens and (version != b"HTTP/1.0" or b"keep-alive" in tokens)
        self._head = (int(status), headers, keep)
        return self._choose_body(int(status), headers)

    def _choose_body(self, status: int, headers: dict[bytes, bytes]) -> Response | None:
        if self._bodyless or status in (204, 304):
            return self._whole()
        if b"chunked" in headers.get(b"transfer-encoding", b"").lower():
            self._step = ResponseReader._read_chunk_size
            return None
        if b"content-length" in headers:
            self._missing = int(headers[b"content-length"])
            self._step = ResponseReader._read_length
            return None
        self._step = ResponseReader._read_until_close
        return None

    def _read_length(self) -> Response | None:
        self._take()
        return self._whole() if not self._missing else None

    def _take(self) -> None:
        piece = bytes(self._buffer[: self._missing])
        del self._buffer[: self._missing]
        self._missing -= len(piece)
        if piece:
            self._pieces.append(piece)

    def _read_chunk_size(self) -> Response | None:
        line = self._line()
        if line is not None:
            self._missing = int(line.split(b";", 1)[0], 16)
            self._step = ResponseReader._read_chunk if self._missing else ResponseReader._read_trailers
        return None

    def _read_chunk(self) -> Response | None:
        self._take()
        if not self._missing and len(self._buffer) >= 2:
            if self._buffer[:2] != b"\r\n":
                raise BadAnswer("a chunk of the answer is longer than it says")
            del self._buffer[:2]
            self._step = ResponseReader._read_chunk_size
        return None

    def _read_trailers(self) -> Response | None:
        while (line := self._line()) is not None:
            if not line:
                return self._whole()
        return None

    def _read_until_close(self) -> Response | None:
        self._pieces.append(bytes(self._buffer))
        self._buffer.clear()
        return None

    def _line(self) -> bytes | None:
        end = self._buffer.find(b"\r\n")
        if end < 0:
            if len(self._buffer) > _HEAD_LIMIT:
                raise BadAnswer("a line of the answer is too long")
            return None
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 2]
        return line

    def _whole(self) -> Response:
        assert self._head is not None
        status, headers, keep = self._head
        # Bytes after the answer belong to nothing we asked for.
        reusable = keep and not self._buffer and self._step is not ResponseReader._read_until_close
        body = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        return Response(status, headers, body, reusable)
