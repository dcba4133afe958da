"""Which paragraphs are captions of pictures, though nothing in them says so."""

from __future__ import annotations

import re

from kg.layout import Block
from kg.split.authors import LEAD_HEAD

_SPEECH = re.compile(r"“[^”]*[，！？。]")

_TELLS = re.compile(r"(?:介绍|表示|告诉|说|称)[，：]|\d[\d.]*(?:万|亿)?(?:%|余?[元家起件人次处户])")
"""What no caption says: who said something, or how much."""


def is_caption(sequence: tuple[Block, ...], i: int) -> bool:
    """Whether a paragraph is a photo caption: one short sentence alone after a heading, byline or caption.

    It is a brief when its own byline follows, when it stands under the only heading of the page, or all by itself.
    """
    block = sequence[i]
    text = block.line.text
    if block.kind != "paragraph" or len(text) > 34 or text.count("。") != 1 or not text.endswith("。"):
        return False
    if _SPEECH.match(text) or LEAD_HEAD.match(text):  # a lead
        return False
    before = sequence[i - 1].kind if i else ""
    if before == "byline" and i > 1 and sequence[i - 2].kind == "heading":
        return False  # all the text of an article whose authors stand under its headline
    after = sequence[i + 1].kind if i + 1 < len(sequence) else ""
    if (before, after) == ("heading", "heading") and (_ends_section(sequence, i) or _TELLS.search(text)):
        return False
    if not before:
        return after in ("heading", "caption") and len(sequence) > 2
    return before in ("heading", "byline", "caption") and (
        after in ("heading", "caption") or (not after and before != "heading")
    )


def _ends_section(sequence: tuple[Block, ...], i: int) -> bool:
    """Whether a paragraph is all the text of an article's last section: another article begins below it."""
    following = sequence[i + 2] if i + 2 < len(sequence) else None
    opens = following is not None and (following.kind == "byline" or bool(LEAD_HEAD.match(following.line.text)))
    return opens and i > 1 and sequence[i - 2].kind == "paragraph"
