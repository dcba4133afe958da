"""Signs of deeds that news tells without a day: what a body does in the lead of a brief, what it lays on somebody.

`●消防救援大队走进养老院，手把手教护理员…` is told once, `推出…服务` goes on; who is fined by name was fined once.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from kg.extract.acts import type_of
from kg.extract.draft import Draft, placed
from kg.extract.moods import MODAL, habits, in_speech, is_recalled
from kg.extract.together import LISTED
from kg.extract.values import Found
from kg.lexicon import Lexicon

_PENALTY = r"(?:罚款|处罚|训诫|警告|(?<!刑事)拘留|不起诉|通报批评|禁闭|驱离|遣返|罚金)"
# What is laid on somebody: 对刘某|作出罚款5000元的处罚; 刘某被|处以行政拘留.
_LAID = re.compile(
    r"(?:（[^（）]{1,20}）)?(?:等\d*[名人]*)?(?:各自?|均|分别)?(?:依法|当场)*"
    rf"(?P<what>(?:作出?|予以|给予|处以?|进行)了?[^，。；]{{0,14}}?{_PENALTY})"
)
_SUFFERS = re.compile(
    r"(?:（[^（）]{1,20}）)?(?:等\d*[名人]*)?(?:已|也|均|因[^，。；]{2,20})*(?:被(?:依法)?|受到)"
    rf"(?P<what>(?:处以?|给予|予以)?[^，。；]{{0,10}}?{_PENALTY})"
)
_ON_WHOM = re.compile(r"(?:对|给予|将)[\u4e00-\u9fff]{0,10}$")
_LISTED = re.compile(r"[、和及与]")
_PENALTIES = ("罚", "训诫", "警告", "拘留", "不起诉", "批评", "遣返")
_LASTS = re.compile(
    r"\d{4}年|以来|截至|累计|目前|近年|常年|全年|下一步|今后|共[\d计]|已[\u4e00-\u9fff]{0,4}\d|每|定期|经常|常态|长期|持续|一直|轮流|将|要求|作为|建议|号召|鼓励|倡议|等(?:形式|方式|途径|举措)"
)
_MARKS = frozenset("●■▲◆◇▼★□☆►△▶·•※◎○")  # of the items of a list
_OPENS = 6  # characters before who acts: a mark of a list, a place and 讯
_SHORTEST, _LONGEST = 4, 18  # characters of a sign
_MARK = re.compile(r"[，。；：！？\n\d]")
_ITS_OWN = re.compile(
    r"的(?:[\u4e00-\u9fff]{0,6}(?:民警|法官|检察官|干警|队员|志愿者|消防员|医生|专家|代表|师生|税官|干部)|“[^”]{2,12}”)"
)


class _Words(NamedTuple):
    """The tables of deeds, ready for use."""

    goes: re.Pattern[str]
    does: re.Pattern[str]
    lasts: re.Pattern[str]
    habit: re.Pattern[str]


@cache
def _words(lexicon: Lexicon) -> _Words:
    def any_of(key: str) -> str:
        return "|".join(sorted(lexicon.table("events", "deeds", key), key=len, reverse=True))

    return _Words(
        goes=re.compile(
            rf"(?P<act>(?:{any_of('goes')})了?(?:[^，。；]{{2,30}}))，(?:[^，。；]{{2,30}}，)??(?:[^，。；]{{0,24}}?)(?P<there>{any_of('there')})"
            rf"|(?P<act2>(?:{any_of('goes')})了?[^，。；]{{2,24}}?(?:{any_of('there')})[^，。；]{{0,8}})"
        ),
        does=re.compile(rf"(?P<act>{any_of('does')})"),
        lasts=re.compile(any_of("lasting")),
        habit=habits(lexicon),
    )


def find_deeds(draft: Draft, signs: list[Found], lexicon: Lexicon) -> list[Found]:
    """The signs of such deeds, in sentences of running text without any."""
    told = {sign.sentence for sign in signs}
    out = _penalties(draft, signs)
    sentences, text = draft.passage.sentences, draft.passage.text
    busy = {sentences[n].paragraph for n in told}
    lead, last = True, -1
    for n, sentence in enumerate(sentences):
        if sentence.kind == "text" and sentence.paragraph != last:
            item = text[sentence.start] in _MARKS
            if (lead and not told) or (item and sentence.paragraph not in busy):
                out += _lead(draft, n, lexicon)
            lead = False
        last = sentence.paragraph
    return out


def _penalties(draft: Draft, signs: list[Found]) -> list[Found]:
    """What was laid on somebody who is named."""
    passage, text = draft.passage, draft.passage.text
    if not any(map(text.__contains__, _PENALTIES)):
        return []
    sentences = passage.sentences
    held = {sign.sentence for sign in signs if sign.is_held}
    told = {sentences[sign.sentence].paragraph for sign in signs if not sign.is_held}  # what it came of
    out: list[Found] = []
    for m in draft.outer("Person"):
        n = passage.sentence_at(m.start)
        sentence = sentences[n]
        if n in held or sentence.paragraph in told or sentence.kind != "text" or in_speech(text, sentence, m.start):
            continue
        laid = _LAID.match(text, m.stop, sentence.stop)
        if laid and not _on_whom(draft, m.start, sentence.start):
            laid = None
        found = laid or _SUFFERS.match(text, m.stop, sentence.stop)
        if found is None or is_recalled(text, sentence, found.start()):
            continue
        if MODAL.search(text, max(sentence.start, m.start - 16), m.start):
            continue
        told.add(sentence.paragraph)
        out.append(Found(found.start("what"), found.end("what"), "", "case", n, "event.deed", 0.6))
    return out


def _on_whom(draft: Draft, start: int, floor: int) -> bool:
    """Whether what stands before a person, or a list that ends with him, lays something on him."""
    text = draft.passage.text
    for m in reversed(placed(draft.outer("Person"), floor, start)):
        if not _LISTED.fullmatch(text, m.stop, start):
            break
        start = m.start
    return _ON_WHOM.search(text, max(floor, start - 12), start) is not None


def _lead(draft: Draft, n: int, lexicon: Lexicon) -> list[Found]:
    """What the body that opens a sentence does there, where that is told once."""
    passage, text = draft.passage, draft.passage.text
    if draft.actors[n].carried or not draft.actors[n].keys:
        return []
    sentence, words = passage.sentences[n], _words(lexicon)
    at = draft.actors[n].start
    if at - sentence.start > _OPENS or placed(draft.of_type("Initiative"), sentence.start, sentence.stop):
        return []
    if any(t.kind != "recent" for t in placed(draft.times, sentence.start, sentence.stop)):
        return []
    for m in placed(draft.outer("Agency", "Organization"), at, sentence.stop):
        if m.start > at and not LISTED.fullmatch(text, at, m.start):
            break
        at = m.stop
    if _LASTS.search(text, sentence.start, sentence.stop) or (
        text.startswith("的", at) and not _ITS_OWN.match(text, at)
    ):
        return []
    found = words.goes.search(text, at, sentence.stop) or words.does.search(text, at, sentence.stop)
    if found is None or words.lasts.search(text, at, found.end()) or words.habit.search(text, at, found.end()):
        return []
    group = "act" if found["act"] else "act2"
    start, stop = found.span(group)
    if found["act"] and found.re is words.goes and _MARK.search(text, start, start + _SHORTEST):
        start = found.start("there")  # 深入18个茶场，…|开展体检
    end = _MARK.search(text, start, min(start + _LONGEST, sentence.stop))
    stop = end.start() if end else passage.token_at(min(start + _LONGEST, sentence.stop) - 1).start
    return [Found(start, stop, "", type_of(text[start : found.end()]), n, "event.deed", 0.6)]
