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
    rest, told = BESIDE_NAMES.subn("|", text) if bare or TELLS.search(text) else (text, 0)
    if bare and not marked and not told:
        return False
    if " " not in rest and "\u3000" not in rest:
        return _name_only(rest, bool(told or marked), bare)
    joined = _APART.sub(lambda m: re.sub(r"\s", "", m[0]), rest)
    if _name_only(joined, bool(told or marked), bare):
        return True
    mended = join_names(rest)
    return mended != rest and _name_only(mended, bool(told or marked), bare)


def _name_only(text: str, told: bool, bare: bool) -> bool:
    """Whether a text holds names, beside their bodies, and nothing else; it is `told` that they wrote."""
    words = [w for w in re.split(r"[\s、，,;；/／：:|｜丨]+", text) if w]
    names = [word for word in words if is_name(word) and not BODY.search(word) and word[-1] not in "讯电"]
    bodies = [word for word in words if word not in names and BODY.search(word) and len(word) <= 16]
    return bool(names) and len(names) + len(bodies) == len(words) and (told or bool(bodies and not bare))
