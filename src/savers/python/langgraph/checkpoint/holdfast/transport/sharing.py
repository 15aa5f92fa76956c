"""What savers and stores have in common: a connection, and how they are opened and left."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from .connection import Connection

T = TypeVar("T", bound="Connected")


class Connected:
    """Made for a URL, usable as it is or in `with` and `async with`.

    Its constructor takes the URL and options, and sets `_connection`.
    """

    _connection: Connection

    if TYPE_CHECKING:

        def __init__(self, url: str, **options: Any) -> None: ...

    @classmethod
    def from_url(cls: type[T], url: str, **options: Any) -> T:
        """One for the server at `url`; takes the options of the constructor.

        Usable as it is, or in `with` and `async with`, which give idle sockets back at the end.
        """
        return cls(url, **options)

    @classmethod
    def from_conn_string(cls: type[T], conn_string: str, **options: Any) -> T:
        """The same as `from_url`, named as in LangGraph's own savers and stores."""
        return cls(conn_string, **options)

    def __enter__(self: T) -> T:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close_idle()

    async def __aenter__(self: T) -> T:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close_idle()

    def setup(self) -> None:
        """Does nothing: the server keeps its own tables."""

    async def asetup(self) -> None:
        """Does nothing: the server keeps its own tables."""
