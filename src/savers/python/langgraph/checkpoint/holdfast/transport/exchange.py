"""What one request needs, whoever sends it."""

from __future__ import annotations

import random
from time import monotonic

from .endpoint import Endpoint, Proxy
from .operation import Batch

# An attempt gets this long before the next one, so that a dead peer does not eat the whole deadline.
_ATTEMPT_MS = 10_000
# Longer than the server's own limit, so that its answer has the chance to arrive.
_GRACE = 0.5
# A body is given this long on top, for slow lines.
_BYTES_PER_SECOND = 1_000_000


class Exchange:
    """Builds requests for one endpoint; the session number orders what this process sends.

    Reads the CA files and the proxies of the environment once, in the constructor.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.renew_session()
        self.proxy: Proxy | None = endpoint.route()
        self.tls = endpoint.tls()
        self._post = endpoint.head("POST", "/v1/batch", self.proxy)
        self.hello = endpoint.head("GET", "/v1", self.proxy) + b"0\r\n\r\n"

    def renew_session(self) -> None:
        """Draws another session number: a forked child counts for itself."""
        self.session = random.SystemRandom().randrange(1, 2**63)

    def request(self, batch: Batch, most_ms: int) -> tuple[bytes, bytes, float]:
        """Head and body of a batch, and the seconds after which the attempt is given up."""
        left = max(0.001, batch.deadline() - monotonic())
        timeout_ms = max(1, min(int(left * 1000), _ATTEMPT_MS, most_ms))
        if batch.target is not None:
            begin, body = self.endpoint.head(*batch.target, self.proxy), batch.operations[0].payload
        else:
            begin, body = self._post, batch.body(self.session, timeout_ms)
        head = begin + b"%d\r\n\r\n" % len(body)
        return head, body, timeout_ms / 1000 + _GRACE + len(body) / _BYTES_PER_SECOND
