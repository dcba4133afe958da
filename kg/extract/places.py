"""Places: roads with kilometre marks, squares, markets, lakes, stations: a name before a head, or a road's number."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from kg.extract.draft import Draft
from kg.extract.phrases import grow_left
from kg.lexicon import Lexicon

_ROAD = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}?(?:国道|省道|县道|乡道|高速公路|高速))?(?:[GSXYgsxy]\d{1,4}|\d{3})(?:国道|省道|县道|线|[\u4e00-\u9fff]{2,4}(?:高速公路|高速|段|线))?"
    r"(?:[\u4e00-\u9fff]{0,6}段)?(?:K?\d+(?:\+\d+)?(?:公里|千米)?(?:\+?\d+米)?(?:[\u4e00-\u9fff]{0,4}?(?:处|路段|坡道|附近))?)?"
    r"|(?:国道|省道)\d{3}线?(?:\d+公里(?:处)?)?"
)
_NOT_OF_ROAD = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9+]")  # what no branch of `_ROAD` takes
_COUNT = re.compile(r"[\d一二三四五六七八九十]+$")
_TOPIC = re.compile(r"[上面边]?[的]?(?:安全|管理|建设|治理|秩序)")
_AT = re.compile(r"(?:处|附近)$")
_NUMBERED = re.compile(r"国道|省道|县道|乡道|高速|[GSXYgsxy]\d{2,4}|线")


class _Tables:
    """The tables of places, ready for use."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.heads = frozenset(lexicon.table("places", "heads"))
        self.weak = frozenset(lexicon.table("places", "heads", "weak"))
        self.sole = frozenset(lexicon.table("places", "heads", "sole"))
        self.abstract = frozenset(lexicon.table("places", "heads", "abstract"))
        self.generic = frozenset(lexicon.table("places", "generic"))


@cache
def _tables(lexicon: Lexicon) -> _Tables:
    return _Tables(lexicon)


def find_places(draft: Draft, lexicon: Lexicon) -> None:
    """Add the places of an article."""
    tables, passage = _tables(lexicon), draft.passage
    text = passage.text
    busy = draft.mask("Agency", "Organization", "Person", "Initiative")
    named = [(n.start, n.stop) for n in draft.named]
    regions = {m.start: m.stop for m in draft.of_type("Region")}
    ends = sorted(regions.values())
    spans: list[tuple[int, int, str, float]] = []
    for start, stop in _find_roads(text):
        if 1 not in busy[start:stop]:
            spans.append((start, stop, "place.road", 0.85))
    for hit in passage.words["places"]:
        word = hit.entry.text
        if word not in tables.heads or not passage.edges[hit.stop] or 1 in busy[hit.start : hit.stop]:
            continue
        if _meets(spans, hit.start, hit.stop):
            continue
        if not passage.edges[hit.start] and passage.token_at(hit.start).tag in ("i", "l", "v", "d", "a"):
            continue
        before = bisect_right(ends, hit.start)
        floor = max(busy.rfind(b"\x01", 0, hit.start) + 1, ends[before - 1] if before else 0)
        start, proper = grow_left(passage, hit.start, most=10, stops=tables.generic, floor=floor)
        body = text[start : hit.start]
        if start == hit.start or body in tables.generic or any(a <= start < b and b > hit.start for a, b in named):
            continue
        if text[start - 1 : start] == "“" and text[hit.stop : hit.stop + 1] == "”":
            continue
        if not proper and start in ends and word in tables.sole:
            start, proper = next(a for a, b in regions.items() if b == start), True
        if word in tables.weak and not proper:
            token = passage.token_at(hit.start)
            if not (token.tag in ("ns", "nz") and token.start < hit.start):
                continue
        if _COUNT.match(body) or len(body) < (2 if len(word) == 1 else 1) or len(body + word) < 3:
            continue
        if word in tables.abstract and _TOPIC.match(text, hit.stop):
            continue
        spans.append((start, hit.stop, "place.head", 0.75))
    for span in passage.entities:
        if (
            span.kind == "Place"
            and 1 not in busy[span.start : span.stop]
            and not _meets(spans, span.start, span.stop)
            and span.start not in regions
        ):
            spans.append((span.start, span.stop, "place.model", span.score))
    for start, stop, rule, confidence in sorted(spans):
        name = _AT.sub("", text[start:stop]) if rule == "place.road" else text[start:stop]
        draft.mention(start, stop, draft.thing("Place", name), rule, confidence)


def _find_roads(text: str) -> Iterator[tuple[int, int]]:
    """Where roads with numbers stand; looked for only in the runs of letters and digits that hold a word of roads."""
    done = 0
    for word in _NUMBERED.finditer(text):
        if word.start() < done:
            continue
        start = word.start()
        while start > done and not _NOT_OF_ROAD.match(text, start - 1):
            start -= 1
        end = _NOT_OF_ROAD.search(text, word.end())
        done = end.start() if end else len(text)
        for m in _ROAD.finditer(text, start, done):
            if _NUMBERED.search(m[0]) and any(c.isdigit() for c in m[0]):
                yield m.span()


def _meets(spans: list[tuple[int, int, str, float]], start: int, stop: int) -> bool:
    return any(a < stop and start < b for a, b, *_ in spans)
