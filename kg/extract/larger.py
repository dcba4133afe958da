"""Initiatives that are part of a larger one."""

from __future__ import annotations

import re
from itertools import pairwise

from kg.extract.draft import Draft

_INSIDE = re.compile(
    r"(?:中|工作中|过程中|框架下)，?(?:[\u4e00-\u9fff]{0,8}(?:推出|开展|推行|创新|探索|实施|打造|建立|发起|推进)(?:了|出)?)?"
)
_DEEPENS = re.compile(r"(?:深化|围绕|紧扣|聚焦|践行|推进)(?:了)?(?:新时代)?$")
_THEN = re.compile(
    r"[^，。；]{0,4}，(?:创新|深入|全面|持续|扎实)?(?:推出|推行|实行|实施|打造|建立|建起|设立|开展|搭建|构建)(?:了|起)?"
)
_ALSO = re.compile(r"[、和与及]?")
_FRAME = re.compile(r"(?:在|依托|结合)$")


def write_larger(draft: Draft) -> None:
    """Add one initiative as a part of another, only where words say so."""
    passage = draft.passage
    text = passage.text
    mentions = draft.outer("Initiative")
    whole = ""  # what the initiatives of a list are part of: 深化A，推出B、C
    for a, b in pairwise(mentions):
        if passage.sentence_at(a.start) != passage.sentence_at(b.start) or a.key == b.key:
            continue
        sentence = passage.sentences[passage.sentence_at(a.start)]
        if _INSIDE.fullmatch(text, a.stop, b.start) and _FRAME.search(text, max(0, a.start - 6), a.start):
            draft.claim(b.key, "partOfInitiative", a.key, sentence.start, sentence.stop, "partOfInitiative.within", 0.6)
        deepened = _DEEPENS.search(text, max(0, a.start - 8), a.start) and _THEN.fullmatch(text, a.stop, b.start)
        if deepened or (whole and _ALSO.fullmatch(text, a.stop, b.start)):
            whole = a.key if deepened else whole
            rule = "partOfInitiative.deepened"
            draft.claim(b.key, "partOfInitiative", whole, sentence.start, sentence.stop, rule, 0.6)
        else:
            whole = ""
