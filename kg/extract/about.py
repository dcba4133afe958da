"""What a figure describes: the event or initiative it stands with, a division, else who acts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping

import msgspec

from kg.analyze import Sentence
from kg.extract.above import Above, find_above
from kg.extract.areas import MACRO, find_area, find_division, find_whole, to_mark
from kg.extract.choice import NOTHING, choose, load_weights
from kg.extract.draft import Draft, Mention, placed
from kg.extract.options import find_choices
from kg.extract.plain import Told, find_plain
from kg.extract.told import caused, find_story, find_team
from kg.extract.values import Figure
from kg.lexicon import load_lexicon

# A sentence that starts so sums up: it leaves the event told before it.
_SUMMARY = re.compile(
    r"截至|截止|目前|今年以来|近年来|去年以来|据统计|据了解|几年来|多年来|一年来|今年前?\d|如今|\d{4}年(?!\d{1,2}月\d{1,2}日)"
)
# A sum of longer than a day.
_SUMS = re.compile(
    r"以来|截至|截止|[今去][年日]|目前|每[年月天日]|近年|\d{4}年(?!\d{1,2}月\d{1,2}日)|[一两二三四五六七八九十]年来"
)
# What was done all over a division was done in the programme told before: 开展…行动，全市共破获…
_DONE = re.compile(r"全[省市县区旗盟州镇乡村](?:公安机关)?(?:各地)?(?:共|累计|已|将|先后|建成|发放|出动)")
# People and vehicles, which take part in what was told before: 215人参演, 出动车辆38台.
_TAKES_PART = re.compile(r"[\d.万余多]+(?:[名人位辆台架艘]|余[名人])(?!次)")
_MEANS = re.compile(r"(?:依托|借助|利用|运用|通过)$")
# What a sentence that opens so tells is told of the programme that it names, whoever acts: 行动开展以来，该局抓获…
_SINCE = re.compile(
    r"[^，。；]{0,10}(?:以来|来|至今|期间|中)，|[自于从][^，。；]{2,12}(?:启动|开始|展开|铺开)，(?:至[^，。；]{2,12}，)?"
)
_NEAR_START = 7  # characters of a sentence before the programme that it opens with
_UNTIL = re.compile(r"自?[^，。；]{0,6}$")
# Behind a figure: what is done there or with that many is the programme: 在9个镇推行“…”机制
_TO_NEXT = re.compile(r"[^，。；：]{0,14}(?:，(?:扎实|深入|全面|组织|联合)*)?")
_RUN = re.compile(r"(?:推行|推进|推动|开展|实施|实行|打造|铺开|设立|建立|建成|启动|推广|上线|会签|构建)(?:了)?$")


_CHANGE = re.compile(r"同比|环比")
_RATE = re.compile(r"%|百分点")
_WORK = ("rescue", "training", "operation", "accident", "inspection")
_CAME = re.compile(r"[^，。；]{0,24}?(?:参加|参训|到场|参与|出席|参赛|参演|受训)")
_SEVERAL = 2  # programmes: a rate behind them, or anything behind more, is told of who runs them


class Scope(msgspec.Struct, frozen=True, gc=False):
    """What the figures of an article may be about, by place; `headline` are the ids of the headline's initiatives."""

    topics: list[Mention]
    starts: list[int]  # of the topics
    all: list[int]  # where topics, bodies and divisions start
    headline: list[str]
    bodies: list[Mention]
    regions: list[Mention]
    above: Above


def write_about(draft: Draft) -> None:
    """Add what each figure of an article is about, as its signs weigh and the rules say."""
    if not draft.figures:
        return
    scope = find_scope(draft)
    plain = find_plain(draft, Told(scope.topics, scope.starts, scope.bodies, scope.above))
    ruled = find_ruled(draft, scope, plain)
    choices = find_choices(draft, scope.bodies, scope.regions, scope.above, ruled)
    chosen = choose(choices, ruled, load_weights(load_lexicon()), plain)
    for figure in draft.figures:
        target = chosen.get(figure.key, "")
        if target:
            sentence = draft.passage.sentences[figure.sentence]
            rule = "about.sentence" if target == ruled.get(figure.key) else "about.weighed"
            draft.claim(figure.key, "about", target, sentence.start, sentence.stop, rule, 0.65)


def find_scope(draft: Draft) -> Scope:
    """What the figures of an article may be about."""
    passage, things = draft.passage, draft.things
    kinds = [sentence.kind for sentence in passage.sentences]
    topics = [m for m in draft.of_type("Initiative", "Event") if kinds[passage.sentence_at(m.start)] == "text"]
    bodies = draft.outer("Agency", "Organization")
    regions = [m for m in draft.outer("Agency", "Organization", "Region", "Place") if things[m.key].type == "Region"]
    return Scope(
        topics,
        [m.start for m in topics],
        sorted([m.start for m in (*topics, *bodies, *regions)]),
        [m.key for m in draft.of_type("Initiative") if kinds[passage.sentence_at(m.start)] == "headline"],
        bodies,
        regions,
        find_above(draft, topics),
    )


