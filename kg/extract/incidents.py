"""Signs of incidents: a trigger (救援, 抓获, 火灾) in a sentence about one time.

What is habitual, planned, feared, trained or summed up is none.
"""

from __future__ import annotations

import re
from functools import cache

from kg.analyze import Sentence
from kg.extract.cases import find_befallen
from kg.extract.draft import Draft, placed
from kg.extract.moments import has_day, has_time, times_before
from kg.extract.moods import (
    BY_LAW,
    DEMANDED,
    MODAL,
    SUMMED,
    SUMS_UP,
    drilled,
    habits,
    in_speech,
    is_forecast,
    is_quoted,
    is_recalled,
)
from kg.extract.otherwise import (
    ACCIDENT_NOUN,
    ACCIDENT_OF_MANY,
    ANSWER,
    CASE_NOUN,
    COMPARED,
    FEARED,
    OTHERWISE,
    RESCUE_NOUN,
)
from kg.extract.values import Found
from kg.lexicon import Hit, Lexicon, Word

INCIDENTS = ("rescue", "accident", "case", "commendation", "other")
"""The types of incidents; a trigger that stands in several tables is of the first."""

_PUT_TO_USE = ("启用", "正式启用", "投用", "投运", "投入使用")
_MOVED = ("转移", "疏散")  # 连夜转移群众326人
_AT_ONCE = re.compile(r"连夜|紧急|及时|迅速")
_JOINED = ("发生", "依法")  # read as one word with a short trigger
_OPENING = 24  # characters of a sentence that its day may stand in
_COUNTED = re.compile(r"(?:了)?(?:各类|各种|电信|涉|刑事|治安|违法|犯罪|嫌疑|案件|人员|[\u4e00-\u9fff]{0,10}?)\d")
_ALLEGED = re.compile(r"(?:依法|涉嫌)[^，。]{0,10}$")
# A report of an emergency is no longer; a feature that names one in passing is.
_BRIEF = 1500
_NOT_FAR = 200  # characters between an accident and its handling
_YEARLY = re.compile(r"连续[两二三四五六七八九十多\d]+(?:年|次|届)[^，。；]{0,4}$")  # 连续八次|荣获
_MANY = re.compile(r"\d余?[个名人][^，。]{0,12}$")  # 170个集体|荣获各级表彰
_MANY_HONOURED = re.compile(r"(?<![等\d])\d+余?[个名人](?!部|委|单位|省|市|县|区)[^，。]{0,14}$")  # 31名个人受到|表彰
_ONE_CASE = re.compile(r"了?一[起宗][^，。；]{2,24}案")
_STATISTIC = re.compile(
    r"(?:案件)?(?:破案|发案|立案|起数|数量?|率|隐患|同比|环比|警情|事故率|连续|全破|[镇乡村路桥]|街道)"
)
_SINCE = re.compile(r"截至|截止|目前|据统计|[\u4e00-\u9fff\d]{0,10}?以来，")
_ATTRIBUTE = re.compile(r"[\u4e00-\u9fff]{0,2}的(?!是)")
_NONE = re.compile(r"(?:零|无|未发生|不发生|没有发生)[^，。]{0,6}$|[为对]$")
_PRAISED = re.compile(r"[^，。]{0,10}(?:好评|肯定|认可|支持|赞誉|欢迎|称赞|点赞)")
_CROWD = re.compile(r"(?:纷纷|群众|网友|市民|居民|旅客|村民|家长)[^，。]{0,6}$")  # 群众纷纷|点赞
_AID = ("司法救助", "社会救助", "医疗救助", "临时救助", "大病救助", "困难救助")
_IN_CAMPAIGN = re.compile(r"(?:专项)?(?:行动|整治|检查)(?:期间|中)，")  # 行动中，共查处…
# A sentence that opens so tells on of an occasion named before.
_THEREAT = re.compile(
    r"活动[中后上]|活动现场|[会典仪][上式]|仪式[上后]|典礼上|会议?上|[\u4e00-\u9fff]{2,4}结束后|随后|当[天日晚]"
)
_NO_ACT = re.compile(r"[组团员]|仪式|典礼|\d|以来|后")
_GIVEN = re.compile(r"送|赠|收到|献|递|捧|接过|交[到给]")
_PREVENTION = re.compile(r"演练|宣传|培训|预防|防范|隐患|机制|提升|筑牢")


