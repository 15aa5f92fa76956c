"""What this process has sent and received over its open connections (Linux: TCP_INFO)."""

from __future__ import annotations

import os
import socket
import struct
from dataclasses import dataclass

TCP_INFO_BYTES = 136
# In struct tcp_info: tcpi_bytes_acked and tcpi_bytes_received
COUNTS = struct.Struct("=QQ")
COUNTS_AT = 120


@dataclass(frozen=True)
class Traffic:
    """Bytes over all connections to one port."""

    sent: int
    received: int


def to_port(port: int) -> Traffic:
    """Of the connections that are open now, since each began."""
    sent = received = 0
    for number in _sockets():
        with socket.socket(fileno=os.dup(number)) as connection:
            try:
                if connection.getpeername()[1] != port:
                    continue
                info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TCP_INFO_BYTES)
            except (OSError, IndexError):
                continue  # listening, or no TCP
        one_sent, one_received = COUNTS.unpack_from(info, COUNTS_AT)
        # The SYN that opened the connection counts as one.
        sent, received = sent + one_sent - 1, received + one_received
    return Traffic(sent, received)


def _sockets() -> list[int]:
    found = []
    for entry in os.listdir("/proc/self/fd"):
        try:
            if os.readlink(f"/proc/self/fd/{entry}").startswith("socket:"):
                found.append(int(entry))
        except OSError:
            continue  # the listing's own, closed again
    return found
