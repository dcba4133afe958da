"""Zones beside the divisions they stand with: 海南|自由贸易港, 第八师|石河子市."""

from __future__ import annotations

import re
from collections.abc import Collection

from kg.extract.parts import Chain, Part


def short_before(chain: Chain, part: Part) -> str:
    """The short form of a division that stands right before a part of its chain, or nothing: 海南|自由贸易港."""
    i = chain.parts.index(part)
    before = chain.parts[i - 1] if i else None
    return before.text if before and before.kind == "r" and before.stop == part.start else ""


def city_of(chain: Chain, part: Part, corps: Collection[str]) -> str:
    """The city behind one of the `corps`' divisions, which is one with it: 第八师|石河子市; or nothing."""
    i = chain.parts.index(part) + 1
    follows = i < len(chain.parts) and chain.parts[i].kind == "R"
    return chain.parts[i].text if follows and part.text in corps else ""


def zone_class(text: str) -> str:
    """What kind of zone a name tells of: 高新技术产业开发区 and 高新区 are one.

    >>> zone_class("高新区") == zone_class("高新技术产业开发区")
    True
    """
    return "高新" if "高新" in text else "经开" if re.search(r"经济.{0,2}开发区|经开", text) else text[-3:]
