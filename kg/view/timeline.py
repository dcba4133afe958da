"""Events by region along time, each as exactly dated as the page dates it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape

from kg.model import Entity, Knowledge
from kg.view.areas import Area, Areas
from kg.view.dates import days, describe, precision
from kg.view.detail import Details
from kg.view.labels import read_labels
from kg.view.sheet import to_fragment, to_sheet

LIMIT = 5000
"""So many events a page holds; of more, those with most relations."""
NATION, NOWHERE = "nation", "nowhere"


def to_timeline(knowledge: Knowledge, *, title: str, at: int) -> str:
    """The timeline as an HTML document."""
    words = read_labels().interface
    events = [entity for entity in knowledge.entities if entity.type == "Event"]
    kept = choose(knowledge, events)
    details = Details(knowledge, (event.id for event in kept), at)
    areas = Areas(knowledge)
    where = {event.id: areas.of_event(event.id) for event in kept}
    rows = to_rows((area for found, _ in where.values() for area in found), areas, at)
    if any(not found for found, _ in where.values()):
        rows.append([NOWHERE, words["nowhere"][at], ""])
    number = {row[0]: i for i, row in enumerate(rows)}
    items = [_item(event, *where[event.id], number, details, at) for event in kept]
    dated = sum(item[3] is not None for item in items)
    notes = []
    if len(kept) < len(events):
        left = f"{len(events) - len(kept):,}"
        notes = [words["truncated"][at].format(all=f"{len(events):,}", drawn=f"{len(kept):,}", left=left)]
    body = _body(kept, rows, at) if events else f'<p class="empty">{escape(words["noevents"][at])}</p>'
    data = {
        **details.data,
        "at": at,
        "rows": rows,
        "items": items,
        "precisions": {name: pair[at] for name, pair in read_labels().precisions.items()},
    }
    counts = words["counts"][at].format(dated=f"{dated:,}", undated=f"{len(items) - dated:,}")
    return to_sheet("timeline", body, data, title=title, counts=counts, notes=notes, at=at)


def choose(knowledge: Knowledge, events: list[Entity]) -> list[Entity]:
    """The events that a page holds, by date and name: all, or of too many those with most relations."""
    degree: Counter[str] = Counter()
    for fact in knowledge.facts:
        degree[fact.subject] += 1
        degree[fact.object] += 1
    kept = sorted(events, key=lambda event: (-degree[event.id], event.id))[:LIMIT]
    return sorted(kept, key=lambda event: (event.get("begin") or "~", event.get("time") or "~", event.id))


def to_rows(found: Iterable[Area], areas: Areas, at: int) -> list[list[str]]:
    """The rows of the picture as `[code, name, code of the row above]`: each province with its prefectures."""
    several = set(found)
    below: dict[str, set[str]] = {}
    for area in several:
        if area.province:
            below.setdefault(area.province, set()).update({area.prefecture} - {""})
    rows = [[NATION, read_labels().interface["nation"][at], ""]] if any(area.nation for area in several) else []
    for province in sorted(below):
        rows.append([province, areas.name(province), ""])
        rows += [[code, areas.name(code), province] for code in sorted(below[province])]
    return rows


def _item(
    event: Entity, found: tuple[Area, ...], said: bool, number: dict[str, int], details: Details, at: int
) -> list[object]:
    """`[thing, type, [rows], [first day, last day] or null, precision, time in words, place, said or inferred]`."""
    value = event.get("time") or ""
    codes = [NATION if area.nation else area.prefecture or area.province for area in found] or [NOWHERE]
    kind = event.get("eventType") or "other"
    return [
        details.number[event.id],
        kind if kind in read_labels().events else "other",
        sorted({number[code] for code in codes}),
        days(value, event.get("begin"), event.get("end")),
        precision(value),
        describe(value, at),
        "、".join(dict.fromkeys(area.name for area in found)),
        int(said or not found),
    ]


def _body(events: list[Entity], rows: list[list[str]], at: int) -> str:
    """The controls and the frame that timeline.js fills."""
    labels = read_labels()
    kinds = Counter(event.get("eventType") or "other" for event in events)
    kinds = Counter({name: sum(n for k, n in kinds.items() if k == name) for name in kinds if name in labels.events})
    kinds["other"] = len(events) - sum(n for name, n in kinds.items() if name != "other")
    chips = "".join(
        f'<button class="chip" type="button" data-type="{name}" aria-pressed="true">'
        f'<span class="seal {look.hue}" aria-hidden="true">{look.mark[at]}</span>{escape(look.label[at])} '
        f"<small>{kinds[name]:,}</small></button>"
        for name, look in labels.events.items()
        if kinds[name]
    )
    choices = "".join(
        f'<option value="{i}">{"　" if above else ""}{escape(name)}</option>' for i, (_, name, above) in enumerate(rows)
    )
    return to_fragment("timeline.html", at, choices=choices, chips=chips)
