"""Which things of a graph a question may name, and by which forms: our own entity linker.

A name is found by its label, its aliases, by what the rules of `names.toml` make of them, by the short forms that the
gazetteer has for a division, and at last by the words that only point to it. Names are compared after folding:
卫健委 and 卫生健康委员会 are one. Nothing is ever linked because it looks alike.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

import ahocorasick_rs
import msgspec

from kg.ask.tables import load_heads, load_synonyms, load_words
from kg.lexicon.gazetteer import Gazetteer, load_gazetteer
from kg.model import line_starts
from kg.schema import NS, PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Store

SLOTS = {
    "Agency": "A", "Organization": "A", "Region": "R", "Place": "L", "Initiative": "I", "Event": "E", "Person": "P",
    "Indicator": "N", "Article": "D",
}  # fmt: skip
"""Class → the letter of its slot in `forms.toml`; an office is `O`."""

LABEL, ALIAS, MADE, TAIL, POINTS, ELSEWHERE = range(6)
"""How well a form names a thing, the best first: its label, an alias, made by rule, its end alone, an anaphor; last
come divisions of the gazetteer of which the graph knows nothing: their slot is `G`."""

_SHORTEST, _LONG = 2, 4
_SUFFIXES = "省市区县旗州盟"


class Named(msgspec.Struct, frozen=True, order=True):
    """A thing that a form may name: how well it does, the slot of its class, and its IRI (or an office's text)."""

    rank: int
    slot: str
    iri: str


class Link(msgspec.Struct, frozen=True):
    """A stretch of the question (code points, half-open) and what it may name, the best first."""

    start: int
    stop: int
    named: tuple[Named, ...]


class Names:
    """The forms of all names of a graph, and one automaton over them."""

    def __init__(self, store: Store) -> None:
        self.labels: dict[str, str] = {}
        """IRI → label of every entity (an article's headline)."""
        self.slots: dict[str, str] = {}
        """IRI → slot of every entity."""
        forms: dict[str, set[Named]] = {}
        called: list[tuple[str, str, str]] = []
        for form, named in _collect(store, self.labels, self.slots, called):
            if len(form) >= _LONG or (len(form) >= _SHORTEST and form not in load_words().keys() - _offices()):
                forms.setdefault(form, set()).add(named)
        for form, named in _elsewhere(load_gazetteer()):
            if form not in forms and form not in load_words():
                forms[form] = {named}
        self._forms = {form: _best(named) for form, named in sorted(forms.items())}
        self._keys = list(self._forms)
        self._automaton = ahocorasick_rs.AhoCorasick(self._keys, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
        # Whole texts, not lists of them: what is searched by workers that share this memory has to stay untouched.
        self._called = [(text, iri) for text, _, iri in called]
        self._all = "\n".join(text for text, _, _ in called)
        self._folded = "\n".join(folded.replace("\n", " ") for _, folded, _ in called)
        self._lines = array("L", line_starts(self._folded))

    def find(self, text: str) -> list[Link]:
        """The names in a text, from the left, the longest first, none overlapping another."""
        folded, offsets = fold(text)
        return [
            Link(offsets[start], offsets[stop], self._forms[self._keys[i]])
            for i, start, stop in self._automaton.find_matches_as_indexes(folded)
        ]

    def holding(self, text: str) -> Iterator[tuple[str, str, str]]:
        """Every label, alias and figure's name that holds a text, both folded: as it is, folded, and whose it is."""
        wanted = fold(text)[0]
        at = self._folded.find(wanted) if wanted and "\n" not in wanted else -1
        while at >= 0:
            line = bisect_right(self._lines, at) - 1
            stop = self._lines[line + 1] - 1 if line + 1 < len(self._lines) else len(self._folded)
            called, iri = self._called[line]
            yield called, self._folded[self._lines[line] : stop], iri
            at = self._folded.find(wanted, stop)

    def holds(self, text: str) -> bool:
        """Whether some name, alias or figure's name of the graph holds these characters."""
        return text in self._all

    def nearest(self, text: str, limit: int = 5) -> list[str]:
        """Labels that share most pairs of characters with a text that names nothing; none that shares no pair."""
        wanted = _pairs(fold(text)[0])
        scored = []
        for label in dict.fromkeys(self.labels.values()):
            pairs = _pairs(fold(label)[0])
            shared = len(wanted & pairs)
            if shared:
                scored.append((-shared / len(wanted | pairs), label))
        return [label for _, label in sorted(scored)[:limit]]


def fold(text: str) -> tuple[str, list[int]]:
    """A text with each name's words in one form, and the position in `text` of each character, its end included.

    >>> fold("“暖边”行动")[0], fold("某市卫生健康委员会")[0] == fold("某市卫健委")[0]
    ('暖边行动', True)
    """
    same = load_synonyms()
    out: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in _synonyms().finditer(text):
        out.append(text[at : match.start()])
        offsets += range(at, match.start())
        put = same[match[0]]
        out.append(put)
        offsets += [match.start()] * len(put)
        at = match.end()
    out.append(text[at:])
    offsets += range(at, len(text) + 1)
    return "".join(out).lower(), offsets


@cache
def _synonyms() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(load_synonyms(), key=len, reverse=True))))


