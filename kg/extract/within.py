"""Which division lies in which: each region of a page in the next larger one that the page names, places in regions."""

from __future__ import annotations

from collections.abc import Container

from kg.extract.draft import Draft, Mention, Thing
from kg.extract.located import Located, short_of
from kg.lexicon.gazetteer import Gazetteer

_SHORTEST = 2
_OUTER = ("prefecture", "county")


def find_within(drafts: list[Draft], gazetteer: Gazetteer) -> None:
    """Add `within` to the drafts of one page, with the sentence that names the inner one first."""
    regions = {key: thing for draft in drafts for key, thing in draft.things.items() if thing.type == "Region"}
    done: set[str] = set()
    for draft in drafts:
        located = Located(draft, gazetteer)
        for m in [*draft.of_type("Region"), *_unnamed(draft)]:
            if m.key in done:
                continue
            outer = _next_larger(m.key, regions, gazetteer) or _by_name(m.key, regions)
            if regions[m.key].attributes.get("regionLevel") == "village":
                outer = located.town(m, outer) or outer
            if outer:
                done.add(m.key)
                thing = regions[outer]
                draft.thing("Region", thing.label, outer, **thing.attributes)
                sentence = draft.passage.sentences[draft.passage.sentence_at(m.start)]
                draft.claim(m.key, "within", outer, sentence.start, sentence.stop, "within.gazetteer", 0.95)
        located.write()


def _unnamed(draft: Draft) -> list[Mention]:
    """The divisions that only the names of their bodies hold, each where such a body is named: 茅坪村|村委会."""
    named = {m.key for m in draft.of_type("Region")}
    served = {c.subject: c.object for c in draft.claims if c.predicate == "jurisdiction" and c.object not in named}
    if not served:
        return []
    bodies = (m for m in draft.of_type("Agency") if m.key in served)
    return [Mention(m.start, m.start, served[m.key], m.rule, m.confidence) for m in bodies]


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
            short = short_of(one.label) if one.attributes.get("regionLevel") == level else ""
            if len(short) >= _SHORTEST and label.startswith(short):
                return other
    return ""
