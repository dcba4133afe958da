"""The report as one HTML page, without a script."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.errors import GraphError
from kg.files import write_file
from kg.model import Knowledge, Report, Skip
from kg.query import load
from kg.report.figures import Figures
from kg.report.parts import Parts
from kg.report.parts import asset as report_asset
from kg.view.sheet import asset, digest
from kg.view.words import language

if TYPE_CHECKING:
    from pyoxigraph import Store


def to_report(
    knowledge: Knowledge,
    *,
    graph: Store | None = None,
    title: str,
    lang: str = "zh",
    dropped: Sequence[Skip] | None = None,
) -> str:
    """The report as an HTML document that asks no network for anything and runs no script.

    Its numbers are the answers of named queries to `graph` (made from the knowledge if not given). `dropped` is what
    the build left out, None where that is not known.

    Raises:
        UsageError: for a language that the interface does not speak.
    """
    at = language(lang)
    figures = Figures(graph if graph is not None else load(knowledge))
    page = Parts(figures, at)
    words = page.words
    if sum(figures.classes.values()):
        body = "".join(
            (
                page.key_figures(),
                page.leading(),
                page.months(),
                page.provinces(),
                page.together(knowledge),
                page.quality(dropped),
                page.queries(),
            )
        )
    else:
        body = f'<p class="empty">{words["empty"]}</p>' + page.queries()
    style = asset("sheet.css") + asset("tiles.css") + report_asset("report.css")
    policy = f"default-src 'none'; style-src {digest(style)}; img-src data:; base-uri 'none'; form-action 'none'"
    parts = {
        "lang": ("zh-CN", "en")[at],
        "title": escape(title),
        "kind": words["kind"],
        "span": page.span(),
        "lead": words["lead"],
        "style": style,
        "policy": policy,
        "body": body,
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda field: parts[field[1]], report_asset("report.html"))


def write_report(
    knowledge: Knowledge,
    path: str | os.PathLike[str],
    *,
    graph: Store | None = None,
    title: str,
    lang: str = "zh",
    dropped: Sequence[Skip] | None = None,
) -> None:
    """Writes the report of `to_report` to `path`, whole or not at all.

    Raises:
        UsageError: as `to_report` does.
        GraphError: when the file can't be written.
    """
    write_file(Path(path), to_report(knowledge, graph=graph, title=title, lang=lang, dropped=dropped))


def read_dropped(folder: str | os.PathLike[str]) -> tuple[Skip, ...] | None:
    """What the build of a folder left out, of its `report.json`; None if there is none.

    Raises:
        GraphError: when it can't be read.
    """
    path = Path(folder) / "report.json"
    if not path.is_file():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Report).dropped
    except (OSError, msgspec.DecodeError) as error:
        raise GraphError(str(error), source=str(path), remedy="build again, or remove the file") from error
