"""How far left of a head noun an open name reaches: for organizations and places."""

from __future__ import annotations

import re

from kg.analyze import Passage

_CHINESE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·]+$")
NAME_TAGS = frozenset(["n", "nz", "ns", "nr", "nt", "nrt", "nrfg", "j", "b", "l", "i", "vn", "an", "ng", "eng", "m", "s", "f", "a", "t", "tg", "nrj", "zg", "g"])
PROPER = frozenset(["ns", "nr", "nz", "nt", "nrt", "nrfg", "j", "eng", "nrj"])
_SMALL = frozenset(
    ["的", "了", "在", "和", "与", "及", "对", "向", "从", "把", "将", "被", "由", "为", "到", "是", "有", "于", "以", "等", "其", "该", "此", "这", "那", "某", "各", "每", "本", "至", "往", "距", "沿", "经", "离", "名", "位", "个", "家", "所", "条", "座", "内", "外", "里", "中", "后", "前", "时", "日", "月", "年", "达"]
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
        proper = len(word) >= 2 or token.tag in PROPER
    while i > 0:
        token = passage.tokens[i - 1]
        if head - token.start > most or token.start < floor or not _CHINESE.match(token.text):
            break
        if token.text in stops or token.text in _SMALL:
            break
        if token.tag not in NAME_TAGS and not (verbs and token.tag == "v" and len(token.text) == 2):
            break
        if (
            token.tag in ("m", "f", "a", "t")
            and token.text[0] != "第"
            and (len(token.text) == 1 or token.text[0].isdigit() or token.tag == "t")
        ):
            break
        proper = proper or token.tag in PROPER
        start = token.start
        i -= 1
    return start, proper
