"""What the server says of the bytes of values that have travelled."""

from __future__ import annotations

import re
import urllib.request

_LINE = re.compile(
    r'^checkpoint_value_bytes_(received|sent)_total\{(.*)form="(whole|splice)"(.*)\} (\S+)$', re.MULTILINE
)


def value_bytes(url: str, direction: str, form: str) -> float:
    """Since the server started.

    Args:
        direction: `received` or `sent`, as the server sees it.
        form: `whole` or `splice`.
    """
    with urllib.request.urlopen(f"{url}/metrics", timeout=30) as answer:
        lines = _LINE.findall(answer.read().decode())
    return sum(float(told) for way, _, how, _, told in lines if (way, how) == (direction, form))


def assert_splices_travel(url: str) -> None:
    """A load that sends whole values only tests nothing of sharing."""
    assert value_bytes(url, "received", "splice") > 0, "no value was sent as a splice"
