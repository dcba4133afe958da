"""What a figure describes: the event or initiative it stands with, a division, else who acts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter

import msgspec

from kg.analyze import Sentence
from kg.extract.draft import Draft, Mention
from kg.extract.held import POINTER, POINTER_BEGINS
from kg.extract.values import Figure

# A sentence that starts so sums up: it leaves the event told before it.
_SUMMARY = re.compile(
    r"截至|截止|目前|今年以来|近年来|去年以来|据统计|据了解|几年来|多年来|一年来|今年前?\d|如今|\d{4}年(?!\d{1,2}月\d{1,2}日)"
)
_WHOLE = re.compile(r"全([省市县区旗盟州镇乡村])")
_AREA_TOLD = re.compile(r"共|累计|已|现|全|有|[\u4e00-\u9fff]{2,12}(?:同比|环比|达|\d)")
# People and vehicles, which take part in what was told before: 215人参演, 出动车辆38台.
_TAKES_PART = re.compile(r"[\d.万余多]+(?:[名人位辆台架艘]|余[名人])(?!次)")
_FIRST = attrgetter("first.start")
_TO_MARK = re.compile(r"(?s:.*)[，。；：、\n]")  # up to the last mark
_MEANS = re.compile(r"(?:依托|借助|利用|运用|通过)$")


class _Scope(msgspec.Struct, frozen=True, gc=False):
    """What the figures of an article may be about, by place; `headline` are the ids of the headline's initiatives."""

    topics: list[Mention]
    starts: list[int]  # of the topics
    all: list[int]  # where topics, bodies and divisions start
    headline: list[str]
    bodies: list[Mention]
    regions: list[Mention]


def write_about(draft: Draft) -> None:
    """Add what each figure of an article is about; a topic holds on to the end of its paragraph."""
    passage, things = draft.passage, draft.things
    kinds = [sentence.kind for sentence in passage.sentences]
    if not draft.figures:
        return
    topics = [m for m in draft.of_type("Initiative", "Event") if kinds[passage.sentence_at(m.start)] == "text"]
    bodies = draft.outer("Agency", "Organization")
    regions = [m for m in draft.outer("Agency", "Organization", "Region", "Place") if things[m.key].type == "Region"]
    scope = _Scope(
        topics,
        [m.start for m in topics],
        sorted(m.start for m in (*topics, *bodies, *regions)),
        [m.key for m in draft.of_type("Initiative") if kinds[passage.sentence_at(m.start)] == "headline"],
        bodies,
        regions,
    )
    carried, paragraph = "", -1
    pointed = _pointed(draft)
    previous, number, within = "", 0, -1  # the last figure: what it is about, its place and paragraph
    for figure in draft.figures:
        sentence = passage.sentences[figure.sentence]
        if paragraph != sentence.paragraph or (
            carried and things[carried].type == "Event" and _SUMMARY.match(passage.text, sentence.start)
        ):
            carried = ""
        among = passage.text.startswith("其中", sentence.start) and within == sentence.paragraph
        if previous and (among or number >= sentence.start) and _goes_on(scope, number, figure.number):
            target, lasting = previous, False
        elif pointed.get(figure.sentence) and not _named_between(scope, sentence, figure):
            target, lasting = pointed[figure.sentence], False
        else:
            target, lasting = _target(draft, figure, sentence, scope, carried)
        previous, number, within = target, figure.number, sentence.paragraph
        if lasting:
            carried, paragraph = target, sentence.paragraph
        if target:
            draft.claim(figure.key, "about", target, sentence.start, sentence.stop, "about.sentence", 0.65)


def _pointed(draft: Draft) -> dict[int, str]:
    """The sentences that open with a word for what was held before them (`演练共出动…`), and that event."""
    passage, out = draft.passage, {}
    held = sorted((h for h in draft.happenings if h.first.is_held), key=_FIRST)
    for n, sentence in enumerate(passage.sentences) if held else ():
        points = sentence.kind == "text" and passage.text[sentence.start] in POINTER_BEGINS
        found = POINTER.match(passage.text, sentence.start, sentence.stop) if points else None
        before = bisect_left(held, sentence.start, key=_FIRST) if found else 0
        if found is None or not before:
            continue
        last = held[before - 1]
        above = passage.sentences[last.first.sentence]
        if found[1] in draft.things[last.key].label and 0 <= sentence.paragraph - above.paragraph <= 1:
            out[n] = last.key
    return out