@cache
def _offices() -> frozenset[str]:
    return frozenset(word for word, tables in load_words().items() if "office" in tables)


def _best(named: set[Named]) -> tuple[Named, ...]:
    """Only the best kind of each slot: what a label names is not what somebody's tail sounds like."""
    ordered = sorted(named)
    top = ordered[0].rank
    return tuple(one for one in ordered if one.rank == top or (one.rank <= ALIAS and one.slot != ordered[0].slot))


def _collect(
    store: Store, labels: dict[str, str], slots: dict[str, str], called: list[tuple[str, str, str]]
) -> Iterator[tuple[str, Named]]:
    """Every form of every name; fills the tables on the way."""
    from pyoxigraph import Literal, NamedNode

    kinds = {NS + name: slot for name, slot in SLOTS.items()}
    for quad in store.quads_for_pattern(None, NamedNode(PREFIXES["rdf"] + "type"), None, None):
        if isinstance(quad.subject, NamedNode) and getattr(quad.object, "value", "") in kinds:
            slots[quad.subject.value] = kinds[quad.object.value]  # type: ignore[union-attr]
    said = {LABEL: "prefLabel", ALIAS: "altLabel", POINTS: "hiddenLabel"}
    found: list[tuple[int, str, str]] = []
    predicates = [(rank, PREFIXES["skos"] + name) for rank, name in said.items()]
    for rank, predicate in (*predicates, (LABEL, PREFIXES["dcterms"] + "title"), (MADE, NS + "metric")):
        for quad in store.quads_for_pattern(None, NamedNode(predicate), None, None):
            iri = getattr(quad.subject, "value", "")
            if iri in slots and isinstance(quad.object, Literal):
                found.append((rank, iri, quad.object.value))
                if rank == LABEL:
                    labels[iri] = min(labels.get(iri, quad.object.value), quad.object.value)
    bodies = {fold(text)[0] for rank, iri, text in found if rank == LABEL and slots[iri] == "A"}
    gazetteer = load_gazetteer()
    for rank, iri, text in sorted(found):
        if rank != POINTS:
            called.append((text, fold(text)[0], iri))
        for made, form in _forms_of(text, rank, slots[iri], bodies, gazetteer):
            yield form, Named(made, slots[iri], iri)
        if slots[iri] == "R" and rank == LABEL:
            code = iri.rpartition("/")[2]
            shorts = gazetteer.by_code[code].shorts if code in gazetteer.by_code else ()
            for short in shorts:
                yield fold(short)[0], Named(ALIAS, "R", iri)
    offices = {quad.object.value for quad in store.quads_for_pattern(None, NamedNode(NS + "role"), None, None)}  # type: ignore[union-attr]
    for office in sorted(offices | _offices()):
        yield fold(office)[0], Named(LABEL, "O", office)


def _elsewhere(gazetteer: Gazetteer) -> Iterator[tuple[str, Named]]:
    """Every division down to the county, whether or not the graph holds it; no short form that may be a word."""
    for name, regions in gazetteer.by_name.items():
        region = regions[0]
        if region.level in ("province", "prefecture", "county") and len(name) > _SHORTEST:
            yield fold(name)[0], Named(ELSEWHERE, "G", region.name)


def _forms_of(text: str, rank: int, slot: str, bodies: set[str], gazetteer: Gazetteer) -> Iterator[tuple[int, str]]:
    """The forms under which a name may stand in a question, each with how well it names."""
    form = fold(text)[0]
    if rank == POINTS:
        if len(form) > _SHORTEST:
            yield POINTS, form
        return
    if slot == "E" and rank == ALIAS:  # triggers such as 抓获: words, no names
        return
    if slot == "N" and rank == LABEL:
        yield LABEL, form
        return
    yield rank, form
    if slot == "A":
        yield from ((MADE, made) for made in _without_regions(form, gazetteer))
        yield from ((TAIL, form[stop:]) for stop in range(4, len(form) - 2) if form[:stop] in bodies)
    if slot == "I" and (quoted := re.search(r"[“《](.+?)[”》](.*)", text)):
        core, rest = fold(quoted[1])[0], fold(quoted[2])[0]
        yield MADE, core
        yield from ((MADE, core + head) for head in load_heads() if rest.endswith(head))


def _without_regions(name: str, gazetteer: Gazetteer) -> Iterable[str]:
    """A body's name with fewer or shorter divisions before it: 昭苏县检察院, 昭苏检察院."""
    divisions, at = [], 0
    while True:
        stop = next(
            (stop for stop in range(min(len(name) - 2, at + 12), at + 1, -1) if name[at:stop] in gazetteer.full), 0
        )
        if not stop:
            break
        divisions.append(name[at:stop])
        at = stop
    rest = name[at:]
    made = set()
    for first in range(len(divisions)):
        chain = divisions[first:]
        made.add("".join(chain) + rest)
        made.add("".join([*chain[:-1], _short(chain[-1])]) + rest)
        made.add("".join([_short(chain[0]), *chain[1:]]) + rest)
        made.add("".join(map(_short, chain)) + rest)
    return sorted(made - {name})


def _short(division: str) -> str:
    """A division without its level, where two characters are left: 昭苏, but 曹县."""
    return division[:-1] if len(division) > 2 and division[-1] in _SUFFIXES else division


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