def find_ruled(draft: Draft, scope: Scope, plain: Mapping[str, str] = NOTHING) -> dict[str, str]:
    """What the rules say each figure is about, by the figures' ids; a topic holds on to the end of its paragraph.

    `plain` is what some are plainly told of.
    """
    passage, things, above = draft.passage, draft.things, scope.above
    ruled: dict[str, str] = {}
    carried, paragraph = "", -1
    previous, number, within = "", 0, -1  # the last figure: what it is about, its place and paragraph
    for figure in draft.figures:
        sentence = passage.sentences[figure.sentence]
        if paragraph != sentence.paragraph or (
            carried and things[carried].type == "Event" and _SUMMARY.match(passage.text, sentence.start)
        ):
            carried = ""
        among = passage.text.startswith("其中", sentence.start) and within == sentence.paragraph
        goes_on = previous and (among or number >= sentence.start) and _goes_on(scope, number, figure.number)
        if figure.key in plain:
            ruled[figure.key] = previous = plain[figure.key]
            number, within = figure.number, sentence.paragraph
            continue
        if goes_on and find_whole(passage.text, figure, sentence) is None:
            target, lasting = previous, False
        elif figure.sentence in above.pointed and not _named_between(scope, sentence, figure):
            target, lasting = above.pointed[figure.sentence], False
        else:
            target, lasting = _target(draft, figure, sentence, scope, carried)
        overall = target and MACRO.search(things[figure.key].attributes["metric"])
        if overall and things[target].type != "Region":
            area = find_division(draft, scope.regions, figure, target)
            target, lasting = area or target, lasting and not area
        previous, number, within = target, figure.number, sentence.paragraph
        if lasting:
            carried, paragraph = target, sentence.paragraph
        if target:
            if not overall and things[target].type in ("Agency", "Region"):
                target = above.summed(passage.text, sentence) or target
            target = target if overall else _weighed(draft, figure, sentence, scope, target)
            ruled[figure.key] = caused(draft, figure, sentence, target)
    return ruled


def _weighed(draft: Draft, figure: Figure, sentence: Sentence, scope: Scope, target: str) -> str:
    """What a figure is about where its sentence names programmes before it: of several, whoever runs them.

    What all of a division came to (全县…提高到83.4%) is the doing of the programme of the sentence; how that changed
    (全区刑事警情同比下降…) is the division's.
    """
    things, text = draft.things, draft.passage.text
    type_ = things[target].type
    if type_ not in ("Region", "Initiative"):
        return target
    before = scope.topics[bisect_left(scope.starts, sentence.start) : bisect_left(scope.starts, figure.number)]
    programmes = list(dict.fromkeys(m.key for m in before if things[m.key].type == "Initiative"))
    if type_ == "Region":
        return programmes[-1] if programmes and not _CHANGE.search(text, figure.start, figure.stop) else target
    actors = draft.actors[figure.sentence]
    if target not in programmes or not actors.keys or len(programmes) < _SEVERAL:
        return target
    rate = _RATE.search(text, figure.number, figure.stop) is not None
    return actors.keys[0] if rate or len(programmes) > _SEVERAL else target


def _named_between(scope: Scope, sentence: Sentence, figure: Figure) -> bool:
    """Whether a topic of its own stands in a sentence before a figure."""
    first = bisect_left(scope.starts, sentence.start)
    return first < len(scope.starts) and scope.starts[first] < figure.number


def _goes_on(scope: Scope, last: int, number: int) -> bool:
    """Whether nothing that a figure may be about stands between it and the last one."""
    return bisect_right(scope.all, last) >= bisect_left(scope.all, number)


