"""What a store is told of its index, as the protocol says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from langchain_core.embeddings import Embeddings
from langgraph.store.base import IndexConfig, ensure_embeddings

from langgraph.checkpoint.holdfast.errors import InvalidRequest

Mode = Literal["semantic", "text", "hybrid"]
MODES = ("semantic", "text", "hybrid")
DISTANCES = ("cosine", "l2", "inner_product")
_SETTINGS = {"dims", "embed", "fields", "distance_type", "model", "language", "mode"}
# How Postgres finds vectors is the server's business; PostgresStore's settings for it may stay where they are.
_IGNORED = {"ann_index_config"}


class IndexSettings(IndexConfig, total=False):
    """LangGraph's `IndexConfig`, and what Holdfast can be told beside it.

    `embed` is LangGraph's (an `Embeddings`, a function, an async function, or `"provider:model"`); or
    `"server"`, which is also meant where it is missing: the server embeds, with its own model; or `"nobody"`: there
    are no vectors, and items are found by their words.
    """

    distance_type: Literal["cosine", "l2", "inner_product"]
    """How vectors are compared, as in `PostgresStore`; default `cosine`."""

    model: str
    """Names what makes the vectors; those of two names are never compared. Default: `embed`, if it is a string."""

    language: str
    """How words are told apart: a text search configuration of Postgres, e.g. `english`; default: the server's."""

    mode: Mode
    """What queries of this store compare: `semantic` (default), `text` or `hybrid`."""


@dataclass(frozen=True)
class Index:
    """The settings, checked.

    Attributes:
        embeddings: makes the vectors; None: the server does, or nobody.
        embedded_by: `client`, `server` or `nobody`.
        dimensions: of every vector; None where the server knows them; 0: there are none.
        fields: paths of what is indexed; None: those of the server's index.
        named: those parts of the definition that the settings name.
    """

    embeddings: Embeddings | None
    embedded_by: str
    dimensions: int | None
    fields: tuple[str, ...] | None
    mode: Mode | None
    named: dict[str, Any] = field(default_factory=dict)

    @property
    def definition(self) -> dict[str, Any]:
        """The index as a client defines it."""
        return {
            "model": "",
            "distance": "cosine",
            **self.named,
            "dimensions": self.dimensions or 0,
            "fields": list(self.fields or ("$",)),
            "embedded_by": self.embedded_by,
        }

    @cached_property
    def name(self) -> str:
        """The same for settings that say the same to the server."""
        return f"index {sorted({**self.definition, 'dimensions': self.dimensions}.items())} {sorted(self.named)}"


def index_of(settings: Mapping[str, Any]) -> Index:
    """Checks the settings.

    Raises:
        InvalidRequest: something in them is unknown, missing or of a wrong type.
        ValueError: LangGraph cannot make embeddings of `embed`.
    """
    # LangGraph's stores keep notes of their own in these settings, under names with underscores.
    unknown = [name for name in settings if name not in _SETTINGS | _IGNORED and not name.startswith("__")]
    if unknown:
        raise InvalidRequest(f"index has no {sorted(map(str, unknown))[0]}; it takes {', '.join(sorted(_SETTINGS))}")
    embed = settings.get("embed") or "server"
    by = embed if embed in ("server", "nobody") else "client"
    named = {there: settings[here] for here, there in _NAMES.items() if settings.get(here) is not None}
    if by == "client" and isinstance(embed, str):
        named.setdefault("model", embed)
    for name, value in named.items():
        if not isinstance(value, str) or (name == "distance" and value not in DISTANCES):
            raise InvalidRequest(f"index: {name} is {value!r}")
    return Index(
        embeddings=ensure_embeddings(embed) if by == "client" else None,
        embedded_by=str(by),
        dimensions=_dimensions(settings.get("dims"), str(by)),
        fields=_fields(settings.get("fields")),
        mode=mode_of(settings.get("mode")),
        named=named,
    )


_NAMES = {"model": "model", "distance_type": "distance", "language": "language"}


def mode_of(mode: Any) -> Mode | None:
    """The mode, if it is one."""
    if mode is not None and mode not in MODES:
        raise InvalidRequest(f"mode is one of {', '.join(MODES)}, not {mode!r}")
    return mode  # type: ignore[no-any-return]


def paths_of(paths: Any, what: str) -> list[str]:
    """A list of paths, or one path."""
    given = [paths] if isinstance(paths, str) else paths
    if not isinstance(given, Sequence) or not all(isinstance(path, str) for path in given):
        raise InvalidRequest(f"{what} is a list of paths, e.g. ['text', 'notes[*].title']")
    return list(given)


def _fields(fields: Any) -> tuple[str, ...] | None:
    return tuple(paths_of(fields, "fields of the index")) or None if fields is not None else None


def _dimensions(dims: Any, by: str) -> int | None:
    if by == "nobody":
        return 0
    if dims is None and by == "server":
        return None
    if type(dims) is not int or dims < 1:
        raise InvalidRequest("index: dims is the number of dimensions of the vectors, at least 1")
    return dims
