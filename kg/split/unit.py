"""An article in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.layout import Block
from kg.model import Author
from kg.split.grams import bigrams

_STRANGE = 0.06  # what two articles of a page have in common
_MOST = 30  # paragraphs of two articles
_HALF = 0.6
_LEAST = 60  # characters


@dataclass(slots=True)
class Unit:
    """An article in the making: its blocks in order, and who wrote it."""

    items: list[Block] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    lead_authors: list[Author] = field(default_factory=list)
    tied: tuple[int, list[Author]] | None = None  # a byline right below a heading: where that ends, and whose it is
    certain: bool = False  # a Markdown headline opens it
    listed: bool = False  # a list of briefs without headlines, under the name of their column
    bare: bool = False  # the byline that ends it has no brackets
    headline: Block | None = None
    published: str | None = None
    kickers: list[Block] = field(default_factory=list)

    def has_text(self) -> bool:
        """Whether it holds a paragraph."""
        return any(b.kind == "paragraph" for b in reversed(self.items))

    def front(self) -> list[Block]:
        """The headings before the first paragraph."""
        items = self.items
        for i, block in enumerate(items):
            if block.kind == "paragraph":
                return items[:i]
        return items[:]

    def place_amid(self, headline: Block) -> None:
        """Put a headline that stood amid the text above it, unless it has one."""
        if self.front():
            self.items.append(headline)
        else:
            self.items.insert(0, headline)

    def tie(self, authors: list[Author]) -> None:
        """Note that a byline stands right below the last heading above the text, if there is one."""
        offsets = self.items[-1].line.offsets if self.items else ()
        if offsets and authors:
            self.tied = (offsets[-1], authors)

    def second(self) -> list[Block]:
        """The heading after the first paragraph, which may be a headline under a lead."""
        items = self.items
        if len(items) > 2 and items[0].kind == "paragraph" and items[1].kind == "heading" and items[1].apart:
            return [items[1]]
        return []

    def text(self) -> str:
        """Its paragraphs."""
        return "".join(b.line.text for b in self.items if b.kind == "paragraph")


def cut_in_two(unit: Unit) -> tuple[Unit | None, Unit]:
    """A unit with a byline at both ends is two articles: cut where the words change most, at a heading if it has any.

    Between two paragraphs it is cut only where they say next to nothing in common, and less than at any heading.
    """
    places = [
        i
        for i, b in enumerate(unit.items)
        if b.kind == "heading" and any(x.kind == "paragraph" for x in unit.items[:i])
        and any(x.kind == "paragraph" for x in unit.items[i:])
    ]  # fmt: skip
    first, second = (
        cut_unrelated(unit, min((_shared(unit, i) for i in places), default=1.0)) if places else (None, unit)
    )
    if first:
        return first, second
    if not places:
        return None, unit
    return _cut(unit, min(places, key=lambda i: _shared(unit, i)))


def cut_unrelated(unit: Unit, most: float = 1.0) -> tuple[Unit | None, Unit]:
    """A unit with a byline at both ends: cut between paragraphs where two texts meet that have nothing in common.

    They have to have less than half of `most` in common.
    """
    at, shared = find_seam(unit)
    return _cut(unit, at) if at and shared < _HALF * most else (None, unit)


def find_seam(unit: Unit) -> tuple[int, float]:
    """Before which paragraph two texts meet that have nothing in common, and how much they have; 0 where none do."""
    start = len(unit.front())
    places = [i for i in range(start + 1, len(unit.items)) if _begins(unit, i)]
    if not places or len(places) > _MOST:
        return 0, 1.0
    at = min(places, key=lambda i: _shared(unit, i))
    shared = _shared(unit, at)
    return (at, shared) if shared <= _STRANGE else (0, 1.0)


def _begins(unit: Unit, i: int) -> bool:
    """Whether a paragraph may be the first of an article: it is long enough, and what stands before it too."""
    before = "".join(b.line.text for b in unit.items[:i] if b.kind == "paragraph")
    after = "".join(b.line.text for b in unit.items[i:] if b.kind == "paragraph")
    return unit.items[i].kind == "paragraph" and min(len(before), len(after)) >= _LEAST


def _shared(unit: Unit, i: int) -> float:
    """How much the texts before and after a place have in common."""
    before = bigrams("".join(b.line.text for b in unit.items[:i]))
    after = bigrams("".join(b.line.text for b in unit.items[i:]))
    return len(before & after) / (1 + min(len(before), len(after)))


def _cut(unit: Unit, at: int) -> tuple[Unit, Unit]:
    return (
        Unit(items=unit.items[:at], lead_authors=unit.lead_authors, tied=unit.tied, certain=unit.certain),
        Unit(items=unit.items[at:]),
    )
