"""The words the rules run on: tables in `data/*.toml`, the gazetteer, and one automaton over each group of names.

Names of bodies and divisions are found by `Lexicon.names`, everything else (heads of initiatives, triggers of events,
roles…) by `Lexicon.words`; both give the longest match from the left, so that a longer ordinary word (`公安部署`,
listed under `blocks`) takes a shorter name (`公安部`) away.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any, Generic, TypeVar

import ahocorasick_rs
import msgspec

from kg.errors import LexiconError
from kg.lexicon.gazetteer import Gazetteer, load_gazetteer

T = TypeVar("T")
WORD_FILES = ("initiatives", "events", "organizations", "places")
"""The tables whose words are looked up in the text; the others are read by the rules directly."""


_FEW = 30  # words that are found one by one in less time than an automaton over them is built


class Name(msgspec.Struct, frozen=True, gc=False):
    """An entry of the automaton of names.

    `kinds` holds one letter per table it stands in: `R` official name of a division down to the county, `r` its
    short form, `t` township, `z` zone of the gazetteer, `S` stem + head (公安局), `B` body that needs a region
    (人民法院), `N` national body, `U` function + unit (刑侦大队), `H` bare unit (大队), `F` function alone, `K`
    collective (公安机关), `k` collective only right after a region (公安), `G` troupe, `L` level word (市), `Z` zone
    word (高新区), `P` prefix of a national system (共青团), `A` body of another state (内政部), `a` the
    same with the state's name of one character (俄国防部), `X` blocked. `stem` and `head` are those of an `S` or `U`.
    """

    text: str
    kinds: str
    stem: str = ""
    head: str = ""


class Word(msgspec.Struct, frozen=True, gc=False):
    """An entry of the automaton of words: the files of tables it stands in (`initiatives`, `events`…), sorted."""

    text: str
    files: tuple[str, ...]


class Hit(msgspec.Struct, Generic[T], frozen=True, gc=False):
    """A match of an entry in a text, half-open."""

    start: int
    stop: int
    entry: T


class Automaton(Generic[T]):
    """Finds the longest entries from the left, in time linear in the text; `few` entries twice as fast."""

    def __init__(self, entries: dict[str, T], *, few: bool = False) -> None:
        self.entries = list(entries.values())
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(entries),
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            implementation=ahocorasick_rs.Implementation.DFA if few else ahocorasick_rs.Implementation.ContiguousNFA,
        )

    def find(self, text: str) -> list[Hit[T]]:
        """The hits in order, none overlapping another."""
        entries = self.entries
        return [Hit(start, stop, entries[i]) for i, start, stop in self._automaton.find_matches_as_indexes(text)]


def find_all(words: Iterable[str], text: str) -> dict[str, list[int]]:
    """Where each of some words starts in a text, overlapping others or not; in one pass if they are many.

    >>> find_all(["公安", "安局"], "公安局")
    {'公安': [0], '安局': [1]}
    """
    places: dict[str, list[int]] = {word: [] for word in words}
    if len(places) <= _FEW:
        for word, starts in places.items():
            at = text.find(word)
            while at >= 0:
                starts.append(at)
                at = text.find(word, at + 1)
    else:
        lists = list(places.values())
        for number, start, _ in ahocorasick_rs.AhoCorasick(list(places)).find_matches_as_indexes(
            text, overlapping=True
        ):
            lists[number].append(start)
    return places


class Lexicon:
    """All tables, as read from `data/`; `table("events", "meeting")` is one list of words.

    `national` gives the official name of each body that needs no division, by that name and by its others; `states`
    the names of other states by one character; `alone` holds bodies of theirs that stand without the state's name.
    """

    def __init__(self, tables: dict[str, dict[str, Any]], gazetteer: Gazetteer) -> None:
        self.tables = tables
        self.gazetteer = gazetteer
        self.national = _national(tables["national"])
        self.states = dict(state.split() for state in tables["abroad"]["short"]["states"])
        self.alone = frozenset(tables["abroad"]["alone"]["words"])
        self.names = Automaton(_names(tables["agencies"], self.national, tables["abroad"], gazetteer))
        self.words = Automaton(_words(tables))
        self.stops = frozenset(tables["agencies"]["stops"]["words"])
        self.nations = frozenset((*tables["agencies"]["nations"]["words"], "中国", "中华人民共和国"))
        self.functions = frozenset(tables["agencies"]["functions"]["words"])
        self.stems = frozenset(stem for stems in tables["agencies"]["systems"].values() for stem in stems)
        self._lists: dict[tuple[str, str, str], tuple[str, ...]] = {}

    def find_names(self, text: str) -> list[Hit[Name]]:
        """The names of bodies and divisions in a text: 某局联合|国家税务总局… tells of no 联合国."""
        return self.names.find(text.replace("联合国家", "\0合国家") if "联合国家" in text else text)

    def table(self, file: str, name: str, key: str = "words") -> tuple[str, ...]:
        """One list of a table.

        Raises: LexiconError when it is missing.
        """
        found = self._lists.get((file, name, key))
        if found is None:
            try:
                found = self._lists[file, name, key] = tuple(self.tables[file][name][key])
            except KeyError:
                raise LexiconError(f"no list {key!r} in [{name}]", source=f"{file}.toml") from None
        return found


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that ships with the program, read once per process."""
    tables = {}
    for entry in sorted(resources.files("kg.lexicon").joinpath("data").iterdir(), key=lambda p: p.name):
        if entry.name.endswith(".toml"):
            try:
                tables[entry.name.removesuffix(".toml")] = tomllib.loads(entry.read_text(encoding="utf-8"))
            except tomllib.TOMLDecodeError as fault:
                raise LexiconError(str(fault), source=entry.name, remedy="mend the table") from fault
    return Lexicon(tables, load_gazetteer())


