"""Which texts say who wrote an article, and nothing else."""

from __future__ import annotations

import re

from kg.layout.names import BESIDE_NAMES, BODY, TELLS, is_name
from kg.layout.spaced import join_names

_APART = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:[ \u3000]+[\u4e00-\u9fff]){1,2}(?![\u4e00-\u9fff])")


def are_signed(text: str, *, marked: bool = False, bare: bool = False) -> bool:
    """Whether a text says who wrote an article and nothing else: names beside what they are, did or work for.

    Names alone do where the text is `marked` as a byline; names and their bodies unless the text is a `bare` row.

    >>> are_signed("县融媒体中心 王敏"), are_signed("王敏/文 李强/摄"), are_signed("本报记者 王敏 在现场")
    (True, True, False)
    """
    if bare and text.startswith("本报讯"):
        return False  # a lead: 本报讯 连日来，某县公安局
    if bare and not marked and not TELLS.search(text):
        return False
    rest, told = BESIDE_NAMES.subn("|", text)
    if bare and not marked and not told:
        return False
    if " " in rest or "\u3000" in rest:
        rest = _APART.sub(lambda m: re.sub(r"\s", "", m[0]), join_names(rest))
    words = [w for w in re.split(r"[\s、，,;；/／：:|｜丨]+", rest) if w]
    names = [word for word in words if is_name(word) and not BODY.search(word) and word[-1] not in "讯电"]
    bodies = [word for word in words if word not in names and BODY.search(word) and len(word) <= 16]
    return bool(names) and len(names) + len(bodies) == len(words) and bool(told or marked or (bodies and not bare))
