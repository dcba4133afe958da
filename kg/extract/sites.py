"""Where what is held was: the place its sentence names, what it points back to, or what the next sentence says."""

from __future__ import annotations

import re

from kg.analyze import Sentence
from kg.extract.draft import Draft, Mention, placed
from kg.extract.held import HELD, POINTER, POINTER_BEGINS
from kg.extract.scenes import find_area, find_scenes
from kg.extract.values import Found

# Behind the name of what was held: whence people came to it, whose deeds it told of.
_NOT_THERE = re.compile(
    r"(?:来自|邀请|推广|学习|借鉴|围绕|关于|部署|推动|推进|支持|助力|宣传|介绍|通报|发布|公布|回应|听取|研究|总结|为|对|向|就|把|将|给|与|从|据)(?:了)?[^，。；在]{0,14}$"
)
_FROM_THERE = re.compile(r"(?:来自|家住|祖籍|籍贯|户籍)[^，。；、]{0,10}$")
_POINTS_BACK = re.compile(r"在(?:这里|此|此间|该[校村县镇乡地区社场馆院][^，。；]{0,3}|当地|现场)")
_PREMISES = re.compile(r"[\u4e00-\u9fff](?:院内|门前|门口|大厅|院子|会议室|礼堂)")  # 某派出所院内人头攒动，…在这里…
_ENTERS = re.compile(
    r"(?:进驻|开[到进]|搬[到进]|送[到进]|设在|选在|走进|来到|深入|前往|奔赴|(?<![送达赶移])到|赴)(?:了)?$"
)
_FROM = 3  # sentences that a pointing word looks back
_HELD_IN = re.compile(
    r"[^。；]{0,24}?(?:在|于|走进|来到|深入|设在|选在)(?P<where>[^，。；]{2,40}?)(?:举行|举办|召开|开展|进行|开幕|启动|开赛|上演|开讲|拉开)"
)
# What is held or handled at home where nothing else is said; what else is told of may be anywhere.
_AT_HOME = (*HELD, "case", "rescue")
_HANDLED = ("case", "rescue")
_FAR_OFF = re.compile(r"(?:配合|协助|支持|协作|帮助)[之]?下|兵分|辗转|跨[省市区]|异地|多地|各地")
# A place or way to it that has no name of its own; 在…中 and the like are none.
_SOMEWHERE = re.compile(
    r"(?:(?<![现所正存旨])在|来到|走进|前往|赶赴|奔赴|深入|远赴)"
    r"(?!该|此|本|各|辖区|校园|企业|一线|基层|现场|机关|开展|全[省市县区旗盟州]|[^，。；]{0,8}(?:渠道|环节|会议室|办公楼|报告厅|院内|审判庭|大厅)|[^，。；]{0,18}(?:[中时后]|之?前|期间|过程|方式|同时|基础上|[导持领织]下)(?![\u4e00-\u9fff])"
    r"|[^，。；]{0,14}(?:[箱包袋身车船舱柜舷]|夹层|行李|手机|电脑|货物|快件|包裹|座椅|油箱|航班)[^，。；]{0,2}[内里中上])"
)
_CITIES = ("北京市", "天津市", "上海市", "重庆市")


def find_sites(draft: Draft, sentence: Sentence, first: Found) -> list[str]:
    """The places or divisions where what is held at a sign was, by ids."""
    text = draft.passage.text
    scenes = find_scenes(draft, sentence, first.start)
    mentions = placed(draft.of_type("Place", "Region"), sentence.start, sentence.stop)
    scenes = [key for key in scenes if not _is_of_others(text, [m for m in mentions if m.key == key], first)]
    return scenes or _entered(draft, sentence, first) or _pointed(draft, sentence, first) or _told_next(draft, first)


def _is_of_others(text: str, named: list[Mention], first: Found) -> bool:
    """Whether a place is named only behind what was held, as that of those who came or were spoken of."""
    for m in named:  # none: found in another way
        if m.start < first.start:
            if not _FROM_THERE.search(text, max(0, m.start - 12), m.start):
                return False
        elif not _NOT_THERE.search(text, first.stop, m.start):
            return False
    return bool(named)


