"""The pictures beside the graph, by their names."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

from kg.errors import UsageError
from kg.files import write_file
from kg.model import Knowledge
from kg.view.selection import select
from kg.view.words import language

KINDS = ("graph", "timeline", "map", "matrix", "hierarchy")
"""What `kg view --kind` draws. Each kind but the graph is the function `to_KIND` of the module of its name."""


def to_picture(
    knowledge: Knowledge, kind: str, *, title: str, focus: str | None = None, depth: int = 1, lang: str = "zh"
) -> str:
    """A picture as an HTML document that asks no network for anything; the same knowledge gives the same text.

    `focus` is an entity's id, label or alias; the picture then holds what is at most `depth` relations away.

    Raises:
        UsageError: for an unknown kind or language, or when `focus` names nothing or several things.
    """
    at = language(lang)
    if kind not in KINDS:
        raise UsageError(f"no picture “{kind}”", place="--kind", remedy=f"one of {', '.join(KINDS)}")
    if kind == "graph":
        from kg.view import to_html

        return to_html(knowledge, title=title, focus=focus, depth=depth, lang=lang)
    if focus is not None:
        knowledge = select(knowledge, focus=focus, depth=depth, limit=len(knowledge.entities)).knowledge
    text: str = getattr(import_module(f"kg.view.{kind}"), f"to_{kind}")(knowledge, title=title, at=at)
    return text


def write_picture(
    knowledge: Knowledge,
    path: str | os.PathLike[str],
    kind: str,
    *,
    title: str,
    focus: str | None = None,
    depth: int = 1,
    lang: str = "zh",
) -> None:
    """Writes the picture of `to_picture` to `path`, whole or not at all.

    Raises:
        UsageError: as `to_picture` does.
        GraphError: when the file can't be written.
    """
    write_file(Path(path), to_picture(knowledge, kind, title=title, focus=focus, depth=depth, lang=lang))
