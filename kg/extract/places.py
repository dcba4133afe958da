"""Places: roads with kilometre marks, squares, markets, lakes, stations: a name before a head, or a road's number."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from operator import attrgetter

import rjieba

from kg.extract.draft import Draft, Mention
from kg.extract.phrases import grow_left
from kg.extract.placed import Placed
from kg.lexicon import Lexicon

_ROAD = re.compile(
    r"(?:(?:(?![在至到的辆于从沿驶经过内和与对])[\u4e00-\u9fff]){0,6}?(?:国道|省道|县道|乡道|高速公路|高速))?(?:[GSXYgsxy]\d{1,4}|\d{3})(?:国道|省道|县道|线|[\u4e00-\u9fff]{2,4}(?:高速公路|高速|段|线))?"
    r"(?:[\u4e00-\u9fff]{0,6}段)?(?:K?\d+(?:\+\d+)?(?:公里|千米)?(?:\+?\d+米)?(?:[\u4e00-\u9fff]{0,4}?(?:处|路段|坡道|附近))?)?"
    r"|(?:国道|省道)\d{3}线?(?:\d+公里(?:处)?)?"
)
_NOT_OF_ROAD = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9+]")  # what no branch of `_ROAD` takes
_COUNT = re.compile(r"[\d一二三四五六七八九十]+$|[百千万]+[亩里]$")
_TOPIC = re.compile(r"[上面边]?[的]?(?:安全|管理|建设|治理|秩序)")
_ACTION = re.compile(
    r"检查|整治|突击|清查|巡查|宣传|执法|开展|启动|部署|守好|守护|守住|架起|投资|办理|兵分|下沉|突袭|一眼|打造|建起|当好|把好"
)  # 市监局突击检查月饼|市场
_AT = re.compile(r"(?:处|附近)$")
_NUMBERED = re.compile(  # a class of characters comes first: `re` passes over what is none of them
    r"[国省县乡高线GSXYgsxy](?:(?<=线)|(?<=[国省县乡])道|(?<=高)速|(?<=[GSXYgsxy])\d{2,4})"
)


# What sets a place off before its name.
_FRAME = re.compile(
    r"(?:在|至|到|走进|来到|前往|位于|家住|靠近|抵达|赶赴|深入|驶入|途经|途经)(?:了)?(?![在至到])([\u4e00-\u9fff“”A-Za-z0-9]{2,22})$"
)
# After a head: the head is inside a longer name, of a town (新都桥|镇) or a body.
_ON_MOTORWAY = re.compile(
    r"(?<=[在到至从于往，。、：；\n的经])[\u4e00-\u9fff]{2,3}高速(?:公路)?[\u4e00-\u9fff]{1,5}?(?:收费站|服务区|停车区|互通|枢纽)"
)
_STREETS = ("路", "街", "桥", "巷", "大桥")
_BEFORE_SURE = re.compile(
    r"(?:在|到|至|从|沿|沿着|途经|经过|走进|来到|前往|位于|抵达|赶赴|深入|驶入|、)(?![在至到])([\u4e00-\u9fff]{2,4})$"
)
_LONGER = re.compile(
    r"街道|镇(?!里)|乡(?!下)|村|社区|派出所|特勤|消防|法庭|小学|中学|医院|公司|酒店|支行|流域|水系|生态|文化旅游|冰雪|管理|保护区|国家|历史|智慧|律师|集团"
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

_START = attrgetter("start")


class _Tables:
    """The tables of places, ready for use."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.heads = frozenset(lexicon.table("places", "heads"))
        self.weak = frozenset(lexicon.table("places", "heads", "weak"))
        self.sole = frozenset(lexicon.table("places", "heads", "sole"))
        self.sure = frozenset(lexicon.table("places", "heads", "sure"))
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
    named = Placed(sorted((n.start, n.stop) for n in draft.named))
    divisions = sorted(draft.of_type("Region"))  # a village that stands alone is found after the others
    regions = Placed(sorted({m.start: m.stop for m in draft.of_type("Region")}.items()))
    ends = sorted(regions.values())
    spans: list[tuple[int, int, str, float]] = []
    taken = bytearray(len(text))  # 1 where they lie
    for found in _ON_MOTORWAY.finditer(text) if "高速" in text else ():
        if 1 not in busy[found.start() : found.end()]:
            spans.append((*found.span(), "place.road", 0.8))
            taken[found.start() : found.end()] = b"\1" * len(found[0])
    for start, stop in _find_roads(text):
        if 1 not in busy[start:stop]:
            spans.append((start, stop, "place.road", 0.85))
            taken[start:stop] = b"\1" * (stop - start)
    hits = [hit for hit in passage.words["places"] if hit.entry.text in tables.heads]
    for i, hit in enumerate(hits):
        word = hit.entry.text
        if word == "出口" and text[hit.start - 1 : hit.start] == "进":
            continue
        if not passage.edges[hit.stop] or 1 in busy[hit.start : hit.stop]:
            continue
        if 1 in taken[hit.start : hit.stop]:
            continue
        if len(word) == 1 and passage.token_at(hit.start).text in lexicon.gazetteer.by_name:  # 浙|江
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
        framed = _framed(draft, divisions, hit.start, word, tables)
        if framed < 0 and (word in tables.sure or word in _STREETS):
            framed = _sure(draft, hit.start, spans[-1] if spans else (-1, -1, "", 0.0), tables, listed=word in _STREETS)
        if framed >= 0 and 1 not in busy[framed : hit.stop]:
            spans.append((framed, hit.stop, "place.framed", 0.75))
            taken[framed : hit.stop] = b"\1" * (hit.stop - framed)
            continue
        before = bisect_right(ends, hit.start)
        floor = max(busy.rfind(b"\x01", 0, hit.start) + 1, ends[before - 1] if before else 0)
        start, proper = grow_left(passage, hit.start, most=10, stops=tables.generic, floor=floor)
        body = text[start : hit.start]
        if start == hit.start or body in tables.generic or named.holds(start, hit.start):
            continue
        if text[start - 1 : start] == "“" and text[hit.stop : hit.stop + 1] == "”":
            continue
        if not proper and word in tables.sole and (before_it := regions.ending(start)) is not None:
            start, proper = before_it, True
        if word in tables.sole and text[start - 1] not in _SUFFIXES:  # 敦煌|莫高国际机场
            start = start if (before_it := regions.ending(start)) is None else before_it
        if word in tables.weak and not proper:
            token = passage.token_at(hit.start)
            if not (token.tag in ("ns", "nz") and token.start < hit.start):
                continue
        if _COUNT.match(body) or len(body) < (2 if len(word) == 1 else 1) or len(body + word) < 3:
            continue
        if (word in tables.abstract and _TOPIC.match(text, hit.stop)) or _ACTION.search(body):
            continue
        spans.append((start, hit.stop, "place.head", 0.75))
        taken[start : hit.stop] = b"\1" * (hit.stop - start)
    for start, stop, rule, confidence in sorted(spans):
        if regions.get(start) == stop or regions.cut_by(start, stop):
            continue  # 玉舍镇|海坪村 has no 海
        name = _AT.sub("", text[start:stop]) if rule == "place.road" else text[start:stop]
        draft.mention(start, stop, draft.thing("Place", name), rule, confidence)


