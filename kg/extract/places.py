"""Places: roads with kilometre marks, squares, markets, lakes, stations: a name before a head, or a road's number."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

import rjieba

from kg.analyze import Token
from kg.extract.draft import Draft
from kg.extract.framed import (
    PROPER,
    SUFFIXES,
    WAYS,
    is_mountain,
    is_short_water,
    is_water_meant,
    load_frames,
    start_of_framed,
    start_of_opened,
)
from kg.extract.halls import find_hall
from kg.extract.phrases import grow_left
from kg.extract.placed import Placed
from kg.extract.roads import (
    Spot,
    end_of_stretch,
    find_lines,
    find_roads,
    find_whole_names,
    join_crossings,
    start_of_station,
)
from kg.lexicon import Lexicon

_COUNT = re.compile(r"[\d一二三四五六七八九十]+$|[百千万]+[亩里]$")
_TOPIC = re.compile(r"[上面边]?[的]?(?:安全|管理|建设|治理|秩序)")
_ACTION = re.compile(
    r"检查|整治|突击|清查|巡查|宣传|执法|开展|启动|部署|守好|守护|守住|架起|投资|办理|兵分|下沉|突袭|一眼|打造|建起|当好|把好"
)  # 市监局突击检查月饼|市场
_AT = re.compile(r"(?:(?<!公里)(?<![米汇会\d])处|附近)$")
_ALL = ("全省", "全市", "全县", "全区", "全州", "全国", "许多", "各个", "沿途")
# After a head: the head is inside a longer name, of a town (新都桥|镇) or a body.
_LONGER = re.compile(
    r"街道|镇(?!里)|乡(?!下)|村|社区|派出所|特勤|消防|法庭|小学|中学|医院|公司|酒店|支行|流域|水系|生态|文化旅游|冰雪|管理|保护区|国家|历史|智慧|律师|集团|子(?![弟女])"
)
_IDIOM = re.compile(r"深(?!处)|高[坡路水]|大沟|[远弯险陡滑窄]|长制|长(?:巡|[制办])")  # 山高路|远
_COMPOUNDS = ("进出口", "车门", "沿海")
_RING = re.compile(r"(?:[东南西北]?路|线|高架)")


class _Tables:
    """The tables of places, ready for use."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.weak = frozenset(lexicon.table("places", "heads", "weak"))
        self.sole = frozenset(lexicon.table("places", "heads", "sole"))
        self.crossings = frozenset(lexicon.table("places", "heads", "crossings"))
        self.rings = frozenset(lexicon.table("places", "heads", "rings"))
        self.towards = frozenset(lexicon.table("places", "heads", "towards"))
        self.long = lexicon.table("places", "heads", "long")
        self.abstract = frozenset(lexicon.table("places", "heads", "abstract"))
        ends = lexicon.table("places", "generic", "ends")
        self.stops = frozenset((*ends, *lexicon.table("places", "openers", "before")))
        self.plain = frozenset(lexicon.table("places", "common", "wholes"))


@cache
def _tables(lexicon: Lexicon) -> _Tables:
    return _Tables(lexicon)


def find_places(draft: Draft, lexicon: Lexicon) -> None:
    """Add the places of an article."""
    passage = draft.passage
    text = passage.text
    reader = _Reader(draft, lexicon)
    for start, stop in find_lines(text):
        over = reader.regions.ending(start) if text[start] in "轨地环" else None  # 长沙|轨道交通3号线
        reader.add(start if over is None else over, stop, "place.road", 0.8)
    for start, stop in find_roads(text):
        reader.add(start, stop, "place.road", 0.85)
    reader.spans.sort()
    reader.read_heads()
    spans = [*join_crossings(text, sorted(reader.spans))]
    wholes = find_whole_names(text, spans, reader.frames.divisions) | reader.halls
    for start, stop, rule, confidence in spans:
        if reader.regions.get(start) == stop or reader.regions.cut_by(start, stop):
            continue  # 玉舍镇|海坪村 has no 海
        name = _AT.sub("", text[start:stop]) if rule == "place.road" else text[start:stop]
        draft.mention(start, stop, draft.thing("Place", wholes.get(name, name)), rule, confidence)


