"""What an analyzer's own model finds, fused with what the grammar has found: the grammar wins wherever both speak.

**The veto.** A model that cuts the text into words may object to a name of the grammar. It wins when all of this holds:
the name is an organization, a place or a person; wherever it stands, its rule gives less than `SURE` and it begins
within a word of the model's (石河 where the model reads 青石|河); in one place at least that word belongs to an entity
of the same class of the model's; and no entity of the model's is the name. The name is then the rest of another one: it
goes, with what was said of it, and stands in the report. Where a name ends, the grammar knows better: it ends in a word
such as 路 or 广场, and a model's entity was as often too long. Agencies, divisions, initiatives and whatever a rule is
sure of can't be objected to, nor a name that a single place shows whole.

**Names.** A span of the model becomes a mention when all of it holds:

1. It is an organization, a place or a person. Divisions are the gazetteer's, times the grammar's; events and indicators
   are more than names; agencies and initiatives that only a model saw were too often none (docs/hanlp.md).
2. It touches no mention of the grammar. Two exceptions: a division inside it is part of its name (平凉 in
   平凉海棠诗社; in front of a place it is left out, as the grammar has it: 崆峒区|海棠坝子), and it may lie inside an
   event or an indicator, which are phrases that hold names.
3. It has the shape of a name: no punctuation but quotes, dots and dashes, two characters at least, no time in it; a
   person has a surname and at most four characters, or a dot, and no verb among its words (闻讯赶). An organization is
   more than something in quotes, no word that the tagger takes for a person or a place, and does not end in a verb; a
   place does not end as divisions do (青石坪村), is more than one word of two characters (古城), and is not counted
   (第三届, 全国口岸). Neither begins with a verb of the dictionary (紧邻口岸). Nothing is taken out of the title of a
   work (《杨木匠退彩礼》). What begins with a word that describes (当地, 附近), or tells of some body without naming it
   (某研究院, 平凉一小学), is no name.
4. It cuts no word in two, neither begins nor ends with a particle, pronoun, preposition or the like, and is more than
   one common word or some divisions (天津市滨海新区); a place is more than a division and a common word (广东游客).
   That goes for the words and tags of the built-in tagger, and for the model's own where it gives any. Persons may cut
   words of the tagger, which does not know their names, but their end no word of the dictionary (王敏|捷), nor are they
   within one (窨井盖|), begin with a common one of two characters (游客|齐) or twice the same (蒙蒙亮), or are
   one that the tagger knows as a place's or a body's. 王某 is a name.
5. The model gives it the `LEAST` of its class or more, where it says how likely it is.

Its confidence is `AGREED` where a word in it is tagged as a name of its class, by either tagger, else `ALONE`, times
the model's own score where it gives one. What its trees say comes after (`extract.trees`).

Fusion runs after all extractors, so it adds mentions (and where a new place lies) and, but for the veto, changes
nothing: what the grammar is sure of is the same with every model, and a property test holds that.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from operator import attrgetter

import rjieba

from kg.analyze import EntitySpan, Passage, Token
from kg.extract.draft import Draft, Mention
from kg.extract.names import NAME_TAGS, Words, load_words
from kg.extract.persons import key_person
from kg.lexicon import Lexicon

FUSED = ("Organization", "Place", "Person")
"""The classes whose mentions a model may add."""
AGREED, ALONE = 0.7, 0.6
LEAST = {"Organization": 0.6, "Place": 0.7, "Person": 0.8}
"""As many of the model's names of each class were wrong below it as right (docs/hanlp.md)."""
SURE = 0.8
"""From this figure of a rule on a model's words count nothing."""

_NAMES = ("Agency", "Organization", "Place", "Person", "Initiative")
_PHRASES = ("Event", "Indicator")
_SHAPE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·“”《》〈〉—\-+&]{2,40}")
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》")
_COUNTED = re.compile(r"第[一二三四五六七八九十百\d]|[全各每]")
_TITLE = 40
"""Characters of the longest title that is looked for."""
_DIVISION = re.compile(r"(?:[村乡镇县市旗州盟省]|街道|社区|苏木|嘎查)$")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]+(?:·[\u4e00-\u9fff]+)+")
_PROPER = {
    "Organization": ("nt", "nz"),
    "Place": ("ns",),
    "Person": tuple(NAME_TAGS),
}
_MORE = frozenset("某甲乙丙丁")
"""What stands behind 某 in a longer name (王某某)."""
_ELSEWHERE = ("ns", "nt")
"""The tags of a word that names a place or a body, and so no person."""
_NAME = "nz"
"""What a model's tags say that tell names apart from nouns, but not of what."""
_START = attrgetter("start")
_COMMON = frozenset(("n", "v", "vn", "a", "an", "ad", "d", "l", "i", "j", "s", "t", "f", "b", "m", "r", "q"))

