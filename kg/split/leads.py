"""Leads and texts that stand apart from their article: above the byline, below it, at the foot of the page."""

from __future__ import annotations

from itertools import pairwise

from kg.layout import Block
from kg.split.authors import LEAD_HEAD
from kg.split.grams import bigrams, trigrams
from kg.split.unit import Unit, cut_in_two

_ROWS = 3  # set apart, which no column breaks
_WIDE = 1.5  # times as wide as the text's rows
_LONGEST = 200  # characters of a lead
_SECTIONS = 2  # an article with so many of them may have another one elsewhere
_AGAIN = 5  # pairs of characters
_SURELY = 2  # runs of three characters that only the article above has in common with its lead
_OTHER = 1.5  # full-width characters by which a lead's rows are wider or narrower than the text's


def join_leads(units: list[Unit], tail: Unit) -> None:
    """Give a lead that stands above its byline, and the byline, to the article whose headline follows."""
    for k in range(len(units) - 1, -1, -1):
        before, unit = units[k], units[k + 1] if k + 1 < len(units) else tail
        rest = None
        if (
            before.bare and unit.authors and not unit.lead_authors
        ):  # of the article after the one that it is the lead of
            first, rest = cut_in_two(unit)
            if not first:
                continue
            unit, rest.authors, rest.bare = first, unit.authors, unit.bare
        loose = before.front()  # the headline of the article before that one, printed after it
        if (loose and (not k or units[k - 1].front())) or not _is_lead_of(before, unit):
            continue
        at = len(unit.front())
        unit.items[at:at] = before.items[len(loose) :]
        unit.items[:0] = loose
        unit.authors, before.items = before.authors, []
        if rest:
            units[k + 1 : k + 2] = [unit, rest]


def move_leads(units: list[Unit], tail: Unit) -> None:
    """Give a lead paragraph that was printed after the byline back to the article before it."""
    for before, unit in pairwise([*units, tail]):
        at = len(before.front())
        while _leads(before, unit, at):
            before.items.insert(at, unit.items.pop(0))
            at += 1
    for before, unit in pairwise(units):
        items = unit.items
        if not unit.authors and not unit.lead_authors and not unit.certain and not unit.front() and before.authors:
            lead = unit.text()
            alone = len(lead) < 250 and not before.front() and all(b.kind == "paragraph" for b in items)
            grams = trigrams(lead) if len(lead) < 400 and not alone else set()
            if alone or (grams and len(trigrams(before.text(), grams)) > max(4, 0.05 * len(grams))):
                at = len(before.front())
                before.items[at:at] = [b for b in items if b.kind == "paragraph"]
                unit.items = [b for b in items if b.kind == "heading"]
                continue
        if unit.certain or len(items) < 3 or items[0].kind != "paragraph" or items[1].kind != "heading":
            continue
        lead = items[0].line.text
        if len(lead) < 200 and not LEAD_HEAD.match(lead):
            grams = trigrams(lead)
            shared = len(trigrams(before.text(), grams))
            if shared > 2 and shared > 1.5 * len(trigrams("".join(b.line.text for b in items[1:]), grams)) + 2:
                before.items.insert(len(before.front()), items.pop(0))


def lift_wide_leads(units: list[Unit]) -> None:
    """Put leads set over several columns, printed at the foot of a text, above the text that they speak of."""
    for k, unit in enumerate(units):
        items = unit.items
        if unit.authors or not unit.lead_authors or len(items) < 2 or items[-1].kind != "paragraph":
            continue
        columns = [b.column for b in items[:-1] if b.kind == "paragraph" and b.column]
        if not columns or not _is_wide(items[-1], max(columns)) or len(items[-1].line.text) >= _LONGEST:
            continue
        grams = trigrams(items[-1].line.text)
        shared = [len(trigrams(_all_text(u.items[: -1 if u is unit else None]), grams)) for u in units[: k + 1]]
        best = max(range(k + 1), key=lambda n: (shared[n], n))
        if shared[best]:
            host = units[best]
            host.items.insert(len(host.front()), items.pop())


def _all_text(items: list[Block]) -> str:
    """Paragraphs and headings."""
    return "".join(b.line.text for b in items)


def _is_wide(lead: Block, column: float) -> bool:
    """Whether a paragraph's rows are wider than a column; those of one or two rows do not say how wide they are."""
    return lead.column >= _WIDE * column if lead.column else len(lead.line.text) > 2 * _WIDE * column


def return_sections(units: list[Unit]) -> None:
    """Give sections that stand behind another article back to the one before, which says their words."""
    for before, unit in pairwise(units):
        if not unit.lead_authors or unit.authors or not before.lead_authors or before.authors:
            continue
        first = len(unit.front())
        at = next((i for i, b in enumerate(unit.items) if i > first and b.kind == "heading"), 0)
        if not at or unit.certain or sum(b.kind == "heading" for b in unit.items[at:]) > 1:
            continue
        sections = [b for b in before.items[len(before.front()) :] if b.kind == "heading"]
        if len(sections) < _SECTIONS:
            continue
        grams = bigrams(_all_text(unit.items[at:]))
        there, here = bigrams(_all_text(before.items), grams), bigrams(_all_text(unit.items[:at]), grams)
        if len(there - here) >= max(_AGAIN, 3 * len(here - there)):
            before.items += unit.items[at:]
            del unit.items[at:]


