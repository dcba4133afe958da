"""Stories of help: somebody calls, others set out, and it ends well; told over paragraphs in words that no table knows.

`派出所接到报警：老人出门未归`, `民警一路喊一路找`, `老人平安回到家中`: the call opens it, an outcome closes it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import NamedTuple

from kg.extract.draft import Draft, placed
from kg.extract.moments import has_day
from kg.extract.values import Found

# Who asks for help, or is asked: what opens a story.
_CALL = re.compile(  # a class of letters first: `re` passes over what is none of them
    r"[接拨电对向报求](?:(?<=接)(?:到|获|报)(?!截至|自称)[^，。；“”]{0,24}?(?:报警|求助|求救|来电|电话|警情|呼叫|信息)(?!同比|环比|\d|[^，。：]{0,4}[起件])"
    r"|(?<=拨)[打通](?:了)?[^，。；]{0,12}(?:报警电话|求助电话|110|119|120|122|热线)|(?:(?<=电)话|(?<=对)讲机)(?:就|又|突然|便)*响了"
    r"|(?<=向)[^，。；]{2,16}(?:报警|求助|求救)(?![员站])|(?:(?<=报)警|(?<=求)[助救])(?:称|说|：))"
)
_MAYBE_CALL = re.compile(r"报警|求助|求救|响了|来电|热线|1[12][029]|电话|警情|信息|呼叫")
_NO_CALL = re.compile(r"[未没]|自称|冒充|“客服”|演练|模拟|每次|一旦|如果|若|遇到|“报警”")
# What such a story ends with.
_OUTCOME = re.compile(
    r"(?:找到|寻到|寻回|发现)了?(?:走失|迷路|失联|被困|昏迷|受困)(?:的)?[\u4e00-\u9fff]{1,4}|[把将][\u4e00-\u9fff]{1,6}(?:找到|接了?过来|背[起下出]|抬[上下出]|架[起出]|裹)"
    r"|(?:平安|安全)(?:回到|返回|到家|驶离|脱困|抵达|撤离|离开)|回到(?:家中|家里|派出所|岸上|营地)|抢通|恢复(?:双向)?(?:通行|供水|供电|通车)"
    r"|康复出院|化险为夷|(?:签下|达成)(?:和解|调解)?协议|当场(?:退还|道歉|履行|赔付)|握手言和|失而复得|完好归还"
)
# A paragraph that opens so sums up; the story is over.
_OVER = re.compile(
    r"截至|截止|据统计|今年以来|近年来|去年以来|[^，。；]{0,8}以来，|近年|目前，|下一步|今年前?\d|[^，。；“]{0,20}(?:提醒|呼吁)"
)
_LONGEST = 5  # paragraphs
_START, _PARAGRAPH = attrgetter("start"), attrgetter("paragraph")


class Story(NamedTuple):
    """The paragraphs of a story of help, from the one with the call to the last that tells on of it (half-open)."""

    start: int
    stop: int


def find_stories(draft: Draft, signs: list[Found]) -> tuple[list[Found], list[Story]]:
    """The signs of help that no other rule has found, and the paragraphs of each story."""
    passage = draft.passage
    if not _MAYBE_CALL.search(passage.text):
        return [], []
    out: list[Found] = []
    stories: list[Story] = []
    sentences = passage.sentences
    by_place = sorted(signs, key=_START)
    taken = {sentences[s.sentence].paragraph for s in signs if s.is_held}
    for call in _CALL.finditer(passage.text):
        n = passage.sentence_at(call.start())
        sentence = sentences[n]
        if (
            sentence.kind != "text"
            or (stories and sentence.paragraph < stories[-1].stop)
            or sentence.paragraph in taken
        ):
            continue
        if _NO_CALL.search(passage.text, max(sentence.start, call.start() - 12), call.end() + 6):
            continue
        if not has_day(draft, sentence, call.start()):
            continue
        story = Story(sentence.paragraph, _end(draft, n, taken))
        end = sentences[bisect_left(sentences, story.stop, key=_PARAGRAPH) - 1].stop
        first = sentences[bisect_left(sentences, story.start, key=_PARAGRAPH)].start
        within = placed(by_place, first, end)
        ends = list(_outcomes(draft, n, story))
        if any(s.type in ("case", "accident") and s.rule != "event.weak" for s in within):
            continue
        known = any(s.type == "rescue" and s.rule != "event.weak" for s in within)
        if not known and not ends:
            continue
        stories.append(story)
        opened = call.end() - 2
        if not known:
            out.append(Found(opened, call.end(), "", "rescue", n, "event.story", 0.6))
        out += ends
    return out, stories


def _outcomes(draft: Draft, n: int, story: Story) -> list[Found]:
    passage = draft.passage
    out = []
    for m in range(n, len(passage.sentences)):
        sentence = passage.sentences[m]
        if sentence.paragraph >= story.stop:
            break
        if sentence.kind != "text" or passage.text[sentence.start] == "“":
            continue
        found = _OUTCOME.search(passage.text, sentence.start, sentence.stop)
        if found:
            out.append(Found(found.start(), found.end(), "", "rescue", m, "event.story", 0.6))
    return out


def _end(draft: Draft, n: int, taken: set[int]) -> int:
    """The paragraph before which a story that a sentence opens is over."""
    passage = draft.passage
    first = last = passage.sentences[n].paragraph
    for i in range(n + 1, len(passage.sentences)):
        sentence = passage.sentences[i]
        if sentence.paragraph == last:
            continue
        if sentence.kind != "text" or sentence.paragraph - first >= _LONGEST or sentence.paragraph in taken:
            break
        if _OVER.match(passage.text, sentence.start):
            break
        last = sentence.paragraph
    return last + 1


def story_of(stories: list[Story], paragraph: int) -> Story | None:
    """The story that a paragraph tells of, or nothing."""
    at = bisect_right(stories, paragraph, key=_START) - 1
    return stories[at] if at >= 0 and paragraph < stories[at].stop else None