class _Words:
    """The tables of incidents, ready for use."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.types = {word: type_ for type_ in reversed(INCIDENTS) for word in lexicon.table("events", type_)}
        self.weak = frozenset(lexicon.table("events", "weak"))
        self.emergency = frozenset(lexicon.table("events", "emergency", "nouns"))
        self.emergencies = re.compile("|".join(sorted(self.emergency, key=len, reverse=True)))
        self.habit = habits(lexicon)
        self.crimes = frozenset(lexicon.table("events", "doubtful", "crimes"))
        self.suffered = frozenset(lexicon.table("events", "doubtful", "suffered"))
        self.handled = frozenset(lexicon.table("events", "doubtful", "handled"))
        self.stages = frozenset(lexicon.table("events", "doubtful", "stages"))
        self.honours = frozenset(lexicon.table("events", "doubtful", "honours"))
        self.gifts = frozenset(lexicon.table("events", "doubtful", "gifts"))
        self.gives = frozenset(lexicon.table("events", "doubtful", "gives"))
        self.lasting = frozenset(lexicon.table("events", "doubtful", "lasting"))
        self.praise = frozenset(lexicon.table("events", "doubtful", "praise"))


@cache
def _words(lexicon: Lexicon) -> _Words:
    return _Words(lexicon)


def reports_emergency(draft: Draft, lexicon: Lexicon) -> bool:
    """Whether the article reports an emergency: its headline or one of its first sentences names one."""
    words, passage = _words(lexicon), draft.passage
    brief = len(passage.text) < _BRIEF
    for sentence in passage.sentences[:4]:
        if sentence.kind == "headline" or (brief and sentence.kind != "heading"):
            line = passage.text[sentence.start : sentence.stop]
            named = any(not _STATISTIC.match(line, m.end()) for m in words.emergencies.finditer(line))
            if named and not _PREVENTION.search(line):
                return True
    return False


def find_incidents(draft: Draft, lexicon: Lexicon, *, emergency: bool) -> list[Found]:
    """The triggers that tell of an incident; in an article on an emergency, nouns for one need no time."""
    words, passage = _words(lexicon), draft.passage
    busy = draft.mask("Initiative", "Agency", "Organization", "Place", "Indicator", "Region")
    bodies = draft.mask("Agency", "Organization")  # 地震|局
    story = emergency or tells_one_story(draft, lexicon)
    drills: frozenset[int] = frozenset() if emergency else drilled(draft)
    out: list[Found] = []
    for hit in passage.words["events"]:
        word = hit.entry.text
        type_ = words.types.get(word)
        if type_ is None:
            continue
        n = passage.sentence_at(hit.start)
        sentence = passage.sentences[n]
        if sentence.kind in ("heading", "kicker") or (
            not passage.edges[hit.start] and len(word) < 3 and passage.text[hit.start - 2 : hit.start] not in _JOINED
        ):
            continue
        certain = emergency and word in words.emergency and not bodies[hit.start]
        countable = type_ == "case" or word in _MOVED or word in words.gives
        if busy[hit.start] and not certain and not (countable and _is_counted(draft, hit, sentence)):
            continue
        if type_ in ("rescue", "accident") and sentence.paragraph in drills:
            continue
        if not certain and type_ in ("rescue", "case") and SUMS_UP.match(passage.text, sentence.start):
            continue
        if type_ == "other" and _SINCE.match(passage.text, sentence.start):
            continue
        near = "的" in passage.text[hit.stop : hit.stop + 3]
        if near and not certain and type_ != "commendation" and _ATTRIBUTE.match(passage.text, hit.stop):
            continue  # 被盗|的粮款
        if type_ in ("case", "accident") and BY_LAW.search(passage.text, sentence.start, sentence.stop):
            continue
        if type_ == "accident" and is_forecast(passage.text, sentence, hit.start):
            continue
        if type_ in ("rescue", "accident") and _NONE.search(passage.text, sentence.start, hit.start):
            continue
        if type_ == "case" and (
            is_recalled(passage.text, sentence, hit.start) or is_quoted(passage.text, sentence, hit.start, hit.stop)
        ):
            continue
        if passage.text[hit.start - 2 : hit.start + 2] in _AID or in_speech(passage.text, sentence, hit.start):
            continue
        if not _is_told(draft, hit, sentence, words) or not _is_kind(draft, hit, sentence, type_, words, emergency):
            continue
        goes_on = story and type_ == "rescue" and any(t.kind == "day" and t.start < hit.start for t in draft.times)
        if not certain and not goes_on and not _is_dated(draft, hit, sentence, type_, words):
            continue
        weak = word in words.weak
        rule, confidence = ("event.weak", 0.6) if weak else ("event.incident", 0.7)
        if word in words.suffered:
            rule = "event.suffered"
        out.append(Found(hit.start, hit.stop, "", type_, n, rule, confidence))
    out += find_befallen(draft)
    return out


def _is_counted(draft: Draft, hit: Hit[Word], sentence: Sentence) -> bool:
    """Whether a trigger inside a figure tells of one case all the same: its sentence opens with the day of it."""
    if draft.mask("Initiative", "Agency", "Organization", "Place")[hit.start]:
        return False
    if hit.entry.text in _MOVED and _AT_ONCE.search(draft.passage.text, hit.start - 2, hit.start):
        return has_day(draft, sentence, hit.start)  # 当地连夜|转移群众326人
    return any(
        (t.kind == "day" and t.value and t.start - sentence.start < _OPENING)
        or (t.kind == "recent" and t.start == sentence.start)
        for t in times_before(draft, sentence, hit.start)
    )


def tells_one_story(draft: Draft, lexicon: Lexicon) -> bool:
    """Whether the headline tells of a rescue or an accident: the days it names then hold all over the article."""
    words, passage = _words(lexicon), draft.passage
    for sentence in passage.sentences:
        if sentence.kind not in ("headline", "kicker"):
            break
        if sentence.kind == "headline" and any(
            words.types.get(hit.entry.text) in ("rescue", "accident")
            and not RESCUE_NOUN.match(passage.text, hit.stop)  # 消防救援|站一周出警纪实
            for hit in placed(passage.words["events"], sentence.start, sentence.stop)
        ):
            return True
    return False


def _is_told(draft: Draft, hit: Hit[Word], sentence: Sentence, words: _Words) -> bool:
    """Whether the words before a trigger leave it a thing that happened."""
    text = draft.passage.text
    if MODAL.search(text, max(sentence.start, hit.start - 16), hit.start):
        return False
    if SUMMED.search(text, max(sentence.start, hit.start - 8), hit.start):
        return False
    if DEMANDED.search(text, sentence.start, hit.start):
        return False
    habit = words.habit.search(text, max(sentence.start, hit.start - 14), hit.start)
    # 先后转移47人 is one rescue.
    return habit is None or (habit[0] == "先后" and words.types[hit.entry.text] == "rescue")


def _is_kind(draft: Draft, hit: Hit[Word], sentence: Sentence, type_: str, words: _Words, emergency: bool) -> bool:
    """Whether a trigger counts as one of its type: not the start of a noun (救援队), not mere routine or merit."""
    text = draft.passage.text
    word, stop = hit.entry.text, hit.stop + 14
    if word in OTHERWISE and OTHERWISE[word].match(text, hit.stop, stop):
        return False
    if word == "通报" and placed(draft.of_type("Agency"), hit.stop, hit.stop + 1):
        return False  # 立即通报|县应急管理局
    if type_ == "case":
        if word in words.crimes and _ALLEGED.search(text, sentence.start, hit.start):
            return False
        if word in words.crimes and not emergency and CASE_NOUN.match(text, hit.stop, stop):
            return False
        if word in words.stages or _COUNTED.match(text, hit.stop, stop):
            told = has_day(draft, sentence, hit.start) or _ONE_CASE.match(text, hit.stop) is not None
            return told and not _IN_CAMPAIGN.match(text, sentence.start)
        return True
    if type_ == "commendation":
        if word == "点赞" and _CROWD.search(text, sentence.start, hit.start):
            return False
        if _YEARLY.search(text, max(sentence.start, hit.start - 10), hit.start):
            return False
        if word not in words.gifts and _MANY_HONOURED.search(text, max(sentence.start, hit.start - 18), hit.start):
            return False
        if word == "获得" and _PRAISED.match(text, hit.stop, stop):
            return False
        if word in words.honours:
            occasion = word in words.gives and _THEREAT.match(text, sentence.start) is not None
            in_year = any(t.kind in ("year", "feast") for t in times_before(draft, sentence, hit.start))
            return occasion or in_year or has_time(draft, sentence, hit.start)
        return word not in words.gifts or _GIVEN.search(text, sentence.start, sentence.stop) is not None
    if type_ == "other":
        return _NO_ACT.match(text, hit.stop, stop) is None
    if type_ == "rescue":
        if word in words.handled and not _follows_accident(draft, hit.start, words):
            return False
        return RESCUE_NOUN.match(text, hit.stop, stop) is None
    if any(noun.match(text, hit.stop, stop) for noun in (FEARED, ANSWER, ACCIDENT_OF_MANY)):
        return False
    if emergency:
        return COMPARED.match(text, hit.stop, stop) is None
    return ACCIDENT_NOUN.match(text, hit.stop, stop) is None


def _follows_accident(draft: Draft, at: int, words: _Words) -> bool:
    """Whether an accident is named not far before a position."""
    near = placed(draft.passage.words["events"], max(0, at - _NOT_FAR), at)
    return any(words.types.get(hit.entry.text) == "accident" for hit in near)


def _is_dated(draft: Draft, hit: Hit[Word], sentence: Sentence, type_: str, words: _Words) -> bool:
    """Whether a trigger stands with a time, or is a gift or praise that somebody gets, which are told without."""
    if sentence.kind == "headline":
        return False
    if (
        type_ in ("other", "commendation")
        and hit.entry.text in words.gives
        and _THEREAT.match(draft.passage.text, sentence.start)
    ):
        return True
    if type_ == "other":  # acts that are news only on their day; a system put to use 近日 is the news itself
        lasting = hit.entry.text in words.lasting
        kinds = {t.kind for t in times_before(draft, sentence, hit.start)}
        named = hit.entry.text in _PUT_TO_USE or placed(draft.of_type("Initiative"), sentence.start, sentence.stop)
        return (
            "day" in kinds or ("recent" in kinds and not named) or (lasting and not kinds.isdisjoint(("month", "year")))
        )
    if has_time(draft, sentence, hit.start) or hit.entry.text in words.gifts:
        return True
    if type_ == "case" and _ONE_CASE.match(draft.passage.text, hit.stop):
        return True
    if type_ == "commendation" and hit.entry.text in words.honours:
        many = _MANY.search(draft.passage.text, sentence.start, hit.start)
        return not many and any(t.kind in ("year", "feast") for t in times_before(draft, sentence, hit.start))
    return (
        type_ == "commendation"
        and hit.entry.text in words.praise
        and "被" in draft.passage.text[sentence.start : hit.start]
    )
