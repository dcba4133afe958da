"""The government or committee of a town or village, named without it (镇政府) or by its own name (长营村村委会)."""

from __future__ import annotations

import re

from msgspec.structs import replace

from kg.refer.roster import Roster
from kg.refer.values import Area, Body, Reading, Step

_PARTY = ("党支部", "党总支", "党委")
_BOTH = ("两委", "“两委”")  # a village's two committees, which are no one body


def town_body(roster: Roster, reading: Reading, step: Step, position: int) -> Body | None:
    """镇政府, 村委会: of the town or village last named."""
    if step.text.endswith(_BOTH):
        return None
    kind = "township" if step.text[0] in "镇乡街苏" else "village"
    suffixes = {"镇": "镇", "乡": "乡", "街": "街道", "苏": "苏木", "村": "村", "社": "社区", "嘎": "嘎查"}
    suffix = suffixes[step.text[0]]
    for (start, _), area in sorted(reading.areas.items(), reverse=True):
        if start < position and area.level == kind and area.label.endswith(suffix):
            areas = _printed_areas(reading, start)
            rest = step.text[len(suffix) :]
            committee = rest == "委会"  # 村委会 of 翠峰村 is 翠峰村村委会
            head, rest = (step.text, step.text) if committee else (step.head, rest)
            stem = step.stem.removeprefix(suffix)  # 村党支部 is the village's 党支部
            printed = "".join(a.label for a in areas)
            return roster.body((replace(step, areas=areas, printed=printed, text=rest, stem=stem, head=head),))
    return None


def _printed_areas(reading: Reading, start: int) -> tuple[Area, ...]:
    """The divisions from the county down that are printed together, the last of them at `start`."""
    chain = next(c for c in reading.chains if any(p.start == start for p in c.parts))
    areas = [reading.areas.get((p.start, p.stop)) for p in chain.parts if p.start <= start and p.kind not in "UKPI"]
    return tuple(a for a in areas if a is not None and a.level in ("county", "township", "village"))


def village_body(roster: Roster, readings: list[Reading], reading: Reading, step: Step, position: int) -> Body | None:
    """长营村村委会: of the village of that name, in the town last named."""
    found = re.match(
        r"(.{2,6}?(?:村|社区|嘎查))(村委会|村民委员会|居委会|社区居委会|居民委员会|村“两委”|两委|党支部|党委|党总支)$",
        step.text,
    )
    if not found:
        return None
    name = found[1]
    known = [c for r in readings for c in r.chains if c.parts and c.parts[-1].kind == "V" and c.parts[-1].text == name]
    areas: tuple[Area, ...] = ()
    for chain in known:
        for r in readings:
            got = [r.areas[p.start, p.stop] for p in chain.parts if (p.start, p.stop) in r.areas]
            if got and got[-1].label == name and len(got) > len(areas):
                areas = tuple(a for a in got if a.level in ("county", "township", "village"))
    if not areas:
        town = next(
            (
                a
                for (start, _), a in sorted(reading.areas.items(), reverse=True)
                if start < position and a.level == "township"
            ),
            None,
        )
        above = (town,) if town else ()
        key = f"{town.key}/{name}" if town else f"region/{name}@{reading.page}"
        areas = (*above, Area(key, name, "village"))
    made = replace(
        step,
        areas=areas,
        printed=name,
        text=found[2],
        stem="",
        head=found[2] if found[2] in _PARTY else "村委会" if "村" in found[2] else "居委会",
    )
    return roster.body((made,))
