"""Towns that stand without their county, in another one than the article's."""

from __future__ import annotations

from collections.abc import Collection

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


def find_town(
    name: str, above: Area | None, context: Collection[str], others: Collection[str], gazetteer: Gazetteer
) -> str:
    """The code of the town of a name in the division above it, or of the county that the page tells of; or nothing.

    `context` are the codes of the article's divisions, `others` those of the page's.
    """
    towns = [option for option in gazetteer.called(name) if option.level == "township"]
    code = above.code if above else ""
    if code:
        hits = [town for town in towns if gazetteer.lies_in(town, code)]
    else:
        hits = [town for town in towns if any(gazetteer.lies_in(town, one) for one in context)]
    if len(hits) > 1:  # two counties of the prefecture have one: that of the county which the page tells of
        hits = [town for town in hits if town.parent in context] or [town for town in hits if town.parent in others]
    if not hits and len(gazetteer.called(name)) == 1:  # no county of the article has one, only one of the page
        hits = [town for town in towns if town.parent in others]
    return hits[0].adcode if len(hits) == 1 else ""
