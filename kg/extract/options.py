"""What a figure may be about, with the signs that speak for each: where it stands, who acts, what is counted.

The last few things of each class that were named before the figure, whoever acts in its sentence, what is named behind
it there, and what the rules point at. `kg.extract.choice` weighs the signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from heapq import merge
from itertools import islice
from operator import attrgetter

import msgspec

from kg.analyze import Sentence
from kg.extract.above import Above
from kg.extract.areas import MACRO, find_area, find_whole, to_mark
from kg.extract.clauses import clause_start
from kg.extract.draft import Draft, Mention, placed
from kg.extract.values import Actors, Figure

Sign = tuple[str, ...]
"""What it says and of what: `("place", "Initiative", "clause", "0")`."""

_START = attrgetter("start")
_MOST = {"Initiative": 3, "Event": 3, "Agency": 2, "Organization": 1, "Region": 2}
"""So many of a class are looked at, the last ones named."""
_SUM = re.compile(
    r"截至|截止|目前|据(?:统计|了解|悉)|今年以来|近年来|去年以来|[^，。]{0,8}以来，|今年前?\d|一年来|\d{4}年(?!\d{1,2}月\d{1,2}日)"
    r"|(?:今年)?[上下]半年|[一二三四]季度"
)
_MEANS = re.compile(r"(?:依托|借助|利用|运用|通过|以)$")
_RUN = re.compile(
    r"(?:推行|推进|推动|开展|实施|实行|打造|铺开|设立|建立|建成|启动|推广|上线|会签|构建|组织|推出|深化|创新|探索|举办|举行|召开|组建|成立)了?[^，。；]{0,8}$"
)
_LASTS = re.compile(r"”?(?:启动|开展|实施|运行|推行|成立|建成|上线|投用)*(?:以来|期间|至今|中，|后，|上，)")
_CHANGE = re.compile(r"同比|环比|较")
_DIGITS = re.compile(r"[\d.,]+")
_SCALE = re.compile(r"[万亿余多]*")
_OPENS = 7  # characters of a sentence before what it opens with
_AFFECTED = frozenset("对向给为在由")
_UNITS = {
    "rate": "%百", "case": "起件宗", "times": "次场期", "people": "名人位户", "money": "元", "vehicle": "辆台架艘",
    "thing": "个家所处座支条项", "measure": "公米平亩吨", "time": "天分小年",
}  # fmt: skip
_UNIT_OF = {letter: name for name, letters in _UNITS.items() for letter in letters}


Case = tuple[str, str, str, str, str, str, str, str]
"""Of an option its class, place, how many of its class are nearer, and kind; who acts, unit, sum or act, change."""


class Option(msgspec.Struct, frozen=True, gc=False):
    """Something that a figure may be about, and its signs: those that every option has, in short, and the others."""

    key: str
    type: str
    case: Case
    more: tuple[Sign, ...] = ()

    @property
    def signs(self) -> tuple[Sign, ...]:
        """All of its signs."""
        return (*case_signs(self.case), *self.more)


def case_signs(case: Case) -> tuple[Sign, ...]:
    """The signs that every option has."""
    type_, place, rank, kind, who, unit, sums, change = case
    return (
        ("place", type_, place, rank),
        ("kind", type_, kind, place),
        ("who", type_, place, who),
        ("unit", type_, place, unit),
        ("sum", type_, place, sums),
        ("counts", type_, kind, unit),
        ("change", type_, unit, change),
    )


class Choice(msgspec.Struct, frozen=True, gc=False):
    """A figure's options; `near`: how the figure before it bears on this one ("" where it stands elsewhere)."""

    figure: Figure
    options: tuple[Option, ...]
    near: str


class _Article:
    """What has been named so far, class by class, the last one last."""

    def __init__(self, draft: Draft, topics: list[Mention], bodies: list[Mention], regions: list[Mention]) -> None:
        things, passage = draft.things, draft.passage
        self.bodies, self.regions = bodies, regions
        self.all = list(merge(topics, bodies, regions, key=_START))
        self.types = {m.key: things[m.key].type for m in self.all}
        counts: dict[str, int] = {}
        for type_ in self.types.values():
            counts[type_] = counts.get(type_, 0) + 1
        self.lonely = frozenset(type_ for type_, count in counts.items() if count == 1)
        self.titled: frozenset[str] = frozenset(
            m.key for m in self.all if passage.sentences[passage.sentence_at(m.start)].kind == "headline"
        )
        self.told: dict[str, dict[str, Mention]] = {type_: {} for type_ in _MOST}
        self._at = 0

    def tell(self, until: int) -> None:
        """Take in what is named before a place."""
        while self._at < len(self.all) and self.all[self._at].start < until:
            m = self.all[self._at]
            told = self.told[self.types[m.key]]
            told.pop(m.key, None)
            told[m.key] = m
            self._at += 1


def find_choices(
    draft: Draft, bodies: list[Mention], regions: list[Mention], above: Above, ruled: Mapping[str, str]
) -> Iterator[Choice]:
    """The choices of an article's figures, in their order; `ruled` is what the rules say, by the figures' ids."""
    passage = draft.passage
    article = _Article(draft, draft.of_type("Initiative", "Event"), bodies, regions)
    last, number = -1, 0
    for figure in draft.figures:
        sentence = passage.sentences[figure.sentence]
        article.tell(figure.start)
        newer = bool(placed(article.all, number, figure.number)) if last == figure.sentence else True
        near = (
            ("new" if newer else "same") if last == figure.sentence else "next" if figure.sentence - last == 1 else ""
        )
        yield Choice(figure, tuple(_options(draft, article, figure, sentence, above, ruled.get(figure.key, ""))), near)
        last, number = figure.sentence, figure.number


