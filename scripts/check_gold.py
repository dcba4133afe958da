#!/usr/bin/env python3
"""Check gold files against their pages: nothing is annotated that the page does not say, and the file keeps its rules.

usage: check_gold.py PAGE GOLD.json [PAGE GOLD.json ...]

Prints one line per fault and a line of counts per file; exits with 1 if there are faults, with 2 on bad input.
"""

from __future__ import annotations

import calendar
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from kg.assemble import FITS
from kg.score.gold import Entity, Gold

EVENTS = (
    "meeting", "ceremony", "activity", "inspection", "training", "rescue", "case", "accident", "operation",
    "commendation", "other",
)  # fmt: skip

SUBTYPES: dict[str, frozenset[str]] = {
    "Agency": frozenset({"", "collective"}),
    "Region": frozenset({"nation", "province", "prefecture", "county", "township", "village", "zone"}),
    "Initiative": frozenset({"campaign", "mechanism", "project", "system", "policy", "brand"}),
    "Event": frozenset(EVENTS),
    "Organization": frozenset({""}),
    "Place": frozenset({""}),
    "Person": frozenset({""}),
    "Indicator": frozenset({""}),
}
"""The kinds of entities and the subtypes each may have; the empty string is no subtype."""

_SEASON = re.compile(r"(?:\d{4}|XXXX)-2[1-4]")
_DATE = re.compile(r"(?:\d{4}|XXXX)(?:-(\d{2})(?:-(\d{2}))?)?")


def squash(text: str) -> str:
    """The text without white space and Markdown's marks, in which mentions are looked up.

    >>> squash("**通辽讯** 2 月\\n17 日")
    '通辽讯2月17日'
    """
    return re.sub(r"[\s\u3000*#]+", "", text)


def is_edtf(time: str) -> bool:
    """Whether `time` is a day, month, season or year (the year may be XXXX), or an interval of two of them in order.

    >>> [is_edtf(t) for t in ("2023-02-17", "XXXX-07-15", "2023-02/2023-04", "2023-02-30", "2023-2", "2023-04/2023-02")]
    [True, True, True, False, False, False]
    >>> [is_edtf(t) for t in ("XXXX-24", "2023-21", "2023-25", "2023-24-01")]
    [True, True, False, False]
    """
    if _SEASON.fullmatch(time):
        return True
    parts = time.split("/")
    if len(parts) > 2 or (len(parts) == 2 and parts[0] > parts[1][: len(parts[0])]):
        return False
    for part in parts:
        match = _DATE.fullmatch(part)
        if not match:
            return False
        year, month = int(part[:4].replace("XXXX", "2000")), int(match[1] or 1)  # 2000: XXXX-02-29 may be a day
        if not 1 <= month <= 12 or not 1 <= int(match[2] or 1) <= calendar.monthrange(year, month)[1]:
            return False
    return True


def number(value: float) -> str:
    """The value as an indicator's name prints it.

    >>> number(28.65), number(137.0)
    ('28.65', '137')
    """
    return str(int(value)) if value == int(value) else repr(value)


def check(page_text: str, gold: dict[str, object]) -> list[str]:
    """The faults of an annotation, in the order of the file; an empty list if there are none."""
    try:
        parsed = msgspec.convert(gold, Gold)
    except msgspec.ValidationError as error:
        return [f"not in the gold format: {error}"]
    text = squash(page_text)
    return [*_articles(text, parsed), *_entities(text, parsed), *_relations(parsed), *_chains(parsed)]


def _articles(text: str, gold: Gold) -> Iterator[str]:
    for position, article in enumerate(gold.articles, 1):
        if article.id != f"{gold.page}#{position}":
            yield f"article id {article.id}, expected {gold.page}#{position}"
        if squash(article.title) not in text:
            yield f"title not in page: {article.title}"
        # 本报武威5月6日讯 has the date between the place and 讯, an agency's report ends in 电
        if article.dateline is not None and not re.search(
            f"{re.escape(squash(article.dateline))}[\\d月日]*[讯电]", text
        ):
            yield f"dateline not in page: {article.dateline}"
        for author in article.authors:
            if squash(author) not in text:
                yield f"author not in page: {author}"
            if [author, "wrote", article.id] not in gold.relations:
                yield f"author without wrote: {author} {article.id}"


def _entities(text: str, gold: Gold) -> Iterator[str]:
    articles = {article.id for article in gold.articles}
    owners: dict[tuple[str, str], Entity] = {}
    for entity in gold.entities:
        label = f"{entity.kind} {entity.name}"
        if entity.kind not in SUBTYPES:
            yield f"unknown kind: {label}"
        elif entity.subtype not in SUBTYPES[entity.kind]:
            yield f"subtype {entity.subtype or 'missing'!r} does not fit: {label}"
        for name in (entity.name, *entity.names):
            if name != name.strip() or not name:
                yield f"name empty or padded: {label}"
            other = owners.setdefault((entity.kind, name), entity)
            # what two readers told apart differently may share further names, if one of the readings is optional
            excused = entity.name != other.name and (entity.optional or other.optional)
            if other is not entity and not excused:
                yield f"name twice: {entity.kind} {name} ({other.name} and {entity.name})"
        if not entity.mentions:
            yield f"no mentions: {label}"
        for mention, times in Counter(entity.mentions).items():
            if times > 1:
                yield f"mention twice: {label}: {mention}"
            if not squash(mention) or squash(mention) not in text:
                yield f"mention not in page: {label}: {mention}"
        if not entity.articles:
            yield f"no articles: {label}"
        for article in sorted(set(entity.articles) - articles):
            yield f"unknown article {article}: {label}"
        for time in filter(None, (entity.time, entity.period)):
            if not is_edtf(time):
                yield f"not an EDTF time: {label}: {time}"
        if entity.time is not None and entity.kind != "Event":
            yield f"time on what is no event: {label}"
        yield from _indicator(entity)