def _target(draft: Draft, figure: Figure, sentence: Sentence, scope: Scope, carried: str) -> tuple[str, bool]:
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
    latest = bisect_left(starts, figure.number) - 1
    held = latest >= 0 and starts[latest] >= sentence.start and things[topics[latest].key].type == "Event"
    came = held and _CAME.match(text, figure.number)  # 举办…培训班，全市|82名业务骨干参加
    area, whole = ("", False) if after or came else find_area(draft, scope.bodies, scope.regions, figure, sentence)
    programme = "" if area and not whole else _opening(draft, sentence, figure, scope)
    if whole and not programme and _DONE.match(text, to_mark(text, figure.number, sentence.start)):
        last = topics[bisect_left(starts, figure.number) - 1].key if starts and starts[0] < figure.number else ""
        there = topics and last and topics[bisect_left(starts, figure.number) - 1].start >= sentence.start
        programme = last if there else carried
        programme = programme if programme and things[programme].type == "Initiative" else ""
    if programme or area:
        return programme or area, bool(programme)
    team = find_team(draft, scope.bodies, topics, figure, sentence)
    if team:
        return team, False
    story = find_story(draft, figure, sentence)
    said = topics[bisect_left(starts, sentence.start) : bisect_left(starts, figure.number)]
    if story and all(things[m.key].attributes.get("eventType") == "accident" for m in said):
        return story, False
    actors = draft.actors[figure.sentence]
    subject = -1
    if not actors.carried:
        before_it = placed(scope.bodies, sentence.start, figure.number)
        acting = [m.start for m in before_it if m.key in actors.keys]
        subject = max(acting, default=-1)
    before = means = None
    for m in reversed(topics[bisect_left(starts, sentence.start) : bisect_left(starts, figure.number)]):
        if not _MEANS.search(text, max(0, m.start - 3), m.start):  # (依托 X 平台)
            before = m
            break
        means = means or m
    if means and before is None:
        return means.key, True
    if means and before and things[before.key].label.endswith("经验”"):
        before = means  # what is followed is only the “枫桥经验”
    if actors.keys and text.startswith("辖区", figure.start):  # what is theirs
        return actors.keys[0], True
    if before and (before.start > subject or things[before.key].type == "Event"):
        return before.key, True
    if after:
        return after, False
    nearest = bisect_right(starts, figure.number)
    if nearest < len(starts) and starts[nearest] < sentence.stop and _runs(text, figure, topics[nearest]):
        return topics[nearest].key, False
    headed = scope.above.headed(text, figure, sentence) if subject < 0 else ""
    if headed:
        return headed, True
    if carried and (subject < 0 or things[carried].type == "Event"):
        return carried, False
    if subject >= 0:
        told = "" if _SUMMARY.match(text, sentence.start) else _of_told(draft, figure, sentence, scope)
        if told:
            return told, False
        return actors.keys[0], True
    if scope.headline:
        return scope.headline[0], False
    if actors.keys:
        return _earlier(draft, sentence, scope) or actors.keys[0], False
    return next((m.key for m in reversed(draft.of_type("Region")) if m.start < figure.start), ""), False


def _of_told(draft: Draft, figure: Figure, sentence: Sentence, scope: Scope) -> str:
    """The happening told before a sentence of which the figure of somebody who acts is a part, or nothing.

    Of any happening told in the paragraph those are a part who came; of work that was done there and then all that is
    said, unless it is a sum of longer; and of the only happening of an article without a programme too.
    """
    text, things = draft.passage.text, draft.things
    told = _earlier(draft, sentence, scope)
    type_ = things[told].type if told else ""
    if type_ == "Event" and (_TAKES_PART.match(text, figure.number) or text[figure.number - 1] == "等"):
        return told  # 某公司等|42家企业进场
    if _SUMS.search(text, sentence.start, figure.number):
        return ""
    if type_ == "Event" and things[told].attributes.get("eventType") in _WORK:
        return told
    only = scope.above.only
    return only if only and draft.happenings[0].first.sentence <= figure.sentence else ""


def _opening(draft: Draft, sentence: Sentence, figure: Figure, scope: Scope) -> str:
    """The programme since or in which the sentence of a figure says that all it tells was done, or nothing."""
    text = draft.passage.text
    first = bisect_left(scope.starts, sentence.start)
    if first == len(scope.starts) or scope.starts[first] >= figure.number:
        return ""
    m = scope.topics[first]
    if m.start - sentence.start > _NEAR_START or draft.things[m.key].type != "Initiative":
        return ""
    after = bisect_left(scope.starts, figure.number)
    others = (other for other in scope.topics[first + 1 : after] if other.key != m.key)
    if any(not _MEANS.search(text, other.start - 3, other.start) for other in others):
        return ""
    if not _UNTIL.fullmatch(text, sentence.start, m.start):
        return ""
    return m.key if _SINCE.match(text, m.stop, figure.number) else ""


def _runs(text: str, figure: Figure, m: Mention) -> bool:
    """Whether a programme behind a figure is what is done there: 在9个镇推行“…”机制."""
    return (
        _TO_NEXT.fullmatch(text, figure.stop, m.start) is not None
        and _RUN.search(text, m.start - 4, m.start) is not None
    )


def _earlier(draft: Draft, sentence: Sentence, scope: Scope) -> str:
    """The last topic before a sentence in its paragraph, or nothing."""
    passage = draft.passage
    before = bisect_left(scope.starts, sentence.start)
    last = scope.topics[before - 1] if before else None
    if last and passage.sentences[passage.sentence_at(last.start)].paragraph == sentence.paragraph:
        return last.key
    return ""
