"""Marks of tests that need something of the Python or the system that they run on."""

from __future__ import annotations

import os
import sys

import pytest

needs_311 = pytest.mark.skipif(
    sys.version_info < (3, 11), reason="NOT TESTED: in async nodes LangGraph finds what runs only from Python 3.11 on"
)
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="NOT TESTED: this system has no fork")