def _indicator(entity: Entity) -> Iterator[str]:
    if entity.kind != "Indicator":
        if (entity.metric, entity.value, entity.unit, entity.change, entity.period) != (None,) * 5:
            yield f"indicator's field on {entity.kind} {entity.name}"
        return
    if entity.metric is None or entity.value is None or entity.unit is None:
        yield f"indicator without metric, value or unit: {entity.name}"
        return
    name = f"{entity.metric}{entity.change or ''}{number(entity.value)}{entity.unit}"
    if entity.name != name:
        yield f"indicator's name is not metric + change + value + unit: {entity.name}, expected {name}"
    for mention in entity.mentions:
        # a mention without digits has its number in Chinese numerals
        plain = unicodedata.normalize("NFKC", mention)
        if re.search(r"\d", plain) and number(abs(entity.value)) not in plain:
            yield f"value not in mention: {entity.name}: {mention}"


def _relations(gold: Gold) -> Iterator[str]:
    kinds: dict[str, set[str]] = {article.id: {"Article"} for article in gold.articles}
    for entity in gold.entities:
        kinds.setdefault(entity.name, set()).add(entity.kind)
    seen: set[tuple[str, ...]] = set()
    for relation in (*gold.relations, *gold.optional_relations):
        if len(relation) not in (3, 4):
            yield f"relation of {len(relation)} parts: {relation}"
            continue
        head, name, tail = relation[:3]
        if (head, name, tail) in seen:
            yield f"relation twice: {relation}"
        seen.add((head, name, tail))
        if name not in FITS:
            yield f"unknown relation: {relation}"
            continue
        if len(relation) == 4 and name != "memberOf":
            yield f"role on what is no memberOf: {relation}"
        if head == tail:
            yield f"relation to itself: {relation}"
        for side, end, fitting in (("head", head, FITS[name][0]), ("tail", tail, FITS[name][1])):
            found = kinds.get(end, set())
            if not found & fitting:
                yield f"{side} does not fit ({'/'.join(sorted(found)) or 'no such entity'}): {relation}"


def _chains(gold: Gold) -> Iterator[str]:
    """What the guide asks of every agency, indicator and region, and chains that lead back to where they began."""
    edges = {tuple(relation[:3]) for relation in (*gold.relations, *gold.optional_relations) if len(relation) >= 3}
    agencies = {entity.name for entity in gold.entities if entity.kind == "Agency"}
    regions = {entity.name for entity in gold.entities if entity.kind == "Region"}
    served = {edge[0] for edge in edges if edge[1] == "jurisdiction"}
    described = {edge[0] for edge in edges if edge[1] == "about"}
    for entity in gold.entities:
        if entity.kind == "Agency":
            # 纪委监委 is two bodies under one name, neither a unit of the other.
            longer = (a for a in agencies if a != entity.name and entity.name.startswith(a))
            superior = max((a for a in longer if entity.name != f"{a}监委"), key=len, default="")
            if superior and (entity.name, "partOf", superior) not in edges:
                yield f"no partOf to {superior}: {entity.name}"
            if entity.name not in served and any(region in entity.name for region in regions):
                yield f"no jurisdiction: {entity.name}"
        if entity.kind == "Indicator" and not entity.optional and entity.name not in described:
            yield f"indicator about nothing: {entity.name}"
    for name in ("partOf", "within", "partOfInitiative"):
        up: dict[str, set[str]] = {}
        for edge in edges:
            if edge[1] == name:
                up.setdefault(edge[0], set()).add(edge[2])
        for start in sorted(up):
            reached, left = set[str](), [start]
            while left:
                for step in up.get(left.pop(), set()) - reached:
                    reached.add(step)
                    left.append(step)
            if start in reached:
                yield f"{name} leads back to where it began: {start}"


def main(arguments: list[str]) -> int:
    """The exit status of checking the files that `arguments` names in pairs."""
    if not arguments or len(arguments) % 2:
        print(__doc__, file=sys.stderr)
        return 2
    status = 0
    for page, gold in zip(arguments[::2], arguments[1::2], strict=True):
        try:
            text = Path(page).read_text(encoding="utf-8")
            annotation: dict[str, object] = json.loads(Path(gold).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            print(f"{page}, {gold}: {error}", file=sys.stderr)
            return 2
        faults = check(text, annotation)
        for fault in faults:
            print(f"{gold}: {fault}")
        if not faults:
            parsed = msgspec.convert(annotation, Gold)
            kinds = Counter(entity.kind for entity in parsed.entities)
            counts = ", ".join(f"{kind} {kinds[kind]}" for kind in SUBTYPES if kinds[kind])
            print(f"{gold}: articles {len(parsed.articles)}, {counts}, relations {len(parsed.relations)}")
        status |= bool(faults)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
