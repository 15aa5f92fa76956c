"""Splices as the protocol describes them, found and applied in the plainest way. For tests only."""

from __future__ import annotations

import os

import xxhash


def problem(code, status, retry, **more):
    return {"problem": {"code": code, "status": status, "retry": retry, "title": code, "detail": code,
                        "correlation_id": "c-1", **more}}  # fmt: skip


class Refused(Exception):
    """A splice that is wrong, or with the channels of those whose base is not the parent's."""

    def problem(self):
        missing = list(self.args)
        if missing:
            return problem("base-unknown", 409, "check_first", missing=missing)
        return problem("invalid-splice", 400, "never")


def stored_value(row, name, version):
    """The value of a checkpoint's channel at exactly this version, or None."""
    if row is None or name not in row["values"]:
        return None
    have = row["channel_versions"][name]
    return row["values"][name] if (type(have), have) == (type(version), version) else None


def all_whole(values, parent):
    """The values of a put, each whole."""
    spliced = {n: v for n, v in values.items() if "base" in v}
    for splice in spliced.values():
        checked(splice)
    bases = {n: stored_value(parent, n, v["base"]["version"]) for n, v in spliced.items()}
    unknown = [n for n, base in bases.items()
               if base is None or xxhash.xxh3_128_digest(base["bytes"]) != spliced[n]["base"]["checksum"]]  # fmt: skip
    if unknown:
        raise Refused(*unknown)
    return {n: applied(v, bases[n]["bytes"]) if n in spliced else v for n, v in values.items()}


def checked(splice):
    """Refuses what is wrong whatever the base is."""
    end, parts = 0, splice.get("parts", ())
    ranges = [part for part in parts if not isinstance(part, bytes)]
    for offset, length in ranges:
        if length < 1 or offset < end:
            raise Refused
        end = offset + length
    if len(parts) > 64 or set(splice) != {"type", "base", "parts", "length", "checksum"}:
        raise Refused


def applied(splice, base):
    """The value; `base` holds bytes."""
    checked(splice)
    pieces = []
    for part in splice["parts"]:
        if not isinstance(part, bytes):
            if part[0] + part[1] > len(base):
                raise Refused
            part = base[part[0] : part[0] + part[1]]
        pieces.append(part)
    data = b"".join(pieces)
    if len(data) != splice["length"] or xxhash.xxh3_128_digest(data) != splice["checksum"]:
        raise Refused
    return {"type": splice["type"], "bytes": data}


def told(value, base_name, base):
    """`value` as a splice of `base`'s bytes if that is shorter, else whole."""
    data = value["bytes"]
    start, skip, same = max(
        ((i, j, len(os.path.commonprefix([base[i:], data[j:]]))) for i in (0, 1, 3, 5) for j in (0, 1, 3, 5)),
        key=lambda found: found[2],
    )
    rest_old, rest_new = base[start + same :], data[skip + same :]
    back = len(os.path.commonprefix([rest_old[::-1], rest_new[::-1]]))
    # Cut in two, since nothing says that ranges are as long as they can be.
    ranges = [(start, same // 2), (start + same // 2, same - same // 2)]
    parts = [data[:skip], *[list(r) for r in ranges if r[1]], rest_new[: len(rest_new) - back]]
    parts += [[len(base) - back, back]] if back else []
    parts = [part for part in parts if part]
    if same + back < len(data) // 4:
        return value
    return {"type": value["type"], "base": base_name, "parts": parts, "length": len(data),
            "checksum": xxhash.xxh3_128_digest(data)}  # fmt: skip
