"""The tables of figures, ready for use: numbers with units, changes, and what a doubtful unit counts."""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon import Lexicon
from kg.lexicon.characters import DECIMALS

# Bounded, so that a page of digits is no page of numbers to try; no digit is given back: no unit begins with one.
_NUMBER_REST = r"[\d,]{0,16}+(?>(?:\.\d{1,9}+)?)"  # after the first digit
_NUMBER = rf"\d{_NUMBER_REST}"
_COMPOSED = r"(?:个?小时|分钟?)零?\d{1,2}(?:分钟?(?:\d{1,2}秒)?|秒)"  # 4分10秒 is 4 of 分10秒


class Measured:
    """What a unit counts that is doubtful else."""

    def __init__(self, words: list[str]) -> None:
        either = "|".join(sorted(words, key=len, reverse=True))
        self._before = re.compile(rf"(?:{either})[\u4e00-\u9fff]{{0,3}}$")
        self._behind = re.compile(rf"[\u4e00-\u9fff]{{0,4}}?(?:{either})")

    def are_near(self, text: str, clause: str, stop: int) -> bool:
        """Whether such a thing ends the clause before a figure or stands behind it (`stop`)."""
        return self._before.search(clause[-9:]) is not None or self._behind.match(text, stop, stop + 9) is not None


class Tables:
    """The tables of figures, ready for use."""

    def __init__(self, lexicon: Lexicon) -> None:
        units = sorted(lexicon.table("indicators", "units"), key=len, reverse=True)
        initials, unit = "".join({re.escape(word[0]): 1 for word in units}), "|".join(map(re.escape, units))
        self.sessions = frozenset(lexicon.table("indicators", "units", "sessions"))
        self.duration = frozenset(lexicon.table("indicators", "units", "duration"))
        self.doubtful = frozenset(lexicon.table("indicators", "units", "doubtful"))
        self.doubtful -= frozenset(lexicon.table("indicators", "units", "counted"))
        measured = lexicon.tables["indicators"]["measured"]
        self.measured = {unit: Measured(words) for unit, words in measured.items()}
        self.after = frozenset(lexicon.table("indicators", "after"))
        self.number = re.compile(  # the first digit stands before the branches: `re` passes over all that is none
            rf"[{DECIMALS}](?<=\d)(?:(?>(?:[\d,.]{{0,16}}\d)?)[万亿]?[余多]?[至\-—～~](?P<high>{_NUMBER})(?P<highscale>[万亿千百])?"
            rf"[余多]?(?P<highunit>[%‰]|(?=[{initials}])(?:{unit}))"
            rf"|(?P<rest>{_NUMBER_REST})[余多]?(?P<scale>万亿|百万|千万|万|亿|千|百)?[余多来]?"
            rf"(?P<unit>[%‰]|(?=[{initials}])(?:{_COMPOSED}|{unit}))[余多]?)"
        )
        self.written = re.compile(  # the groups of `number`, and `about`, `tenth`: 三百余名
            r"(?P<rest>[一二两三四五六七八九十百千](?:(?<!一)|(?=[十百千倍]))[一二三四五六七八九十百千]{0,6})"
            rf"(?P<about>[余多几]?)(?P<scale>万|亿)?(?P<unit>(?=[{initials}])(?:{unit}))"
            r"(?P<tenth>(?<=成)[一二三四五六七八九半](?=[，。；、）的以左]))?[余多]?"  # 三成二
            r"(?P<high>(?!))?(?P<highscale>(?!))?(?P<highunit>(?!))?"
        )
        self.deeds = frozenset(lexicon.table("indicators", "deeds"))
        self.persons = frozenset(lexicon.table("indicators", "persons"))
        changes = sorted(lexicon.table("indicators", "changes"), key=len, reverse=True)
        ends = "".join(sorted({*"升降增减", *(word[-1] for word in changes)}))  # one is in each clause with a change
        self.changes = re.compile(f"[{re.escape(ends)}]")
        long, short = ("|".join(c for c in changes if (len(c) > 1) is one) for one in (True, False))
        self.change = re.compile(
            r"((?:同比|环比|较[^，。；]{1,10}?(?:年|月|期|季度|前|时|水平|度)|比[^，。；]{1,8}?(?:年|月|期|季度|前|时))?"
            rf"(?:分别|平均|累计)?(?:(?:{long}|[升降增减])[至到]|{long}|(?<=同比)(?:{short}))(?:率|幅)?)"
            r"(?:分别|幅度)?(?:了|约|近|达|达到|为|超过|超|逾)*$"
        )
        self.changing_begins = frozenset({*"左以逐大升降增减", *(word[0] for word in changes if len(word) > 1)})
        self.changing = re.compile(rf"(?:左右|以上)?(?:逐步|大幅)?(?:{long}|[升降增减])[至到为]")


@cache
def load_tables(lexicon: Lexicon) -> Tables:
    """The tables of a lexicon, made once."""
    return Tables(lexicon)
