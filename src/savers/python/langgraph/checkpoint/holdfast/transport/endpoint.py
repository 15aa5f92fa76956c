"""Where the server is, and how to get there."""

from __future__ import annotations

import base64
import os
import ssl
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies_environment, proxy_bypass_environment  # type: ignore[attr-defined]

from ..errors import InvalidRequest


class Proxy(NamedTuple):
    """An HTTP proxy, and the line that makes it let us in (empty without credentials)."""

    host: str
    port: int
    authorization: bytes


@dataclass(frozen=True)
class Endpoint:
    """A server's address and how to reach it; equal endpoints share one connection.

    Attributes:
        url: `http://` or `https://`, host, optional port (80, 443) and path prefix.
        api_key: sent as `x-api-key`; never shown.
        verify: None or True: the system's CAs; a path: a CA bundle (file or directory);
            an `SSLContext`: as it is; False: no check at all.
        proxy: None: `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY` decide; `""`: none; else `http://…`.
        max_requests: most requests in flight for each event loop, and for all threads together.
    """

    url: str
    api_key: str | None = field(default=None, repr=False)
    verify: str | bool | ssl.SSLContext | None = None
    proxy: str | None = field(default=None, repr=False)
    max_requests: int = 4

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InvalidRequest("the server's URL must start with http:// or https:// and name a host")
        if parts.username or parts.password:
            raise InvalidRequest("give the key as api_key, not in the URL")
        if self.api_key and not (self.api_key.isascii() and self.api_key.isprintable()):
            raise InvalidRequest("the API key holds characters that no HTTP header can carry")
        if self.max_requests < 1:
            raise InvalidRequest("max_requests must be at least 1")

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def secure(self) -> bool:
        return urlsplit(self.url).scheme == "https"

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or (443 if self.secure else 80)

    def tls(self) -> ssl.SSLContext | None:
        """A context for `https`, None for `http`. Reads the CA files anew."""
        if not self.secure:
            return None
        if isinstance(self.verify, ssl.SSLContext):
            return self.verify
        context = ssl.create_default_context()
        if isinstance(self.verify, str):
            directory = os.path.isdir(self.verify)
            context = ssl.create_default_context(
                cafile=None if directory else self.verify, capath=self.verify if directory else None
            )
        elif self.verify is False:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context

    def route(self) -> Proxy | None:
        """The proxy to go through, from the argument or the environment."""
        address = self.proxy
        if address is None:
            proxies = getproxies_environment()
            if proxy_bypass_environment(f"{self.host}:{self.port}", proxies):
                return None
            address = proxies.get("https" if self.secure else "http") or proxies.get("all")
        return _parse_proxy(address) if address else None

    def head(self, method: str, path: str, proxy: Proxy | None) -> bytes:
        """The request head up to the length of the body, which the sender adds."""
        parts = urlsplit(self.url)
        authority = parts.netloc
        target = parts.path.rstrip("/") + path
        lines = []
        if proxy and not self.secure:
            # A plain proxy wants the whole URL; through CONNECT the server sees an ordinary request.
            target = f"http://{authority}{target}"
            if proxy.authorization:
                lines.append("Proxy-Authorization: " + proxy.authorization.decode())
        lines[:0] = [f"{method} {target} HTTP/1.1", f"Host: {authority}", "User-Agent: holdfast-python/0.1.0"]
        lines += ["Content-Type: application/msgpack", "Accept: application/msgpack"]
        if self.api_key:
            lines.append(f"x-api-key: {self.api_key}")
        return ("\r\n".join(lines) + "\r\nContent-Length: ").encode()


def _parse_proxy(address: str) -> Proxy:
    parts = urlsplit(address if "://" in address else "http://" + address)
    if parts.scheme != "http" or not parts.hostname:
        raise InvalidRequest("only http:// proxies are supported")
    authorization = b""
    if parts.username:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        authorization = b"Basic " + base64.b64encode(pair.encode())
    return Proxy(parts.hostname, parts.port or 80, authorization)


def connect_request(endpoint: Endpoint, proxy: Proxy) -> bytes:
    """What opens a tunnel through `proxy` to an `https` server."""
    host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
    lines = [f"CONNECT {host}:{endpoint.port} HTTP/1.1", f"Host: {host}:{endpoint.port}"]
    if proxy.authorization:
        lines.append("Proxy-Authorization: " + proxy.authorization.decode())
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