# The tags of words at which no name begins or ends.
_LOOSE = ("u", "p", "c", "r", "y", "e", "d", "o", "zg", "k")


def fuse_entities(draft: Draft, lexicon: Lexicon) -> None:
    """Take away the names that the analyzer's model objects to, and add those that only it has found."""
    passage = draft.passage
    if passage.reading.words:
        _veto(draft)
    if not passage.reading.entities:
        return
    names, phrases = draft.mask(*_NAMES), draft.of_type(*_PHRASES)
    regions, times = draft.of_type("Region"), draft.times
    done = 0
    for whole in sorted(passage.reading.entities, key=lambda s: (s.start, -s.stop, s.kind)):
        span = _without_divisions(passage, whole, regions) if whole.kind == "Place" else whole
        start, stop = span.start, span.stop
        if (
            span.kind in FUSED
            and span.score >= LEAST[span.kind]
            and start >= done
            and 1 not in names[start:stop]
            and not any(_crosses(start, stop, m.start, m.stop) for m in regions)
            and not _is_covered(start, stop, regions)
            and not any(
                m.start < stop and start < m.stop and not _inside(start, stop, m.start, m.stop) for m in phrases
            )
            and not any(t.start < stop and start < t.stop for t in times)
            and _is_name(passage, span, lexicon)
        ):
            done = stop
            confidence = (AGREED if _agrees(passage, span) else ALONE) * span.score
            text = passage.text[start:stop]
            person = span.kind == "Person"
            name = key_person(draft, text, load_words(lexicon)) if person else draft.thing(span.kind, text)
            draft.mention(start, stop, name, f"{span.kind.lower()}.model", round(confidence, 3))


def _inside(start: int, stop: int, a: int, b: int) -> bool:
    return a <= start and stop <= b and (a, b) != (start, stop)


def _crosses(start: int, stop: int, a: int, b: int) -> bool:
    """Whether a division meets the span in another way than as a part of it."""
    return a < stop and start < b and not _inside(a, b, start, stop)


def _is_covered(start: int, stop: int, divisions: list[Mention]) -> bool:
    """Whether divisions, one after the other, are all of the span."""
    for m in divisions:
        if m.start <= start < m.stop:
            start = m.stop
    return start >= stop


def _without_divisions(passage: Passage, span: EntitySpan, divisions: list[Mention]) -> EntitySpan:
    """A place without the divisions in front, as the grammar has it: 崆峒区|海棠广场."""
    start = span.start
    for m in divisions:
        if m.start == start and m.stop < span.stop and passage.text[m.stop - 1] in "省州盟市区县旗镇乡村":
            start = m.stop
    return EntitySpan(start, span.stop, span.kind, span.score)


def _veto(draft: Draft) -> None:
    """Take away each unsure name that begins within a word of the model's wherever it stands."""
    passage = draft.passage
    entities = passage.reading.entities
    seen = {(span.start, span.stop) for span in entities}
    spared = {person for person, _, _ in draft.written}
    found: dict[str, Mention] = {}
    backed = set()
    for m in draft.of_type(*FUSED):
        word = _around(passage, m.start)
        if word is None or m.confidence >= SURE or m.anaphor or (m.start, m.stop) in seen:
            spared.add(m.key)
            continue
        found.setdefault(m.key, m)
        type_ = draft.things[m.key].type
        if any(s.kind == type_ and s.start <= word.start and word.stop <= s.stop for s in entities):
            backed.add(m.key)
    for key, m in found.items():
        if key in backed and key not in spared:
            draft.drop(key, m, "it begins within a word of the model's")


