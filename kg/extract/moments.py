"""When a happening was, as far as the sentence that tells of it and its paragraph say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from operator import attrgetter

from kg.analyze import Sentence
from kg.extract.draft import Draft, placed
from kg.extract.values import Found, Time

# A paragraph that opens so tells on of what the one before it told of.
_GOES_ON = re.compile(
    r"(?:“|\d{1,2}时|[上下]午|中午|晚上|傍晚|深夜|凌晨|夜间|当[天日晚]|次日|随后|随即|接警后|接报后|接到|得知|事后|事发|事故发生|赶到|到达|抵达"
    r"|到[上下]午|经过|经[\u4e00-\u9fff]{2,12}(?:努力|救援|处置|抢救|询问|了解)|与此同时|很快|不久|不到|现场|途中|(?:支队|大队|中队|消防站|救援站|派出所|指挥中心|民警|消防员|救援人员)(?:立即|迅速|随即|到场|到达|赶到|火速|第一时间)"
    r"|(?:该[\u4e00-\u9fff]{1,4}|检察官|检察机关|法官|承办法官|承办人|专班|专案组|工作组|调解员|[\u4e00-\u9fff]{2,12}(?:院|局|所|队|委|站|中心|政府|部门|法庭))"
    r"(?:立即|迅速|随即|当即|随后|连夜|马上|立刻|火速|第一时间)|培训|会上|会议|活动[中后现]|仪式)"
)

# A sentence that opens so tells of the occasion, or the emergency, that was dated before it: 会前，…; 险情发生后，….
SEQUEL = re.compile(
    r"(?:(?:会|赛|课|签约|揭牌|震|灾|(?:[\u4e00-\u9fff]{0,4}(?:仪式|活动|培训|演练|会议|讲座|检查|行动|比赛|宣讲|座谈会|签约|演出|展演|仪式))(?:结束)?)"
    r"[前后中]|(?:灾情|险情|事故|地震|火灾|警情|案件|洪水|泥石流|滑坡)(?:发生|过)?后|台风过后|(?:活动|仪式|会议|演练|培训|比赛)(?:期间|现场|当[天日]))，"
)

_REPORTS = re.compile(
    r"[^，。；：]{0,4}，?[^，。；：]{0,20}(?:通报|获悉|了解到|发布消息|发布通报|通气会)[^，。；：]{0,3}[，：]"
)
_PARAGRAPH = attrgetter("paragraph")


def is_day(time: Time) -> bool:
    """Whether a time says on which day, or from which day to which: 5月18日至19日."""
    if time.kind == "span":
        return time.value.count("-") == 4  # both ends to the day
    return time.kind == "day" and time.value != ""


def times_before(draft: Draft, sentence: Sentence, at: int) -> list[Time]:
    """The times of a sentence before a position."""
    return placed(draft.times, sentence.start, at)


def paragraph_time(draft: Draft, sentence: Sentence) -> Time | None:
    """The last time named before a sentence in its paragraph, or in the one before that if it only goes on."""
    passage = draft.passage
    n = bisect_left(passage.sentences, sentence.paragraph, key=_PARAGRAPH)
    first = passage.sentences[n].start
    goes_on = tells_on(draft, sentence) or SEQUEL.match(passage.text, sentence.start)
    if n and goes_on and passage.sentences[n - 1].kind == "text":
        above = passage.sentences[n - 1].paragraph
        first = passage.sentences[bisect_left(passage.sentences, above, key=_PARAGRAPH)].start
    return next(
        (
            t
            for t in reversed(placed(draft.times, first, sentence.start))
            if t.kind in ("day", "recent", "month") and not _is_report(draft, t, sentence.start)
        ),
        None,
    )


def tells_on(draft: Draft, sentence: Sentence) -> bool:
    """Whether the paragraph of a sentence tells on of what the one before it told of: `接警后，…`."""
    passage = draft.passage
    n = bisect_left(passage.sentences, sentence.paragraph, key=_PARAGRAPH)
    return _GOES_ON.match(passage.text, passage.sentences[n].start) is not None


def has_time(draft: Draft, sentence: Sentence, at: int) -> bool:
    """Whether a sentence (before a position) or its paragraph says when."""
    if any(t.kind in ("day", "recent", "month", "span") for t in times_before(draft, sentence, at)):
        return True
    if paragraph_time(draft, sentence) is not None:
        return True
    return SEQUEL.match(draft.passage.text, sentence.start) is not None


def has_day(draft: Draft, sentence: Sentence, at: int) -> bool:
    """Whether a sentence (before a position) or its paragraph says on what day, be it only 近日."""
    if any(t.kind in ("day", "recent") for t in times_before(draft, sentence, at)):
        return True
    before = paragraph_time(draft, sentence)
    if before is not None and before.kind in ("day", "recent"):
        return True
    return SEQUEL.match(draft.passage.text, sentence.start) is not None


def _is_report(draft: Draft, time: Time, at: int) -> bool:
    """Whether a time before a place is that of a report of what stands there: 8月3日，市公安局通报，…|侦破."""
    return _REPORTS.match(draft.passage.text, time.stop, at) is not None


def find_moment(draft: Draft, signs: Iterable[Found]) -> str:
    """The EDTF time of a happening: the last one before its first sign in its sentence, else in its paragraph.

    A story is of the day on which it opens.
    """
    passage = draft.passage
    signs = list(signs)
    is_story = any(sign.rule in ("event.call", "event.story") for sign in signs)
    weaker = ""
    headline = False
    for sign in signs:
        sentence = passage.sentences[sign.sentence]
        if sentence.kind == "headline":
            headline = True
            continue
        inside = [
            t
            for t in times_before(draft, sentence, sign.start)
            if t.value and t.kind in ("day", "month", "span") and not _is_report(draft, t, sign.start)
        ]
        if is_story and weaker:
            break
        if inside:
            days = [t for t in inside if t.kind == "day"]
            return (days or inside)[-1].value
        before = paragraph_time(draft, sentence)
        year = [t for t in times_before(draft, sentence, sign.start) if t.value and t.kind == "year"]
        told = before.value if before else ""
        if year and (not told or (told[:4].isdigit() and told[:4] != year[-1].value[:4])):
            told = year[-1].value  # the paragraph tells of another year
        weaker = weaker or told
    if not weaker and headline:
        first = next((t for t in draft.times if t.kind == "day" and t.value), None)
        return first.value if first and not _is_report(draft, first, len(passage.text)) else ""
    return weaker
