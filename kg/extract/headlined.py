"""What an article without any other happening tells: what its headline says was done, if a dated sentence says so too.

`民政局护送走失老人返乡` over `4月2日，…护送老人回到…`: no table has 护送, but the headline's verb comes again after
a day, as news is told. What goes on (今年以来), what is planned or only said is no happening.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from kg.extract.acts import type_of
from kg.extract.draft import Draft, placed
from kg.extract.moments import is_day
from kg.extract.values import Found
from kg.lexicon import Lexicon

_MOST = 6  # sentences of an article in which what it is about is told
_LEAD = 3  # of these, the ones in which it need not be told with the headline's verb
_LONGEST = 30  # characters of a headline that names what it tells
_GOES_ON = re.compile(
    r"以来|截至|累计|近年|目前|每[天日周月年逢]|常年|长期|将于|拟|计划|力争|预计|如果|一旦|[从自][^，。；]{2,10}日起"
)
_ONLY_SAID = re.compile(r"记者[^，。]{0,12}(?:获悉|了解到)|新闻发布会")
_ASKS = re.compile(r"[？?！!…]|何以|如何|怎么|为何|缘何")
_ADVISES = re.compile(r"谨防|警惕|当心|小心|提醒|提示|别让|切勿|注意|有了|再提速|纪实|侧记|走笔|综述")
_CLAUSE = re.compile(r"[^，。！？：—\s]{3,}")
_VERBS = frozenset(("v", "vn"))


class Verbs(NamedTuple):
    """Words that are no verbs of what was done once (`generic`), and those that are, however they are tagged."""

    generic: frozenset[str]
    visits: frozenset[str]


@cache
def verbs(lexicon: Lexicon) -> Verbs:
    """The tables that say which words tell what was done."""
    visits = [word for key in ("inspection", "activity", "other") for word in lexicon.table("events", "visits", key)]
    return Verbs(frozenset(lexicon.table("events", "headlined", "generic")), frozenset(visits))


def find_headlined(draft: Draft, lexicon: Lexicon) -> list[Found]:
    """The signs of what the headline says was done: the headline's verb, and what says it in the sentence with the day.

    That is the same verb, or else the first verb after a day in the lead.
    """
    passage = draft.passage
    words = verbs(lexicon)
    heads: dict[str, tuple[int, int]] = {}
    for n, sentence in enumerate(passage.sentences):
        if sentence.kind == "headline" and not _ADVISES.search(passage.text, sentence.start, sentence.stop):
            for start, verb in verbs_of(draft, sentence.start, sentence.stop, words):
                heads.setdefault(verb, (start, n))
    if not heads:
        return []
    told = [n for n, sentence in enumerate(passage.sentences) if sentence.kind == "text"][:_MOST]
    after = [
        (n, list(verbs_of(draft, day, passage.sentences[n].stop, words))) for n in told if (day := day_of(draft, n))
    ]
    again = [(n, start, verb) for n, said in after for start, verb in said if verb in heads]
    lead = [(n, *said[0]) for n, said in after if said and n in told[:_LEAD] and is_dated(draft, n)]
    for n, start, verb in [*again, *lead][:1]:
        head = verb if verb in heads else next(iter(heads))
        above, line = heads[head]
        name = name_of(draft)
        type_ = type_of(head)
        return [
            Found(above, above + len(head), name, type_, line, "event.headlined", 0.6),
            Found(start, start + len(verb), name, type_, n, "event.headlined", 0.6),
        ]
    return []


def verbs_of(draft: Draft, start: int, stop: int, words: Verbs) -> Iterator[tuple[int, str]]:
    """The verbs in a stretch that may tell what was done, each with its place; none of those in names."""
    named = draft.mask("Agency", "Organization", "Person", "Place", "Region", "Initiative")
    for token in draft.passage.between(start, stop):
        verb = token.tag in _VERBS or token.text in words.visits
        if len(token.text) > 1 and verb and token.text not in words.generic and not named[token.start]:
            yield token.start, token.text


def day_of(draft: Draft, n: int) -> int:
    """Where the first day of a sentence ends that tells of what was done once; 0 if there is none."""
    sentence, text = draft.passage.sentences[n], draft.passage.text
    times = placed(draft.times, sentence.start, sentence.stop)
    days = [t.stop for t in times if t.kind in ("day", "recent") or is_day(t)]
    if not days or _GOES_ON.search(text, sentence.start, sentence.stop):
        return 0
    return 0 if _ONLY_SAID.search(text, sentence.start, sentence.stop) else days[0]


def is_dated(draft: Draft, n: int) -> bool:
    """Whether a sentence says on which day."""
    sentence = draft.passage.sentences[n]
    return any(t.kind == "day" and t.value for t in placed(draft.times, sentence.start, sentence.stop))


def headline_signs(draft: Draft, name: str, type_: str, rule: str) -> list[Found]:
    """The clauses of the headline as signs of what an article tells, each by itself: a space may be between them."""
    out = []
    for n, sentence in enumerate(draft.passage.sentences):
        if sentence.kind == "text":
            break
        if sentence.kind == "headline":
            for clause in _CLAUSE.finditer(draft.passage.text, sentence.start, sentence.stop):
                out.append(Found(clause.start(), clause.end(), name, type_, n, rule, 0.6))
    return out


def name_of(draft: Draft) -> str:
    """What the headline calls it, or nothing where it asks, exclaims or says more than that."""
    name = "".join(draft.passage.article.headline.text.split())
    return "" if len(name) > _LONGEST or _ASKS.search(name) else name
