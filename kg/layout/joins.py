"""Which rows go on in the paragraph of the row before, though that one ends a sentence."""

from __future__ import annotations

from kg.layout.marks import may_close, opens_article
from kg.layout.rows import WIDEST, Row

_BULLETS = frozenset("●■◆▲★◎○◇□")
OTHER = 3.0
"""Full-width characters by which the rows of another article are wider or narrower."""
_ALIKE = 1.2  # and those of one column
_NARROW = 11  # and which headlines may have
_EVEN = 1.5  # full-width characters by which rows of one width may differ
_NEAR = 4  # rows


def _runs_on(rows: list[Row], i: int) -> bool:
    """Whether row `i`, which ends a sentence, may be full, so that its paragraph may go on in the next row.

    A full row is as wide as its column, and not the only one that wide.
    """
    size = rows[i].width + rows[i].indent
    if size < rows[i + 1].column - 1.5 or size > WIDEST:
        return False
    near = rows[max(0, i - 6) : i] + rows[i + 1 : i + 7]
    return any(abs(row.width - size) <= 1.5 for row in near)


def carries_on(rows: list[Row], i: int) -> bool:
    """Whether row `i` may go on in the paragraph of the row before, which ends a sentence."""
    if rows[i].text[0] in _BULLETS or opens_article(rows, i):
        return False
    return _stands_in_spread(rows, i) if rows[i].blank_before else _runs_on(rows, i - 1)


def _stands_in_spread(rows: list[Row], i: int) -> bool:
    """Whether row `i` goes on after a full row that ends a sentence, where blank lines part the rows of a paragraph."""
    row, before = rows[i], rows[i - 1]
    size = before.width + before.indent
    if not (row.blank_before and row.blank_after and before.blank_before and before.full) or size > WIDEST:
        return False
    near = [before]
    for step, k in ((-1, i - 2), (1, i)):
        while 0 <= k < len(rows) and abs(k - i) <= _NEAR and rows[k].blank_before and rows[k].blank_after:
            if abs(rows[k].width + rows[k].indent - size) > _EVEN:
                break
            near.append(rows[k])
            k += step
    return len(near) > 1 and row.width <= size + _EVEN and any(not r.ends for r in near)


def leaves_column(rows: list[Row], i: int) -> bool:
    """Whether rows of another width than those above, which break off amid a sentence, begin with row `i`.

    They are another article's, or the sentence goes on beside a picture.
    """
    if i < 2 or i + 2 >= len(rows):
        return False
    above, below = rows[i - 2 : i], rows[i : i + 3]
    if above[0].ends or above[1].ends or below[0].ends or below[1].ends or below[0].indent:
        return False
    if any(row.level or row.furniture for row in (*above, *below[:2])):
        return False
    if any(row.width < _NARROW or row.blank_after or may_close(row.text) for row in below[:2]):
        return False
    before, after = [r.width + r.indent for r in above], [r.width for r in below]
    even = abs(before[0] - before[1]) <= _ALIKE and abs(after[0] - after[1]) <= _ALIKE
    return even and abs(before[1] - after[0]) >= OTHER and after[2] <= after[0] + _ALIKE
