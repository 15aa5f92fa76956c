"""The store called in two ways: as HTTP without any client between, and through the Python client."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from langgraph.store.holdfast import HoldfastError, HoldfastStore


class Refusal(Exception):
    """The server answered with a problem."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{status} {problem}")
        self.status = status
        self.code = problem.get("code")
        self.pointer = problem.get("pointer")


def call(url: str, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
    """One request; `body`: bytes as they are, anything else as JSON. JSON comes back, or None for no content.

    Raises:
        Refusal: the answer is a problem.
    """
    sent = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    told = {"Content-Type": "application/json", **(headers or {})}
    request = urllib.request.Request(url + path, data=sent, headers=told, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            content = answer.read()
    except urllib.error.HTTPError as error:
        raise Refusal(error.code, json.load(error)) from None
    if answer.headers.get_content_type() == "application/x-ndjson":
        return [json.loads(line) for line in content.splitlines()]
    return json.loads(content) if content else None


class Raw:
    """The endpoints of LangGraph's SDK."""

    def __init__(self, url: str) -> None:
        self._url = url

    def put(self, namespace: list[str], key: str, value: Any) -> None:
        call(self._url, "PUT", "/store/items", {"namespace": namespace, "key": key, "value": value})

    def get(self, namespace: list[str], key: str) -> Any:
        query = urllib.parse.urlencode({"namespace": ".".join(namespace), "key": key})
        item = call(self._url, "GET", f"/store/items?{query}")
        return item and item["value"]

    def delete(self, namespace: list[str], key: str) -> None:
        call(self._url, "DELETE", "/store/items", {"namespace": namespace, "key": key})

    def search(self, prefix: list[str], filter: Any = None) -> list[tuple[list[str], str]]:
        body = {"namespace_prefix": prefix, "filter": filter, "limit": 1000}
        found = call(self._url, "POST", "/store/items/search", body)
        return [(item["namespace"], item["key"]) for item in found["items"]]

    def namespaces(self, prefix: list[str]) -> list[list[str]]:
        body = {"prefix": prefix, "limit": 1000}
        return call(self._url, "POST", "/store/namespaces", body)["namespaces"]


class Client:
    """The Python client."""

    def __init__(self, url: str) -> None:
        self._store = HoldfastStore(url)

    def _told(self, method: str, *args: Any, **named: Any) -> Any:
        try:
            return getattr(self._store, method)(*args, **named)
        except HoldfastError as error:
            raise Refusal(400, {"code": getattr(error, "code", None)}) from error

    def put(self, namespace: list[str], key: str, value: Any) -> None:
        self._told("put", tuple(namespace), key, value)

    def get(self, namespace: list[str], key: str) -> Any:
        item = self._told("get", tuple(namespace), key)
        return item and item.value

    def delete(self, namespace: list[str], key: str) -> None:
        self._told("delete", tuple(namespace), key)

    def search(self, prefix: list[str], filter: Any = None) -> list[tuple[list[str], str]]:
        found = self._told("search", tuple(prefix), filter=filter, limit=1000)
        return [(list(item.namespace), item.key) for item in found]

    def namespaces(self, prefix: list[str]) -> list[list[str]]:
        found = self._told("list_namespaces", prefix=tuple(prefix), limit=1000)
        return [list(labels) for labels in found]
