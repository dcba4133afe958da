"""Places: roads with kilometre marks, squares, markets, lakes, stations: a name before a head, or a road's number."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

import rjieba

from kg.extract.draft import Draft
from kg.extract.phrases import grow_left
from kg.lexicon import Lexicon

_ROAD = re.compile(
    r"(?:(?:(?![在至到的辆于从沿驶经过内和与对])[\u4e00-\u9fff]){0,6}?(?:国道|省道|县道|乡道|高速公路|高速))?(?:[GSXYgsxy]\d{1,4}|\d{3})(?:国道|省道|县道|线|[\u4e00-\u9fff]{2,4}(?:高速公路|高速|段|线))?"
    r"(?:[\u4e00-\u9fff]{0,6}段)?(?:K?\d+(?:\+\d+)?(?:公里|千米)?(?:\+?\d+米)?(?:[\u4e00-\u9fff]{0,4}?(?:处|路段|坡道|附近))?)?"
    r"|(?:国道|省道)\d{3}线?(?:\d+公里(?:处)?)?"
)
_NOT_OF_ROAD = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9+]")  # what no branch of `_ROAD` takes
_COUNT = re.compile(r"[\d一二三四五六七八九十]+$")
_TOPIC = re.compile(r"[上面边]?[的]?(?:安全|管理|建设|治理|秩序)")
_ACTION = re.compile(r"检查|整治|突击|清查|巡查|宣传|执法|开展|启动|部署")  # 市监局突击检查月饼|市场
_AT = re.compile(r"(?:处|附近)$")
_NUMBERED = re.compile(  # a class of characters comes first: `re` passes over what is none of them
    r"[国省县乡高线GSXYgsxy](?:(?<=线)|(?<=[国省县乡])道|(?<=高)速|(?<=[GSXYgsxy])\d{2,4})"
)


# What sets a place off before its name.
_FRAME = re.compile(
    r"(?:在|至|到|走进|来到|前往|位于|家住|靠近|抵达|赶赴|深入|驶入|途经|途经)(?:了)?(?![在至到])([\u4e00-\u9fff“”A-Za-z0-9]{2,22})$"
)
# After a head: the head is inside a longer name, of a town (新都桥|镇) or a body.
_LONGER = re.compile(
    r"街道|镇(?!里)|乡(?!下)|村|社区|派出所|法庭|小学|中学|医院|公司|酒店|支行|流域|水系|生态|文化旅游|冰雪|管理|保护区|国家|历史|智慧|律师|集团"
)
_BESIDE = ("路口", "交叉口")  # 建国路|路口 is on the road
_INSIDE = re.compile(r"(?:街道|[镇乡]|社区|境内)?的|街道|社区|境内(?=.{2})")
_NOT_IN_NAME = frozenset("vpcdruye")
_SUFFIXES = frozenset("省市县区旗州盟镇乡村")  # of divisions named in full
_PROPER = frozenset(("ns", "nr", "nz", "nt", "nrt", "nrfg"))
_COMMON = (
    "文化",
    "人民",
    "市民",
    "中心",
    "农贸",
    "综合",
    "体育",
    "休闲",
)  # 勐润镇|文化广场: the town is part of the name


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
    hits = [hit for hit in passage.words["places"] if hit.entry.text in tables.heads]
    for i, hit in enumerate(hits):
        word = hit.entry.text
        if not passage.edges[hit.stop] or 1 in busy[hit.start : hit.stop]:
            continue
        if _meets(spans, hit.start, hit.stop):
            continue
        if not passage.edges[hit.start] and passage.token_at(hit.start).tag in ("i", "l", "v", "d", "a"):
            continue
        longer = i + 1 < len(hits) and hits[i + 1].start == hit.stop and hits[i + 1].entry.text not in _BESIDE
        if longer or _LONGER.match(text, hit.stop):
            continue
        token = passage.token_at(hit.start)
        plain = token.start < hit.start and token.tag[0] == "n" and token.tag not in _PROPER
        if len(word) == 1 and plain and rjieba.has_word(token.text):  # 职能部门
            continue
        framed = _framed(draft, hit.start, word, tables)
        if framed >= 0 and 1 not in busy[framed : hit.stop]:
            spans.append((framed, hit.stop, "place.framed", 0.75))
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
        if word in tables.sole and start in ends and text[start - 1] not in _SUFFIXES:  # 敦煌|莫高国际机场
            start = next(a for a, b in regions.items() if b == start)
        if word in tables.weak and not proper:
            token = passage.token_at(hit.start)
            if not (token.tag in ("ns", "nz") and token.start < hit.start):
                continue
        if _COUNT.match(body) or len(body) < (2 if len(word) == 1 else 1) or len(body + word) < 3:
            continue
        if (word in tables.abstract and _TOPIC.match(text, hit.stop)) or _ACTION.search(body):
            continue
        spans.append((start, hit.stop, "place.head", 0.75))
    for start, stop, rule, confidence in sorted(spans):
        if regions.get(start) == stop or any(a < stop < b or (a < start < b < stop) for a, b in regions.items()):
            continue  # 玉舍镇|海坪村 has no 海
        name = _AT.sub("", text[start:stop]) if rule == "place.road" else text[start:stop]
        draft.mention(start, stop, draft.thing("Place", name), rule, confidence)


def _framed(draft: Draft, head: int, word: str, tables: _Tables) -> int:
    """Where the name starts that a word such as 在 sets off before a head, after the counties named first; or -1."""
    passage = draft.passage
    text = passage.text
    sentence = passage.sentences[passage.sentence_at(head)]
    found = _FRAME.search(text, max(sentence.start, head - 26), head)
    if not found:
        return -1
    start = found.start(1)
    located = False
    for m in draft.of_type("Region"):
        town = draft.things[m.key].attributes.get("regionLevel") in ("township", "village")
        named = word in tables.sole and text[m.stop - 1] not in _SUFFIXES  # 敦煌|莫高国际机场
        if m.start == start and (head - m.stop >= 2 or not town) and text[m.stop : head] not in _COMMON and not named:
            start, located = m.stop, True
    for inside in _INSIDE.finditer(text, start, head):
        start, located = inside.end(), True
    if head - start < 2 or head - start > 12 or start not in passage.by_start:
        return -1
    words = passage.between(start, head)
    if words[0].text in tables.generic or any(
        (t.tag[0] in _NOT_IN_NAME and t.tag != "vn") or t.text[0].isdigit() for t in words
    ):
        return -1
    named = any(t.tag in _PROPER or not rjieba.has_word(t.text) for t in words)
    return start if located or named or head - start >= 3 else -1


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
