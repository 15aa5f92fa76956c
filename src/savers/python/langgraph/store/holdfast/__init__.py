"""LangGraph long-term store for the Holdfast server."""

from langgraph.checkpoint.holdfast.errors import (
    EmbeddingRefused,
    EmbeddingUnavailable,
    HoldfastError,
    IndexMismatch,
    InvalidFilter,
    InvalidNamespace,
    InvalidValue,
    LimitExceeded,
    NotIndexed,
)

from ._index import IndexSettings
from ._status import IndexStatus
from .store import HoldfastStore

# Last: it has the name of a module of this package.
from langgraph.checkpoint.holdfast.factory import store  # isort: skip

__all__ = [
    "EmbeddingRefused",
    "EmbeddingUnavailable",
    "HoldfastError",
    "HoldfastStore",
    "IndexMismatch",
    "IndexSettings",
    "IndexStatus",
    "InvalidFilter",
    "InvalidNamespace",
    "InvalidValue",
    "LimitExceeded",
    "NotIndexed",
    "store",
]
