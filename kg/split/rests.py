"""What was cut in the wrong place: behind a byline that closes a first paragraph, between two bylines, at the foot."""

from __future__ import annotations

from bisect import bisect_right
from itertools import dropwhile, pairwise, takewhile

from kg.layout import Block
from kg.model import Author
from kg.split.kickers import rows_of
from kg.split.unit import Unit, cut_unrelated, find_seam

_LEAD = 200  # characters: a longer paragraph above a byline is an article
_CAPTION = 30  # characters
_NOTHING = 0.04  # what a text and another, which no byline parts, have in common
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


def part_unrelated(units: list[Unit], rest: Unit, text: str) -> None:
    """Part texts that run into one another, where there are more headlines than articles.

    A text with a byline at both ends is two, and so is one with a headline above whose halves say next to nothing in
    common; those that have least in common are parted first.
    """
    heads = [block for unit in units for block in unit.front()] + [b for b in rest.items if b.kind == "heading"]
    headings = sum(max(1, (len(rows_of(block.line, text)) + 1) // 2) for block in heads)
    spare = headings - len(units) - (rest.has_text() and rest.items[0].kind == "heading")
    found: list[tuple[bool, float, int]] = []
    for k, unit in enumerate(units):
        if unit.certain or unit.listed or not (unit.lead_authors or unit.front()):
            continue
        both = bool(unit.lead_authors and unit.authors)
        whole = unit.items[len(unit.front()) :]
        if both or (spare > 0 and not unit.lead_authors and all(b.kind == "paragraph" for b in whole)):
            at, shared = find_seam(unit)
            if at and (both or shared <= _NOTHING):
                found.append((not both, shared, k))
    chosen = {k for _, _, k in sorted(found)[: max(spare, 0)]}
    for k in sorted(chosen, reverse=True):
        unit = units[k]
        first, second = cut_unrelated(unit)
        if first:
            second.authors, second.bare = unit.authors, unit.bare
            units[k : k + 1] = [first, second]


def return_bylines(units: list[Unit], rest: Unit) -> None:
    """Give bylines that stand right below a heading to the article whose headline that turned out to be."""
    heads = sorted((unit.headline.line.offsets[-1], k) for k, unit in enumerate(units) if unit.headline)
    texts = sorted(b.line.offsets[0] for unit in units for b in unit.items if b.kind == "paragraph")
    moves: list[tuple[Unit, Unit, list[Author]]] = []
    for unit in (*units, rest) if not any(unit is rest for unit in units) else units:
        if unit.tied is None:
            continue
        at, authors = unit.tied
        n = bisect_right(heads, (at, len(units))) - 1
        owner = units[heads[n][1]] if n >= 0 else unit
        if owner is not unit and bisect_right(texts, heads[n][0]) == bisect_right(texts, at):
            moves.append((unit, owner, authors))
    for unit, _, authors in moves:
        unit.lead_authors = [each for each in unit.lead_authors if not any(each is author for author in authors)]
    for unit, owner, authors in moves:
        (unit if owner.authors or owner.lead_authors else owner).lead_authors += authors


def take_foot(units: list[Unit]) -> list[Block]:
    """Take the headings at the foot of the page off its last article; a caption may stand below them."""
    items = units[-1].items if units else []
    end = len(items)
    if end > 1 and items[-1].kind == "paragraph" and len(items[-1].line.text) <= _CAPTION:
        end -= 1
    start = end
    while start and items[start - 1].kind == "heading" and not items[start - 1].level:
        start -= 1
    if start == end or not any(b.kind == "paragraph" for b in items[:start]):
        return []
    if end < len(items) and end - start < 2:
        return []  # a section
    foot = items[start:end]
    del items[start:]
    return foot