def _named_between(scope: _Scope, sentence: Sentence, figure: Figure) -> bool:
    """Whether a topic of its own stands in a sentence before a figure."""
    first = bisect_left(scope.starts, sentence.start)
    return first < len(scope.starts) and scope.starts[first] < figure.number


def _goes_on(scope: _Scope, last: int, number: int) -> bool:
    """Whether nothing that a figure may be about stands between it and the last one."""
    return bisect_right(scope.all, last) >= bisect_left(scope.all, number)


def _target(draft: Draft, figure: Figure, sentence: Sentence, scope: _Scope, carried: str) -> tuple[str, bool]:
    """What a figure is about (or nothing), and whether the figures after it are about that too."""
    text, things = draft.passage.text, draft.things
    topics, starts = scope.topics, scope.starts
    first = bisect_left(starts, figure.start)
    if first < len(starts) and starts[first] < figure.stop:
        return topics[first].key, False
    after = ""
    for m in topics[bisect_right(starts, figure.number) : bisect_left(starts, sentence.stop)]:
        if things[m.key].type == "Event":
            after = m.key
            break
    area = "" if after else _area(draft, scope.regions, figure, sentence)
    if area:
        return area, False
    actors = draft.actors[figure.sentence]
    subject = -1
    if not actors.carried:
        acting = [m.start for m in scope.bodies if m.key in actors.keys and sentence.start <= m.start < figure.number]
        subject = max(acting, default=-1)
    before = None
    for m in reversed(topics[bisect_left(starts, sentence.start) : bisect_left(starts, figure.number)]):
        if not _MEANS.search(text, max(0, m.start - 3), m.start):  # (依托 X 平台)
            before = m
            break
    if before and (before.start > subject or things[before.key].type == "Event"):
        return before.key, True
    if after:
        return after, False
    if actors.keys and not before and text.startswith("辖区", figure.start):  # what is theirs
        return actors.keys[0], True
    if carried and (subject < 0 or things[carried].type == "Event"):
        return carried, False
    if subject >= 0:
        told = "" if _SUMMARY.match(text, sentence.start) else _earlier(draft, sentence, scope)
        if told and things[told].type == "Event" and _TAKES_PART.match(text, figure.number):
            return told, False
        return actors.keys[0], True
    if scope.headline:
        return scope.headline[0], False
    if actors.keys:
        return _earlier(draft, sentence, scope) or actors.keys[0], False
    return next((m.key for m in reversed(draft.of_type("Region")) if m.start < figure.start), ""), False


def _earlier(draft: Draft, sentence: Sentence, scope: _Scope) -> str:
    """The last topic before a sentence in its paragraph, or nothing."""
    passage = draft.passage
    before = bisect_left(scope.starts, sentence.start)
    last = scope.topics[before - 1] if before else None
    if last and passage.sentences[passage.sentence_at(last.start)].paragraph == sentence.paragraph:
        return last.key
    return ""


def _area(draft: Draft, regions: list[Mention], figure: Figure, sentence: Sentence) -> str:
    """The division that a figure's clause opens with: `江宁区共发生…`, `全县农村火灾…`."""
    text = draft.passage.text
    mark = _TO_MARK.match(text, sentence.start, figure.number)
    clause = mark.end() if mark else sentence.start
    whole = _WHOLE.match(text, clause) if text[clause] == "全" else None
    if text[figure.start] == "全":
        whole = whole or _WHOLE.match(text, figure.start)
    if whole:
        named = (m.key for m in reversed(draft.of_type("Region")) if m.start < figure.number)
        return next((key for key in named if draft.things[key].label.endswith(whole[1])), "")
    first = next((m for m in regions if clause <= m.start <= clause + 4), None)
    if first and text[first.start - 1] != "在" and _AREA_TOLD.match(text, first.stop, figure.number + 1):
        return first.key
    return ""
