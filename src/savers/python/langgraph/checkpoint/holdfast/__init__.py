"""LangGraph checkpoint saver for the Holdfast server."""

from .errors import (
    Closed,
    DeadlineExceeded,
    HoldfastError,
    IncompatibleServerError,
    InvalidMetadata,
    InvalidRequest,
    LimitExceeded,
    MissingValues,
    NotFound,
    OutcomeUnknown,
    Overloaded,
    ServerFault,
    ThreadDeleted,
    ThreadExists,
    Unauthorized,
    Unavailable,
)
from .factory import checkpointer
from .saver import HoldfastSaver

__all__ = [
    "Closed",
    "DeadlineExceeded",
    "HoldfastError",
    "HoldfastSaver",
    "IncompatibleServerError",
    "InvalidMetadata",
    "InvalidRequest",
    "LimitExceeded",
    "MissingValues",
    "NotFound",
    "OutcomeUnknown",
    "Overloaded",
    "ServerFault",
    "ThreadDeleted",
    "ThreadExists",
    "Unauthorized",
    "Unavailable",
    "checkpointer",
]
