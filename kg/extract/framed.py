"""Names of places told by what stands before them: 在|彩虹桥, 途经|秀水路, 鹤城区|五一路, 解放路、|梅溪大道."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from operator import attrgetter

import rjieba

from kg.extract.draft import Draft, Mention
from kg.extract.placed import Placed
from kg.lexicon import Lexicon

_MOST = 14  # characters before a head that are looked at: the longest name and the word before it
_LONGEST = 6  # characters of a name that may hold any words
_FRAME = re.compile(
    r"(?:在|至|到|走进|来到|前往|位于|家住|靠近|抵达|赶赴|深入|驶入|途经|途径|离开)(?:了)?(?![在至到])([\u4e00-\u9fff“”A-Za-z0-9]{2,22})$"
)
_INSIDE = re.compile(r"(?:街道|[镇乡]|社区|境内)?的|街道|社区|境内(?=.{2})")
_NOT_IN_NAME = frozenset("vpcdruye")
SUFFIXES = frozenset("省市县区旗州盟镇乡村")
"""Of divisions named in full."""
PROPER = frozenset(("ns", "nr", "nz", "nt", "nrt", "nrfg"))
"""Tags of names."""
_GRAMMAR = frozenset("过和与及或把将对向从到至由于为以其")  # at neither end of a name
_NEVER = frozenset("不的了着在是有被该此这那某每各我他她您你们两几")
_FRONT = frozenset("如等仅若虽因按据经已均共就还即却再又更最约近超逾达称说讲时而但且并则另")  # of a clause
_HEADS = frozenset(("花园", "公园", "广场", "家园", "国际", "步行街", "商业街"))
_ENDS = frozenset("省市县区旗州盟镇乡村道的")
_LONE = frozenset(("大桥", "隧道", "水库", "大道"))  # of a town: 沅江|大桥
_DETERMINED = frozenset("全多各几数每某这那两三该本我")
_HOPED = frozenset("上越走")
_LED = frozenset(
    ("走上", "走出", "踏上", "迈上", "奔向", "通往", "铺就", "打造", "架起", "修建", "建成", "走向", "修起", "成为")
)
_INNER = frozenset("路街巷湖河江山岭桥村湾镇渠坝闸塘")
_STREETS = ("路", "街", "大街", "大道")
_LISTED = re.compile(r"、[\u4e00-\u9fff]{2,5}(?:路|街|大道|巷|桥|港|码头|公园|广场)")
_WATER_GOES_ON = re.compile(
    r"经济|流域|大|三角|[中上下]游|以|日报|晚报|电|证券|商|集团|学|医|生态|文化|航|源头|水|支流|干流|禁|十年|之|[口沿滨]"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
# Something of its kind, or what goes before a name: 一处|物流园, 一老旧|小区, 会同|高速公路.
_SOME = re.compile(
    r"[一两三几数多某](?:处|家|个|名|条|座|所|间|栋|幢|片|块|起|艘|辆|宗|件|批|场|老旧|废弃|闲置|在建|偏僻)|会同|联合|协同|携手"
)
_ONE = ("一处", "一座", "一条", "一家", "一个", "某处", "某座", "多处")  # 桂林市|一处|水库
_COUNTED = re.compile(r"(?!五一|七一|八一|二七|五四|三八|六一)[经纬第]?[一二三四五六七八九十两百千万]+")
_JOINS = frozenset("、和与及")
_OPENS = frozenset("，。：；！？\n（“")
COMMON = (
    "文化",
    "人民",
    "市民",
    "中心",
    "农贸",
    "综合",
    "体育",
    "休闲",
)
"""What stands between a division and a head without being a name: 勐润镇|文化广场."""
WAYS = frozenset("回返离进靠出入抵登下")
"""What one does to a place: 渔船回|港."""
_OF_TOWN = frozenset(("产业园",))
_PLAIN_WATERS = frozenset(
    "大小过下上一两三几跨沿临江山内外运冰渡入出进护治全各该本此开拦界河湖海满同整在的渔公引排洪来了着去到至进走跳游下落"
)
_MENDED = ("整治", "治理", "保护", "守护", "疏浚", "沿")
_MORE_WATERS = re.compile(r"、[\u4e00-\u9fff]{1,3}[江河湖溪]")
_PLAIN_MOUNTS = frozenset("后深青上下高登名大小荒火江河前远群雪矿假靠开进出入南北东西老祖绿冰本满全半翻越爬封护治秃")
_STREET = ("路", "街", "巷", "大道", "大桥", "小区", "社区")
_START = attrgetter("start")


class Frames:
    """The tables of what tells places, ready for use."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.divisions = lexicon.gazetteer.by_name
        self.generic = frozenset(lexicon.table("places", "generic", "ends"))
        self.common = self.generic | frozenset(lexicon.table("places", "common", "names"))
        self.sole = frozenset(lexicon.table("places", "heads", "sole"))
        self.named = frozenset(lexicon.table("places", "heads", "named"))
        self.sure = frozenset(lexicon.table("places", "heads", "sure"))
        self.abstract = frozenset(lexicon.table("places", "heads", "abstract"))
        self.hopeful = frozenset(lexicon.table("places", "common", "hopeful"))
        self.waters = frozenset(lexicon.table("places", "heads", "waters"))
        self.nature = self.waters | frozenset(lexicon.table("places", "heads", "mounts"))
        self.brief = frozenset(lexicon.table("places", "heads", "brief"))
        self.openers = frozenset(lexicon.table("places", "openers", "before"))
        self.after = re.compile("|".join(sorted(lexicon.table("places", "openers", "after"), key=len, reverse=True)))

    def opens(self, text: str, at: int) -> bool:
        """Whether a word of place ends at a position: 途经|, 来到了|."""
        if text[at - 1] in "了着":
            at -= 1
        known = self.openers
        return (
            text[at - 1 : at] in known
            or text[at - 2 : at] in known
            or text[at - 3 : at] in known
            or text[at - 4 : at] in known
        )


