"""One HTTP/1.1 connection pool per server and process, shared by threads and event loops."""

from .connection import Connection
from .endpoint import Endpoint
from .operation import Operation, Prelude
from .sharing import Connected

__all__ = ["Connected", "Connection", "Endpoint", "Operation", "Prelude"]
