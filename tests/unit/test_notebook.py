"""What a notebook shows of a graph."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.view import KINDS, to_picture
from tests.unit.test_pictures import GRAPH


@pytest.mark.parametrize("kind", KINDS)
def test_jupyter_shows_the_same_page_as_the_file(kind: str) -> None:
    shown = GRAPH.view(kind, title="试")
    frame = shown._repr_html_()
    inner = re.fullmatch(r'<iframe [^>]*srcdoc="([^"]*)"></iframe>', frame)
    assert inner is not None
    assert unescape(inner[1]) == shown.html == to_picture(GRAPH, kind, title="试")
    assert 'sandbox="allow-scripts allow-downloads"' in frame
    assert "allow-same-origin" not in frame


def test_ipython_takes_it_for_html() -> None:
    formatters = pytest.importorskip("IPython.core.formatters")
    data, _ = formatters.DisplayFormatter().format(GRAPH.view("timeline", height=333))
    assert data["text/html"].startswith("<iframe ")
    assert "height: 333px" in data["text/html"]
    assert "宣传活动" not in data["text/plain"]


def test_it_can_be_written(tmp_path: Path) -> None:
    shown = GRAPH.view("map", lang="en")
    path = shown.write(tmp_path / "图.html")
    assert path.read_text(encoding="utf-8") == shown.html


def test_a_wrong_kind_is_named() -> None:
    with pytest.raises(UsageError, match="matrix"):
        GRAPH.view("globe")
