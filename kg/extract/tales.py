"""Signs of what a sentence tells besides the news, by how it opens: `去年冬天，…`, `会后，…`, `检查时发现，…`.

A feature tells by the way what befell somebody once (a season of the past, `一天深夜`, `有一次`); a report goes on to
what was done before or after an occasion; an inspection is named only as the time at which something was found.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from kg.analyze import Sentence
from kg.extract.acts import type_of
from kg.extract.clauses import clause_start
from kg.extract.draft import Draft, placed
from kg.extract.moments import times_before
from kg.extract.stories import story_of
from kg.extract.values import Found
from kg.lexicon import Lexicon

_YEAR = r"(?:大?前年|去年|今年|那年|当年|\d{4}年)"
_SEASON = (
    r"(?:[春夏秋冬][天季]|[春夏秋冬](?=[，的])|[初深晚暮盛隆寒仲早][春夏秋冬]|入[春夏秋冬]|开春|腊月|正月|年关|年前|除夕|春节"
    r"|元宵|清明|端午|中秋|国庆|重阳|元旦|五一|旱季|雨季|主?汛期|[寒暑]假|暑期"
    r"|[^，。；：“\d]{1,6}(?:时节|季节|期间|前夕|时分|那天))"
)
_HOUR = r"(?:清晨|早晨|早上|[早晚]高峰|凌晨|上午|中午|午后|下午|傍晚|黄昏|晚上|夜里|夜晚|深夜|半夜|午夜|[雨雪]夜|周末)"
# How a sentence opens that tells what befell once.
_ONCE = re.compile(
    r"(?:[^，。；：“”]{2,16}(?:说|记得|回忆|回忆道|告诉记者)[，：]|据了解，|原来，)?[“”]?(?:记得|早在|就在|此前的?)?"
    rf"(?:{_YEAR}的?(?:\d{{1,2}}月)?{_SEASON}(?:的?一[个天]{_HOUR}?)?"
    rf"|(?:{_YEAR}?\d{{1,2}}月(?:初|上旬|中旬|下旬|底)?|{_YEAR}?{_SEASON})的?(?:某|一)[天个日](?:[^，。；]{{0,3}}{_HOUR})?里?"
    rf"|有一?[次回][^，。；]{{0,8}}(?=，)|有一[年天][^，。；]{{0,6}}(?=，)|[一那][天日]{_HOUR}?(?=，)|那[晚夜](?=，)"
    rf"|一个[^，。；]{{0,6}}{_HOUR}(?=，)|一次[^，。；]{{0,8}}[中时](?=，)"
    r"|[^，。；“”：]{2,10}(?:的?那[天晚夜]|的第二天)(?=，))，?"
)
# What goes on or is summed up is not what befell once.
_GOES_ON = (
    r"以来|起，|开始|每[天日周月年逢到次]|同比|环比|(?<!虚)拟|共[\d计]|均[可能已为]"
    r"|将(?:于|在|会|要|继续|进一步|全面|陆续|持续)"
)
_MARK = re.compile(r"[，。；：！？\n]")
_SHORTEST, _LONGEST, _MOST = 3, 30, 4  # characters of a sign, and signs of a tale
_OPENS_WITH = 3  # characters before a day that opens a sentence
_DISPUTE = re.compile(r"[争吵闹打手突角纷骗盗偷转]")
_SAYS = re.compile(r"说|介绍|表示|告诉|坦言|回忆|感慨|记者")
# How a sentence opens that tells what was done before or after an occasion.
_AROUND = re.compile(
    r"(?:[^，。；]{0,4}(?:会|签约|仪式|培训|演练|讲座|活动|课程|比赛|典礼|揭牌|座谈|检查|调研|宣讲|庭审|观摩))(?:结束|开始|举行|召开)?(?:之)?[前后]，"
)
_CAME_OF_IT = re.compile(r"[^。；]{0,24}(?:发现|当场|现场|查获|责令)")


class _Words(NamedTuple):
    """The tables of tales, ready for use."""

    folk: re.Pattern[str]  # whom something befalls
    found: re.Pattern[str]  # what something is found at
    befell: re.Pattern[str]  # what befalls somebody
    calls: re.Pattern[str]  # what is done around an occasion
    lasts: re.Pattern[str]  # what does not befall once


@cache
def _words(lexicon: Lexicon) -> _Words:
    def any_of(key: str) -> str:
        return "|".join(sorted(lexicon.table("events", "tales", key), key=len, reverse=True))

    return _Words(
        folk=re.compile(any_of("folk")),
        found=re.compile(
            rf"(?:在|对|到|赴|开展|进行|组织)[^，。；]{{0,30}}?(?P<round>{any_of('rounds')})(?:过程)?[中时](?:，|(?=发现|当场|现场))"
        ),
        befell=re.compile(any_of("befell")),
        calls=re.compile(rf"[^，。；]{{0,30}}?(?P<act>{any_of('calls')})(?![组团队员])"),
        lasts=re.compile(f"{_GOES_ON}|{any_of('lasting')}"),
    )


def find_tales(draft: Draft, signs: list[Found], lexicon: Lexicon) -> list[Found]:
    """The signs of what befell once, of what was done around an occasion and of inspections, in sentences with none."""
    passage, words = draft.passage, _words(lexicon)
    text = passage.text
    told = {sign.sentence for sign in signs}
    out: list[Found] = []
    for n, sentence in enumerate(passage.sentences):
        if sentence.kind != "text" or n in told or story_of(draft.stories, sentence.paragraph):
            continue
        around = _AROUND.match(text, sentence.start, sentence.stop)
        if around:
            act = words.calls.match(text, around.end(), sentence.stop)
            if act and not words.lasts.search(text, around.end(), act.end()):
                start = act.start("act")
                stop = _clause_end(text, start, sentence)
                out.append(Found(start, stop, "", type_of(act["act"]), n, "event.around", 0.6))
            continue
        inspected = _inspected(draft, words, n)
        if inspected:
            out += inspected
            continue
        once = _ONCE.match(text, sentence.start, sentence.stop)
        if once:
            out += _once(draft, words, n, once)
        else:
            out += _befell(draft, words, n)
    return out


def _inspected(draft: Draft, words: _Words, n: int) -> list[Found]:
    """The sign of an inspection on a day at which something was found: `在某店检查时，发现…`."""
    text, sentence = draft.passage.text, draft.passage.sentences[n]
    if text.find("时", sentence.start, sentence.stop) < 0 and text.find("中", sentence.start, sentence.stop) < 0:
        return []
    times = [t for t in times_before(draft, sentence, sentence.stop) if t.kind in ("day", "recent", "month")]
    found = words.found.search(text, times[0].stop, sentence.stop) if times else None
    if found is None or not _CAME_OF_IT.match(text, found.end(), sentence.stop):
        return []
    return [Found(found.start("round"), found.end("round"), "", "inspection", n, "event.inspected", 0.6)]


def _befell(draft: Draft, words: _Words, n: int) -> list[Found]:
    """The clause that says what befell somebody in a sentence that opens with a day or a month."""
    text, sentence = draft.passage.text, draft.passage.sentences[n]
    times = placed(draft.times, sentence.start, sentence.start + _OPENS_WITH)
    if not times or times[0].kind not in ("day", "month") or not times[0].value:
        return []
    befell = words.befell.search(text, times[0].stop, sentence.stop)
    if befell is None or words.lasts.search(text, sentence.start, sentence.stop):
        return []
    start = max(times[0].stop, clause_start(text, befell.start(), sentence.start))
    start += text.startswith("称", start)  # 接到报警，称|一名老人走散
    stop = _clause_end(text, befell.end(), sentence)
    type_ = "case" if _DISPUTE.search(befell[0]) else "accident"
    return [Found(start, stop, "", type_, n, "event.once", 0.6)] if stop - start <= _LONGEST else []


def _once(draft: Draft, words: _Words, n: int, once: re.Match[str]) -> list[Found]:
    """The clauses that tell what befell once, where persons or bodies act in it."""
    text, sentence = draft.passage.text, draft.passage.sentences[n]
    if words.lasts.search(text, sentence.start, sentence.stop):
        return []
    who = placed(draft.outer("Person", "Agency", "Organization"), once.end(), sentence.stop)
    if not who and not words.folk.search(text, once.end(), sentence.stop):
        return []
    out: list[Found] = []
    start = once.end()
    while start < sentence.stop and len(out) < _MOST:
        stop = _clause_end(text, start, sentence)
        if _SHORTEST <= stop - start <= _LONGEST and not _SAYS.search(text, start, stop):
            out.append(Found(start, stop, "", "other", n, "event.once", 0.6))
        start = stop + 1
    type_ = type_of(text[out[0].start : out[-1].stop]) if out else "other"
    return [Found(sign.start, sign.stop, "", type_, n, sign.rule, sign.confidence) for sign in out]


def _clause_end(text: str, start: int, sentence: Sentence) -> int:
    end = _MARK.search(text, start, sentence.stop)
    return end.start() if end else sentence.stop
