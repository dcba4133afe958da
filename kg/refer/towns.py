"""Towns that stand without their county, in another one than the article's."""

from __future__ import annotations

from kg.lexicon.gazetteer import Gazetteer
from kg.refer.values import Area

_ENDS = ("街道", "镇", "乡")


def town_elsewhere(name: str, around: Area | None, gazetteer: Gazetteer) -> Area | None:
    """The town of a name that stands by itself, where only another county of the prefecture has such a one.

    `around` is the county that the article tells of. Towns become streets: the gazetteer's 沟帮子街道 is what an older
    page calls 沟帮子镇.
    """
    county = gazetteer.by_code.get(around.code) if around is not None and around.level == "county" else None
    stem = next((name[: -len(end)] for end in _ENDS if name.endswith(end)), "")
    if county is None or len(stem) < 2:
        return None
    called = [option for each in (name, *(stem + end for end in _ENDS)) for option in gazetteer.called(each)]
    towns = {option.adcode: option for option in called if option.level == "township"}
    near = [town for town in towns.values() if gazetteer.lies_in(town, county.parent)]
    if len(near) != 1 or near[0].parent == county.adcode:
        return None
    return Area(f"region/{near[0].parent}/{name}", name, "township")
