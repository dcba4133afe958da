"""Fire brigades of counties in articles of their prefecture's own: 遵义市消防救援支队 … 播州区消防救援大队."""

from __future__ import annotations

from kg.lexicon.gazetteer import Gazetteer
from kg.refer.values import Body, Reading

_FIRE = ("消防", "消防救援")


def subordinate_brigades(reading: Reading, gazetteer: Gazetteer) -> None:
    """Put the fire brigades of counties under their prefecture's, where the article tells of that from the start.

    The system is one from top to bottom, but an article on a county's brigade that names the prefecture's in passing
    does not say so.
    """
    first = next((body for _, body in sorted(reading.bodies, key=_place) if body.last.kind == "U"), None)
    if first is None or first.area is None or first.area.level != "prefecture":
        return
    if len(first.steps) > 1 or first.last.head != "支队" or first.last.stem not in _FIRE:
        return
    for _, body in reading.bodies:
        last, area = body.last, body.area
        if body.parent is None and last.head == "大队" and last.stem in _FIRE and area is not None and area.code:
            county = gazetteer.by_code.get(area.code)
            if county is not None and county.parent == first.area.code:
                body.parent = first


def _place(named: tuple[int, Body]) -> int:
    return named[0]
