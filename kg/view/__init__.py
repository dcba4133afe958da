"""The interactive view: knowledge as one HTML file that works offline."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from kg.files import write_file
from kg.model import Knowledge
from kg.view.panel import Panel
from kg.view.pictures import KINDS, to_picture, write_picture
from kg.view.selection import LIMIT, find_entity

__all__ = ["KINDS", "Answers", "find_entity", "to_html", "to_picture", "write_picture", "write_view"]


Answers = Callable[[Knowledge], Panel | None]
"""What makes the query panel of the part that is drawn; None leaves it out."""


def to_html(
    knowledge: Knowledge,
    *,
    title: str,
    focus: str | None = None,
    depth: int = 1,
    lang: str = "zh",
    answers: Answers | None = None,
    limit: int = LIMIT,
) -> str:
    """The view as an HTML document that asks no network for anything; the same knowledge gives the same text.

    `focus` is an entity's id, label or alias; the view then holds what is at most `depth` relations away. Of more than
    `limit` entities the best connected are drawn, and the page says so. `lang` is `zh` or `en`. `answers` (such as
    `kg.panel.panel_maker()`) adds a panel that answers SPARQL in the page.

    Raises:
        UsageError: when `focus` names nothing or several things, or for an unknown language.
    """
    from kg.view.drawing import to_page
    from kg.view.page import to_document
    from kg.view.selection import select
    from kg.view.words import language, read_words

    at = language(lang)
    selection = select(knowledge, focus=focus, depth=depth, limit=limit)
    panel = answers(selection.knowledge) if answers else None
    data = to_page(selection, title=title, depth=depth, lang=lang)
    data["panel"] = panel.to_page() if panel else None
    return to_document(data, title=title, lang=lang, noscript=read_words().interface["script"][at], panel=panel)


def write_view(
    knowledge: Knowledge,
    path: str | os.PathLike[str],
    *,
    title: str,
    focus: str | None = None,
    depth: int = 1,
    lang: str = "zh",
    answers: Answers | None = None,
    limit: int = LIMIT,
) -> None:
    """Writes the view of `to_html` to `path`, whole or not at all.

    Raises:
        UsageError: as `to_html` does.
        GraphError: when the file can't be written.
    """
    write_file(
        Path(path), to_html(knowledge, title=title, focus=focus, depth=depth, lang=lang, answers=answers, limit=limit)
    )