def _national(tables: dict[str, Any]) -> dict[str, str]:
    """The official names of the bodies that stand without a division, by each of their names."""
    entries = [entry.split("|") for group in tables.values() for entry in group["names"]]
    return {name: names[0] for names in entries for name in names}


def _names(
    tables: dict[str, Any], national: Iterable[str], abroad: dict[str, Any], gazetteer: Gazetteer
) -> dict[str, Name]:
    """Every name of a division, a body or a unit, with all the tables it stands in."""
    kinds: dict[str, str] = {}
    parts: dict[str, tuple[str, str]] = {}

    def add(words: Iterable[str], kind: str) -> None:
        for word in words:
            if kind not in (have := kinds.get(word, "")):
                kinds[word] = have + kind

    for name, regions in gazetteer.by_name.items():
        if name in gazetteer.generic:
            continue
        region = regions[0]
        if region.level in ("township", "zone"):
            add([name], "t" if region.level == "township" else "z")
        else:
            add([name], "R" if any(r.name == name for r in regions) else "r")
    add(tables["nations"]["words"], "R")
    whole = {body for bodies in tables["bodies"].values() for body in bodies}
    for stems in tables["systems"].values():
        for stem in stems:
            for head in tables["heads"]["system"]:
                if (head == "所" and stem in whole) or stem + head in tables["heads"]["never"]:  # 海关|所属
                    continue
                add([stem + head], "S")
                parts.setdefault(stem + head, (stem, head))
    for bodies in tables["bodies"].values():
        add(bodies, "B")
    add((end + office for end in tables["towns"]["ends"] for office in tables["towns"]["offices"]), "B")
    add(national, "N")
    add((*abroad["after"]["words"], *abroad["alone"]["words"]), "A")
    add((state[0] + body for state in abroad["short"]["states"] for body in abroad["short"]["bodies"]), "a")
    functions = tables["functions"]
    for stems, heads in ((functions["words"], functions["heads"]), (functions["numbers"], functions["numbered"])):
        for stem in stems:
            for head in heads:
                add([stem + head], "U")
                parts.setdefault(stem + head, (stem, head))
    add(functions["units"], "U")
    add((w for w in functions["words"] if len(w) > 1), "F")
    add(functions["bare"], "H")
    add(tables["collectives"]["words"], "K")
    add(tables["collectives"]["bare"], "k")
    add(tables["troupes"]["words"], "G")
    for words in tables["levels"].values():
        add(words, "L")
    add(tables["zones"]["words"], "Z")
    add(tables["zones"]["names"], "Z")
    add(tables["zones"]["corps"], "Z")
    add(tables["prefixes"]["words"], "P")
    add((entry.split()[0] for entry in tables["prefixes"]["short"]), "P")
    for word in tables["blocks"]["words"]:
        kinds[word] = "XK" if "K" in kinds.get(word, "") else "X"
    return {w: Name(w, k, *parts.get(w, ("", ""))) for w, k in kinds.items()}


def _words(tables: dict[str, dict[str, Any]]) -> dict[str, Word]:
    """Every word of the other tables; a table is `file.section`, its words the list `words`."""
    found: dict[str, set[str]] = {}
    for file in WORD_FILES:
        for content in tables[file].values():
            for word in content.get("words", ()):
                found.setdefault(word, set()).add(file)
    return {w: Word(w, tuple(sorted(files))) for w, files in found.items()}
