"""Signs of incidents: a trigger (救援, 抓获, 火灾) in a sentence about one time.

What is habitual, planned, feared, trained or summed up is none.
"""

from __future__ import annotations

import re
from functools import cache

from kg.analyze import Sentence
from kg.extract.draft import Draft
from kg.extract.moments import has_day, has_time, times_before
from kg.extract.values import Found
from kg.lexicon import Hit, Lexicon, Word

INCIDENTS = ("rescue", "accident", "case", "commendation", "other")
"""The types of incidents; a trigger that stands in several tables is of the first."""

_COUNTED = re.compile(r"(?:了)?(?:各类|各种|电信|涉|刑事|治安|违法|犯罪|嫌疑|案件|人员|[\u4e00-\u9fff]{0,10}?)\d")
_MODAL = re.compile(
    r"(?:防止|避免|预防|防范|减少|杜绝|可能|严防|如何|遇到|发生时|应对|容易|一旦|如果|若|怎么|是否|以防|免遭|谨防"
    r"|打击|严打|依法|涉嫌|模拟|假想)[^，。]{0,10}$"
)
_CASE_NOUN = re.compile(r"案|团伙|犯罪|分子|嫌疑|短信|电话|手段|陷阱|窝点|资金|套路|信息|类")
_RESCUE_NOUN = re.compile(
    r"站|队|大队|支队|中心|机制|能力|装备|技能|演练|培训|知识|力量|工作|体系|预案|物资|训练|员|操|热线|设备|器材|人员|现场"
)
_ACCIDENT_NOUN = re.compile(
    r"隐患|防控|预防|风险|处理|处置|多发|易发|防范|应急|调查|责任|率|演练|警示|救援|扑救|形势|逃生|案例|起数|快处|疏散"
    r"|高发|统计|发生率|现场勘"
)
_NO_ACT = re.compile(r"仪式|典礼|\d|以来|后")
_GIVEN = re.compile(r"送|赠|收到|献")
_PREVENTION = re.compile(r"演练|宣传|培训|预防|防范|隐患|机制|提升|筑牢")


class _Words:
    """The tables of incidents, ready for use."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.types = {word: type_ for type_ in reversed(INCIDENTS) for word in lexicon.table("events", type_)}
        self.weak = frozenset(lexicon.table("events", "weak"))
        self.emergency = frozenset(lexicon.table("events", "emergency", "nouns"))
        self.emergencies = re.compile("|".join(sorted(self.emergency, key=len, reverse=True)))
        self.habit = re.compile("|".join(sorted(lexicon.table("events", "habit"), key=len, reverse=True)))
        self.crimes = frozenset(lexicon.table("events", "doubtful", "crimes"))
        self.stages = frozenset(lexicon.table("events", "doubtful", "stages"))
        self.honours = frozenset(lexicon.table("events", "doubtful", "honours"))
        self.gifts = frozenset(lexicon.table("events", "doubtful", "gifts"))
        self.praise = frozenset(lexicon.table("events", "doubtful", "praise"))


@cache
def _words(lexicon: Lexicon) -> _Words:
    return _Words(lexicon)


def reports_emergency(draft: Draft, lexicon: Lexicon) -> bool:
    """Whether the article reports an emergency: its headline or one of its first sentences names one."""
    words, passage = _words(lexicon), draft.passage
    for sentence in passage.sentences[:4]:
        if sentence.kind != "heading":
            line = passage.text[sentence.start : sentence.stop]
            if words.emergencies.search(line) and not _PREVENTION.search(line):
                return True
    return False


def find_incidents(draft: Draft, lexicon: Lexicon, *, emergency: bool) -> list[Found]:
    """The triggers that tell of an incident; in an article on an emergency, nouns for one need no time."""
    words, passage = _words(lexicon), draft.passage
    busy = draft.mask("Initiative", "Agency", "Organization", "Place", "Indicator")
    out: list[Found] = []
    for hit in passage.words["events"]:
        word = hit.entry.text
        type_ = words.types.get(word)
        if type_ is None:
            continue
        n = passage.sentence_at(hit.start)
        sentence = passage.sentences[n]
        if sentence.kind in ("heading", "kicker") or (not passage.edges[hit.start] and len(word) < 3):
            continue
        certain = emergency and word in words.emergency
        if busy[hit.start] and not certain:
            continue
        if not _is_told(draft, hit, sentence, words) or not _is_kind(draft, hit, sentence, type_, words, emergency):
            continue
        if not certain and not _is_dated(draft, hit, sentence, type_, words):
            continue
        weak = word in words.weak
        rule, confidence = ("event.weak", 0.6) if weak else ("event.incident", 0.7)
        out.append(Found(hit.start, hit.stop, "", type_, n, rule, confidence))
    return out


def _is_told(draft: Draft, hit: Hit[Word], sentence: Sentence, words: _Words) -> bool:
    """Whether the words before a trigger leave it a thing that happened."""
    text = draft.passage.text
    if _MODAL.search(text, max(sentence.start, hit.start - 16), hit.start):
        return False
    return words.habit.search(text, max(sentence.start, hit.start - 14), hit.start) is None


def _is_kind(draft: Draft, hit: Hit[Word], sentence: Sentence, type_: str, words: _Words, emergency: bool) -> bool:
    """Whether a trigger counts as one of its type: not the start of a noun (救援队), not mere routine or merit."""
    text = draft.passage.text
    word, stop = hit.entry.text, hit.stop + 14
    if type_ == "case":
        if word in words.crimes and not emergency and _CASE_NOUN.match(text, hit.stop, stop):
            return False
        if word in words.stages or _COUNTED.match(text, hit.stop, stop):
            return has_day(draft, sentence, hit.start)
        return True
    if type_ == "commendation":
        if word in words.honours:
            return has_time(draft, sentence, hit.start)
        return word not in words.gifts or _GIVEN.search(text, sentence.start, sentence.stop) is not None
    if type_ == "other":
        return _NO_ACT.match(text, hit.stop, stop) is None
    if type_ == "rescue":
        return _RESCUE_NOUN.match(text, hit.stop, stop) is None
    return emergency or _ACCIDENT_NOUN.match(text, hit.stop, stop) is None


def _is_dated(draft: Draft, hit: Hit[Word], sentence: Sentence, type_: str, words: _Words) -> bool:
    """Whether a trigger stands with a time, or is a gift or praise that somebody gets, which are told without."""
    if sentence.kind == "headline":
        return False
    if type_ == "other":  # acts that are news only on their day
        return any(t.kind == "day" for t in times_before(draft, sentence, hit.start))
    if has_time(draft, sentence, hit.start) or hit.entry.text in words.gifts:
        return True
    return (
        type_ == "commendation"
        and hit.entry.text in words.praise
        and "被" in draft.passage.text[sentence.start : hit.start]
    )
