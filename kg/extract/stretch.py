"""Whether an unknown stretch of text may stand inside the name of a body, and how far left a name reaches."""

from __future__ import annotations

import re

import rjieba

from kg.analyze import Passage

_CHINESE = re.compile(r"[\u4e00-\u9fff·]+")
# Parts of speech that may stand in an open name, and those of proper names.
_OPEN_TAGS = frozenset((
    "n", "nr", "ns", "nt", "nz", "nrt", "nrfg", "j", "a", "b", "s", "f", "vn", "i", "l", "ng", "zg", "x", "eng", "m",
    "q", "t", "an", "g", "nrj", "tg", "vg", "ag",
))  # fmt: skip
_PROPER_TAGS = frozenset(("ns", "nr", "nz", "nrt", "nrfg", "nt", "j"))
_FUNCTION = frozenset(
    "驻了在对和与为的被把将向从到由是有于以及或等各该本此某每全因即并且而但则也又还就才只地得着过给让使叫请去来说称"
)
# Who takes a body along or fetches one, at the beginning of a stretch: 他拉上|湘域社区居委会.
_LED = re.compile(r"[他她我你您咱们]{0,2}(?:[拉叫喊带约]上|[请喊叫找拉邀]来)")
_NO_END = frozenset("离距由向把被将与的对着让")  # 牧业点|离|法庭
_SIZES = frozenset("大小老新")


def may_name(passage: Passage, stops: frozenset[str], start: int, stop: int, *, verbs: bool = False) -> bool:
    """Whether the words of a stretch may stand inside a name: no stop word, no verb unless `verbs`."""
    if not _CHINESE.fullmatch(passage.text, start, stop):
        return False
    i = passage.by_start.get(start)
    if i is None:  # the border runs through a word: judge the stretch by its own letters
        return stop - start <= 4 and not any(
            w in passage.text[start:stop] for w in ("和", "与", "的", "在", "对", "各")
        )
    starts, texts, tags = passage.tokens.starts, passage.tokens.texts, passage.tokens.tags
    while i < len(texts) and starts[i] < stop:
        word = texts[i]
        if starts[i + 1] > stop:
            return passage.text[starts[i] : stop] not in stops
        if word in stops or not _is_nominal(word, tags[i], stop - start, verbs):
            return False
        i += 1
    return True


def _is_nominal(word: str, tag: str, size: int, verbs: bool = False) -> bool:
    """Whether a word may stand in a name of `size` characters; words no dictionary has are names' own."""
    if tag in _OPEN_TAGS or (verbs and tag in ("v", "vd", "vi")):
        return True
    if len(word) == 1:
        return size <= 5 and word not in _FUNCTION
    return not rjieba.has_word(word) and word[-1] not in _NO_END


def grow(passage: Passage, stops: frozenset[str], start: int, *, proper: bool, most: int, floor: int) -> int:
    """How far left of `start` a name reaches: `most` characters, not past `floor`; `proper` asks for proper nouns."""
    i = passage.by_start.get(start)
    if i is None:
        token = passage.token_at(start)
        word = passage.text[token.start : start]
        if proper or len(word) > most or word in stops or not _CHINESE.fullmatch(word):
            return start
        at, i = token.start, passage.by_start[token.start]  # 侯|城中|队: the border runs through a word
    else:
        at = start
    starts, texts, tags = passage.tokens.starts, passage.tokens.texts, passage.tokens.tags
    floor = max(floor, start - most)
    while i > 0:
        first, word, tag = starts[i - 1], texts[i - 1], tags[i - 1]
        if first < floor or not _CHINESE.fullmatch(word) or word in stops:
            break
        if word in _SIZES and 2 <= start - at <= 3 and not _CHINESE.match(passage.text[first - 1 : first]):
            at = first  # 大|辛店|司法所
            break
        known = rjieba.has_word(word) or len(word) == 1
        if not known and word[0] in _FUNCTION:  # 向区|住建局
            break
        station = word == "站" and i > 1 and tags[i - 2] == "ns" and not proper  # 双鸭山|站|派出所
        if known and not station and (tag not in (_PROPER_TAGS if proper else _OPEN_TAGS) or tag == "d"):
            # 磨|憨出入境边防检查站: one character at the start of its clause begins the name.
            before = passage.text[first - 1 : first]
            opens = at < start and len(word) == 1 and (before in _FUNCTION or not _CHINESE.match(before))
            if not proper and opens and word not in _FUNCTION:
                at = first
            break
        if len(word) == 1 and tag in "qdfag" and not proper:
            break
        at = first
        i -= 1
    led = _LED.match(passage.text, at, start - 1) if at < start - 3 else None
    return led.end() if led else at
