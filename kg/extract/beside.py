"""What stands beside a name: how well one may start and end at a place."""

from __future__ import annotations

import re

from kg.analyze import Passage
from kg.extract.names import NAME_TAGS
from kg.extract.scale import LEADS, Scale

AFTER = frozenset(
    "，。、；：！？”’）》（／/\n的在向对为和与及等说称是从把将被到率并也已又就正因则曾还便即同给让都却才能会要"
)
"""What may stand right after a name: marks, and words of grammar."""
_BEFORE = frozenset("，。、；：！？”’（）／/\n—的和与及对向把被由为从给让像同跟找请致以将令使是叫而但")
# Ends of words for persons, whose names follow them.
_PEOPLE = frozenset("员长者家人手将星友士生工民师弟妻子女儿哥姐兄妹父母夫妇官警客徒军王主席理相")
_WHEN = re.compile(r"\d+[月日年时]|[今昨明当]天|[上下]午|[今昨]日|日前|近日|最近")


def left_of(passage: Passage, i: int, scale: Scale) -> int:
    """How well a name may start at a word: 3 after an office, 2 after a mark or a word of grammar, 1 after most words,
    0 where quotes or a title of a work open, -1 after what leads no name."""
    text, start = passage.text, passage.tokens.starts[i]
    before = text[start - 1 : start] if start else ""
    if before in "：/" and scale.staff.search(text, max(0, start - 6), start):
        return -1
    if before in scale.local and scale.there.search(text, max(0, start - 4), start):
        return 0 if before == "在" else -1
    if not before or before in _BEFORE:
        return 2
    if before in "村镇乡":
        return 1
    if before == "“":
        return 0 if text.find("”", start, start + 10) > 0 else 2
    if before == "《":  # 《王贵与李香香》
        return 1 if passage.text[start + 2 : start + 3] in "与和" else 0
    word, tag = passage.tokens.texts[i - 1], passage.tokens.tags[i - 1]
    if word in scale.words.roles:
        return 3
    if word == "号" or word in "小老":
        return 1
    if tag[0] == "n":
        if tag in NAME_TAGS:  # no name follows another, but a place's or a word of grammar
            return 1 if before in LEADS else -1
        return 2 if before in _PEOPLE else 1
    return -1 if tag[0] in "mqazrb" else 1


def right_of(passage: Passage, stop: int, scale: Scale) -> int:
    """How well a name may end at a position: 3 before a title or a verb of speech, 2 before a mark, 1 before a verb,
    -1 inside a longer name."""
    text = passage.text
    if scale.told(text, stop):
        return 3
    after = text[stop : stop + 1]
    if after in scale.lengthening and scale.longer.match(text, stop):
        return -1
    if not after or after in AFTER:
        return 2
    i = passage.by_start.get(stop)
    if i is None:
        return -1
    if _WHEN.match(text, stop):
        return 1
    word, tag = passage.tokens.texts[i], passage.tokens.tags[i]
    if tag[0] in "vdpcrtfilza" or word in scale.does:
        return 1
    return 1 if tag[0] == "m" else 0
