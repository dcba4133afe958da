"""Briefs whose headline stands on the row on which their text begins: 县城添三处充电站　　昨日，某县."""

from __future__ import annotations

import re

from kg.layout.names import TELLS
from kg.layout.rows import Row

_RUN_ON = re.compile(r"(?P<title>[^，。：；、\s（）()]{6,18})(?: {2,}|\u3000+)(?=[\u4e00-\u9fff“\d])(?P<rest>.{6,})$")
_AGAIN = 2  # pairs of characters that a headline and its text have in common
_NEAR = 5  # rows of a brief


def find_run_on_briefs(rows: list[Row]) -> dict[int, tuple[int, int]]:
    """Where rows start that hold a headline and the beginning of a text that says the same words.

    With each: after how many characters the headline ends and the text begins.
    """
    out: dict[int, tuple[int, int]] = {}
    for i, row in enumerate(rows):
        found = _RUN_ON.match(row.text) if "  " in row.text or "\u3000" in row.text else None
        if not found or row.ends or TELLS.search(found["title"]):
            continue
        title, text = found["title"], found["rest"] + "".join(each.text for each in rows[i + 1 : i + _NEAR])
        if sum(title[k : k + 2] in text for k in range(len(title) - 1)) >= _AGAIN:
            out[row.start] = (found.end("title"), found.start("rest"))
    return out
