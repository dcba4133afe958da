"""What graphs of the composed pages are worth: precision and recall by layout and class, and every fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from io import BytesIO
from random import Random
from typing import NamedTuple

from msgspec.structs import replace

from kg.lexicon.variants import simplify
from kg.model import CLASSES, RELATIONS, Document, Entity, Knowledge
from kg.pipeline import build_documents
from kg.read.formats import read_parts
from kg.read.part import File
from kg.score import Count, Fault, Tally, Text, compare, parse_gold, score_page, total
from kg.score.gold import Gold
from tests.corpus.compose import Sheet, compose, truth_of
from tests.corpus.prints import LAYOUTS

NAMES = ("entities", "relations", "titles", *CLASSES, *RELATIONS)


class Page(NamedTuple):
    """A printed page: `name` of its file, its layout, bytes and truth."""

    name: str
    layout: str
    data: bytes
    gold: dict[str, object]
    published: date


class Result(NamedTuple):
    """What a page came to; `days` are the events whose day is right and those whose day the page says."""

    page: Page
    counts: Tally
    days: tuple[int, int]
    faults: tuple[Fault, ...]


def pages(count: int, seed: int = 1) -> Iterator[Page]:
    """So many pages, the same articles in every layout before the next ones come."""
    number = 0
    while number < count:
        sheet = compose(Random(f"{seed} {number}"))
        for layout in LAYOUTS:
            if number == count:
                return
            number += 1
            yield print_sheet(sheet, layout, number)


def print_sheet(sheet: Sheet, name: str, number: int = 1) -> Page:
    """A page that holds the articles of a sheet in a layout, as many as it can."""
    layout = LAYOUTS[name]
    articles = sheet.articles[: layout.most]
    file = f"{sheet.published.isoformat()}_{number:05d}{layout.suffix}"
    return Page(file, name, layout.write(articles, sheet.published), truth_of(articles), sheet.published)


def read(page: Page) -> Document:
    """The page as `kg build` reads it."""
    file = File(name=page.name, open=partial(BytesIO, page.data))
    (part,) = read_parts(file)
    assert hasattr(part, "text"), part
    return Document(id="page", source=page.name, text=part.text, published=page.published.isoformat())


def measure(page: Page) -> Result:
    """The score of the graph of a page."""
    document = read(page)
    knowledge, report = build_documents([document])
    assert not report.dropped, report.dropped
    if LAYOUTS[page.layout].variant:
        knowledge, document = in_simplified(knowledge), replace(document, text=simplify(document.text))
    gold = parse_gold(page.gold)
    score = score_page(gold, knowledge, Text(document.source, document.text))
    return Result(page, score.counts, count_days(gold, knowledge), score.faults)


def in_simplified(knowledge: Knowledge) -> Knowledge:
    """The graph with all its words in simplified characters: its truth is kept in them."""

    def plain(entity: Entity) -> Entity:
        return replace(
            entity,
            label=simplify(entity.label),
            aliases=tuple(map(simplify, entity.aliases)),
            anaphora=tuple(map(simplify, entity.anaphora)),
            attributes=tuple((name, simplify(value)) for name, value in entity.attributes),
        )

    facts = (replace(fact, roles=tuple(map(simplify, fact.roles))) for fact in knowledge.facts)
    return Knowledge(tuple(map(plain, knowledge.entities)), tuple(facts))


def count_days(gold: Gold, knowledge: Knowledge) -> tuple[int, int]:
    """Events whose day is right, year and all, among those that were found and have a day."""
    found = compare(gold, knowledge).loose
    of_system = {entity.id: entity for entity in knowledge.entities}
    days = [
        (entity.time, of_system[found[f"Event/{entity.name}"]].get("time"))
        for entity in gold.entities
        if entity.kind == "Event" and entity.time and f"Event/{entity.name}" in found
    ]
    return sum(wanted == have for wanted, have in days), len(days)


def add_up(results: Iterable[Result]) -> dict[str, dict[str, Count]]:
    """Strict counts by layout and name; `days` beside them, and `all layouts`."""
    found = list(results)
    out: dict[str, dict[str, Count]] = {}
    for layout in ("all layouts", *LAYOUTS):
        mine = [one for one in found if layout in ("all layouts", one.page.layout)]
        if mine:
            counts = total(one.counts for one in mine)
            out[layout] = {name: counts["strict", name] for name in NAMES}
            right, of = (sum(one.days[i] for one in mine) for i in (0, 1))
            out[layout]["days"] = Count(right, of, of)
    return out
