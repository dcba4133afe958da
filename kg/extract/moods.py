"""In what mood something is told: that it happened, or only that it is said, planned, feared, recalled or summed up."""

from __future__ import annotations

import re
from functools import cache

from kg.analyze import Sentence
from kg.extract.draft import Draft
from kg.lexicon import Lexicon

MODAL = re.compile(
    r"(?:防止|避免|预防|防范|减少|杜绝|可能|严防|如何|遇到|发生时|应对|容易|一旦|如果|若|怎么|是否|以防|免遭|谨防"
    r"|做好|抓好|确保|打击|严打|模拟|假想|学习|感谢|撤回|撤销|讲解|讲授|演示|练习|掌握|为高效|为快速)[^，。]{0,10}$"
    r"|(?:要|须|应|应当|必须|一律|依规)(?:坚决|严格|严肃)?(?:依法|依规|从严|从重|从快|坚决|严肃|一律|及时|立即)+(?:予以|给予|进行)?$"
)
# What is forecast or told as a thing of the past has not befallen now.
_FORECAST = re.compile(r"预计|预报|将有|将出现|或将|可能出现")
_RECALLED = re.compile(r"讲述|讲起|说起|谈起|回忆|旧案|想起|案例|影片|电影|电视剧|小戏|小品|话剧|戏剧|剧中|观看")
_AGREED = re.compile(r"(?:同意|建议|主张)(?:对|将|依法)[^，。]*$")  # 听证员一致同意对张某作不|起诉处理
_PLANS = ("准备", "计划", "拟", "即将")
# A sentence that opens so sums up.
SUMS_UP = re.compile(
    r"截至|截止|目前|据统计|[^，。；]{2,24}以来，|(?:今年|去年|近年|几年|多年|三年|两年|[\u4e00-\u9fff\d]{0,8}?)以来|\d{1,2}至\d{1,2}月[，份]|(?:今年)?[上下]半年"
    r"|(?:今年)?前\d{1,2}个?月|去年全年|全年|近年来|\d{4}年，"
)
SUMMED = re.compile(r"以来[^。；]{0,14}$|(?:共|累计|合计|总计|均)(?:成功|依法|先后)?$")
# What somebody demands, and what the law says, is not told: 要求，各地要…
DEMANDED = re.compile(r"(?:要求|强调|指出|提出|倡议|呼吁|建议|希望)[，：]")
BY_LAW = re.compile(
    r"第[一二三四五六七八九十百零\d]+条(?:的)?(?:规定|明确|第)|(?:法|法典|条例|解释|办法)》?(?:第[^，。]{1,12}条|明确)?规定[，：]"
)
_DRILLS = ("演练", "演习", "比武", "拉练", "模拟")
_DRILL = re.compile("|".join(_DRILLS))
_NEAR = 40  # characters before a word that its mood is looked for in


@cache
def habits(lexicon: Lexicon) -> re.Pattern[str]:
    """What tells of things that happen again and again, or that are still to come."""
    return re.compile("|".join(sorted(lexicon.table("events", "habit"), key=len, reverse=True)))


def is_forecast(text: str, sentence: Sentence, at: int) -> bool:
    """Whether the words of a sentence before a place say that what stands there may befall: 预计…有|暴雨."""
    return _FORECAST.search(text, max(sentence.start, at - _NEAR), at) is not None


def is_recalled(text: str, sentence: Sentence, at: int) -> bool:
    """Whether the words of a sentence before a place say that what stands there is told of, or only advised."""
    return (
        _RECALLED.search(text, max(sentence.start, at - _NEAR), at) is not None
        or _AGREED.search(text, max(sentence.start, at - 14), at) is not None
    )


def is_quoted(text: str, sentence: Sentence, start: int, stop: int) -> bool:
    """Whether a trigger ends a quoted motto or name: 写有“公正调解”的锦旗."""
    return text[stop : stop + 1] == "”" and text.rfind("“", max(sentence.start, start - 12), start) >= 0


def in_speech(text: str, sentence: Sentence, at: int) -> bool:
    """Whether a place lies in words that somebody says: the sentence, or what follows a colon, opens with quotes."""
    opened = text.rfind("“", sentence.start, at)
    if opened < 0 or text.find("”", opened, at) >= 0:
        return False
    return opened == sentence.start or text[opened - 1] == "："


def is_only_said(draft: Draft, lexicon: Lexicon, sentence: Sentence, at: int, *, plans: bool) -> bool:
    """Whether the words before a place make what stands there a fear, a habit, a sum or (unless `plans` do) a plan."""
    text = draft.passage.text
    habit = habits(lexicon).search(text, max(sentence.start, at - 14), at)
    return bool(
        (habit and not (plans and habit[0] in _PLANS))
        or MODAL.search(text, max(sentence.start, at - 16), at)
        or SUMMED.search(text, max(sentence.start, at - 8), at)
        or SUMS_UP.match(text, sentence.start)
    )


def drilled(draft: Draft) -> frozenset[int]:
    """The paragraphs that tell of a drill: what befalls there is played."""
    passage = draft.passage
    if not any(map(passage.text.__contains__, _DRILLS)):
        return frozenset()
    found = [passage.sentences[passage.sentence_at(match.start())] for match in _DRILL.finditer(passage.text)]
    if any(sentence.kind == "headline" for sentence in found):
        found = list(passage.sentences)
    return frozenset(sentence.paragraph for sentence in found)
