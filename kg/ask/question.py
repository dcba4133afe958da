"""A question taken apart: which stretches name things, which are dates, which are words, and what is left over."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from kg.analyze import Passage, fold, load_analyzer
from kg.ask.names import LABEL, Link, Names
from kg.ask.tables import load_words
from kg.extract.edtf import bounds
from kg.extract.times import find_times
from kg.lexicon import load_lexicon
from kg.model import Article, Document, Line

_DATED = re.compile(
    r"\d|[今去昨前明后]年|[今昨前明]天|[今昨前明]日|年初|年底|上?半年|季度|[春夏秋冬][季天]|最近|近[日期来]|日前"
)
_RELATIVE = re.compile(r"[今去前明]年|[今昨前明][天日晚晨早]|[上本这下]周|昨|本年")
_NUMERAL = re.compile(r"[零〇一二三四五六七八九]{4}(?=年)|[一二三四五六七八九十]{1,3}(?=[月日号])")
_DAY = re.compile(r"(?<=\d)号")
_DIGITS = {char: str(n % 10) for n, char in enumerate("零一二三四五六七八九")} | {"〇": "0"}


class Period(msgspec.Struct, frozen=True):
    """A date or period: first and last day (ISO), or a pattern for `kg:time` where no year is known."""

    first: str = ""
    last: str = ""
    pattern: str = ""


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a question that matters.

    `tags` are the tables or slots it may belong to, each with its value there (a word's, none for a slot); `link` is
    what it may name, `period` what a date means.
    """

    text: str
    start: int
    tags: dict[str, str]
    link: Link | None = None
    period: Period | None = None

    def iris(self, slot: str) -> tuple[str, ...]:
        """What it names, of that slot; the best first."""
        return tuple(dict.fromkeys(one.iri for one in self.link.named if one.slot == slot)) if self.link else ()


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question in tokens; `undated` are dates that can't be placed without knowing what day it is."""

    text: str
    tokens: tuple[Token, ...]
    undated: tuple[str, ...] = ()


def read_question(text: str, names: Names, today: str | None = None) -> Question:
    """The tokens of a question, in order.

    `today` (ISO) is the day that 去年 and 昨天 are counted from. A month and day without a year mean any year.
    """
    text = _arabic(fold(" ".join(text.split()).strip()))
    links = [link for link in names.find(text) if not _is_word(text, link)]
    taken = bytearray(len(text))
    for link in links:
        taken[link.start : link.stop] = b"\1" * (link.stop - link.start)
    tokens, undated = [], []
    for start, stop, period, recent in _find_periods(text, today):
        if any(taken[start:stop]):
            continue
        taken[start:stop] = b"\1" * (stop - start)
        if recent:
            tokens.append(Token(text=text[start:stop], start=start, tags={"recent": ""}))
        elif period is None:
            undated.append(text[start:stop])
        else:
            tokens.append(Token(text=text[start:stop], start=start, tags={"T": ""}, period=period))
    for link in links:
        slots = dict.fromkeys((one.slot for one in link.named), "")
        tokens.append(Token(text=text[link.start : link.stop], start=link.start, tags=slots, link=link))
    tokens += _find_words(text, taken)
    return Question(text=text, tokens=tuple(sorted(tokens, key=lambda token: token.start)), undated=tuple(undated))


def _is_word(text: str, link: Link) -> bool:
    """Whether what looks like a name is better read as part of a longer word of questions."""
    if link.named[0].rank == LABEL and link.stop - link.start > 2:
        return False
    return any(start <= link.start and stop >= link.stop and (stop - start) > (link.stop - link.start)
               for start, stop, _ in _words_in(text))  # fmt: skip


