"""Signals that Holdfast sends in batches, for Temporal workers."""

from .errors import IncompatibleSdk, UnreadableBatch
from .interceptor import HoldfastInterceptor

__all__ = ["HoldfastInterceptor", "IncompatibleSdk", "UnreadableBatch"]
