"""Names behind an office that the rules do not read: each sign has a weight that the development gold gave it.

Behind an office, or a word that ends as offices do (采药人), a name of two or three characters may stand, or none.
The weights of its signs (hundredths, whole numbers: the same sums on every machine) are in `data/behind.toml`;
`scripts/make_behind.py` makes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import msgspec
import rjieba

from kg.analyze import Passage
from kg.extract.bounded import is_village
from kg.extract.foreign import Found
from kg.extract.introduced import is_unlikely
from kg.extract.names import AFTER, CHINESE, JOINING, NAME_TAGS, OFFICE_END, Words, is_given
from kg.extract.names import NO_LAST as JOINED
from kg.extract.scale import NO_LAST, Scale
from kg.lexicon import Lexicon

Sign = tuple[str, ...]
"""What it says and of what: `("right", "说", "3")`."""

LEAST = 50
"""A name is taken whose weights come to more."""
_RARE = -45  # a character that is less often a surname begins no name
_COMMON = 10  # one that begins a name behind what no table calls an office
_MARKS = frozenset("，。、；：！？”’）》（／/“《—…·【】")
_LAST = NO_LAST | frozenset("说称的了着过们地")
_OPEN = frozenset(("nr", "nrt", "nrfg", "nz", "ns", "x"))
_WEEKDAY = re.compile("周[一二三四五六日]")
# What no table calls an office ends so.
_PEOPLE = "员者人手工师民士生友长"
_STRANGE = -50  # of a character that stands in no name
# Rules that go by looks, and give way to an office before the name.
_LOOKS = frozenset(("person.likely", "person.tagged", "person.beside"))


class Option(msgspec.Struct, frozen=True, gc=False):
    """A name that may start behind an office, where it stops, and its signs."""

    stop: int
    signs: tuple[Sign, ...]


class Weights:
    """The weights of signs; those that are not in the table weigh nothing."""

    def __init__(self, table: Mapping[Sign, int]) -> None:
        self.table = table

    def weigh(self, option: Option) -> int:
        """The sum of an option's weights."""
        return sum(self.table.get(sign, 0) for sign in option.signs)


@cache
def load_weights(lexicon: Lexicon) -> Weights:
    """The weights that come with the program."""
    table = lexicon.tables["behind"]["weights"]
    return Weights({tuple(sign.split(" ")): weight for sign, weight in table.items()})


@cache
def _unlisted(scale: Scale) -> re.Pattern[str]:
    surname = scale.characters.surname
    common = "".join(sorted(c for c, often in surname.items() if often > _COMMON and c not in JOINING))
    return re.compile(f"(?<=[\u4e00-\u9fff])[{_PEOPLE}](?=[{common}][\u4e00-\u9fff])")


def find_unlisted(passage: Passage, scale: Scale) -> Iterator[int]:
    """Where a name may start behind a word that ends as offices do: 采药人|冯老五, 苗圃|圃长|孙立民."""
    for m in _unlisted(scale).finditer(passage.text):
        at = m.end()
        if passage.edges[at]:
            if passage.token_at(at - 1).tag[0] == "n":
                yield at
        elif m[0] == "长" and passage.edges[at - 1]:
            yield at


def add_weighed(
    passage: Passage, scale: Scale, open_: Iterable[int], found: Found, taken: bytearray, weights: Weights
) -> None:
    """Add the names that weigh enough to `found`, behind the offices that end at `open_` and behind unlisted ones."""
    listed = set(open_)
    starts = {start for start, _ in found}
    covered = {at for (start, stop), (rule, _) in found.items() for at in range(start, stop) if rule not in _LOOKS}
    for at in sorted(listed.union(find_unlisted(passage, scale))):
        if taken[at] or at in starts or at in covered:
            continue
        options = find_options(passage, at, scale, listed=at in listed)
        best = max(options, key=lambda option: (weights.weigh(option), -option.stop), default=None)
        if best and weights.weigh(best) > LEAST and covered.isdisjoint(range(at, best.stop)):
            for start in range(at + 1, best.stop):  # 值班员小|郭取|来
                for stop in (start + 2, start + 3):
                    found.pop((start, stop), None)
            found[at, best.stop] = "person.weighed", 0.7


def find_options(passage: Passage, at: int, scale: Scale, *, listed: bool) -> list[Option]:
    """The names that may start at a position behind an office, or what looks like one."""
    text, words = passage.text, scale.words
    first = text[at : at + 1]
    familiar = first in ("小", "老")
    if first in JOINING or not (familiar or scale.characters.surname.get(first, -99) > _RARE):
        return []
    double = text[at : at + 2] in words.double
    options = []
    for size in (2,) if familiar else (3, 4) if double else (2, 3):
        name = text[at : at + size]
        if len(name) == size and CHINESE.fullmatch(name) and _may_be(passage, at, name, scale):
            common = [*_signs(passage, at, name, scale), ("role", text[at - 1]), ("listed", str(int(listed)))]
            given = _of_familiar(name, scale) if familiar else _of_name(text, at, name, 1 + double, scale)
            options.append(Option(at + size, (*common, *given)))
    return options


