"""LangGraph long-term store for the Holdfast server."""

from langgraph.checkpoint.holdfast.errors import (
    HoldfastError,
    InvalidFilter,
    InvalidNamespace,
    InvalidValue,
    LimitExceeded,
    NotIndexed,
)

from .factory import store
from .store import HoldfastStore

__all__ = [
    "HoldfastError",
    "HoldfastStore",
    "InvalidFilter",
    "InvalidNamespace",
    "InvalidValue",
    "LimitExceeded",
    "NotIndexed",
    "store",
]
