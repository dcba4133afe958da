"""What figures are plainly told of, whatever else stands near: since a programme's start, in a case, of a team.

`启用首周，系统接到求助…`, `经查，该团伙作案…`, `目前，9人已被刑事拘留`, `由86名退伍军人组成`. What is found here is
not weighed.
"""

from __future__ import annotations

import re
from bisect import bisect_left

import msgspec

from kg.analyze import Sentence
from kg.extract.above import Above
from kg.extract.draft import Draft, Mention, placed
from kg.extract.values import Figure

_TELLS = (
    r"(?:截至[^，。]{2,10}，|据[^，。]{2,4}，|数据显示，|目前，"
    r"|[^，。；“”]{2,18}(?:介绍|说|表示|透露|告诉记者)[，：]“?)?"
)
_BEGAN = (
    r"(?:上线|启用|运行|开通|施行|实施|推行|试行|开课|开班|开设|开放|投用|使用|揭牌|启动|运营|成立|设立|建成|推出|开展|实行"
    r"|试点|推广|落地|组建|开门|开馆|挂牌|亮相|上岗|开业)"
)
# How a sentence opens that tells what came of a programme named before it.
_SINCE = re.compile(
    rf"{_TELLS}(?:自|从)?[^，。；：“”]{{0,8}}?{_BEGAN}(?:的?(?:首|头|第一|前)[一二两三]?个?[日周月年季天]度?(?=，)"
    r"|[^，。；]{0,8}?(?:以来|至今)(?=，|已|共|累计|先后)"
    r"|[^，。；]{0,3}?(?:[一二三四五六七八九十两半几\d]{1,3}个?多?[年月天周日][多余]?|百日)(?:来|以来|后)?(?=，)|[之以]?后(?=，)|期间(?=，))"
    r"|(?:首|头)[一二两三]?个?[日周月]，?(?=共|就|便|已|累计)"
)
_FAR = 12  # mentions of programmes and events before a sentence that are looked at
# How a sentence opens, or what it says, that tells more of a case told before it.
_CASE = re.compile(
    r"(?:目前|现|截至目前|至此)?，?[^。；]*?(?:刑事拘留|批准逮捕|依法逮捕|刑事强制措施|移送(?:审查)?起诉|行政拘留|移送检察|移送缉私|取保候审|提起公诉|归案|落网)"
    r"|[据经](?:初步)?(?:审讯|审查|查|初查|调查|讯问|查明|审理|核查|鉴定|侦查)[，发]|[据经][^，。]{0,8}(?:交代|供述)|案件|(?:犯罪)?嫌疑人"
    r"|民警(?:先后)?(?:走访|调取|查访|辗转|蹲守|调阅|梳理)|侦查员|专案组|办案民警"
)
# A sum of longer than a case.
_SUMS = re.compile(
    r"以来|[今去前]年|每[年月天日]|近年|前[一二三四五六七八九十\d]{1,2}个?[月季]|[上下]半年|\d{4}年(?!\d{1,2}月\d{1,2}日)"
)
_SPEAKS = re.compile(r"(?:介绍|说|表示|透露|坦言|告诉记者|通报)[，：]“?(?:[^，。；“”]{0,16}，)?")
_PARAGRAPHS = 2  # farther above, another case is meant
_OF = re.compile(r"现?由[^，。；\d]{0,4}")  # 志愿队由|86名…
_MADE = re.compile(r"[^，。；]{0,14}组成")
_FOUNDS = re.compile(r"(?:组建|成立|设立|招募|创办|建起)了?[^，。；]{0,16}$")
_HAS = re.compile(r"，(?:现有|现|共有|拥有|目前有)[^，。；\d]{0,8}")  # 组建特勤站，现有|38人
_STRONG = re.compile(r"[\d.余多]+[名人位]+(?:的|[^，。；、]{0,10}组成的?)[^，。；、]{0,4}")  # 12人的|志愿队


class Told(msgspec.Struct, frozen=True, gc=False):
    """What an article names: its events and programmes with their places, its bodies, and what it has told above."""

    topics: list[Mention]
    starts: list[int]
    bodies: list[Mention]
    above: Above


