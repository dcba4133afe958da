"""Where a happening was: the place its sentence names, else the division that its organizer serves."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from kg.analyze import Sentence
from kg.extract.draft import Draft, Mention, placed

_RANKS = {"nation": 0, "province": 1, "prefecture": 2, "zone": 3, "county": 3, "township": 4, "village": 5}
_COUNTY = 3  # where it is only said that something is of a larger division, that is no scene
_CITY = 2  # a prefecture counts where it is named at what was done: 在滁州市图书馆|举办
_NEAREST = 5
_AND = frozenset("、和及")
_CITIES = ("prefecture", "county")
_SPEAKS = re.compile(
    r"(?:[、和][\u4e00-\u9fff]{2,8}[镇乡县区市旗])*(?:等[\u4e00-\u9fff\d]{0,6})?(?:分别|先后|依次)?(?:作|介绍|交流|汇报|发言|表态)"
    # Nor is where the units of several divisions come from: 组织东港、凤城两地|大队.
    r"|[^，。；在]{0,14}[两二三四五六七八九][个]?[地省市县区州旗盟](?:公安|警方|检察|法院|消防|交警|[大支中总]队|[分政]局)"
    r"|(?:、[\u4e00-\u9fff]{2,4}){0,8}等?[\d两二三四五六七八九十]{1,2}个?(?:分局|[支大中总]队|派出所|县局|区局|法庭|检察院|法院)"
)
_LOCATED = re.compile(r"(?:在|至|到|于|走进|发生地|位于|赶赴|赴|来到|前往|抵达|深入|辗转|远赴|奔赴|对)[^，。]{0,14}$")
_HELPED = re.compile(
    r"[^，。；]{0,10}(?:协助|配合|支持|指导|领导|见证|帮助|主持|部署|指挥|组织|推动|努力|陪同|监督|要求|安排)[^，。]{0,2}下"
)
# Right behind where something was: what was done there. 在白城市|召开座谈会 is nearer than what it was told of before.
_DONE_THERE = re.compile(
    r"(?:[两三四五六七八][地省市县区][^，。；]{0,6})?(?:联合|共同|组织|主持|成功|正式|公开|同步|集中|如期)*"
    r"(?:召开|举行|举办|开展|启动|开庭|巡回|宣判|揭牌|开幕|开班|签约|签订|签署|开赛|上演|抓获|捣毁|查获|打掉|收网)"
)
# Behind a division: what weather came over it. 通化市|普降大雪 is told of the whole city.
_WEATHER = re.compile(
    r"(?:[、和及][\u4e00-\u9fff]{2,8})*?(?:等地|[两三四五六七八九]?[地市县区州])?(?:将|突然|再次|持续)?"
    r"(?:普降|突降|连降|骤降|遭遇|迎来|出现|遭受)[^，。；]{0,14}(?:雨|雪|雹|风|雾|寒潮|沙尘|霜冻|降温|高温)"
)
# Where somebody comes from, or is meanwhile, is not where it was: 身在珠海市的吴某通过视频…
_HOME = re.compile(r"(?:身在|祖籍|籍贯|户籍地?)[^，。；]{0,6}$")
# Where those live whom a story befell, it befell them; but a fair is held elsewhere.
_LIVES = re.compile(r"(?:家住|住在|老家在?|来自)[^，。；]{0,6}$")
_ALONG = re.compile(r"(?:沿海|境内|一带)$")  # 白沙镇沿海 lies in it
# Words that point to where was told of before: 在该小区, 来到社区, 在镇里.
_POINTED = re.compile(
    r"(?:在|走进|来到|深入|到|对|进入)(?:(?:该|这个|这处|这片|这条|这座)(?P<one>小区|社区|村|镇|乡|街道|园区|路段|码头|口岸|景区|市场|广场|公园|夜市|嘎查|苏木|水库|工地|学校|村庄)"
    r"|(?P<in>村|镇|乡)[里上]|(?<!走进)(?<!深入)(?P<bare>社区|小区|景区)(?=[，里内]|开展|举行|举办|召开))"
)
_SINCE_NAMED = 3  # paragraphs that a pointing word looks back
_AT = re.compile(r"(?:在|走进|来到|于)$")
# Behind whose premises a sentence opens with: 某镇小学的操场上，…
_GROUNDS = re.compile(
    r"的?[\u4e00-\u9fff]{0,8}(?:[上里内前中旁]|门口|现场|操场|礼堂|教室|大厅|会议室|广场|基地|院子)，"
)
_start = attrgetter("start")
_paragraph = attrgetter("paragraph")


def find_scenes(draft: Draft, sentence: Sentence, at: int, *, held: bool = False) -> list[str]:
    """The most specific place or division named in a sentence, outside agencies' names, with its peers in a list.

    One after a word such as 在 goes before its peers, then one before `at`, where the happening is named. What is
    `held` is not where somebody who came lives.
    """
    named = placed(draft.of_type("Place", "Region"), sentence.start, sentence.stop)
    if not named:
        return []
    text = draft.passage.text
    bodies = draft.mask("Agency", "Organization")
    best: Mention | None = None
    rank = -1.0
    for m in named:
        if m.anaphor or bodies[m.start]:
            continue
        floor = max(sentence.start, m.start - 16)
        if _SPEAKS.match(text, m.stop, sentence.stop) or _HOME.search(text, floor, m.start):
            continue
        if held and _LIVES.search(text, floor, m.start):
            continue
        thing = draft.things[m.key]
        value: float = 6 if thing.type == "Place" else _RANKS.get(thing.attributes.get("regionLevel", ""), 0)
        located = _LOCATED.search(text, max(sentence.start, m.start - 20), m.start)
        weather = _WEATHER.match(text, m.stop, sentence.stop) if thing.type == "Region" else None
        if weather and weather.end() + 2 < at:
            weather = None  # told of what it did there
        if value < _COUNTY and not located and not weather:
            continue
        value += 0.5 if located else 0
        value += _NEAREST if weather else 0
        value += 0.2 if m.start < at else 0
        value += _NEAREST if located and m.start < at and _DONE_THERE.match(text, m.stop, at + 2) else 0
        further = best is not None and best.stop == m.start and thing.type == "Place" and value + 0.5 >= rank >= 6
        if value > rank or further:  # 某高速公路某段|某隧道
            best, rank = m, max(value, rank)
    if best is not None and _ALONG.search(draft.things[best.key].label):
        best = next(
            (m for m in named if best.start == m.start and m.stop < best.stop and draft.things[m.key].type == "Region"),
            best,
        )
    return [] if best is None else _list_around(draft, best)


def find_pointed(draft: Draft, sentence: Sentence, stop: int) -> list[str]:
    """The place or division that a sentence points to before a position by its kind (在该小区): the last one of it."""
    text = draft.passage.text
    points = _POINTED.search(text, sentence.start, stop)
    if points is None:
        return []
    kind = points["one"] or points["in"] or points["bare"]
    named = draft.of_type("Place", "Region")
    sentences = draft.passage.sentences
    floor = sentences[bisect_left(sentences, sentence.paragraph - _SINCE_NAMED, key=_paragraph)].start
    for i in range(bisect_left(named, points.start(), key=_start) - 1, -1, -1):
        if named[i].start < floor:
            break
        if not named[i].anaphor and draft.things[named[i].key].label.endswith(kind):
            return [named[i].key]
    return []


def find_premises(draft: Draft, sentence: Sentence) -> list[str]:
    """The division in whose name a sentence says that something was: 在河口镇|第三小学."""
    text = draft.passage.text
    for body in placed(draft.outer("Agency", "Organization"), sentence.start, sentence.stop):
        at = _AT.search(text, max(sentence.start, body.start - 3), body.start) or on_grounds(draft, sentence, body)
        if not at or _HELPED.match(text, body.stop):
            continue
        inside = [m for m in placed(draft.of_type("Region"), body.start, body.stop) if m.stop < body.stop]
        ranks = [
            (_RANKS.get(draft.things[m.key].attributes.get("regionLevel", ""), 0), i) for i, m in enumerate(inside)
        ]
        if ranks and max(ranks)[0] >= (_CITY if _DONE_THERE.match(text, body.stop) else _COUNTY):
            return [inside[max(ranks)[1]].key]
    return []


def on_grounds(draft: Draft, sentence: Sentence, body: Mention) -> bool:
    """Whether a sentence opens, behind a time, with the grounds of a body: `5月8日，某小学的操场上，…`."""
    text = draft.passage.text
    opened = body.start == sentence.start or text[body.start - 1] in "，："
    return opened and _GROUNDS.match(text, body.stop, sentence.stop) is not None


def _list_around(draft: Draft, first: Mention) -> list[str]:
    """A place or division and those of its level in one list with it: `西安市雁塔区、咸阳市秦都区`."""
    text = draft.passage.text
    level = draft.things[first.key].attributes.get("regionLevel")
    found = draft.of_type("Place", "Region")
    here = bisect_left(found, first.start, key=_start)
    out = [first.key]
    stop = first.stop
    for n in range(here, len(found)):
        m = found[n]
        if m.start > stop + 1:
            break
        if m.start == stop + 1 and text[stop] in _AND:
            while n + 1 < len(found) and found[n + 1].start == m.stop:
                n, m = n + 1, found[n + 1]  # the last of 咸阳市|秦都区
            if _are_peers(draft, m.key, level):
                out.append(m.key)
                stop = m.stop
    start = first.start
    for n in range(here - 1, -1, -1):
        m = found[n]
        if m.stop < start - 1:
            break
        if m.stop == start:
            start = m.start
        elif m.stop == start - 1 and text[m.stop] in _AND:
            if not _are_peers(draft, m.key, level):
                break
            out.insert(0, m.key)
            start = m.start
    return list(dict.fromkeys(out))


def _are_peers(draft: Draft, key: str, level: str | None) -> bool:
    """Whether a place or division is of a level, or both are of cities and counties: 黄岛、日照、威海."""
    other = draft.things[key].attributes.get("regionLevel")
    return other == level or (level in _CITIES and other in _CITIES)


def find_area(draft: Draft, agency: str) -> str:
    """The division an agency serves, where it is a city or smaller, or nothing: what it holds, it holds there."""
    for claim in draft.claims:
        if claim.subject == agency and claim.predicate == "jurisdiction":
            level = draft.things[claim.object].attributes.get("regionLevel")
            return claim.object if level in ("prefecture", "county", "township", "village", "zone") else ""
    return ""


def is_near(draft: Draft, scenes: list[str]) -> bool:
    """Whether some scenes say closely where something was: a place, a town or a village."""
    return any(
        draft.things[key].type == "Place" or draft.things[key].attributes.get("regionLevel") in ("township", "village")
        for key in scenes
    )
