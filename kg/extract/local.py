"""Names of a place that no gazetteer has: villages that stand alone, units called after a place of their county."""

from __future__ import annotations

import re

from kg.analyze import Passage
from kg.extract.parts import Chain, Part
from kg.extract.stretch import may_name
from kg.lexicon import Lexicon
from kg.lexicon.gazetteer import Gazetteer

_LONE_VILLAGE = re.compile(
    # The last letter of 来到, 走进…: a class of letters comes first, since `re` passes over all that is none of them.
    r"[在到至赴往入驻，。、：；\n进住于访](?:(?<![进住于访])|(?<=走进|家住|位于|走访))(([\u4e00-\u9fff]{2,4})(?:村|社区|嘎查))"
    r"(?=[，。、；的内里]|村民|居民|牧民|党支部|党委|委会|居委会|一|开展|举行|举办|召开|召集|调解|走访|宣传|网格)"
)


def find_lone_villages(passage: Passage, lexicon: Lexicon, chains: list[Chain]) -> list[Chain]:
    """Villages and communities that stand without their town, after a word of place or a mark: 来到|三店社区."""
    out: list[Chain] = []
    if not any(map(passage.text.__contains__, ("村", "社区", "嘎查"))):
        return out
    generic = lexicon.table("places", "villages", "generic")
    taken = bytearray(len(passage.text))
    for chain in chains:
        taken[chain.start : chain.stop] = b"\1" * (chain.stop - chain.start)
    for found in _LONE_VILLAGE.finditer(passage.text):
        start, stop = found.span(1)
        if 1 in taken[start:stop] or passage.sentences[passage.sentence_at(start)].kind != "text":
            continue
        if not passage.edges[start] or not passage.edges[stop] or found[2] in generic or found[2][-2:] in generic:
            continue
        if may_name(passage, lexicon.stops, start, found.end(2)):
            out.append(Chain(start, stop, (Part(start, stop, "V", found[1]),)))
    return out


def with_own_names(chain: Chain, local: set[str], gazetteer: Gazetteer) -> Chain:
    """A chain whose unit bears the name of a place of its own county that is also a far division's short form.

    霞浦县|三沙|海防派出所 is not of 三沙市, nor is 三沙|海事处 where the article tells of 三沙镇. Such names join
    the `local` ones of the article.
    """
    parts = chain.parts
    for i in range(len(parts) - 1):
        name, unit = parts[i], parts[i + 1]
        if name.kind != "r" or unit.kind != "U" or unit.text.startswith("委"):
            continue
        county = gazetteer.by_name.get(parts[i - 1].text, ()) if i and parts[i - 1].kind == "R" else ()
        apart = (
            len(county) == 1 and county[0].level == "county" and not _may_lie(gazetteer, name.text, county[0].adcode)
        )
        if apart or name.text in local:
            local.add(name.text)
            own = Part(name.start, unit.stop, "U", name.text + unit.text, name.text + unit.stem, unit.head)
            return Chain(chain.start, chain.stop, (*parts[:i], own, *parts[i + 2 :]), chain.pointed)
    return chain


def is_below(gazetteer: Gazetteer, short: str, above: str) -> bool:
    """Whether a stretch is a county of the division right before it, without its last character: 眉山市|东坡."""
    codes = {region.adcode for region in gazetteer.by_name.get(above, ())}
    known = (region for suffix in "区县市旗" for region in gazetteer.by_name.get(short + suffix, ()))
    return any(over.adcode in codes for region in known for over in gazetteer.ancestors(region))


def _may_lie(gazetteer: Gazetteer, name: str, county: str) -> bool:
    """Whether a short form can name a county or what lies in or above it."""
    options = gazetteer.by_name.get(name, ())
    return any(o.adcode == county or gazetteer.lies_in(o, county) or county.startswith(o.adcode[:4]) for o in options)