def _may_be(passage: Passage, at: int, name: str, scale: Scale) -> bool:
    """Whether a word may be a name at all: no other word, no place, no time; nobody whose name is left out (李某)."""
    text, words = passage.text, scale.words
    if name in scale.nobodies or name in words.roles or "某" in name or name[-1] in _LAST or _WEEKDAY.match(name):
        return False
    if name in scale.does or name[:2] in words.blocks or is_unlikely(text, at, name, words):
        return False
    if name[-1] in JOINED and not _ends(text, at + len(name), words):  # 金花|和两名学生
        return False
    if name[0] in "小老":
        return name[1] in scale.surnames
    if name[:2] in words.roles or any(text[at + n : at + n + 2] in words.roles for n in range(1, len(name))):
        return False  # 民警|游客齐施救
    if rjieba.has_word(name):
        tag = rjieba.tag(name)[0][1]
        official = tag[0] in "na" and text[at - 1] in OFFICE_END and is_given(name, words)  # 局长|高峰
        if tag not in _OPEN and not official:
            return False
    elif len(name) > 2 and rjieba.has_word(name[:2]) and rjieba.tag(name[:2])[0][1][0] in "vdc":  # 养老|钱
        return False
    return not is_village(text, name)


def _ends(text: str, stop: int, words: Words) -> bool:
    """Whether nothing that goes on stands at a position: a mark, or a verb of speech."""
    return not text[stop : stop + 1] or text[stop] in _MARKS or words.speech.match(text, stop) is not None


def _signs(passage: Passage, at: int, name: str, scale: Scale) -> Iterator[Sign]:
    """What stands around a name, and how the tagger cut it."""
    text, size, stop = passage.text, str(len(name)), at + len(name)
    right, kind = _right(text, stop, scale)
    yield "size", size
    yield "right", right, size
    if kind in ("grammar", "one"):
        yield "then", size, _then(text, stop + 1, scale)
    if text[stop - 1 : stop + 1] in scale.words.at_once:
        yield "swallows", size
    if text[stop : stop + 2] in scale.words.at_once:
        yield "acts", size
    yield "edge", size, str(passage.edges[stop]), kind
    token = passage.token_at(at)
    tag = token.tag if token.tag in _OPEN else token.tag[0]
    yield "word", size, f"{tag}{min(4, len(token.text))}" if token.start == at else "inside"
    yield "known", size, rjieba.tag(name)[0][1][:2] if rjieba.has_word(name) else "no"
    yield "crossing", size, str(int(rjieba.has_word(text[stop - 1 : stop + 1]))), kind


def _of_familiar(name: str, scale: Scale) -> Iterator[Sign]:
    """What 老周 and 小马 are made of."""
    yield ("familiar",)
    yield "called", _step(scale.characters.surname.get(name[1], _STRANGE))


def _of_name(text: str, at: int, name: str, size: int, scale: Scale) -> Iterator[Sign]:
    """How likely the characters of a name are in names, by the tables; its surname has so many."""
    table, words = scale.characters, scale.words
    surname = 40 if size == 2 else table.surname.get(name[0], _STRANGE)
    given, third = name[size:], text[at + size + 1 : at + size + 2]
    last = table.last.get(given[0], _STRANGE)
    longer = table.second.get(given[0], _STRANGE) + table.last.get(third, _STRANGE)
    yield "surname", _step(surname)
    yield "bearers", "many" if size == 2 or name[0] in words.single else "few" if name[0] in words.rare else "none"
    if len(given) == 1:
        yield "last", _step(last)
        yield "han", "2", _step(surname + last, 15)
        if CHINESE.match(third):
            yield "longer", "2", _step(longer - last)
    else:
        yield "second", _step(table.second.get(given[0], _STRANGE))
        yield "third", _step(table.last.get(third, _STRANGE))
        yield "given", _step(longer)
        yield "han", "3", _step(surname + longer, 15)
        yield "longer", "3", _step(longer - last)
        yield "given", "known" if rjieba.has_word(given) else "unknown"


def _step(figure: int, size: int = 10) -> str:
    """A figure in steps, the outermost open to all beyond."""
    return str(max(-6, min(8, figure // size)))


def _right(text: str, stop: int, scale: Scale) -> tuple[str, str]:
    """What stands behind a name, and of what kind that is."""
    after = text[stop : stop + 1]
    if not after or after in _MARKS or not CHINESE.match(after):
        return after if after in _MARKS and after else "end", "mark"
    if after in scale.words.says and scale.words.speech.match(text, stop):
        return "speech", "speech"
    if scale.words.titles.match(text, stop):
        return "title", "title"
    if after in scale.lengthening and scale.longer.match(text, stop):
        return "longer", "longer"
    word, tag = rjieba.tag(text[stop : stop + 6])[0][:2]
    if len(word) == 1:
        return (after, "grammar") if after in AFTER else (f"1{tag[0]}", "one")
    if tag in NAME_TAGS:
        return "name", "name"
    return (f"2{tag[0]}", "two") if rjieba.has_word(word) else ("unknown", "unknown")


def _then(text: str, at: int, scale: Scale) -> str:
    """What stands behind the word of one character behind a name."""
    after = text[at : at + 1]
    if after in scale.words.says and scale.words.speech.match(text, at):
        return "speech"
    if not after or after in _MARKS:
        return "mark"
    return "word" if rjieba.has_word(text[at : at + 2]) else "other"
