"""Traditional characters: how a page printed in them is read with a lexicon of simplified ones.

Rules match the simplified form, which has the same length, so that every position is the same in both; what is put out
is taken from the page as printed (`kg.extract.variants`). OpenCC converts, with its phrases (乾隆 stays, 乾燥 is 干燥).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC


@cache
def _foreign() -> tuple[frozenset[str], re.Pattern[str]]:
    """The ideographs that GB 2312 lacks: those of simplified text, but for rare ones, are in it."""
    cells = bytes(byte for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
    foreign = frozenset(map(chr, range(0x4E00, 0xA000))) - frozenset(cells.decode("gb2312", errors="ignore"))
    return foreign, re.compile(f"[{''.join(sorted(foreign))}]")


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def simplify(text: str) -> str:
    """The text with simplified characters for traditional ones, of the same length; the same object where none are.

    Only lines change that hold a character which simplified text does not use: 後 and 於 alone say nothing.

    >>> simplify("內蒙古自治區公安廳\\n李於民"), simplify("乾隆年間氣候乾燥")
    ('内蒙古自治区公安厅\\n李於民', '乾隆年间气候干燥')
    """
    foreign, found = _foreign()
    first = found.search(text)
    if first is None:
        return text
    out: list[str] = []
    done = 0
    while first:
        start = text.rfind("\n", 0, first.start()) + 1
        stop = text.find("\n", first.end())
        stop = stop if stop >= 0 else len(text)
        out += (text[done:start], _simplify_line(text[start:stop], foreign))
        done = stop
        first = found.search(text, stop)
    changed = "".join((*out, text[done:]))
    return changed if changed != text else text


def _simplify_line(line: str, foreign: frozenset[str]) -> str:
    converter = _converter()
    out = converter.convert(line)
    if len(out) != len(line):  # no phrase of its tables does that today
        out = "".join(new if len(new := converter.convert(char)) == 1 else char for char in line)
    # A rare character of a name is no sign of traditional print.
    return out if any(a != b and a in foreign for a, b in zip(line, out, strict=True)) else line
