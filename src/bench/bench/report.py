"""Tables for people, the same on a terminal and in Markdown, and the document that keeps them."""

from __future__ import annotations

from pathlib import Path

from .machine import REPOSITORY

DOCUMENT = REPOSITORY / "docs" / "benchmarks.md"
PLOTS = REPOSITORY / "docs" / "benchmarks"
HEAD = """# Benchmarks

Each section is written by its command, never by hand. Only ratios of one run count: machines differ.
"""


def aligned(rows: list[list[str]]) -> list[str]:
    """A table; the first row is its head."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        lines.append(f"| {' | '.join(cells)} |")
    rule = "|" + "|".join("-" * (width + 1) + ("-" if at == 0 else ":") for at, width in enumerate(widths)) + "|"
    return [lines[0], rule, *lines[1:]]


def facts(about: dict[str, str]) -> list[str]:
    """Where and with what it ran."""
    return [f"* {name}: {value}" for name, value in about.items()]


def put_section(document: Path, name: str, lines: list[str], first: bool = False) -> None:
    """Replaces the section of a benchmark, or adds it at the end or as the first; other sections stay."""
    begin, end = f"<!-- {name}: written by `./holdfast bench {name} --write` -->", f"<!-- {name}: end -->"
    text = "\n".join([begin, *lines, end])
    old = document.read_text(encoding="utf-8") if document.exists() else HEAD
    if begin in old:
        start, stop = old.index(begin), old.index(end) + len(end)
        new = old[:start] + text + old[stop:]
    elif first:
        start = old.find("<!-- ")
        head, rest = (old, "") if start < 0 else (old[:start], old[start:])
        new = f"{head.rstrip()}\n\n{text}\n\n{rest}".rstrip() + "\n"
    else:
        new = f"{old.rstrip()}\n\n{text}\n"
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_text(new, encoding="utf-8")
