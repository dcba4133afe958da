"""Who takes part in an event, who honours whom."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from kg.analyze import Sentence
from kg.extract.draft import Draft, Mention, outer, placed
from kg.extract.guests import ELSEWHERE, heads_it
from kg.extract.moments import SEQUEL
from kg.extract.scenes import on_grounds
from kg.extract.together import LISTED
from kg.extract.values import Found

_SPEAKS = re.compile(r"介绍|说|表示|告诉|坦言|称|指出")
_RESCUER = re.compile(r"(?:救援|处置|出警|参战)[\u4e00-\u9fff]{0,4}$")
_JOINS = re.compile(r"(?:联合|会同|邀请|组织|召集|约谈|协同|携手|配合|与|由|调集|出动|带领|以及|在)[^，。；]*$")
_FACES = re.compile(r"(?:向|给|(?<![送达赶运移交撤接收得])到|赴|走进|来到|走访|走访了|对|为|对辖区|为辖区)$")
# From the one faced to the act: the rest of a list, then how it is done.
_TO_ACT = re.compile(r"(?:、[^，。；]{2,24})?[^，。；、]{0,12}(?:，[^，。；]{0,16})?")
# Where those in need are brought, and who is only a source, have no part in it; nor who looks into its causes.
_ASIDE = re.compile(
    r"(?:送往|送到|送至|送入|转移[至到]|转运[至到]|安置[在到]|撤[到至]|护送[至到]|疏散[到至]|前往|位于|据|从|逃[到至])(?:了|辖区|附近的?|就近的?)?$"
)
_LOOKS_INTO = re.compile(r"(?:正在|作进一步|进一步)?(?:调查|统计|核查|通报|消息|获悉|介绍|救治)")
# 在演练|现场，市民|某某说; 在座谈会|上，某局长|某某介绍了经验
_ON_THE_SPOT = re.compile(r"(?:活动)?(?:现场|上|中)，[^，。；]{0,20}")
# Who says it was there: 参加活动的市民|李某说, 旁听的代表|王某表示.
_ATTENDED = re.compile(
    r"(?:参加|参与|旁听|参训|参演|参赛|受邀|观看|观摩|前来|参会|与会|体验|受训|获奖|到场)[^，。；：“”]{0,12}$"
)
_GIVES = re.compile(r"送|赠|授予|授牌|表扬|表彰|嘉奖|颁发|颁奖|命名|记功")
_PRAISES = re.compile(
    r"通报表扬|表彰(?:了|\d|[一二三四五六七八九十两]|先进|优秀)|授予|颁发|授牌|嘉奖|通令|为[^，。]{2,20}(?:记功|颁奖|授牌)"
)
_REWARDS = re.compile(r"(?:日前|近日|当日|随后)?为[^，。；“]{2,24}(?:记功|授予|颁发|嘉奖)")
_GETS = re.compile(r"(?:为|向|给|对)$")
_AS_EVER = re.compile(r"每[天日周月年逢]|以来")
_STANDING = re.compile(r"建[立成][^。；]{0,40}(?:机制|平台)|机制以来")  # what is kept up, no part of what befell
_MOST = 20  # times before a person that the day is looked for in
_START, _PARAGRAPH = attrgetter("start"), attrgetter("paragraph")
_KIN = re.compile(r"的?(?:家[人属]|妻子|丈夫|女儿|儿子|父[亲母]|母亲|亲[属友]|孩子|爱人)")  # 韩师傅|的家人送来锦旗
_GOT = ("获评", "荣获", "获得", "入选", "荣立", "荣记", "获颁")  # who stands before gets it
# What was set up since, or ever is, has no part in an accident; nor who comes when the sentence opens with its end.
_LASTING = re.compile(r"以来|建立|建成|机制")


def write_participants(
    draft: Draft,
    key: str,
    first: Found,
    type_: str,
    told: set[int],
    near: tuple[set[int], set[int]],
    organizers: tuple[str, ...],
) -> None:
    """Add who takes part in an event: persons in the sentences of it, agencies that join in in those `told` in.

    All are indices of sentences; `near` are those around it, of bodies and of persons. Who holds the event, who only
    speaks of it and who is only pointed to is left out.
    Whatever body an incident is told with has its part in it; of what was held, the next sentence says who came.
    """
    passage = draft.passage
    if not first.is_held and type_ != "accident":
        _write_faced(draft, key, first, organizers)
    sentences = passage.sentences
    around, people = near
    first_told, last_told = sentences[min(people)], sentences[max(people)]
    for m in placed(draft.outer("Person", "Agency", "Organization"), first_told.start, last_told.stop):
        n = passage.sentence_at(m.start)
        kind = draft.things[m.key].type
        if n not in (people if kind == "Person" else around):
            continue
        if (m.anaphor and kind != "Agency") or m.key in organizers:
            continue
        sentence = passage.sentences[n]
        if kind == "Person" and n not in told and n != first.sentence and _is_elsewhere(draft, key, m, sentence):
            continue
        if kind == "Person":
            speaks = _SPEAKS.match(passage.text, m.stop, m.stop + 3)
            if (
                not speaks
                or _RESCUER.search(passage.text, max(sentence.start, m.start - 6), m.start)
                or (first.is_held and _ATTENDED.search(passage.text, max(sentence.start, m.start - 16), m.start))
                or (n == first.sentence and _ON_THE_SPOT.fullmatch(passage.text, first.stop, m.start))
            ):
                draft.claim(m.key, "participates", key, sentence.start, sentence.stop, "event.person", 0.6)
        elif (
            (not (first.is_held and heads_it(draft, m)) and _is_involved(draft, m, n, first, type_, told, around))
            or (n in told and _JOINS.search(passage.text, max(sentence.start, m.start - 30), m.start))
            or (n in told and kind == "Organization" and on_grounds(draft, sentence, m))
        ) and not (
            _ASIDE.search(passage.text, max(sentence.start, m.start - 6), m.start)
            or (n != first.sentence and _STANDING.search(passage.text, sentence.start, sentence.stop))
            or _LOOKS_INTO.match(passage.text, m.stop)
        ):
            draft.claim(m.key, "participates", key, sentence.start, sentence.stop, "event.partner", 0.55)


def _is_elsewhere(draft: Draft, key: str, m: Mention, sentence: Sentence) -> bool:
    """Whether the paragraph of a person says another day than an event's, or what somebody does as ever."""
    text, when = draft.passage.text, draft.things[key].attributes.get("time", "")
    if _AS_EVER.search(text, sentence.start, sentence.stop):
        return True
    first = draft.passage.sentences[bisect_left(draft.passage.sentences, sentence.paragraph, key=_PARAGRAPH)].start
    last = bisect_left(draft.times, m.start, key=_START)
    for t in reversed(draft.times[max(0, last - _MOST) : last]):
        if t.start < first:
            break
        if t.kind == "day" and t.value:
            return bool(when) and t.value not in when
    return False


