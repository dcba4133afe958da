"""Roads: by their number, motorways and metro lines, rings, with kilometre marks and stretches; where two meet."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping

Spot = tuple[int, int, str, float]
"""A place found: start, stop, rule, confidence."""

_ROAD = re.compile(
    r"(?:国道|省道|县道|乡道|(?:(?![在至到的辆于从沿驶经过内和与对])[\u4e00-\u9fff]){2,3}(?:高速公路|高速))?"
    r"(?:[GSXYgsxy]\d{1,4}(?:国道|省道|县道|线|高速公路|高速|[\u4e00-\u9fff]{2,4}(?:高速公路|高速|段|线))?|\d{3}(?:国道|省道|县道|线))"
    r"(?:[\u4e00-\u9fff]{0,6}段)?(?:K?\d+(?:\+\d+)?(?:公里|千米)?(?:\+?\d+米)?(?:[\u4e00-\u9fff]{0,4}?(?:处|路段|坡道|附近))?)?"
    r"|(?:国道|省道)\d{3}线?(?:\d+公里(?:处)?)?"
)
_NOT_OF_ROAD = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9+]")  # what no branch of `_ROAD` takes
_NUMBERED = re.compile(  # a class of characters comes first: `re` passes over what is none of them
    r"[国省县乡高线GSXYgsxy](?:(?<=线)|(?<=[国省县乡])道|(?<=高)速|(?<=[GSXYgsxy])\d{2,4})"
)
_ON_MOTORWAY = re.compile(
    r"(?<=[在到至从于往，。、：；\n的经])(?![在到至从于往])[\u4e00-\u9fff]{2,3}高速(?:公路)?[\u4e00-\u9fff]{1,5}?(?:收费站|服务区|停车区|互通|枢纽)"
)
_ON_METRO = re.compile(
    r"(?:轨道交通|地铁|轻轨)(?:(?:\d{1,2}|[一二三四五六七八九十]{1,2})号线)?(?![站在和与的公车工集运安])"
    r"[\u4e00-\u9fff]{1,6}?(?<![在到的了车各进出员安])站(?![点长台务岗警])"
    r"|(?:轨道交通|地铁|轻轨)(?:\d{1,2}|[一二三四五六七八九十]{1,2})号线"
)
# A metro's or a bus's stop that is called after what it stands at: 前往|洪山广场站.
_STOP = re.compile(
    r"(?:(?<=[在到至从往于，。、：；\n])|(?<=前往)|(?<=抵达)|(?<=途经)|(?<=驶入))(?![在到至从往])[\u4e00-\u9fff]{2,5}"
    r"(?:广场|路|公园|大学|大道|大街|大桥|机场)站(?=[，。、；在随时下上换乘出进的内候]|$)"
)
# A railway's station by the line it is on or by who gets in and out there: 中老铁路磨憨站, 从太子城站|下车.
_RAIL_STOP = re.compile(
    r"(?:(?<=[在到至从往于，。、：；\n])|(?<=前往)|(?<=抵达)|(?<=驶入))(?![在到至从往])[\u4e00-\u9fff]{2,4}(?:铁路|高铁)[\u4e00-\u9fff]{2,4}站"
    r"(?=[，。、；外内里台在开举前站]|$)"
    r"|(?:(?<=[在到至从])|(?<=抵达))(?![在到至从一下上这该本每各]|始发|终点|中转|起点|换乘|沿途|公交|地铁|火车|高铁|汽车)[\u4e00-\u9fff]{2,6}站(?=[下上]车|出站|候车|换乘|停靠)"
)
# Where a bus was: 行至|紫林庵站|时.
_BUS_STOP = re.compile(
    r"(?<=[行驶]至)(?![在到至该本这])[\u4e00-\u9fff]{2,6}(?<!加油|服务|收费|检查|检测|治超|中转|始发|终点|公交|充电)站(?=时|，|附近|停|路段)"
)
_TERMINAL = re.compile(r"(?:T\d|\d号|[一二三四]号)?航站楼(?:[到达出发候机国内际]{2,4}厅)?")
_BRANCH = re.compile(r"[\u4e00-\u9fff]{2,3}(?:支线|连接线|联络线)")
_STRETCH = re.compile(r"(?:境内)?路?段")
_NUMBERED_STRETCH = re.compile(r"[东南西北中一二三四五六]段")
_MARK = re.compile(r"(?:K\d+(?:\+\d+)?(?:米|公里)?(?:处|路段)?|\d+(?:\.\d+)?公里(?:\+?\d+米)?(?:处|路段))")
_STREETS = ("路", "街", "巷", "大道", "道", "线", "高速", "高速公路", "公路")
_CROSSING = re.compile(r"(?:的)?(?:交叉路口|十字路口|交叉口|交汇处|交会处|交界处|路口|口(?![岸子]))(?:处)?")
_CORNER = re.compile(r"交叉路口|十字路口|交叉口|路口|口(?![岸子罩])")
# A road or water without the stretch or the mark that follows.
_BARE = re.compile(
    r"(?:[GSXYgsxy]?\d{1,4}|[国省县乡]道\d{3})(?:国道|省道|县道|线|高速公路|高速)?|[\u4e00-\u9fff]{2,6}?(?:高速公路|高速(?!公路)|公路|[江河溪])"
    r"(?=[\u4e00-\u9fff]*段|K?\d)"
)
# Whatever the tagger makes of their names: 神|山路.
_CROSSED = re.compile(
    r"(?<=[在到至往于，。、：；\n])(?:(?![在到至从于往沿])[\u4e00-\u9fff]){1,5}[路街道巷][与和][\u4e00-\u9fff]{1,5}[路街道巷]"
    r"(?:交叉路口|交叉口|交汇处|交会处)"
)
# A railway by its mark, a road around something, a walk that is called a line.
_RAIL_MARK = re.compile(
    r"(?:(?<=[在到至从沿于，。、：；\n])|(?<=行至)|(?<=驶至))(?![在到至从沿于])[\u4e00-\u9fff]{2,3}线K\d+(?:\+\d+)?(?:米|公里)?(?:处|路段)?"
)
_AROUND = re.compile(
    r"环(?![保境节卫球岗比形环]|[山湖城海江]公路)[\u4e00-\u9fff]{1,4}?(?:旅游公路|高速公路|公路)(?![局段养管部建])"
)
_WALK = re.compile(
    r"(?:穿越|翻越|徒步|重走)(?:[\u4e00-\u9fff]{1,3}[山岭])?((?![多全这那该每某])[\u4e00-\u9fff]{2}线)(?![路上下索条])"
)
# A place that something is laid around: 以|梅溪广场|为中心.
_CENTRE = re.compile(
    r"以((?!该|这|其|此|本|各)[\u4e00-\u9fff]{2,8}(?:广场|公园|路|街|大道|桥|湖|商圈|古城|夜市|车站))等?为(?:中心|核心|圆心|重点|起点|主会场)"
)
# Streets with numbers for names: 经十路, 七一路.
_BY_NUMBER = re.compile(
    r"(?:(?<![途已曾历])[经纬](?:十?[一二三四五六七八九]|十)|(?<![\d一二三四五六七八九十])(?:五一|七一|八一|三八|六一))路(?![上下]的?[走来去]|[人狂小])"
)
_STATION = re.compile(
    r"(?=[，。、；：）！”\n上内外候只仅]|前(?!广场)|站台|广场|出[站发口]|进站|下车|[发开停到]|时|方向|乘|设|启|开|组|举|增|附近|$)"
)
_LINES = (
    *((_BY_NUMBER, f"{digit}路") for digit in "一二三四五六七八九十"),
    (_RAIL_MARK, "线K"),
    (_AROUND, "公路"),
    *((_WALK, word) for word in ("穿越", "翻越", "徒步", "重走")),
    *((_CENTRE, f"为{word}") for word in ("中心", "核心", "圆心", "重点", "起点", "主会场")),
    (_CROSSED, "交叉"),
    (_CROSSED, "交汇"),
    (_CROSSED, "交会"),
    (_ON_MOTORWAY, "高速"),
    *((_STOP, word) for word in ("广场站", "路站", "公园站", "大学站", "大道站", "大街站", "大桥站", "机场站")),
    *((_RAIL_STOP, word) for word in ("铁路", "高铁")),
    *((_RAIL_STOP, f"站{word}") for word in ("下车", "上车", "出站", "候车", "换乘", "停靠")),
    *((_BUS_STOP, word) for word in ("行至", "驶至")),
    (_ON_METRO, "号线"),
    (_ON_METRO, "地铁"),
)


def find_lines(text: str) -> Iterator[tuple[int, int]]:
    """Where a motorway's toll gate, a metro's station or a crossing stands: 地铁1号线红山站, 神山路与北路交叉口."""
    for pattern, word in _LINES:
        for found in pattern.finditer(text) if word in text else ():
            yield found.span(found.lastindex or 0)


def join_crossings(text: str, spans: list[Spot]) -> Iterator[Spot]:
    """The spans in order, those of two roads that meet as one: 中山路|与|解放路|交叉口."""
    i = 0
    while i < len(spans):
        start, stop, rule, confidence = spans[i]
        street = text.endswith(_STREETS, 0, stop)
        if street and i + 1 < len(spans) and text[stop : spans[i + 1][0]] in ("与", "和", "及", "同", "、", ""):
            after = spans[i + 1][1]
            crossing = _CROSSING.match(text, after)
            if crossing or (spans[i + 1][0] == stop and text.endswith(("路口", "交叉口"), 0, after)):
                yield start, crossing.end() if crossing else after, rule, confidence
                i += 2
                continue
        corner = _CORNER.match(text, stop)
        yield start, corner.end() if corner and (street or len(corner[0]) > 1) else stop, rule, confidence
        i += 1


def find_whole_names(text: str, spans: list[Spot], divisions: Container[str]) -> dict[str, str]:
    """For what is named by itself and with a stretch or mark of it, or 小区, too: the longer name, if there is one."""
    if len(spans) < 2:
        return {}
    names = {text[start:stop] for start, stop, *_ in spans}
    longer: dict[str, set[str]] = {}
    before: dict[str, set[str]] = {}
    for name in names:
        bare = _BARE.match(name)
        if bare and bare.end() < len(name):
            longer.setdefault(bare[0], set()).add(name)
        if name.endswith("小区"):
            longer.setdefault(name[:-2], set()).add(name)
        for size in (2, 3) if len(name) > 6 else ():  # 永年|标准件产业园
            if name[size:] in names and name[:size] in divisions:
                before.setdefault(name[size:], set()).add(name)
    longer.update(before)
    return {name: min(wholes) for name, wholes in longer.items() if name in names and len(wholes) == 1}


def find_roads(text: str) -> Iterator[tuple[int, int]]:
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


def start_of_station(text: str, head: int, edges: bytearray, divisions: Container[str]) -> int:
    """Where a railway station starts that is named after its town: 怀化|站, 凯里南|站; or -1."""
    if not _STATION.match(text, head + 1):
        return -1
    side = text[head - 1 : head] in ("东", "南", "西", "北")
    for size in (2, 3, 4):
        start = head - side - size
        if start >= 0 and text[start : head - side] in divisions and edges[start]:
            return start
    return -1


def end_of_stretch(
    text: str, stop: int, long: tuple[str, ...], regions: Mapping[int, int], divisions: Container[str]
) -> int:
    """Where a road or river ends that stops at a position, with the stretch or mark after it; an airport with a hall.

    `long` are the heads of what has stretches, `regions` the divisions here, `divisions` the names of all.
    """
    if text.endswith("机场", 0, stop) and (hall := _TERMINAL.match(text, stop)):
        return hall.end()
    if not text.endswith(long, 0, stop):
        return stop
    branch = _BRANCH.match(text, stop) if text.endswith(("高速公路", "高速"), 0, stop) else None
    stop = branch.end() if branch else stop
    over = regions.get(stop)
    if over is None:
        over = next((stop + n for n in (4, 3, 2) if text[stop : stop + n] in divisions), stop)
    part = _STRETCH.match(text, over) if over > stop else _NUMBERED_STRETCH.match(text, stop)
    after = part.end() if part else stop
    mark = _MARK.match(text, after)
    return mark.end() if mark else after
