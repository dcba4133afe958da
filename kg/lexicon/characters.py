"""How much more often each character stands in names of persons than in other words: the table `names.tsv`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

DECIMALS = "".join(c for c in map(chr, range(0x10000)) if c.isdecimal()) + "\U00010000-\U0010ffff"
"""For a class of characters: all that `\\d` is, and rare ones. `re` finds these in one table, for `\\d` it calls."""
_STRANGE = -50
"""Of a character that stands in no name of the dictionary."""


class Characters(msgspec.Struct, frozen=True, gc=False):
    """Ten times the logarithm of a ratio for each character: as surname, as second or last one, in foreign names."""

    surname: dict[str, int]
    second: dict[str, int]
    last: dict[str, int]
    foreign: dict[str, int]

    def han(self, name: str, size: int = 1) -> int:
        """How much a name of one or two characters after a surname of `size` looks like one: 0 is as likely as not.

        >>> characters = load_characters()
        >>> characters.han("王建军") > 30, characters.han("高质量") < 0
        (True, True)
        """
        given = name[size:]
        total = self.surname.get(name[0], _STRANGE) if size == 1 else 40
        if len(given) == 2:
            total += self.second.get(given[0], _STRANGE)
        return total + self.last.get(given[-1], _STRANGE)

    def strange(self, name: str) -> float:
        """How much a name looks like a foreign one, as the mean of its characters.

        >>> load_characters().strange("克林斯曼") > 20 > load_characters().strange("平安中国")
        True
        """
        foreign = self.foreign
        return sum(foreign.get(c, _STRANGE) for c in name) / len(name)


@cache
def load_characters() -> Characters:
    """The table that ships with the program, read once per process."""
    tables: tuple[dict[str, int], ...] = ({}, {}, {}, {})
    for line in files("kg.lexicon").joinpath("data", "names.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            character, *figures = line.split("\t")
            for table, figure in zip(tables, figures, strict=True):
                if figure != "-99":
                    table[character] = int(figure)
    return Characters(*tables)
