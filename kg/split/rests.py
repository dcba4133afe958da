"""Articles whose byline closes their first paragraph: what follows it up to the next headline is theirs."""

from __future__ import annotations

from itertools import dropwhile, pairwise, takewhile

from kg.split.unit import Unit

_LEAD = 200  # characters: a longer paragraph above a byline is an article
_OFTEN = 2  # a page has this habit, or has not


def give_back(units: list[Unit], tail: Unit) -> None:
    """Give signed leads the rest of their articles, which were cut off behind the byline."""
    cut = [(before, unit) for before, unit in pairwise([*units, tail]) if _is_cut(before, unit)]
    if len(cut) < _OFTEN or 2 * len(cut) < len(units):
        return
    for before, unit in cut:
        rest = list(takewhile(lambda block: block.kind == "paragraph", unit.items))
        before.items += rest
        unit.items = unit.items[len(rest) :]


def _is_cut(before: Unit, unit: Unit) -> bool:
    """Whether an article of one short paragraph is signed, and the next begins with text and has its headline later."""
    own = list(dropwhile(lambda block: block.kind == "paragraph", before.items))
    texts = [block.line.text for block in own if block.kind == "paragraph"]
    if not before.authors or unit.certain or unit.lead_authors or len(texts) != 1 or len(texts[0]) > _LEAD:
        return False
    if own[-1].kind != "paragraph" or not unit.items or unit.items[0].kind != "paragraph":
        return False
    return not unit.authors or any(block.kind == "heading" for block in unit.items)
