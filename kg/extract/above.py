"""What figures describe that was told before and is only pointed at: `演练共出动…`, `当晚，…`, `驿站累计服务…`."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

import msgspec

from kg.analyze import Sentence
from kg.extract.clauses import clause_start
from kg.extract.draft import Draft, Mention
from kg.extract.held import POINTER, POINTER_BEGINS
from kg.extract.values import Figure

_FIRST = attrgetter("first.start")
_START = attrgetter("start")
_TOLD = re.compile(r"据(?:了解|介绍|悉|统计)，")
_DAY = re.compile(r"当[天晚日](?:[上下]午|晚|夜里)?，")
_FAR = "此本这"  # 此次演练 is that of the article, however far above
_HEADS = (2, 3)  # characters of a programme's last noun: 平台, 工作室
_BARE = 4  # characters of a name that is hardly more than its last noun
# How a sentence opens that sums up what was done so far.
_SUM = re.compile(r"截至|截止|目前|据(?:统计|了解|悉)")


class Above(msgspec.Struct, frozen=True, gc=False):
    """What an article has told, as its figures may point at it.

    `pointed` are the events that sentences open with a word for, by the sentences' numbers; `heads` the mentions of
    programmes by their last characters; `campaign` the first mention of the article's campaign, if that is its only
    programme; `only` the article's one happening, if there is no programme.
    """

    pointed: dict[int, str]
    heads: dict[str, list[Mention]]
    campaign: Mention | None
    only: str

    def headed(self, text: str, figure: Figure, sentence: Sentence) -> str:
        """The programme that the clause of a figure opens with the last noun of (驿站, 该平台), or nothing."""
        clause = clause_start(text, figure.number, sentence.start)
        clause += text.startswith("该", clause)
        for length in reversed(_HEADS):
            called = self.heads.get(text[clause : clause + length], ())
            before = bisect_left(called, sentence.start, key=_START)
            if before:
                return called[before - 1].key
        return ""

    def summed(self, text: str, sentence: Sentence) -> str:
        """The campaign, told before, of which a sentence sums up what was done so far; or nothing."""
        if self.campaign is None or self.campaign.start > sentence.start or not _SUM.match(text, sentence.start):
            return ""
        return self.campaign.key


def find_above(draft: Draft, topics: list[Mention]) -> Above:
    """What an article has told; `topics` are the mentions of events and programmes in its text, in order."""
    things = draft.things
    programmes = [m for m in topics if things[m.key].type == "Initiative"]
    heads: dict[str, list[Mention]] = {}
    for m in programmes:
        label = things[m.key].label.rstrip("”")
        for length in _HEADS if len(things[m.key].label) > _BARE else ():
            heads.setdefault(label[-length:], []).append(m)
    first = programmes[0] if programmes and all(m.key == programmes[0].key for m in programmes) else None
    campaign = first if first and things[first.key].attributes.get("initiativeType") == "campaign" else None
    keys = {happening.key for happening in draft.happenings}
    only = draft.happenings[0].key if len(keys) == 1 and not draft.of_type("Initiative") else ""
    return Above(_find_pointed(draft), heads, campaign, only)


def _find_pointed(draft: Draft) -> dict[int, str]:
    """The sentences that open with a word for what was told (`演练共出动…`, `当晚，…`), and that event."""
    passage, out = draft.passage, {}
    text = passage.text
    told = sorted(draft.happenings, key=_FIRST)
    held = [happening for happening in told if happening.first.is_held]
    for n, sentence in enumerate(passage.sentences) if told else ():
        if sentence.kind != "text":
            continue
        start = sentence.start
        if text[start] == "当" and _DAY.match(text, start, sentence.stop):
            before = bisect_left(told, start, key=_FIRST)
            if before and _is_near(draft, told[before - 1].first.sentence, sentence):
                out[n] = told[before - 1].key
            continue
        opening = _TOLD.match(text, start, sentence.stop) if text[start] == "据" else None
        start = opening.end() if opening else start
        found = POINTER.match(text, start, sentence.stop) if text[start : start + 1] in POINTER_BEGINS else None
        before = bisect_left(held, sentence.start, key=_FIRST) if found else 0
        if found is None or not before or found[1] not in draft.things[held[before - 1].key].label:
            continue
        if text[start] in _FAR or _is_near(draft, held[before - 1].first.sentence, sentence):
            out[n] = held[before - 1].key
    return out


def _is_near(draft: Draft, above: int, sentence: Sentence) -> bool:
    """Whether the sentence of that number stands in a sentence's paragraph or the one before it."""
    return 0 <= sentence.paragraph - draft.passage.sentences[above].paragraph <= 1
