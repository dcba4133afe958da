"""Which levels of a Markdown page's headings open articles."""

from __future__ import annotations

from kg.layout import Block
from kg.split.authors import LEAD_HEAD

_PAGE_NAME = 7  # characters at most: a name of a page over headlines that are longer


def headline_levels(sequence: tuple[Block, ...]) -> set[int]:
    """The Markdown levels whose headings open articles: the first, and each further one that bylines or leads show."""
    levels = sorted({b.level for b in sequence if b.level})
    if not levels:
        return set()
    out = {levels[0]}
    for level in levels[1:]:
        if out == {levels[0]} and _names_page(sequence, levels[0], level):
            out.add(level)
            continue
        opened = 0
        shown = 0
        for i, b in enumerate(sequence):
            if b.level != level:
                continue
            opened += 1
            before = next((x for x in reversed(sequence[:i]) if x.kind != "caption"), None)
            after = next((x for x in sequence[i + 1 :] if x.kind != "caption"), None)
            opens = before is None or before.kind == "byline" or before.level in out
            if opens or (after is not None and (after.kind == "byline" or LEAD_HEAD.match(after.line.text))):
                shown += 1
        if shown * 2 > opened:
            out.add(level)
        else:
            break
    return out


def _names_page(sequence: tuple[Block, ...], first: int, second: int) -> bool:
    """Whether the only heading of the first level names the page: short, and another heading follows at once."""
    above = [i for i, b in enumerate(sequence) if b.level == first]
    if len(above) != 1 or len(sequence[above[0]].line.text) > _PAGE_NAME:
        return False
    following = [b for b in sequence[above[0] + 1 : above[0] + 6] if b.kind not in ("caption", "date")]
    longer = [b for b in sequence if b.level == second and len(b.line.text) > _PAGE_NAME]
    return bool(following) and following[0].level == second and len(longer) > 1