class _Reader:
    """The places of an article so far, `spans`."""

    def __init__(self, draft: Draft, lexicon: Lexicon) -> None:
        self.draft, self.passage, self.lexicon = draft, draft.passage, lexicon
        self.tables, self.frames = _tables(lexicon), load_frames(lexicon)
        self.busy = draft.mask("Agency", "Organization", "Person", "Initiative")
        self.named = Placed(sorted((n.start, n.stop) for n in draft.named))
        self.divisions = draft.of_type("Region")
        self.regions = Placed({m.start: m.stop for m in self.divisions}.items())
        self.ends = sorted(self.regions.values())
        self.stops = self.tables.stops
        self.spans: list[Spot] = []
        self.halls: dict[str, str] = {}  # the full names of those that are called by the level of their division
        self.taken = bytearray(len(draft.passage.text))  # 1 where they lie

    def add(self, start: int, stop: int, rule: str, confidence: float) -> None:
        """Take a place, with the mark or the stretch behind it, unless it lies in something else."""
        if self.passage.text.startswith(_ALL, start):  # 全省高速公路|服务区
            return
        if 1 in self.busy[start:stop] or (rule == "place.road" and 1 in self.taken[start:stop]):
            return
        stop = self.with_stretch(stop)
        if self.passage.text[start - 1 : start] == "环" and self.passage.edges[start - 1] and start > 1:
            start -= self.passage.text.endswith(("廊道", "绿道", "路", "公路"), 0, stop)  # 环|南湖绿道
        if self.passage.text.endswith("机场", 0, stop):  # 海口|美兰国际机场
            over = self.regions.ending(start)
            start = start if over is None or 1 in self.busy[over:start] else over
        self.spans.append((start, stop, rule, confidence))
        self.taken[start:stop] = b"\1" * (stop - start)

    def with_stretch(self, stop: int) -> int:
        """Where a road or river ends that stops at a position, with what part of it is meant: 沪昆高速|K12+300处."""
        text, long = self.passage.text, self.tables.long
        after = end_of_stretch(text, stop, long, self.regions, self.frames.divisions)
        return after if 1 not in self.busy[stop:after] or not text.endswith(long, 0, stop) else stop

    def read_heads(self) -> None:
        """Take the places that end with a head."""
        passage, tables, frames = self.passage, self.tables, self.frames
        text = passage.text
        hits, edges, busy, taken = passage.words["places"], passage.edges, self.busy, self.taken
        for i, hit in enumerate(hits):
            word, head, stop = hit.entry.text, hit.start, hit.stop
            if word == "山口" and text.startswith("岸", stop):  # 梅山|口岸
                word, head, stop = "口岸", head + 1, stop + 1
            if text[head - 1 : stop] in _COMPOUNDS:
                continue
            if word in tables.rings and text[stop : stop + 1] not in "节境保球绕":
                self.ring(head, stop)
                continue
            over = self.regions.ending(stop)
            if over is not None and (over <= head or word == "产业园"):
                continue  # a zone: 济南中央|商务区
            if busy[head] or busy[stop - 1] or taken[head] or taken[stop - 1]:
                continue
            if not (edges[stop] or self.ends_word(stop)):
                continue
            longer = i + 1 < len(hits) and hits[i + 1].start == stop and hits[i + 1].entry.text not in tables.crossings
            longer = longer and not _IDIOM.match(text, stop + 1)  # 景区|山高坡陡
            if longer or _LONGER.match(text, stop) or (len(word) == 1 and _IDIOM.match(text, stop)):
                continue
            if word in tables.towards and (over := self.regions.ending(head)) is not None:
                self.add(over, stop, "place.head", 0.75)  # 獐子岛镇|以东海域
                continue
            if word == "站":
                start = start_of_station(text, head, edges, frames.divisions)
                if start >= 0:
                    self.add(start, stop, "place.head", 0.75)
                continue
            token = passage.token_at(head)
            if token.text in tables.plain or (word in tables.crossings and self.spans and self.spans[-1][1] == head):
                continue  # 农村公路, 集成电路; see `join_crossings`
            if len(word) == 1 and token.text in frames.divisions and self.is_division(token):  # 浙|江
                continue
            if (
                token.stop == stop
                and token.start == head - 1
                and token.tag == "ns"
                and word in frames.nature
                and token.text not in frames.divisions
                and rjieba.has_word(token.text)
                and not self.is_begun(token.start)
                and (word in frames.waters or is_mountain(text, token.start, stop))
            ):
                if is_water_meant(self.draft, token.start, stop, frames) or self.with_stretch(stop) > stop:
                    self.add(token.start, stop, "place.framed", 0.7)  # 落入|湘江
                continue
            if word in frames.waters and is_short_water(self.draft, head, stop, self.with_stretch(stop), frames):
                self.add(head - 1, stop, "place.framed", 0.7)  # 整治|弥河、白浪河沿线
                continue
            hall = (
                find_hall(self.draft, self.divisions, self.regions, head, stop, frames) if word in tables.sole else None
            )
            if hall:
                self.add(hall[0], stop, "place.hall", 0.75)
                self.halls[text[hall[0] : stop]] = hall[1]
                continue
            if word in frames.named and (token.start == head or token.text not in frames.common):
                start = self.opened(head, stop)
                if start >= 0:
                    if self.spans and start == self.spans[-1][0] and self.spans[-1][1] < stop:
                        self.spans.pop()  # 梅溪港|红星码头
                    self.add(start, stop, "place.framed", 0.75)
                    continue
            if token.start < head and token.tag in ("i", "l", "v", "d", "a"):
                continue
            plain = token.start < head and token.tag[0] == "n" and (token.tag not in PROPER or token.text == "高峰")
            if len(word) == 1 and plain and rjieba.has_word(token.text):  # 职能部门
                continue
            start = start_of_framed(self.draft, self.divisions, head, word, frames)
            if start >= 0 and 1 not in self.busy[start:stop]:
                self.add(start, stop, "place.framed", 0.75)
                continue
            start = self.grown(head, stop, word)
            if start > 0 and self.taken[start - 1] and self.taken[start]:  # 101国道|司马台长城, 潍坊东收费站|出口
                start = self.taken.find(b"\0", start)
            if 0 <= start < head - 1 or (start >= 0 and not self.taken[start - 1]):
                self.add(start, stop, "place.head", 0.75)

    def is_division(self, token: Token) -> bool:
        """Whether a word with a division's name is one: 阳江, but not the end of 水|阳江."""
        before = self.passage.token_at(token.start - 1) if token.start else None
        rest = before is not None and len(before.text) == 1 and before.tag in ("ns", "q", "nr", "zg", "ng")
        return self.regions.get(token.start) == token.stop or not rest

    def is_begun(self, start: int) -> bool:
        """Whether one character before a water's name is its first: 、文|瀛湖."""
        token = self.passage.token_at(start - 1) if start > 1 else None
        return (
            token is not None and len(token.text) == 1 and token.tag == "n" and self.passage.text[start - 2] in "、，"
        )

    def ends_word(self, stop: int) -> bool:
        """Whether a word ends at a position: 在状元巷|口 too."""
        passage = self.passage
        after = passage.text[stop : stop + 1]
        corner = after == "时" or passage.text[stop - 1 : stop + 1] in ("路口", "街口", "巷口")  # 途经红星桥|时
        if after == "上" and passage.text[stop - 1] == "路":  # 由开鲁|路上|一处
            token = passage.token_at(stop - 2)
            return token.tag in PROPER and token.stop == stop - 1 and token.text not in self.frames.common
        water = passage.text[stop - 1] in self.frames.waters
        corner = corner or (after in ("沿", "边") and water)  # 舞水河|沿岸
        corner = corner or (water and passage.text.startswith(("水位", "水面", "水质", "水体"), stop))
        return corner and bool(passage.edges[stop + 1])

    def opened(self, head: int, stop: int) -> int:
        """Where a name starts that follows a word of place, or the last place; or -1."""
        last = self.spans[-1][:2] if self.spans else (-1, -1)
        start = start_of_opened(self.draft, self.regions, last, head, stop, self.frames)
        token = self.passage.token_at(head)
        inside = (
            token.start < head and token.start != start and token.stop >= stop and rjieba.has_word(token.text)
        )  # 电气线|路, but not 浮桥|河水库, 酉|水河|沿岸
        sided = token.start == head - 1 and token.text[0] in "东西南北中"  # 槐安|东路
        inside = inside and not (token.stop == stop and (sided or stop > head + 1))
        water = self.passage.text[head:stop] in self.frames.waters
        inside = inside and not (water and self.frames.after.match(self.passage.text, stop))
        idiom = token.start < head and token.tag in ("i", "l") and len(token.text) > 3 and stop == head + 1
        return -1 if inside or idiom else start

    def ring(self, head: int, stop: int) -> None:
        """Take a city's ring road: 南|二环, 二环|东路."""
        found = _RING.match(self.passage.text, stop)
        front = head - 1 if self.passage.text[head - 1 : head] in ("东", "南", "西", "北", "外", "内") else head
        if front == head and self.passage.text[head:stop] == "环路":
            return
        self.add(front, found.end() if found else stop, "place.road", 0.75)

    def grown(self, head: int, stop: int, word: str) -> int:
        """Where a name starts that is told by its own words; or -1."""
        passage, tables, text = self.passage, self.tables, self.passage.text
        before = bisect_right(self.ends, head)
        floor = max(self.busy.rfind(b"\x01", 0, head) + 1, self.ends[before - 1] if before else 0)
        start, proper = grow_left(passage, head, most=10, stops=self.stops, floor=floor)
        if start + 2 < head and text[start - 1 : start + 1] == "市区" and start in self.ends:
            start += 1
        body = text[start:head]
        if len(word) == 1 and body[-1:] in WAYS and len(body) > 1:
            return -1
        if start == head or body in self.frames.common or body[-1] == "之" or self.named.holds(start, head):
            return -1
        if text[start - 1 : start] == "“" and text[stop : stop + 1] == "”":
            return -1
        if not proper and word in tables.sole and (before_it := self.regions.ending(start)) is not None:
            start, proper = before_it, True
        if word in tables.sole and text[start - 1] not in SUFFIXES:  # 敦煌|莫高国际机场
            start = start if (before_it := self.regions.ending(start)) is None else before_it
        if word in tables.weak and not proper:
            token = passage.token_at(head)
            if not (token.tag in ("ns", "nz") and token.start < head):
                return -1
        if (
            body[-1] in "一某两几多"
            or _COUNT.match(body)
            or len(body) < (2 if len(word) == 1 else 1)
            or len(body + word) < 3
        ):
            return -1
        if (word in tables.abstract and _TOPIC.match(text, stop)) or _ACTION.search(body):
            return -1
        return start