def _entered(draft: Draft, sentence: Sentence, first: Found) -> list[str]:
    """The division that a sentence says was entered before what was held there, also in the name of premises."""
    text = draft.passage.text
    for m in reversed(placed(draft.outer("Region", "Agency", "Organization"), sentence.start, first.start)):
        if not m.anaphor and _ENTERS.search(text, max(sentence.start, m.start - 6), m.start):
            within = placed(draft.of_type("Region"), m.start, m.stop)
            return [within[-1].key] if within else []
    return []


def _pointed(draft: Draft, sentence: Sentence, first: Found) -> list[str]:
    """The place that 在这里 means in the sentence of what was held: the last one named before it."""
    text, sentences = draft.passage.text, draft.passage.sentences
    points = _POINTS_BACK.search(text, sentence.start, first.stop + 12)
    if points is None or _PREMISES.search(text, sentence.start, points.start()):
        return []
    for n in range(first.sentence - 1, max(-1, first.sentence - 1 - _FROM), -1):
        if sentence.paragraph - sentences[n].paragraph > 1 or sentences[n].kind != "text":
            break
        scenes = find_scenes(draft, sentences[n], sentences[n].stop)
        if scenes:
            return scenes
    return []


def _told_next(draft: Draft, first: Found) -> list[str]:
    """Where the next sentence says that what was held was: `活动在江湾镇举行`."""
    passage, text = draft.passage, draft.passage.text
    n = first.sentence + 1
    if n >= len(passage.sentences) or passage.sentences[n].kind != "text":
        return []
    after = passage.sentences[n]
    if after.paragraph - passage.sentences[first.sentence].paragraph > 1 or text[after.start] not in POINTER_BEGINS:
        return []
    points = POINTER.match(text, after.start, after.stop)
    told = _HELD_IN.match(text, points.end(), after.stop) if points else None
    if told is None or not points or points[1] not in first.name:
        return []
    return find_scenes(draft, after, told.end("where"))


def find_home(draft: Draft, organizers: tuple[str, ...], first: Found, type_: str) -> str:
    """The division, a city or smaller, that who holds or handles something serves, if nothing says it was elsewhere."""
    if type_ not in _AT_HOME or first.rule == "event.launch" or not organizers:
        return ""
    sentence = draft.passage.sentences[first.sentence]
    if _is_away(draft, sentence, first, type_):
        return ""
    if type_ in _HANDLED and draft.actors[first.sentence].carried:
        return ""
    for organizer in organizers:
        area = find_area(draft, organizer)
        if area:
            town = draft.things[area].attributes.get("regionLevel") in ("township", "village")
            return "" if town and type_ in _HANDLED else area
        served = (c.object for c in draft.claims if c.subject == organizer and c.predicate == "jurisdiction")
        city = next((key for key in served if draft.things[key].label in _CITIES), "")
        if city or draft.things[organizer].type == "Organization":
            return city or _named_in(draft, organizer)
    return ""


def _named_in(draft: Draft, organization: str) -> str:
    """The last division that the name of an organization opens with, in full: 绵阳市|中心医院; or nothing."""
    label = draft.things[organization].label
    inside = [key for key, thing in draft.things.items() if thing.type == "Region" and thing.label in label]
    return max(inside, key=lambda key: (label.index(draft.things[key].label), key), default="")


def _is_away(draft: Draft, sentence: Sentence, first: Found, type_: str) -> bool:
    """Whether a sentence says that something was done at a place that has no name, or far off with others' help."""
    text = draft.passage.text
    if type_ in _HANDLED and _FAR_OFF.search(text, sentence.start, sentence.stop):
        return True
    bodies = draft.mask("Agency", "Organization")
    return any(
        not bodies[m.end()] and not bodies[m.start()] for m in _SOMEWHERE.finditer(text, sentence.start, first.start)
    )