def _framed(draft: Draft, regions: list[Mention], head: int, word: str, tables: _Tables) -> int:
    """Where the name starts that a word such as 在 sets off before a head, after the counties named first; or -1."""
    passage = draft.passage
    text = passage.text
    sentence = passage.sentences[passage.sentence_at(head)]
    found = _FRAME.search(text, max(sentence.start, head - 26), head)
    if not found:
        return -1
    start = found.start(1)
    located = False
    for i in range(bisect_left(regions, start, key=_START), len(regions)):
        m = regions[i]
        if m.start > start:  # 呼伦贝尔市|海拉尔区|伊敏河畔: one after the other
            break
        if m.start < start:
            continue
        town = draft.things[m.key].attributes.get("regionLevel") in ("township", "village")
        named = word in tables.sole and text[m.stop - 1] not in _SUFFIXES  # 敦煌|莫高国际机场
        if (head - m.stop >= 2 or not town) and text[m.stop : head] not in _COMMON and not named:
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


def _sure(draft: Draft, head: int, last: tuple[int, int, str, float], tables: _Tables, *, listed: bool) -> int:
    """Where the name before a head that places alone have (广场, 公园) starts, whatever its words: 在|泼水|广场; or -1.

    It follows a word of place or, in a list, the `last` place; if `listed`, only one of a street: 秀厢大道、|书院|路.
    """
    passage = draft.passage
    found = _BEFORE_SURE.search(passage.text, max(0, head - 7), head)
    if not found or found[1] in tables.generic or found.start(1) not in passage.by_start:
        return -1
    after = passage.text[found.start(1) - 1] == "、"
    if after and last[1] != found.start(1) - 1:
        return -1
    if listed and (not after or not passage.text.endswith(("路", "街", "大道", "桥", "巷"), 0, last[1])):
        return -1
    return found.start(1)


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
