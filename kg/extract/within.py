"""Which division lies in which: each region of a page in the next larger one that the page names, places in regions."""

from __future__ import annotations

from collections.abc import Container

from kg.extract.draft import Draft
from kg.lexicon.gazetteer import Gazetteer


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
        n = passage.sentence_at(m.start)
        paragraph = passage.sentences[n].paragraph
        before = [r for r in regions if r.stop <= m.start]
        near = [r for r in before if passage.sentences[passage.sentence_at(r.start)].paragraph == paragraph]
        touching = [r for r in near if r.stop == m.start]
        free = [r for r in near if not inside[r.start]]
        own = [r for r in regions if m.start == r.start and r.stop < m.stop]
        pick = (own or touching or free or near or before)[-1:]
        if pick:
            best = pick[0]
            if draft.things[best.key].attributes.get("regionLevel") != "nation":
                sentence = passage.sentences[n]
                draft.claim(m.key, "within", best.key, sentence.start, sentence.stop, "within.nearest", 0.65)
                done.add(m.key)
