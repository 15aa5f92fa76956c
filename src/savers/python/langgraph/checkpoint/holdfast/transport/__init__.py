"""One HTTP/1.1 connection pool per server and process, shared by threads and event loops."""

from .connection import Connection
from .endpoint import Endpoint
from .operation import Operation, Prelude

__all__ = ["Connection", "Endpoint", "Operation", "Prelude"]
