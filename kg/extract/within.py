"""Which division lies in which: each region of a page in the next larger one that the page names, places in regions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container
from operator import attrgetter

from kg.analyze import Passage
from kg.extract.draft import Draft, Mention
from kg.lexicon.gazetteer import Gazetteer

_START = attrgetter("start")


def find_within(drafts: list[Draft], gazetteer: Gazetteer) -> None:
    """Add `within` to the drafts of one page, with the sentence that names the inner one first."""
    regions = {key: thing for draft in drafts for key, thing in draft.things.items() if thing.type == "Region"}
    done: set[str] = set()
    for draft in drafts:
        for m in draft.of_type("Region"):
            if m.key in done:
                continue
            outer = _next_larger(m.key, regions, gazetteer)
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


def _places(draft: Draft) -> None:
    """A place lies in the division its own name begins with, the one right before it, or the last one named."""
    passage = draft.passage
    regions = [m for m in draft.of_type("Region") if not m.anaphor]
    inside = draft.mask("Agency")
    done: set[str] = set()
    for m in draft.of_type("Place"):
        if m.key in done:
            continue
        best = _region_of(m, regions, inside, passage)
        if best is not None and draft.things[best.key].attributes.get("regionLevel") != "nation":
            sentence = passage.sentences[passage.sentence_at(m.start)]
            draft.claim(m.key, "within", best.key, sentence.start, sentence.stop, "within.nearest", 0.65)
            done.add(m.key)


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
    return free or near or before