@cache
def load_frames(lexicon: Lexicon) -> Frames:
    """The tables of a lexicon."""
    return Frames(lexicon)


def start_of_framed(draft: Draft, regions: list[Mention], head: int, word: str, frames: Frames) -> int:
    """Where the name starts that a word such as 在 sets off before a head, after the divisions named first; or -1."""
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
        named = word in frames.sole and text[m.stop - 1] not in SUFFIXES  # 敦煌|莫高国际机场
        if (head - m.stop >= 2 or not town) and text[m.stop : head] not in COMMON and not named:
            start, located = m.stop, True
    for inside in _INSIDE.finditer(text, start, head):
        start, located = inside.end(), True
    if head - start < 2 or head - start > 12 or start not in passage.by_start:
        return -1
    words = passage.between(start, head)
    body = text[start:head]
    if (
        body in frames.common
        or words[0].text in frames.generic
        or words[-1].text in ("一", "某", "几")
        or any((t.tag[0] in _NOT_IN_NAME and t.tag != "vn") or t.text[0].isdigit() for t in words)
    ):
        return -1
    named = any(t.tag in PROPER or not rjieba.has_word(t.text) for t in words)
    return start if located or named or head - start >= 3 else -1


def start_of_opened(draft: Draft, regions: Placed, last: tuple[int, int], head: int, stop: int, frames: Frames) -> int:
    """Where the name before a head that has one nearly always (路, 大桥, 水库) starts, whatever its words; or -1.

    It follows a word of place, a division, in a list the `last` place, or begins a clause: before a word of place if
    the head is `brief` or one character.
    """
    passage = draft.passage
    text = passage.text
    word = text[head:stop]
    opened = passage.sentences[passage.sentence_at(head)].start
    floor = max(opened, head - _MOST)
    for at in range(head - 1, floor - 1, -1):
        if text[at] in _OPENS:
            opened = floor = at + 1
            break
    if (
        (word in frames.sole or word in _LONE)
        and word not in frames.abstract
        and (over := regions.ending(head)) is not None
    ):
        return over  # 沅江|特大桥
    for start in range(head - 2, max(floor, head - _LONGEST) - 1, -1):
        over = regions.ending(start)
        if start == last[1]:
            break
        if over is None:
            over = regions.ending(start - 1) if text[start - 1] == "的" else None
            if over is None:
                continue
        if start + 2 < head and text[start - 1 : start + 1] in ("市区", text[start - 1] + "段"):  # 衡水市|区|红旗大街
            start += 1
        if text[start:head] in _HEADS and text[start - 1] not in _ENDS:  # 福州|花园小区
            return over
        if text[start:head] in COMMON:
            return -1
        if not _is_name(draft, start, head, word, frames):
            break
        over_water = word == "大桥" and text[head - 1] in "江河" and head - start > 2
        whole = (word in frames.sole or over_water) and (text[start - 1] not in _ENDS or word in _OF_TOWN)
        return over if whole else start  # 敦煌|莫高国际机场, 溪南镇|海洋产业园, 武汉|天兴洲长江大桥
    if 0 < last[1] < head and 2 <= head - last[1] - (text[last[1]] in _JOINS) <= _LONGEST:
        start = last[1] + (text[last[1]] in _JOINS)
        named = _is_name(draft, start, head, word, frames)
        if not named and start > last[1]:
            return -1
        if named:
            return last[0] if start == last[1] and text[start - 1] != "段" else start  # 梅溪港|红星码头
    for start in range(head - 2, floor, -1):
        if not frames.opens(text, start):
            continue
        if head - start > _LONGEST or regions.cut_by(start, head):
            break
        return start if _is_name(draft, start, head, word, frames) else -1
    if word in frames.sure:  # 梅溪老街、|南湖公园
        at = text.rfind("、", floor, head - 1) + 1
        if at and head - at <= _LONGEST:
            return at if _is_name(draft, at, head, word, frames) else -1
    sure = (len(word) > 1 and word not in frames.brief) or frames.after.match(text, stop) or _LISTED.match(text, stop)
    if sure and floor == opened and 2 <= head - floor <= _LONGEST and text[floor] not in _FRONT:
        return floor if _is_name(draft, floor, head, word, frames) else -1
    return -1


