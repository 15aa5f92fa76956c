"""What LangGraph finds at paths of values: cases that checkpoint-core's FieldPathTest reads.

`python src/conformance/paths/record.py` writes them anew. Each line is a value, a path and the texts there, with tabs
between. Strings are UTF-8 in hex; a value is written token by token: N T F, i<digits>, d<float in hex>, s<string>,
[<length> elements, {<length> keys and values.
"""

import random
from pathlib import Path

from langgraph.store.base.embed import get_text_at_path

FILE = Path(__file__).parents[3] / "checkpoint-core/src/test/resources/dev/holdfast/core/store/indexing/paths.tsv"
CASES = 500

# fmt: off
NAMES = ["a", "b", "ab", "a b", "0", "$", "Ä", "\U0001f600", "\uffff", "]", "}", ","]
SCALARS = [None, True, False, 0, -1, 10**30, "", "text", 'q"uo\\te',
           "\x00\x1f\x7f\n\r\t\b\f", "ä\U0001f600\u2028", "</a>"]
FLOATS = [0.0, -0.0, 1.0, -1.5, 0.1, 1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5,
          1.5e300, 5e-324, 2.2250738585072014e-308, 2.0**-44, 2e23, 1e23, 8.41e21]
PATHS = ["$", "a", "a.b", "a.b.a", "b[0]", "b[-1]", "b[*]", "[0]", "a[*].b", "*", "*.*", "a.*", "*[*]",
         "b[*].{a,b}", "{a,b}", "{a.b, b , ,ab}", "{a,b}.a", "a..b",
         ".a.", "$.a", "a b", "Ä", "\U0001f600", "b[007]", "b[-9]", "a[0][1]", "a[0]b",
         "]", "}", ",", "...", "{}", "0", "a.0", "b[*]a", "*[-1].b"]
# fmt: on


def scalar(draw):
    kind = draw.randrange(4)
    if kind == 0:
        return draw.choice(FLOATS)
    if kind == 1:
        small, power = draw.uniform(-10, 10), draw.random() * 10.0 ** draw.randrange(-320, 300)
        return draw.choice([small, power, 2.0 ** draw.randrange(-1074, 1023)])
    return draw.choice(SCALARS)


def value(draw, depth=0):
    kind = draw.randrange(10)
    if depth > 3 or kind < 4:
        return scalar(draw)
    if kind < 6:
        return [value(draw, depth + 1) for _ in range(draw.randrange(4))]
    return some_object(draw, depth)


def some_object(draw, depth=0):
    names = draw.sample(NAMES, draw.randrange(5)) + ["a", "b"][: draw.randrange(3)]
    return {name: value(draw, depth + 1) for name in names}


def hexed(text):
    return text.encode().hex()


def tokens(value):
    if value is None or isinstance(value, bool):
        return {None: "N", True: "T", False: "F"}[value]
    if isinstance(value, int):
        return f"i{value}"
    if isinstance(value, float):
        return f"d{value.hex()}"
    if isinstance(value, str):
        return "s" + hexed(value)
    if isinstance(value, list):
        return " ".join([f"[{len(value)}", *map(tokens, value)])
    return " ".join([f"{{{len(value)}", *(tokens(part) for entry in value.items() for part in entry)])


def lines():
    draw = random.Random(6)
    for number in range(CASES):
        found, path = some_object(draw), PATHS[number % len(PATHS)]
        yield "\t".join([tokens(found), hexed(path), *("s" + hexed(text) for text in get_text_at_path(found, path))])


if __name__ == "__main__":
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text("".join(line + "\n" for line in lines()))
