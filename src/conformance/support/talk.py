"""Long values that grow, change and shrink as conversations do, each told by its thread and number alone."""

from __future__ import annotations

import random

# A value holds between LEAST and LEAST + SPAN messages of about 400 bytes: enough to be told by splices.
LEAST, SPAN = 4, 12
MESSAGE_BYTES = 300


def talk(thread: str, number: int) -> list[str | bytes]:
    """The value of step `number`.

    From one number to the next a message is added; every fourth time one in the middle is told anew,
    every twelfth the oldest twelve are forgotten.
    """
    first = number - number % SPAN
    middle = first + LEAST // 2
    told = [message(thread, at) for at in range(first, number + LEAST)]
    told[middle - first] = f"{middle} as of {number - number % 4}: {told[middle - first]!r}"
    return told


def message(thread: str, at: int) -> str | bytes:
    """One message: text, or every fifth time bytes that nothing else is like."""
    source = random.Random(f"{thread} {at}")
    if at % 5 == 4:
        return source.randbytes(MESSAGE_BYTES)
    return f"{at}: {' '.join(str(source.randrange(10**6)) for _ in range(MESSAGE_BYTES // 7))}"
