"""How far left of a head noun an open name reaches: for organizations and places."""

from __future__ import annotations

import re

import rjieba

from kg.analyze import Passage

_CHINESE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·]+$")
# Parts of speech that may stand in an open name, and those of proper names.
_NAME_TAGS = frozenset((
    "n", "nz", "ns", "nr", "nt", "nrt", "nrfg", "j", "b", "l", "i", "vn", "an", "ng", "eng", "m", "s", "f", "a",
    "t", "tg", "nrj", "zg", "g",
))  # fmt: skip
_PROPER_TAGS = frozenset(("ns", "nr", "nz", "nt", "nrt", "nrfg", "j", "eng", "nrj"))
# Characters that stand before a name as words of their own.
FIRST = frozenset(
    "有建办开设用按管属驻含除令使请派赴去来进出入上下新老原某两多几还也就都又再"
    "已的和与及在对从将把被由为是并且而但则因所同跟叫说称问找看见听读写做当像比让"
)
# Words of one character that end a name: of grammar, and of measure, place and time.
_SMALL = frozenset(
    "的了在和与及对向从把将被由为到是有于以等其该此这那某各每本至往距沿经离名位个家所条座内外里中后前时日月年达"
)


def grow_left(
    passage: Passage, head: int, *, most: int, stops: frozenset[str], floor: int = 0, verbs: bool = False
) -> tuple[int, bool]:
    """The start of the name whose head starts at `head`, and whether it holds a proper noun.

    Goes left word by word over nouns, at most `most` characters, not past `floor`; `stops` end the name.
    """
    i = passage.by_start.get(head)
    proper = False
    start = head
    if i is None:
        token = passage.token_at(head)
        word = passage.text[token.start : head]
        if word in stops or word in _SMALL or not _CHINESE.match(word) or token.start < floor:
            return head, False
        start, i = token.start, passage.by_start[token.start]
        proper = len(word) >= 2 or token.tag in _PROPER_TAGS
    starts, texts, tags = passage.tokens.starts, passage.tokens.texts, passage.tokens.tags
    floor = max(floor, head - most)
    while i > 0:
        at, word, tag = starts[i - 1], texts[i - 1], tags[i - 1]
        if at < floor or word in stops or word in _SMALL or word == "和县":  # 救援大队和|县红十字救援队
            break
        if tag not in _NAME_TAGS and not (verbs and tag == "v" and len(word) == 2):
            break
        if not _CHINESE.match(word):
            break
        if tag in ("m", "f", "a", "t") and word[0] != "第" and (len(word) == 1 or word[0].isdigit() or tag == "t"):
            break
        proper = proper or tag in _PROPER_TAGS
        start = at
        i -= 1
    if i > 0 and start < head and _is_begun(passage, i, floor, stops):  # 由|大|柴旦|人民医院
        start = starts[i - 1]
    return start, proper


def _is_begun(passage: Passage, i: int, floor: int, stops: frozenset[str]) -> bool:
    """Whether the character before word `i`, a proper or unknown one, begins its name: nothing else stands there."""
    starts, texts, tags, text = passage.tokens.starts, passage.tokens.texts, passage.tokens.tags, passage.text
    at, word = starts[i - 1], texts[i - 1]
    if len(word) != 1 or at < floor or word in stops or word in _SMALL or word in FIRST or not _CHINESE.match(word):
        return False
    before = text[at - 1 : at]
    if before not in _SMALL and _CHINESE.match(before):
        return False
    return tags[i] in ("nr", "nrt", "nz") or not rjieba.has_word(texts[i])
