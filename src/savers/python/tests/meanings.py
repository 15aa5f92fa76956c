"""Ways to embed texts that need no model, and servers without an index. For tests only."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request

from langchain_core.embeddings import Embeddings

from fake_index import letters

SIZE = 26


def embed(texts):
    """Texts with the same letters are alike."""
    return [letters(text, SIZE) for text in texts]


async def aembed(texts):
    return embed(texts)


class Counting(Embeddings):
    """Remembers what it was asked, and in which thread."""

    def __init__(self):
        self.documents, self.queries, self.threads = [], [], set()

    def embed_documents(self, texts):
        self.documents.append(list(texts))
        self.threads.add(threading.get_ident())
        return embed(texts)

    def embed_query(self, text):
        self.queries.append(text)
        self.threads.add(threading.get_ident())
        return embed([text])[0]


def settings(**more):
    """An index whose vectors the client makes."""
    return {"dims": SIZE, "embed": embed, "fields": ["text"], **more}


def drop_index(url, api_key):
    """Leaves a live server without an index."""
    headers = {"x-api-key": api_key} if api_key else {}
    request = urllib.request.Request(f"{url}/v1/store/index", method="DELETE", headers=headers)
    try:
        urllib.request.urlopen(request, timeout=30).close()
    except urllib.error.HTTPError as error:
        assert error.code == 404, error
