"""A way to embed texts that needs no model, and servers without an index."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Sequence

SIZE = 26


def embed(texts: Sequence[str]) -> list[list[float]]:
    """How often each letter stands in a text: texts with the same letters are alike."""
    return [[float(text.lower().count(chr(ord("a") + n))) for n in range(SIZE)] for text in texts]


async def aembed(texts: Sequence[str]) -> list[list[float]]:
    """The same, for callers who wait."""
    return embed(texts)


def drop_index(url: str, api_key: str | None) -> None:
    """Leaves the server without an index; there is one for all who use it."""
    headers = {"x-api-key": api_key} if api_key else {}
    request = urllib.request.Request(f"{url}/v1/store/index", method="DELETE", headers=headers)
    try:
        urllib.request.urlopen(request, timeout=30).close()
    except urllib.error.HTTPError as error:
        if error.code != 404:
            raise