def _write_faced(draft: Draft, key: str, first: Found, organizers: tuple[str, ...]) -> None:
    """Add the bodies towards which an act is done: 向A、B公开送达检察建议, 走进A为学生讲解, 与A签署协议."""
    passage = draft.passage
    text, sentence = passage.text, passage.sentences[first.sentence]
    facing = False
    last = sentence.start
    for m in placed(draft.outer("Agency", "Organization"), sentence.start, first.start):
        listed = facing and LISTED.fullmatch(text, last, m.start)
        facing = bool(listed or _FACES.search(text, max(sentence.start, m.start - 6), m.start))
        last = m.stop
        if facing and m.key not in organizers and _TO_ACT.fullmatch(text, m.stop, first.start):
            draft.claim(m.key, "participates", key, sentence.start, sentence.stop, "event.faced", 0.6)


def _is_involved(draft: Draft, m: Mention, n: int, first: Found, type_: str, told: set[int], around: set[int]) -> bool:
    """Whether a body in the sentence `n` has its part in an event, with no word that says so."""
    acts = m.key in draft.actors[n].keys and not draft.actors[n].carried
    last = max(told, default=n)
    if first.is_held and ELSEWHERE.match(draft.passage.text, draft.passage.sentences[n].start):
        return False
    if first.is_held or type_ == "rescue":
        if n in around and acts and (n == last + 1 or (n > last and type_ == "training")):
            return True
        return type_ == "rescue" and n in told and (n != first.sentence or m.start > first.stop) and not acts
    if type_ != "accident" or n not in told or acts:
        return False
    text, sentence = draft.passage.text, draft.passage.sentences[n]
    lasting = n != first.sentence and _LASTING.search(text, sentence.start, sentence.stop)
    return not lasting and SEQUEL.match(text, sentence.start) is None


def write_honour(draft: Draft, key: str, first: Found) -> None:
    """Add who honours and who is honoured: 被…表彰, 向…送锦旗, 收到…锦旗."""
    sentence = draft.passage.sentences[first.sentence]
    line = draft.passage.text[sentence.start : sentence.stop]
    parties = outer(
        [m for m in draft.of_type("Person", "Agency", "Organization") if sentence.start <= m.start < sentence.stop]
    )
    honour = first.start - sentence.start
    passive, got = line.find("被"), line.find("收到")
    parties = [m for m in parties if not _KIN.match(line, m.stop - sentence.start)]
    givers: list[str] = []
    got_it = line[honour : honour + 2] in _GOT
    for m in parties:
        at = m.start - sentence.start
        if 0 <= passive < honour:
            giver = passive < at < honour
        elif got >= 0:
            giver = at > got
        else:
            gets = _GETS.search(line, max(0, at - 3), at)
            giver = m is parties[0] and m.start < first.start and not gets and _GIVES.search(line) is not None
            giver = giver and not got_it and (len(parties) > 1 or _PRAISES.search(line) is not None)
            # 入选|省检察院发布的…; 总队为个人记功，大队|荣立集体二等功
            giver = giver or (got_it and (m.start == first.stop or bool(_REWARDS.match(line, m.stop - sentence.start))))
        predicate = "organizes" if giver and draft.things[m.key].type != "Person" else "participates"
        if giver and draft.things[m.key].type == "Agency":
            givers.append(m.key)
        draft.claim(m.key, predicate, key, sentence.start, sentence.stop, "event.honour", 0.65)
    for other in givers[1:]:
        rule = "collaboratesWith.honour"
        draft.claim(givers[0], "collaboratesWith", other, sentence.start, sentence.stop, rule, 0.6)
