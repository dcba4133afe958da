"""A picture as the value of a notebook's cell."""

from __future__ import annotations

import os
from html import escape
from pathlib import Path

from kg.files import write_file
from kg.model import Knowledge
from kg.view.pictures import to_picture

HEIGHT = 640
"""Pixels that a picture is high in a notebook."""


class Shown:
    """A picture that Jupyter shows: the page of `to_picture` in a frame that reaches neither notebook nor network."""

    def __init__(self, html: str, *, title: str, height: int = HEIGHT) -> None:
        self.html = html
        """The page as it would be written to a file."""
        self._title, self._height = title, height

    def _repr_html_(self) -> str:
        # No allow-same-origin: what a page says must not act on the notebook even if it got out of its text.
        return (
            f'<iframe title="{escape(self._title)}" sandbox="allow-scripts allow-downloads" '
            f'style="width: 100%; height: {self._height}px; border: 1px solid #8883; border-radius: 10px" '
            f'srcdoc="{escape(self.html)}"></iframe>'
        )

    def __repr__(self) -> str:
        return f"<{self._title}: {len(self.html):,} characters of HTML; shown by Jupyter, or write it to a file>"

    def write(self, path: str | os.PathLike[str]) -> Path:
        """Writes the page to `path` and returns that.

        Raises:
            GraphError: when the file can't be written.
        """
        write_file(Path(path), self.html)
        return Path(path)


def show(
    knowledge: Knowledge,
    kind: str = "graph",
    *,
    title: str,
    focus: str | None = None,
    depth: int = 1,
    lang: str = "zh",
    height: int = HEIGHT,
) -> Shown:
    """A picture of `to_picture`, `height` pixels high in a notebook.

    Raises:
        UsageError: as `to_picture` does.
    """
    html = to_picture(knowledge, kind, title=title, focus=focus, depth=depth, lang=lang)
    return Shown(html, title=title, height=height)