def _options(
    draft: Draft, article: _Article, figure: Figure, sentence: Sentence, above: Above, ruled: str
) -> Iterator[Option]:
    text, things = draft.passage.text, draft.things
    actors = draft.actors[figure.sentence]
    area = find_area(draft, article.bodies, article.regions, figure, sentence)[0]
    whole = find_whole(text, figure, sentence) is not None
    unit = _unit(text, figure)
    change = "change" if _CHANGE.search(text, figure.start, figure.stop) else "state"
    sums = "sum" if _SUM.match(text, sentence.start) else "act"
    who = ("carried" if actors.carried else "named") if actors.keys else "nobody"
    macro = MACRO.search(things[figure.key].attributes["metric"]) is not None
    pointed = above.pointed.get(figure.sentence, "")
    headed = above.headed(text, figure, sentence)
    summed = above.summed(text, sentence)
    for key, m, place, rank in _near(draft, article, figure, sentence, actors, (area, pointed, headed, summed, ruled)):
        type_ = things[key].type
        kind = things[key].attributes.get("eventType") or things[key].attributes.get("initiativeType") or "none"
        case = (type_, place, str(rank), kind, who, unit, sums, change)
        signs: list[Sign] = []
        if key in actors.keys or key in actors.partners:
            signs.append(("acts", type_, "first" if key in actors.keys[:1] else "other", who, sums))
        if type_ in article.lonely:
            signs.append(("only", type_, place))
        if key in article.titled:
            signs.append(("titled", type_))
        if key == area:
            signs.append(("area", type_, "whole" if whole else "named", change))
        elif whole:
            signs.append(("whole", type_, place))
        if macro:
            signs.append(("macro", type_))
        if key == pointed:
            signs.append(("pointed", type_))
        if key == headed:
            signs.append(("headed", type_))
        if key == summed:
            signs.append(("summed", type_, who))
        if m is not None and sentence.start <= m.start < figure.start:
            signs += _beside(text, m, type_, sentence, unit)
        yield Option(key, type_, case, tuple(signs))


def _near(
    draft: Draft, article: _Article, figure: Figure, sentence: Sentence, actors: Actors, pointed: tuple[str, ...]
) -> Iterator[tuple[str, Mention | None, str, int]]:
    """Things near a figure, each once: its last mention, where that stands, how many of its class are nearer."""
    text, things, seen = draft.passage.text, draft.things, set[str]()
    clause = to_mark(text, figure.number, sentence.start)
    phrase = clause_start(text, figure.number, sentence.start)
    for m in placed(article.all, figure.start, sentence.stop):
        if m.key not in seen and article.types[m.key] in ("Initiative", "Event"):
            seen.add(m.key)
            before = article.told[article.types[m.key]].get(m.key)
            if before is None or m.start < figure.stop:
                yield m.key, m, "within" if m.start < figure.stop else "behind", 0
            else:
                seen.discard(m.key)
    for type_, most in _MOST.items():
        told = article.told[type_]
        for rank, key in enumerate(islice(reversed(told), most)):
            if key not in seen:
                seen.add(key)
                yield key, told[key], _place(draft, told[key], sentence, clause, phrase), rank
    for key in (*actors.keys[:2], *pointed):
        if key and key not in seen:
            seen.add(key)
            m_ = article.told.get(things[key].type, {}).get(key)
            yield key, m_, _place(draft, m_, sentence, clause, phrase) if m_ else "none", 2


def _place(draft: Draft, m: Mention, sentence: Sentence, clause: int, phrase: int) -> str:
    """Where a mention before a figure stands."""
    if m.start >= clause:
        return "clause"
    if m.start >= phrase:
        return "phrase"
    if m.start >= sentence.start:
        return "sentence"
    told = draft.passage.sentences[draft.passage.sentence_at(m.start)]
    if told.kind == "headline":
        return "headline"
    if told.paragraph == sentence.paragraph:
        return "before" if told.stop >= sentence.start - 1 else "paragraph"
    return "above" if sentence.paragraph - told.paragraph == 1 else "far"


def _beside(text: str, m: Mention, type_: str, sentence: Sentence, unit: str) -> Iterator[Sign]:
    """What stands right before and behind a mention in the sentence of a figure."""
    if type_ == "Initiative":
        if _MEANS.search(text, max(sentence.start, m.start - 4), m.start):
            yield "means", type_, unit
        if _RUN.search(text, max(sentence.start, m.start - 12), m.start):
            yield "run", type_, unit
        if m.start - sentence.start <= _OPENS:
            yield "opens", type_
    if type_ in ("Initiative", "Event"):
        if _LASTS.match(text, m.stop):
            yield "lasts", type_
    elif type_ != "Region" and text[m.start - 1] in _AFFECTED:
        yield "affected", type_


def _unit(text: str, figure: Figure) -> str:
    """What sort of thing is counted, by the first letter of the unit."""
    digits = _DIGITS.match(text, figure.number)
    scale = _SCALE.match(text, digits.end() if digits else figure.number)
    at = scale.end() if scale else figure.number
    if text.startswith("人次", at):
        return "visits"
    return _UNIT_OF.get(text[at : at + 1], "other")