def find_plain(draft: Draft, told: Told) -> dict[str, str]:
    """What figures are plainly told of, by the figures' ids."""
    found: dict[str, str] = {}
    text, opening, of_case, last = draft.passage.text, None, False, -1
    for figure in draft.figures:
        sentence = draft.passage.sentences[figure.sentence]
        if figure.sentence != last:
            last = figure.sentence
            opening = _SINCE.match(text, sentence.start, figure.number) if told.topics else None
            of_case = bool(draft.happenings) and _CASE.match(text, sentence.start, sentence.stop) is not None
        key = (
            _team(draft, told, figure, sentence)
            or (opening and _since(draft, told, figure, sentence, opening.end()))
            or (of_case and _case(draft, told, figure, sentence))
            or _reported(draft, told, figure, sentence)
        )
        if key:
            found[figure.key] = key
    return found


def _named(told: Told, sentence: Sentence, figure: Figure) -> list[Mention]:
    """The events and programmes that the sentence of a figure names before it."""
    return told.topics[bisect_left(told.starts, sentence.start) : bisect_left(told.starts, figure.number)]


def _since(draft: Draft, told: Told, figure: Figure, sentence: Sentence, opened: int) -> str:
    """The programme since whose start the sentence of a figure tells what came of it, or nothing.

    `opened` is where the words for that time end.
    """
    text, things = draft.passage.text, draft.things
    if _named(told, sentence, figure):
        return ""
    if text.startswith(("该", "，该"), opened):  # since then, that is only the time
        return ""
    keys: list[str] = []
    before = bisect_left(told.starts, sentence.start)
    for m in reversed(told.topics[max(0, before - _FAR) : before]):
        if sentence.paragraph - draft.passage.sentences[draft.passage.sentence_at(m.start)].paragraph > 1:
            break
        if things[m.key].type == "Initiative" and m.key not in keys:
            keys.append(m.key)
    if len(keys) > 1:
        headed = told.above.headed(text, figure, sentence)
        return headed if headed in keys else ""
    return keys[0] if keys else ""


def _case(draft: Draft, told: Told, figure: Figure, sentence: Sentence) -> str:
    """The case told before the sentence of a figure, where that tells what was found out or who was arrested."""
    things, best = draft.things, ""
    if _SUMS.search(draft.passage.text, sentence.start, figure.number):
        return ""
    if any(things[m.key].type == "Event" for m in _named(told, sentence, figure)):
        return ""
    for happening in draft.happenings:
        n = happening.first.sentence
        if n == figure.sentence:
            return ""
        away = sentence.paragraph - draft.passage.sentences[n].paragraph
        if n < figure.sentence and away <= _PARAGRAPHS and things[happening.key].attributes.get("eventType") == "case":
            best = happening.key
    return best


def _reported(draft: Draft, told: Told, figure: Figure, sentence: Sentence) -> str:
    """The agency that opens what somebody says, whoever speaks (`组长介绍，今年以来，该局|立案…`); or nothing."""
    text = draft.passage.text
    speaks = _SPEAKS.search(text, sentence.start, figure.number)
    if speaks is None or placed(told.topics, sentence.start, sentence.stop):
        return ""
    for m in placed(told.bodies, speaks.end() - 16, figure.number):
        if draft.things[m.key].type == "Agency" and _SPEAKS.fullmatch(text, speaks.start(), m.start):
            return "" if text.startswith(("的", "组建的"), m.stop) else m.key
    return ""


def _team(draft: Draft, told: Told, figure: Figure, sentence: Sentence) -> str:
    """The body that is said to be made up of so many, or nothing."""
    text = draft.passage.text
    for m in placed(told.bodies, sentence.start, sentence.stop):
        if m.stop > figure.number:
            team = m.start > figure.number and draft.things[m.key].type == "Organization"
            return m.key if team and _STRONG.fullmatch(text, figure.number, m.start) else ""
        if _OF.fullmatch(text, m.stop, figure.number) and _MADE.match(text, figure.number):
            return m.key
        founded = _HAS.fullmatch(text, m.stop, figure.number)
        if founded and _FOUNDS.search(text, max(sentence.start, m.start - 20), m.start):
            return m.key
    return ""
