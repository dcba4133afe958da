"""What an article narrates from its lead on in words that no table knows: its headline names that.

`骑警开道，孕妇平安入院` over `9月4日早高峰，一辆轿车突然靠到铁骑旁…`: a lead with a day, in which people act and no
programme is named. It goes on to the paragraph that sums up (`像这样的庭审，…`, `今年以来，…`).
"""

from __future__ import annotations

import re
from functools import cache

from msgspec.structs import replace

from kg.extract.draft import Draft, placed
from kg.extract.headlined import Verbs, day_of, headline_signs, is_dated, name_of, verbs, verbs_of
from kg.extract.values import Found, Story
from kg.lexicon import Lexicon

_SUMS_UP = re.compile(
    r"像这样|这样的|这只是|近年|[\u4e00-\u9fff\d]{1,6}年来|据介绍|据悉|据了解|目前|截至|这是(?:该|继|我|全)|[^，。；]{0,12}以来"
)
_CLAUSE_END = re.compile(r"[，。；：！？“\n]")
_ON_THE_WAY = re.compile(r"[时中]|路上|途中|[回归]来|的")  # 巡逻|途中: when, not what
_LONGEST = 16  # characters of a sign
_FEWEST = 3  # persons: with fewer, a lead shows a service at work
_TELLS = re.compile(r"介绍|表示|认为|指出")
_COURT = re.compile(r"(?:法院|法庭)$")
_TRIED = re.compile(r"庭审(?![后中前]|结束)|官司|案子")


@cache
def _saved(lexicon: Lexicon) -> frozenset[str]:
    """Words for how a rescue ends."""
    return frozenset(lexicon.table("events", "stories", "saved") + lexicon.table("events", "helped"))


def add_narrated(draft: Draft, lexicon: Lexicon, groups: list[list[Found]]) -> None:
    """Add the signs of what an article narrates to its only rescue or case, else as a happening of their own."""
    sentences = draft.passage.sentences
    start, stop = _scene(draft)
    if not any(sentence.kind == "headline" for sentence in sentences) or not _is_narrative(draft, groups, start, stop):
        return
    told = _told(draft, verbs(lexicon), start, stop)
    if told is None:
        return
    court = _is_court(draft, start)
    known = [group for group in groups if _may_be(group[0], stop)]
    type_ = known[0][0].type if len(known) == 1 else "case" if court else _type(draft, lexicon, start, stop)
    signs = [replace(told, type=type_), *headline_signs(draft, name_of(draft), type_, "event.narrated")]
    signs += [replace(sign, type=type_) for sign in _hearings(draft, start, stop)] if court else []
    if len(known) == 1:
        known[0][:0] = signs
    else:
        groups.append(signs)
    _add_story(draft, Story(sentences[start].paragraph, sentences[stop - 1].paragraph + 1, type_, start, stop))


def _type(draft: Draft, lexicon: Lexicon, start: int, stop: int) -> str:
    """A rescue where a word for one stands in a scene, be it dated or not; else something of its own."""
    sentences, saved = draft.passage.sentences, _saved(lexicon)
    within = placed(draft.passage.words["events"], sentences[start].start, sentences[stop - 1].stop)
    return "rescue" if any(hit.entry.text in saved for hit in within) else "other"


def _told(draft: Draft, words: Verbs, start: int, stop: int) -> Found | None:
    """What the first sentence of a scene with a day says was done, from its first verb to the end of the clause."""
    passage = draft.passage
    for n in range(start, stop):
        sentence = passage.sentences[n]
        if sentence.kind != "text":
            continue
        day = day_of(draft, n) or (sentence.start if n == start and _is_court(draft, start) else 0)
        found = verbs_of(draft, day, sentence.stop, words) if day else iter(())
        verb = next((v for v in found if not _ON_THE_WAY.match(passage.text, v[0] + len(v[1]))), None)
        if verb:
            at, stop_at = verb[0], verb[0] + len(verb[1])
            end = _CLAUSE_END.search(passage.text, stop_at, min(at + _LONGEST, sentence.stop))
            return Found(at, end.start() if end else stop_at, "", "other", n, "event.narrated", 0.6)
    return None


def _add_story(draft: Draft, story: Story) -> None:
    """Add the story of a scene to those of the article, unless it lies over one of them."""
    if not any(other.start < story.stop and story.start < other.stop for other in draft.stories):
        draft.stories = sorted([*draft.stories, story], key=lambda other: other.start)


def _may_be(sign: Found, stop: int) -> bool:
    """Whether a sign before a sentence tells of a rescue or a case, as a story may be."""
    return sign.type in ("rescue", "case") and not sign.is_held and sign.sentence < stop


def _scene(draft: Draft) -> tuple[int, int]:
    """The sentences (half-open) from the lead to the first paragraph that sums up."""
    sentences, text = draft.passage.sentences, draft.passage.text
    first = next((n for n, sentence in enumerate(sentences) if sentence.kind == "text"), len(sentences))
    for n in range(first + 1, len(sentences)):
        opens = sentences[n].kind == "text" and sentences[n].paragraph != sentences[n - 1].paragraph
        if opens and _SUMS_UP.match(text, sentences[n].start):
            return first, n
    return first, len(sentences)


def _is_narrative(draft: Draft, groups: list[list[Found]], start: int, stop: int) -> bool:
    """Whether persons act in a scene, its lead is dated, and neither it nor the headline has a sign or a programme."""
    passage = draft.passage
    sentences = passage.sentences
    if start == stop:
        return False
    lead = sentences[start].paragraph
    told = (sentences[sign.sentence] for group in groups for sign in group if sign.rule != "event.once")
    if any(sentence.kind == "headline" or sentence.paragraph == lead for sentence in told):
        return False
    limit = sentences[stop - 1].stop
    persons = {m.key for m in placed(draft.of_type("Person"), sentences[start].start, limit)}
    named = {m.key for m in placed(draft.of_type("Initiative"), 0, limit)}
    if len(persons) < _FEWEST + 2 * len(named) or len(named) > 1:
        return False
    if not any(
        draft.actors[n].keys
        and not draft.actors[n].carried
        and not _TELLS.search(passage.text, sentences[n].start, sentences[n].stop)
        for n in range(start, stop)
    ):
        return False
    within = (n for n in range(start, stop) if sentences[n].paragraph == lead)
    return any(is_dated(draft, n) for n in within) or _is_court(draft, start)


def _is_court(draft: Draft, start: int) -> bool:
    """Whether a court acts in the first sentences of a scene."""
    acting = (key for actors in draft.actors[start : start + 2] for key in actors.keys)
    return any(_COURT.search(draft.things[key].label) for key in acting)


def _hearings(draft: Draft, start: int, stop: int) -> list[Found]:
    """The words for a hearing in a scene."""
    passage = draft.passage
    limit = passage.sentences[stop - 1].stop
    out = []
    for match in _TRIED.finditer(passage.text, passage.sentences[start].start, limit):
        n = passage.sentence_at(match.start())
        if passage.sentences[n].kind == "text":
            out.append(Found(match.start(), match.end(), "", "case", n, "event.narrated", 0.6))
    return out
