"""Figures in words: 缩短四成, 查获两艘渔船, 化解纠纷六十四起, 三百余名学生.

Papers count most small things in words and mean no figure by it (两家人, 三次上门), so words count only where a share
is told, after a verb of what was done or found, or where they are more than ten persons or cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import merge

from kg.analyze import Passage
from kg.extract.units import Tables

_DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_NO_SHARE = frozenset("立功员为年果本都熟群语色新型品长人绩效就交不")
_ENDS = frozenset("，。；")
_DEED = 2  # characters of a verb in the table of deeds
_AFTER_DEED = "出到了近约逾上"
_HAN = re.compile(r"[\u4e00-\u9fff]{2}")
_GROWN = re.compile(r"(?:增加|增长|提高|提升|扩大|上升|上涨|翻)[了近约超到过将]{0,4}$")  # 隐患上报数量增加了|六倍
_NO_ORDINAL = frozenset("第前后初周月年星〇零一二三四五六七八九十百千万亿几数")


def read_value(m: re.Match[str]) -> str:
    """The number of a figure, in digits."""
    value = (m["high"] or m.string[m.start() : m.end("rest")]).replace(",", "")
    if value[0].isdecimal():
        return value
    tenth = m["tenth"]
    return read_numeral(value) + (f".{_DIGITS.get(tenth, 5)}" if tenth else "")  # 三成二, 三成半


def find_numbers(passage: Passage, tables: Tables) -> Iterator[re.Match[str]]:
    """The numbers with units of a text in their order, in digits and (of those that count) in words."""
    written = [m for m in tables.written.finditer(passage.text) if _counts(passage, m, tables)]
    digits = tables.number.finditer(passage.text)
    return merge(digits, written, key=re.Match.start) if written else digits


def read_numeral(words: str) -> str:
    """A number in words, in digits.

    >>> read_numeral("六十四"), read_numeral("两千三百"), read_numeral("十二"), read_numeral("百")
    ('64', '2300', '12', '100')
    """
    total = digit = 0
    for word in words:
        if word in _PLACES:
            total += (digit or 1) * _PLACES[word]
            digit = 0
        else:
            digit = _DIGITS[word]
    return str(total + digit)


def _counts(passage: Passage, m: re.Match[str], tables: Tables) -> bool:
    """Whether a number in words is told as a figure."""
    text, start, stop, unit = passage.text, m.start(), m.end(), m["unit"]
    if text[start - 1 : start] in _NO_ORDINAL:
        return False
    if unit in tables.duration or unit in tables.doubtful or unit in tables.sessions:
        return False
    sentence = passage.sentences[passage.sentence_at(start)]
    if sentence.kind != "text":  # a headline tells what the text tells in digits
        return False
    if unit == "成":
        return text[stop : stop + 1] not in _NO_SHARE
    before = text[max(sentence.start, start - 12) : start]
    if unit == "倍":
        return _GROWN.search(before) is not None
    if before[-_DEED:] in tables.deeds or before.rstrip(_AFTER_DEED)[-_DEED:] in tables.deeds:
        return _HAN.match(text, stop) is not None
    if text[stop : stop + 1] in _ENDS and any(before[at : at + _DEED] in tables.deeds for at in range(len(before) - 3)):
        return True
    return len(m["rest"]) > 1 and m["about"] != "" and unit in tables.persons
