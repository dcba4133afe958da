"""Which division lies in which: each region of a page in the next larger one that the page names, places in regions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container
from functools import lru_cache
from operator import attrgetter

from kg.analyze import Passage
from kg.extract.draft import Draft, Mention, Thing
from kg.lexicon.gazetteer import Gazetteer

_LEVEL = re.compile(r"(?:街道|地区|[省市县区旗州盟镇乡村])$")
_SHORTEST = 2
_NATURE = re.compile(r"(?:[山江河湖海泉沟岭峰岛畔岸]|草原|水库|湿地)$")  # divisions are named after them
_OUTER = ("prefecture", "county")
_FLOWS = re.compile(r"(?:[江河海洋山岭]|海峡|流域|沙漠)$")  # they are in more than one division
_START = attrgetter("start")
MODEL = "place.model"
"""The rule of a place that only a model has seen."""


def find_within(drafts: list[Draft], gazetteer: Gazetteer) -> None:
    """Add `within` to the drafts of one page, with the sentence that names the inner one first."""
    regions = {key: thing for draft in drafts for key, thing in draft.things.items() if thing.type == "Region"}
    done: set[str] = set()
    for draft in drafts:
        for m in draft.of_type("Region"):
            if m.key in done:
                continue
            outer = _next_larger(m.key, regions, gazetteer) or _by_name(m.key, regions)
            if outer:
                done.add(m.key)
                thing = regions[outer]
                draft.thing("Region", thing.label, outer, **thing.attributes)
                sentence = draft.passage.sentences[draft.passage.sentence_at(m.start)]
                draft.claim(m.key, "within", outer, sentence.start, sentence.stop, "within.gazetteer", 0.95)
        _places(draft)


def _next_larger(key: str, names: Container[str], gazetteer: Gazetteer) -> str:
    """The smallest of the page's regions that holds this one."""
    parts = key.removeprefix("region/").split("/")
    for n in range(len(parts) - 1, 0, -1):
        above = "region/" + "/".join(parts[:n])
        if above in names:
            return above
    region = gazetteer.by_code.get(parts[0])
    if region is None:
        return ""
    for above_region in gazetteer.ancestors(region):
        above = f"region/{above_region.adcode}"
        if above in names and above_region.level != "nation":
            return above
    return ""


def _by_name(key: str, regions: dict[str, Thing]) -> str:
    """Of a page's regions the one that a zone is called after: 长春|净月高新区."""
    label = regions[key].label
    if regions[key].attributes.get("regionLevel") != "zone":
        return ""
    for level in _OUTER:  # 荆州|经济技术开发区 is of 荆州市, not of 荆州区
        for other, one in regions.items():
            short = _short(one.label) if one.attributes.get("regionLevel") == level else ""
            if len(short) >= _SHORTEST and label.startswith(short):
                return other
    return ""


def _places(draft: Draft) -> None:
    """A place lies in the division its own name begins with, the one right before it, or the last one named."""
    passage = draft.passage
    regions = [m for m in draft.of_type("Region") if not m.anaphor]
    inside = draft.mask("Agency")
    places = draft.of_type("Place")
    shorts = _shorts(draft, regions) if places else {}
    done: set[str] = set()
    for m in places:
        if m.key in done:
            continue
        if draft.things[m.key].label.endswith("海峡"):
            continue  # between two divisions
        named = _named_inside(draft, m, shorts)
        best = named or _region_of(m, regions, inside, passage)
        if not named and best is not None and best.stop < m.start and m.rule == MODEL:
            continue  # no rule of ours has looked whether it stands where the division before says
        if best is not None and draft.things[best.key].attributes.get("regionLevel") != "nation":
            sentence = passage.sentences[passage.sentence_at(m.start)]
            rule, confidence = ("within.name", 0.8) if named else ("within.nearest", 0.65)
            draft.claim(m.key, "within", best.key, sentence.start, sentence.stop, rule, confidence)
            done.add(m.key)


@lru_cache(maxsize=4096)
def _short(label: str) -> str:
    return "" if "自治" in label else _LEVEL.sub("", label)


def _shorts(draft: Draft, regions: list[Mention]) -> dict[str, Mention]:
    """The names of an article's divisions without their level (福鼎), each with the smallest one called so."""
    out: dict[str, Mention] = {}
    for m in regions:
        short = _short(draft.things[m.key].label)
        if len(short) >= _SHORTEST and (short not in out or m.key.count("/") > out[short].key.count("/")):
            out[short] = m
    return out


def _named_inside(draft: Draft, place: Mention, shorts: dict[str, Mention]) -> Mention | None:
    """The division whose short name a place's name holds: 沈海高速|福鼎|收费站, 国道312线|内乡|段; or nothing."""
    label = draft.things[place.key].label
    if _NATURE.search(label):
        return None
    held = [(label.find(short), len(short), m.key, m) for short, m in shorts.items() if short in label]
    return max(held)[3] if held else None


def _region_of(place: Mention, regions: list[Mention], inside: bytearray, passage: Passage) -> Mention | None:
    """The region that a place's name begins with, that touches it, is outside bodies' names or is the last before."""
    at = bisect_right(regions, place.start, key=_START) - 1
    own, i = None, at
    while i >= 0 and regions[i].start == place.start:
        if own is None and regions[i].stop < place.stop:
            own = regions[i]
        i -= 1
    if own is not None:
        return own
    paragraph = passage.sentences[passage.sentence_at(place.start)].paragraph
    free = near = before = None
    for region in reversed(regions[: i + 1]):
        if region.stop > place.start:
            continue
        here = passage.sentences[passage.sentence_at(region.start)].paragraph == paragraph
        before = before or region
        if not here:
            break
        if region.stop == place.start:
            return region
        near = near or region
        if free is None and not inside[region.start]:
            free = region
    if _FLOWS.search(passage.text, place.start, place.stop):
        return None
    return free or near or before
