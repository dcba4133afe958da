"""Who comes to what was held."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from kg.extract.draft import Draft, Mention, placed
from kg.extract.together import LISTED
from kg.extract.values import Found

_ATTENDS = re.compile(
    r"[^，。；：]{0,40}?(?:参加|参演|参与|参赛|出席|到场|受邀|应邀|派员|进行了?展示|现场(?:观摩|指导|见证|演示)|全程监督|助阵|陪同|列席|到会|参会|作了?[\u4e00-\u9fff]{0,6}(?:发言|汇报))"
)
# What is done at an occasion by those who came to it.
_DOES_THERE = re.compile(
    r"(?!的?“)[^，。；：、“]{0,12}?(?:颁[证奖发]|揭牌|授牌|表演|演唱|献唱|展演|送来|送上|带来|解答|宣讲|讲解|演示|展示|致辞|主持|宣布|点评|观摩|提供|派员|设摊|摆摊|受理|义诊|问诊|测血压|授课|讲话|签约|发放)"
)
_COMES = re.compile(
    r"[^，。；]{0,10}?(?:应邀|受邀)?(?:参加|出席|观摩|列席|参与)了?[^，。；]{0,40}的"
)  # A应邀参加|B举办的…
_VISITS = re.compile(r"(?:走进|来到|深入|走访|联合|邀请)(?:了)?[^，。；]{0,10}$")
# For whom it is held: 为A干部职工|举办培训, 对A、B|开展检查, 召集A、B|召开会议.
_FOR = re.compile(r"(?:为|对|向|给|面向|针对|召集|召集了|约谈|约谈了)$")
_TO_NAME = re.compile(r"(?:等[^，。；的]{0,12})?[^，。；的]{0,14}(?:的[^，。；的]{2,8})?")
# A body that is only named: whose papers are read or whose measures are made known there.
_OF_OTHERS = re.compile(
    r"(?:传达|学习|贯彻|落实|宣传|推广|解读|按照|根据|据|围绕|执行|对照|依据|关于|由于|要求|督促|希望|责令|号召)(?:了)?$"
)
_THEIRS = re.compile(
    r"(?:近期|最新|联合)?(?:推出|制定|出台|印发|发布|下发|提出|颁布|推行)的|(?:有关|相关)?(?:文件|精神|会议精神|通知)|统计"
)
_HEADED = re.compile(r"[^，。；：]{0,14}(?:长|书记|常委|主任|主席)")  # from a body to who heads it
_OFFICE = 16  # characters of an office between a body and its holder, at most
ELSEWHERE = re.compile(
    r"(?:近年来|今年以来|去年以来|多年来|一直以来|长期以来|据统计|截至|目前|下一步|此前|据悉|据了解|据介绍|今年|去年)|(?:会议|座谈会|推进会)(?:指出|强调|要求|认为|决定)"
)
"""How a sentence opens that goes on about something else than who came to what was held."""
_PARAGRAPH = attrgetter("paragraph")


def write_guests(draft: Draft, key: str, first: Found, organizers: tuple[str, ...]) -> None:
    """Add the agencies that the rest of the paragraph says take part in what was held: `A、B等单位的215人参演`."""
    passage = draft.passage
    text, held = passage.text, passage.sentences[first.sentence]
    start = bisect_left(passage.sentences, held.paragraph, key=_PARAGRAPH)
    stop = bisect_left(passage.sentences, held.paragraph + 1, lo=start, key=_PARAGRAPH)
    there = placed(
        draft.outer("Person", "Agency", "Organization"),
        passage.sentences[start].start,
        passage.sentences[stop - 1].stop,
    )
    others: list[Mention] = []
    faced = {(m.start, m.key) for m in _faced(draft, there, held.start, first.start)}
    for m in there:
        if m.key in organizers:
            continue
        n = passage.sentence_at(m.start)
        sentence = passage.sentences[n]
        is_person = draft.things[m.key].type == "Person"
        if not is_person:
            listed = bool(others) and LISTED.fullmatch(text, others[-1].stop, m.start) is not None
            if listed or _is_only_named(text, m, sentence.start):
                others.append(m)
                continue
            if heads_it(draft, m):
                continue
        if m.start > first.stop and _DOES_THERE.match(text, m.stop, sentence.stop) and _last_held(draft, n) == key:
            draft.claim(m.key, "participates", key, sentence.start, sentence.stop, "event.guest", 0.6)
            continue
        if is_person:
            continue
        came = n == first.sentence and m.stop < first.start and _COMES.fullmatch(text, m.stop, first.start)
        visited = n == first.sentence and m.start < first.start and _VISITS.search(text, held.start, m.start)
        named = m.start > first.stop and (n == first.sentence or _ATTENDS.match(text, m.stop, sentence.stop))
        if visited or named or came or (m.start, m.key) in faced:
            draft.claim(m.key, "participates", key, sentence.start, sentence.stop, "event.guest", 0.6)


def heads_it(draft: Draft, body: Mention) -> bool:
    """Whether a body only says of what somebody is the head: `省民政厅|副厅长郭某某`."""
    after = placed(draft.of_type("Person"), body.stop, body.stop + _OFFICE)
    return bool(after) and _HEADED.fullmatch(draft.passage.text, body.stop, after[0].start) is not None


def _is_only_named(text: str, body: Mention, floor: int) -> bool:
    return bool(_OF_OTHERS.search(text, max(floor, body.start - 4), body.start) or _THEIRS.match(text, body.stop))


def _faced(draft: Draft, there: list[Mention], start: int, name: int) -> list[Mention]:
    """The bodies that a sentence from `start` on says to be those for whom what is named at `name` was held."""
    text = draft.passage.text
    out: list[Mention] = []
    listed: list[Mention] = []
    for m in placed(there, start, name):
        if draft.things[m.key].type == "Person":
            continue
        if listed and LISTED.fullmatch(text, listed[-1].stop, m.start):
            listed.append(m)
        elif _FOR.search(text, max(start, m.start - 3), m.start):
            listed = [m]
        else:
            listed = []
        if listed and _TO_NAME.fullmatch(text, m.stop, name):
            out += listed
    return out


def _last_held(draft: Draft, n: int) -> str:
    """The last happening with a name that a sentence or one before it tells of; the one told now is among them."""
    before = [h for h in draft.happenings if h.first.sentence <= n and h.first.is_held]
    return max(before, key=lambda h: h.first.start).key if before else ""
