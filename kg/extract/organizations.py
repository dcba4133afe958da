"""Organizations that are not public bodies: a name or quotes before a head (学院, 公司, 救援队), and whole names."""

from __future__ import annotations

import re
from functools import cache

import rjieba

from kg.extract.draft import Draft
from kg.extract.phrases import grow_left
from kg.lexicon import Lexicon

_QUOTED = re.compile(r"“[^“”\n]{2,12}”$")
_LONGER = re.compile(r"[路街站]|城区|生(?!产)|家属")  # after a head: 学院路, 医院家属区


class _Tables:
    """The tables of organizations, ready for use."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.heads = frozenset(lexicon.table("organizations", "heads"))
        self.weak = frozenset(lexicon.table("organizations", "heads", "weak"))
        self.quoted = frozenset(lexicon.table("organizations", "heads", "quoted"))
        self.services = frozenset(lexicon.table("organizations", "heads", "services"))
        self.names = frozenset(lexicon.table("organizations", "names"))
        self.generic = frozenset(lexicon.table("organizations", "generic"))
        self.stops = frozenset(lexicon.table("organizations", "stops"))


@cache
def _tables(lexicon: Lexicon) -> _Tables:
    return _Tables(lexicon)


def find_organizations(draft: Draft, lexicon: Lexicon) -> None:
    """Add the organizations of an article."""
    tables, passage = _tables(lexicon), draft.passage
    text = passage.text
    agencies = draft.mask("Agency")
    regions = {m.start: m.stop for m in draft.of_type("Region")}
    spans: list[tuple[int, int, str, float]] = []
    for hit in passage.words["organizations"]:
        word = hit.entry.text
        if word not in tables.heads and word not in tables.names:
            continue
        if 1 in agencies[hit.start : hit.stop] or (not passage.edges[hit.stop] and hit.stop < len(text)):
            continue
        if _LONGER.match(text, hit.stop, hit.stop + 2):
            continue
        if spans and spans[-1][1] > hit.start:
            continue
        if word in tables.names:
            spans.append((hit.start, hit.stop, "organization.name", 0.9))
            continue
        quote = _QUOTED.search(text, max(0, hit.start - 14), hit.start)
        if quote and word in tables.services:
            continue
        if quote and word in tables.quoted:
            spans.append((quote.start(), hit.stop, "organization.quoted", 0.8))
            continue
        floor = agencies.rfind(b"\x01", 0, hit.start) + 1
        start, proper = grow_left(
            passage, hit.start, most=22, stops=tables.stops, floor=floor, verbs=word.endswith(("队", "团", "义警"))
        )
        if spans and spans[-1][1] == start:  # 内蒙古医科大学 + 第二附属医院
            start = spans.pop()[0]
        while start < hit.start:  # generic words at the front are not part of the name
            token = passage.token_at(start)
            if token.text not in tables.generic or token.stop >= hit.start:
                break
            start = token.stop
        body = text[start : hit.start]
        words = passage.between(start, hit.start)
        if start == hit.start or body in tables.generic or all(t.text in tables.generic for t in words):
            continue
        proper = proper or any(start <= a < hit.start for a in regions)
        strange = len(body) >= 4 and (word.endswith("队") or any(not rjieba.has_word(t.text) for t in words))
        if word in tables.weak and not proper and not strange:
            continue
        if word == "党" and len(body) < 2:
            continue
        spans.append((start, hit.stop, "organization.head", 0.8 if proper else 0.65))
    for start, stop, rule, confidence in spans:
        draft.mention(start, stop, draft.thing("Organization", text[start:stop]), rule, confidence)
