"""Finding what two values share, and making one of the other."""

from __future__ import annotations

import time

import ormsgpack
import pytest
import xxhash
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_splices import applied
from langgraph.checkpoint.holdfast._splices import DamagedSplice, parts_of, rebuilt

# Nothing repeats in it, so what is found is what is there.
NOISE = b"".join(xxhash.xxh3_128_digest(b"%d" % n) for n in range(700))


def sent(base, value):
    """Bytes of `value` that travel, all of them if it goes whole; what arrives is always the value."""
    parts = parts_of(base, value)
    if parts is None:
        return len(value)
    splice = {"type": "t", "base": 0, "parts": parts, "length": len(value), "checksum": xxhash.xxh3_128_digest(value)}
    assert applied(splice, base) == {"type": "t", "bytes": value} == rebuilt(splice, base)
    assert len(parts) <= 4 and all(parts)
    return sum(len(part) if isinstance(part, bytes) else 12 for part in parts)


@pytest.mark.parametrize(
    "value",
    [NOISE + b"new", b"new" + NOISE, NOISE[:5000] + b"new" + NOISE[5000:], NOISE[:-300], NOISE[300:],
     NOISE[:5000] + NOISE[5400:], NOISE[:5000] + b"new" + NOISE[5003:], NOISE],
)  # fmt: skip
def test_one_change_anywhere_sends_only_that(value):
    assert sent(NOISE, value) < 40


def test_equal_headers_are_kept_with_what_follows():
    base = b"\xdc\x00\xff" + NOISE
    assert parts_of(base, base[:5000] + b"!?!" + base[5003:]) == [(0, 5000), b"!?!", (5003, len(base) - 5003)]


def test_a_run_that_is_no_shorter_to_name_than_to_send_is_sent():
    assert parts_of(NOISE, NOISE[:5000] + b"!?!" + NOISE[-31:]) == [(0, 5000), b"!?!" + NOISE[-31:]]
    assert parts_of(NOISE, NOISE[:31] + b"!?!" + NOISE[-5000:])[0] == NOISE[:31] + b"!?!"


def texts(count):
    return [f"{n} {xxhash.xxh3_64_hexdigest(str(n).encode())}" * 3 for n in range(count)]


SIZES = [(14, 15), (15, 16), (16, 15), (300, 400), (65535, 65536), (65536, 65535)]


@pytest.mark.parametrize(("before", "after"), SIZES)
def test_a_list_and_a_map_may_grow_and_shrink_past_the_sizes_of_their_headers(before, after):
    new = texts(max(before, after))[min(before, after) :]
    most = len(ormsgpack.packb(new)) + 60 if after > before else 60

    assert sent(ormsgpack.packb(texts(before)), ormsgpack.packb(texts(after))) < most
    assert sent(*(ormsgpack.packb(dict.fromkeys(texts(n), True)) for n in (before, after))) < most + len(new)


def test_a_first_element_that_goes_away_sends_only_a_header():
    assert sent(ormsgpack.packb(texts(200)), ormsgpack.packb(texts(200)[1:])) < 30


@pytest.mark.parametrize("shared", [0, 31])
def test_what_shares_hardly_anything_goes_whole(shared):
    assert parts_of(NOISE[:5000], NOISE[:shared] + NOISE[5000:9000]) is None


def test_what_saves_less_than_a_quarter_goes_whole():
    assert parts_of(NOISE[:5000], NOISE[:1200] + NOISE[5000:8800]) is None
    assert parts_of(NOISE[:5000], NOISE[:1500] + NOISE[5000:8500]) is not None


@pytest.mark.parametrize("value", [b"", b"a", b"\x91", b"\xdc", b"\xdd\x00"])
def test_values_too_short_for_a_header_are_no_trouble(value):
    assert parts_of(value, value) is None and parts_of(NOISE, value) is None and parts_of(value, NOISE) is None


@pytest.mark.parametrize(("before", "after"), [(4000, 5000), (5000, 4000), (4000, 4000), (4000, 8000), (4001, 4003)])
@pytest.mark.parametrize("unit", [b"a", b"ab", b"\x90", b"\xdc\x00"])
def test_a_beginning_and_an_end_that_could_overlap_do_not(before, after, unit):
    sent((unit * before)[:before], (unit * after)[:after])


pieces = st.one_of(
    st.builds(lambda a, n: NOISE[a : a + n], st.integers(0, 9000), st.integers(0, 3000)),
    st.builds(lambda unit, n: unit * n, st.binary(max_size=3), st.integers(0, 1500)),
    st.sampled_from([b"\x9f", b"\xdc\x00\x10", b"\xdd\x00\x01\x00\x00", b"\xde\x00\x10", b"\x80"]),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(pieces, max_size=6), st.lists(pieces, max_size=3), st.integers(0, 6), st.integers(0, 6))
def test_what_is_told_is_what_arrives(base, new, start, end):
    start, end = min(start, end), max(start, end)
    sent(b"".join(base), b"".join(base[:start] + new + base[end:]))


@settings(max_examples=200, deadline=None)
@given(st.lists(pieces, max_size=4), st.lists(pieces, max_size=4))
def test_no_two_values_are_trouble(base, value):
    sent(b"".join(base), b"".join(value))


@pytest.mark.parametrize("shares", ["nothing", "a part", "nearly all"])
def test_two_large_values_are_seen_to_in_no_time(shares):
    data = NOISE * 100
    value = {
        "nothing": data[1:-1],
        "a part": NOISE * 50 + data[1:-1],
        "nearly all": data[:500_000] + b"new" + data[500_000:],
    }[shares]
    best = min(timed(lambda: parts_of(data, value)) for _ in range(20))
    assert best < 0.001


def timed(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


GOOD = {"type": "t", "base": 0, "parts": [[0, 9]], "length": 9, "checksum": xxhash.xxh3_128_digest(NOISE[:9])}


@pytest.mark.parametrize(
    "wrong",
    [{"length": 8}, {"checksum": bytes(16)}, {"parts": [[1, 9]]}, {"parts": [[len(NOISE) - 5, 9]]}, {"parts": []},
     {"parts": None}, {"parts": [[1]]}, {"parts": ["text"]}, {"parts": [None]}, {"type": "t"}],
)  # fmt: skip
def test_a_damaged_splice_is_never_a_value(wrong):
    assert rebuilt(GOOD, NOISE) == {"type": "t", "bytes": NOISE[:9]}
    damaged = {**GOOD, **wrong} if "type" not in wrong else wrong
    with pytest.raises(DamagedSplice):
        rebuilt(damaged, NOISE)
