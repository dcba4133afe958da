"""Units of counties in articles of their prefecture's own: 遵义市消防救援支队 … 播州区消防救援大队."""

from __future__ import annotations

from kg.lexicon.gazetteer import Gazetteer
from kg.refer.values import Body, Reading

# Systems that are one from top to bottom: what the prefecture's unit does, and what the counties' are.
_SYSTEMS = (
    (frozenset(("消防", "消防救援", "公安消防")), frozenset(("大队",))),
    (frozenset(("边防", "公安边防", "边境管理")), frozenset(("大队", "派出所"))),
)
_SEVERAL = 2  # divisions: the prefecture and a county
_DEEPEST = 1  # steps of a prefecture's unit


def subordinate_brigades(reading: Reading, gazetteer: Gazetteer) -> None:
    """Put the brigades of counties under their prefecture's, where the article tells of that before them or of several.

    An article on a county's brigade that names the prefecture's in passing does not say so.
    """
    bodies = [body for _, body in sorted(reading.bodies, key=_place)]
    for stems, heads in _SYSTEMS:
        own = [b for b in bodies if b.last.stem in stems and b.last.head in ("支队", *heads)]
        first = own[0] if own else None
        if first is not None and first.last.head != "支队" and len({b.area.key for b in own if b.area}) > _SEVERAL:
            first = next((b for b in own if b.last.head == "支队"), first)  # of two counties at least: it sent them
        if first is None or first.area is None or first.area.level != "prefecture":
            continue
        if len(first.steps) > _DEEPEST or first.last.head != "支队":
            continue
        for body in bodies:
            last, area = body.last, body.area
            if body.parent is not None or body is first or last.head not in heads:
                continue
            same = last.stem in stems or any(last.stem.endswith(stem) for stem in stems if stem != "消防")
            if same and _lies_in(body, first.area.code, gazetteer) and area is not None:
                body.parent = first


def _lies_in(body: Body, prefecture: str, gazetteer: Gazetteer) -> bool:
    """Whether a body's division is a county of a prefecture."""
    county = gazetteer.by_code.get(body.area.code) if body.area is not None and body.area.code else None
    return county is not None and county.parent == prefecture


def _place(named: tuple[int, Body]) -> int:
    return named[0]