def _around(passage: Passage, position: int) -> Token | None:
    """The word of the model's that a position is within, if any."""
    words = passage.reading.words
    i = bisect_left(words, position, key=_START) - 1
    return words[i] if i >= 0 and words[i].stop > position else None


def _model_words(passage: Passage, start: int, stop: int) -> list[Token]:
    """The model's words that start within a stretch."""
    words = passage.reading.words
    first = bisect_left(words, start, key=_START)
    return [*words[first : bisect_left(words, stop, lo=first, key=_START)]]


def _is_name(passage: Passage, span: EntitySpan, lexicon: Lexicon) -> bool:
    start, stop = span.start, span.stop
    text = passage.text[start:stop]
    if not _SHAPE.fullmatch(text) or text.count("“") != text.count("”"):
        return False
    own = _model_words(passage, start, stop)
    if _around(passage, start) or _around(passage, stop) or (own and _is_loose(own)) or _is_in_title(passage, start):
        return False
    inside = passage.between(start, stop)
    if span.kind == "Person":
        return _is_person(passage, span, inside, load_words(lexicon))
    if not (passage.edges[start] and passage.edges[stop]) or _is_loose(inside):
        return False
    if inside[0].text in _describing(lexicon, span.kind) or _is_some(inside):
        return False
    first, last = inside[0].tag, inside[-1].tag
    if first == "v" and rjieba.has_word(inside[0].text):  # 槐安, which it does not know, it guesses to be one
        return False
    if span.kind == "Organization":
        return not (last == "v" or _QUOTED.fullmatch(text) or (len(inside) == 1 and first in (*NAME_TAGS, "ns")))
    if _DIVISION.search(text) or _COUNTED.match(text) or (len(inside) == 1 and len(text) == 2):
        return False
    return not (len(inside) == 2 and first == "ns" and last in _COMMON)


def _is_loose(words: Sequence[Token]) -> bool:
    """Whether words begin or end with one of grammar, or are but one common word."""
    if words[0].tag.startswith(_LOOSE) or words[-1].tag.startswith(_LOOSE):
        return True
    return len(words) == 1 and words[0].tag in _COMMON


def _is_in_title(passage: Passage, position: int) -> bool:
    """Whether a position is inside the title of a work, whose words name what it tells of: 《杨木匠退彩礼》."""
    before = max(0, position - _TITLE)
    return passage.text.rfind("《", before, position) > passage.text.rfind("》", before, position)


def _is_some(words: Sequence[Token]) -> bool:
    """Whether words tell of somebody or somewhere without a name: 某|研究院, 平凉|一|小学 (but 平凉|一中)."""
    return any(w.text == "某" for w in words) or (len(words) > 1 and words[-2].text == "一" and len(words[-1].text) > 1)


def _is_person(passage: Passage, span: EntitySpan, inside: list[Token], words: Words) -> bool:
    text = passage.text[span.start : span.stop]
    if text.endswith("某"):
        return len(text) == 2 and text[0] in words.single and passage.text[span.stop : span.stop + 1] not in _MORE
    if text in words.blocks or text in words.nobodies:
        return False
    if not inside or (len(inside) > 1 and any(token.tag == "v" for token in inside)):
        return False
    first = inside[0]
    if len(inside) == 1 and first.tag in _ELSEWHERE:
        return False
    if first.tag in _COMMON and (len(inside) == 1 or (first.start == span.start and len(first.text) > 1)):
        return False
    if len(text) > 2 and text[0] == text[1]:
        return False
    last = passage.token_at(span.stop - 1)
    if last.stop > span.stop and rjieba.has_word(last.text):
        return False
    surname = "·" in text or text[0] in words.single or text.startswith(words.double)
    return surname and bool(_PERSON.fullmatch(text))


@cache
def _describing(lexicon: Lexicon, kind: str) -> frozenset[str]:
    """The words that describe an organization or a place and are no part of its name."""
    return frozenset(lexicon.table(f"{kind.lower()}s", "generic", "ends"))


def _agrees(passage: Passage, span: EntitySpan) -> bool:
    place = span.start, span.stop
    tags = _PROPER[span.kind]
    return any(token.tag in tags for token in passage.between(*place)) or any(
        word.tag in tags or word.tag == _NAME for word in _model_words(passage, *place)
    )