def is_mountain(text: str, start: int, stop: int) -> bool:
    """Whether a word of two characters is a mountain's name: 苍山, not 深山, 后山, 香山|路口."""
    return text[start] not in _PLAIN_MOUNTS and not text.startswith(_STREET, stop)


def is_water_meant(draft: Draft, start: int, stop: int, frames: Frames) -> bool:
    """Whether a water with a name of two characters is a place here: 落入|湘江, 湘江|边, but not 长江|经济带."""
    text = draft.passage.text
    before = frames.opens(text, start)
    return frames.after.match(text, stop) is not None or (before and _WATER_GOES_ON.match(text, stop) is None)


def is_short_water(draft: Draft, head: int, stop: int, after: int, frames: Frames) -> bool:
    """Whether one character before a water's head is its name: 位于|修河|上游, 整治|弥河、白浪河沿线.

    A word of place or a mark stands before it; behind it one too, or another water; or part of it, up to `after`.
    """
    passage, start = draft.passage, head - 1
    text = passage.text
    if start < 2 or not _CHINESE.match(text, start, head) or text[start] in _PLAIN_WATERS or not passage.edges[start]:
        return False
    if not (frames.opens(text, start) or text[start - 1] in "，。、\n" or text.endswith(_MENDED, 0, start)):
        return False
    return after > stop or bool(frames.after.match(text, stop) or _MORE_WATERS.match(text, stop))


def _is_hoped(text: str, start: int, stop: int) -> bool:
    """Whether a road with a good word for a name is a manner of speaking: 走上|幸福路, 创业路|上, but not 在幸福路."""
    led = start - (text[start - 1] in "了着")
    return text[stop : stop + 1] in _HOPED or text[led - 2 : led] in _LED


def _is_name(draft: Draft, start: int, head: int, word: str, frames: Frames) -> bool:
    """Whether a stretch before a head may be a name: no words of grammar, no common words, no number."""
    passage = draft.passage
    body = passage.text[start:head]
    if body in frames.hopeful and _is_hoped(passage.text, start, head + len(word)):
        return False
    if word in frames.abstract and not (len(body) == 3 and body[-1] in _INNER):  # 梅溪河|市场, not 产品|市场
        return False
    if (
        (body in frames.common and body not in frames.hopeful)
        or not _CHINESE.fullmatch(body)
        or _COUNTED.fullmatch(body)
        or _SOME.match(body)
        or body.endswith(_ONE)
    ):
        return False
    if body in frames.divisions and word not in frames.sole and len(word) > 1 and word not in frames.sure:
        return False
    if len(word) == 1 and body[-1] in WAYS:  # 渔船回|港
        return False
    if "至" in body:  # 梅溪路口|至|清水湾|路口
        return False
    if not _NEVER.isdisjoint(body) or body[0] in _GRAMMAR or body[-1] in _GRAMMAR:
        return word in frames.sure and passage.edges[start] == 1 and rjieba.has_word(body)  # 在|把总|广场
    words = passage.between(start, head)
    if not words or words[0].start > start:  # within a word that is in no dictionary: 从|梅溪
        return not rjieba.has_word(passage.token_at(start).text)
    if words[0].text in frames.openers or (words[0].tag == "m" and words[0].text[0] == "一") or body[-1] == "之":
        return False
    if words[0].stop >= head and word in frames.sure and words[0].text not in frames.common:  # 在|宣慰|大道
        return True
    if len(body) == 3 and body[-1] in _INNER:  # 在状元巷|夜市
        return True
    if len(body) == 3 and body[-1] in "东西南北中" and word in _STREETS:  # 槐安东|路
        return True
    for t in words:
        if (
            len(t.text) > 1
            and t.text in frames.common
            and t.text not in frames.hopeful
            and (t.stop >= head or t.text[0] in _DETERMINED)
        ):
            return False
        if len(t.text) < 2 or t.tag == "vn" or t.text in frames.common:
            if t.tag == "c":
                return False
            continue
        if t.text not in frames.divisions and t.tag[0] in _NOT_IN_NAME and t.stop <= head and rjieba.has_word(t.text):
            return False
    return True