def _leads(before: Unit, unit: Unit, at: int) -> bool:
    """Whether a paragraph below a byline, its rows set apart as no text of the page is, leads the article above.

    A column may break in a paragraph of two rows, too: they have to be of another width than the text around. Above
    `at` stand the headings of the article above and what was found of its lead, whose last sentence may be one row.
    """
    first, rest = unit.items[:1], unit.items[1:]
    if unit.certain or not before.authors or not first or first[0].kind != "paragraph":
        return False
    lead, found, text = first[0], [b for b in before.items[:at] if b.kind == "paragraph"], before.items[at:]
    if found and found[-1].spread > 1 and lead.spread == 1:
        return len(lead.line.text) <= found[-1].column and not LEAD_HEAD.match(lead.line.text)
    if lead.spread < 2 or len(lead.line.text) >= 250 or LEAD_HEAD.match(lead.line.text):
        return False
    near = [*text, *rest]
    if any(b.spread >= lead.spread for b in text):
        return False
    grams = trigrams(lead.line.text)
    below = "".join(b.line.text for b in rest if b.kind == "paragraph" and not b.spread)
    told, other = len(trigrams(before.text(), grams)), len(trigrams(below, grams))
    if lead.spread < _ROWS and any(abs(b.column - lead.column) < _OTHER for b in near if b.column):
        return told >= _SURELY and not other
    return told >= other


def _is_lead_of(before: Unit, unit: Unit) -> bool:
    """Whether a short text above a bare byline is the lead of the article whose headline follows the byline."""
    front = unit.front()
    if not before.bare or not before.authors or not front or unit.authors or unit.lead_authors or unit.certain:
        return False
    lead, body = before.text(), unit.text()
    paragraphs = before.items[len(before.front()) :]
    if len(lead) >= 250 or len(paragraphs) > 2 or any(b.kind != "paragraph" for b in paragraphs):
        return False
    if LEAD_HEAD.match(lead) or LEAD_HEAD.match(body):
        return False
    title = bigrams("".join(b.line.text for b in front))
    return len(bigrams(body, title)) >= len(bigrams(lead, title)) and len(trigrams(body, trigrams(lead))) >= 2


def place_tail(units: list[Unit], tail: Unit) -> list[Block]:
    """Place what follows the last byline, an article or a lead; returns the loose headlines."""
    if not tail.items:
        return []
    if (
        not tail.certain and tail.has_text() and not tail.front() and tail.items[-1].kind == "heading"
    ):  # its headline follows it at the foot of the page
        loose: list[Block] = []
        while tail.items[-1].kind == "heading":
            loose.insert(0, tail.items.pop())
        return [*place_tail(units, tail), *loose]
    if _lacks_headlines(units, tail):
        return [b for b in tail.items if b.kind == "heading"]
    paragraphs = [b for b in tail.items if b.kind == "paragraph"]
    headings = [b for b in tail.items if b.kind == "heading"]
    if not paragraphs:
        return headings
    size = sum(len(b.line.text) for b in paragraphs)
    if (
        not units
        or size >= 250
        or tail.certain
        or tail.listed
        or tail.lead_authors
        or tail.authors
        or LEAD_HEAD.match(paragraphs[0].line.text)
    ):
        units.append(tail)
        return []
    grams = trigrams(tail.text())
    shared = [len(trigrams(u.text(), grams)) for u in units]
    best = max(range(len(units)), key=lambda k: (shared[k], k))
    if shared[best] >= 4 and shared[best] >= 0.06 * len(grams):
        host = units[best]
        at = len(host.front())
        host.items[at:at] = paragraphs
        return headings
    if headings or size >= 60:
        units.append(tail)
        return []
    host = units[-1]
    at = len(host.front())
    host.items[at:at] = paragraphs
    return []


def _lacks_headlines(units: list[Unit], tail: Unit) -> bool:
    """Whether the unsigned text under the last headline is the lead of a signed article that has no headline yet."""
    front = tail.front()
    lead = tail.text()
    if not front or tail.certain or tail.lead_authors or tail.authors or len(lead) >= 250 or LEAD_HEAD.match(lead):
        return False
    if not all(unit.authors for unit in units) or any(unit.certain for unit in units):
        return False
    if any(b.kind == "heading" for b in tail.items[len(front) :]):
        return False
    return sum(len(unit.front()) for unit in units) + len(front) <= len(units)


def place_lead(units: list[Unit], tail: Unit, loose: list[Block]) -> None:
    """Put the text under the last headline of the page where that headline went: at the head of its article."""
    under = [b for b in tail.items if b.kind == "paragraph"]
    if not under or not loose or any(unit is tail for unit in units):
        return
    host = next((unit for unit in units if unit.headline is loose[-1]), None)
    if host and not any(b is under[0] for unit in units for b in unit.items):
        host.items[:0] = under
