"""What a graph says of a page, as the page's annotation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from kg.annotate.page import ARTICLE, Found, Page, Part, Thing, assemble_page, squash, trim
from kg.errors import GoldError
from kg.model import RELATIONS, Article, Document, Entity, Evidence, Fact, Knowledge
from kg.score.sheet import fold
from kg.split import split

_SUBTYPES = {"Region": "regionLevel", "Initiative": "initiativeType", "Event": "eventType"}
_SURROGATE = re.compile("[\ud800-\udfff]")


class Dropped(msgspec.Struct):
    """What of a graph could not be shown on the pages: relations whose ends have no mark on the page that says so."""

    relations: int = 0


def annotate(knowledge: Knowledge, documents: Iterable[Document], dropped: Dropped) -> Iterator[Page]:
    """The annotation of each document, as the graph has it; one of which it knows nothing is a page without marks.

    Raises: GoldError if a document has another text than the one that the graph was made from.
    """
    entities = {entity.id: entity for entity in knowledge.entities}
    by_article: dict[str, list[tuple[Fact, Evidence]]] = defaultdict(list)
    for fact in knowledge.facts:
        for evidence in fact.evidence:
            by_article[evidence.article].append((fact, evidence))
    for document in documents:
        yield _page(document, entities, by_article, dropped)


def _page(
    document: Document,
    entities: dict[str, Entity],
    by_article: dict[str, list[tuple[Fact, Evidence]]],
    dropped: Dropped,
) -> Page:
    articles = split(document)
    text = _SURROGATE.sub("\ufffd", document.text)
    parts = tuple(_part(article, entities.get(article.key)) for article in articles)
    page = Page(
        id=document.id,
        source=document.source,
        text=text,
        year=int(document.published[:4]) if document.published else None,
        parts=parts,
    )
    found: list[Found] = []
    marks: dict[str, list[Found]] = defaultdict(list)
    for number, (article, part) in enumerate(zip(articles, parts, strict=True)):
        if part.runs:
            start, stop = _headline(article, part)
            start, stop = trim(text, start, stop)
            if start < stop:
                headline = Found(uid=f"a{number}", start=start, stop=stop, kind=ARTICLE, key=str(number))
                found.append(headline)
                marks[article.key].append(headline)
    for article in articles:
        for fact, evidence in by_article.get(article.key, ()):
            if fact.predicate != "mentions" or fact.object not in entities:
                continue
            start, stop = trim(text, evidence.span.start, min(evidence.span.stop, len(text)))
            if start >= stop or fold(text[start:stop]) != fold(_SURROGATE.sub("\ufffd", evidence.quote)):
                raise GoldError(
                    f"the page no longer says “{evidence.quote}” where the graph has it",
                    source=document.source,
                    place=f"line {evidence.line}",
                    remedy="build the graph anew, or put the page back as it was",
                )
            one = Found(uid=f"m{len(found)}", start=start, stop=stop, kind=entities[fact.object].type, key=fact.object)
            found.append(one)
            marks[fact.object].append(one)
    links = set()
    for article in articles:
        for fact, evidence in by_article.get(article.key, ()):
            if fact.predicate not in RELATIONS:
                continue
            heads, tails = marks.get(fact.subject), marks.get(fact.object)
            if not heads or not tails:
                dropped.relations += 1
                continue
            head, tail = _nearest(heads, evidence), _nearest(tails, evidence)
            links |= {(head.uid, fact.predicate, tail.uid, role) for role in fact.roles or ("",)}
    things = {id: _thing(entities[id], {squash(text[m.start : m.stop]) for m in of}) for id, of in marks.items()
              if entities.get(id) is None or entities[id].type != ARTICLE}  # fmt: skip
    return assemble_page(page, things, found, sorted(links))


def _part(article: Article, entity: Entity | None) -> Part:
    places = sorted(
        {offset for line in (article.headline, *article.kickers, *article.paragraphs) for offset in line.offsets}
        | {at for author in article.authors for at in range(author.span.start, author.span.stop)}
    )
    runs: list[tuple[int, int]] = []
    for at in places:
        if at < 0:
            continue
        if runs and at - runs[-1][1] <= 2:  # a line break within it
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return Part(
        id=article.id,
        title=entity.label if entity is not None else article.headline.text,
        authors=tuple(author.name for author in article.authors),
        dateline=article.dateline,
        runs=tuple(runs),
    )


def _headline(article: Article, part: Part) -> tuple[int, int]:
    """Where the headline stands; where an article has none, the beginning of it, up to twenty characters."""
    offsets = [offset for offset in article.headline.offsets if offset >= 0]
    if offsets:
        return min(offsets), max(offsets) + 1
    start, stop = part.runs[0]
    return start, min(stop, start + 20)


def _nearest(marks: list[Found], evidence: Evidence) -> Found:
    """The mark inside the sentence, else the one that is least far from it."""
    span = evidence.span
    return min(marks, key=lambda m: (max(span.start - m.start, m.stop - span.stop, 0), m.start, m.stop, m.uid))


def _thing(entity: Entity, surfaces: set[str]) -> Thing:
    value = entity.get("value")
    time = entity.get("time")
    try:
        number = float(value) if value is not None else None
    except ValueError:
        number = None
    return Thing(
        kind=entity.type,
        name=entity.label,
        subtype=entity.get(_SUBTYPES.get(entity.type, "")) or "",
        time=time if entity.type == "Event" else None,
        metric=entity.get("metric"),
        value=number,
        unit=entity.get("unit"),
        change=entity.get("change"),
        period=time if entity.type == "Indicator" else None,
        printed=squash(entity.label) in surfaces,
    )
