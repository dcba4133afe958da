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
   more than something in quotes or a word that ends such names (卫生院), no word that the tagger takes for a person or
   a place, and does not end in a verb, nor as only public bodies do (平凉市灯会事务中心); a place does not end as
   divisions do (青石坪村), is more than one word of two characters (古城) but for waters (泾河), and is not counted
   (第三届, 全国口岸). Neither begins with a verb of the dictionary (紧邻口岸). Nothing is taken out of the title of a
   work (《杨木匠退彩礼》). What begins with a word that describes (当地, 附近), or tells of some body without naming it
   (某研究院, 平凉一小学, 一|建材公司), is no name.
4. It cuts no word in two, neither begins nor ends with a particle, pronoun, preposition or the like, and is more than
   one common word or some divisions (天津市滨海新区); a place is more than a division and a common word (广东游客).
   That goes for the words and tags of the built-in tagger, and for the model's own where it gives any. Persons may cut
   words of the tagger, which does not know their names, but their end no word of the dictionary (王敏|捷), nor are they
   within one (窨井盖|), begin with a common one of two characters (游客|齐) or twice the same (蒙蒙亮), or are
   one that the tagger knows as a place's or a body's. 王某 is a name.
5. The model gives it the `LEAST` of its class and its number of signs (`extract.signs`) or more, where it says how
   likely it is. A water of two characters needs three signs, a person that is a word of the dictionary too (白露) one,
   and nobody is called as a part of a division, place or body of the article.

Rules 3 and 4 are in `extract.candidates`. A name's confidence is `AGREED` where a word in it is tagged as a name of its
class, by either tagger, else `ALONE`, times the model's own score where it gives one. What its trees say comes after
(`extract.trees`).

Fusion runs after all extractors, so it adds mentions (and where a new place lies) and, but for the veto, changes
nothing: what the grammar is sure of is the same with every model, and a property test holds that.
"""

from __future__ import annotations

import rjieba

from kg.analyze import EntitySpan, Passage
from kg.extract.candidates import BRIEF, is_name, word_around
from kg.extract.draft import Draft, Mention
from kg.extract.names import load_words
from kg.extract.persons import key_person
from kg.extract.signs import agrees, count_signs
from kg.lexicon import Lexicon

FUSED = ("Organization", "Place", "Person")
"""The classes whose mentions a model may add."""
AGREED, ALONE = 0.7, 0.6
LEAST = {"Organization": (0.6, 0.55, 0.4), "Place": (0.95, 0.9, 0.7), "Person": (0.8, 0.6, 0.5)}
"""How likely the model must find a name of a class without a sign, with one, with two or more: below it as many were
wrong as right (docs/hanlp.md)."""
SURE = 0.8
"""From this figure of a rule on a model's words count nothing."""

_NAMES = ("Agency", "Organization", "Place", "Person", "Initiative")
_ELSE = ("Agency", "Organization", "Place", "Region")
_PHRASES = ("Event", "Indicator")


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
            and span.score >= LEAST[span.kind][-1]
            and start >= done
            and 1 not in names[start:stop]
            and not any(_crosses(start, stop, m.start, m.stop) for m in regions)
            and not _is_covered(start, stop, regions)
            and not any(
                m.start < stop and start < m.stop and not _inside(start, stop, m.start, m.stop) for m in phrases
            )
            and not any(t.start < stop and start < t.stop for t in times)
            and is_name(passage, span, lexicon)
            and _is_likely(draft, span, lexicon)
        ):
            done = stop
            confidence = (AGREED if agrees(passage, span) else ALONE) * span.score
            text = passage.text[start:stop]
            person = span.kind == "Person"
            name = key_person(draft, text, load_words(lexicon)) if person else draft.thing(span.kind, text)
            draft.mention(start, stop, name, f"{span.kind.lower()}.model", round(confidence, 3))


def _is_likely(draft: Draft, span: EntitySpan, lexicon: Lexicon) -> bool:
    """Whether the model is as sure of a name as one with so many signs asks for."""
    least = LEAST[span.kind]
    text = draft.passage.text[span.start : span.stop]
    needed = 0
    if span.kind == "Place" and len(text) == BRIEF:
        needed = BRIEF + 1
    elif span.kind == "Person":
        if any(text in draft.passage.text[m.start : m.stop] for m in draft.of_type(*_ELSE)):
            return False  # 海棠庄 of 海棠庄村 is nobody
        needed = int(rjieba.has_word(text))
    if span.score >= least[0] and not needed:
        return True
    signs = count_signs(draft, span, lexicon)
    return signs >= needed and span.score >= least[min(signs, len(least) - 1)]


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
        word = word_around(passage, m.start)
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