def _find_words(text: str, taken: bytearray) -> list[Token]:
    """The words in what is not taken, and between them what no table has."""
    free = "".join("\n" if used else char for char, used in zip(text, taken, strict=True))
    tokens: list[Token] = []
    left: list[tuple[int, str]] = []
    at = 0
    for start, stop, word in [*_words_in(free), (len(free), len(free), "")]:
        left += [(at + piece.start(), piece[0]) for piece in re.finditer(r"[^\n\s]+", free[at:start])]
        if word:
            tokens.append(Token(text=word, start=start, tags=load_words()[word]))
        at = stop
    tokens += [Token(text=piece, start=start, tags={"K": piece}) for start, piece in left]
    tokens.sort(key=lambda token: token.start)
    return [token for token in _joined(tokens) if "filler" not in token.tags]


def _joined(tokens: list[Token]) -> list[Token]:
    """The tokens, where a single character that is a word parts what is left over: 检察|建|议 is one word unknown."""
    out: list[Token] = []
    for token in tokens:
        if (
            len(out) > 1
            and "K" in token.tags
            and "K" in out[-2].tags
            and len(out[-1].text) == 1
            and out[-2].start + len(out[-2].text) + 1 == token.start
        ):
            text = out[-2].text + out[-1].text + token.text
            out[-2:] = [Token(text=text, start=out[-2].start, tags={"K": text})]
        else:
            out.append(token)
    return out


def _words_in(text: str) -> list[tuple[int, int, str]]:
    """The words of a text so that as little as possible is left over, and then in as few words as possible.

    >>> [word for _, _, word in _words_in("是什么时候开的")]
    ['是', '什么时候', '开', '的']
    """
    words = load_words()
    best: list[tuple[int, int, int]] = [(0, 0, 0)]  # (left over, words, length of the last one), up to each position
    for stop in range(1, len(text) + 1):
        left, count, _ = best[stop - 1]
        options = [(left + 1, count, 0)]
        for start in range(max(0, stop - _longest()), stop):
            if text[start:stop] in words:
                options.append((best[start][0], best[start][1] + 1, stop - start))
        best.append(min(options, key=lambda option: (option[0], option[1], -option[2])))
    found = []
    at = len(text)
    while at:
        length = best[at][2]
        if length:
            found.append((at - length, at, text[at - length : at]))
        at -= length or 1
    return found[::-1]


@cache
def _longest() -> int:
    return max(map(len, load_words()))


def _arabic(text: str) -> str:
    """Dates with Arabic numerals: 二〇二三年二月十六号 as 2023年2月16日.

    >>> _arabic("二〇二三年十二月二十一号")
    '2023年12月21日'
    """
    return _DAY.sub("日", _NUMERAL.sub(lambda match: _number(match[0]), text))


def _number(text: str) -> str:
    if "十" not in text:
        return "".join(_DIGITS[char] for char in text)
    tens, _, ones = text.partition("十")
    return f"{_DIGITS.get(tens, '1')}{_DIGITS.get(ones, '0')}"


def _find_periods(text: str, today: str | None) -> list[tuple[int, int, Period | None, bool]]:
    """Where dates stand, what they mean (None: that depends on today), and whether they only say “lately”."""
    if not _DATED.search(text):
        return []
    out = []
    for time in find_times(_passage(text, today if _RELATIVE.search(text) else None)):
        if time.kind in ("habit", "feast"):
            continue
        first_last = bounds(time.value.removesuffix("/..")) if time.value else None
        period = None
        if first_last:
            period = Period(first_last[0], "9999-12-31" if time.value.endswith("/..") else first_last[1])
        elif time.value.startswith("XXXX-"):
            period = Period(pattern=rf"(^|/)[0-9X]{{4}}{time.value[4:11].split('/')[0]}(-|/|$)")
        out.append((time.start, time.stop, period, time.kind == "recent" and not time.value))
    return out


def _passage(text: str, today: str | None) -> Passage:
    """The question as the article that the code for dates reads."""
    line = Line(text=text, offsets=tuple(range(len(text))))
    document = Document(id="question", source="question", text=text, published=today)
    article = Article(
        id="question#1", document=document, headline=Line(text="", offsets=()), kickers=(), authors=(), dateline=None,
        paragraphs=(line,), published=today,
    )  # fmt: skip
    return Passage(article, load_analyzer("lexicon"), load_lexicon())
