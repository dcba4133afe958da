"""What zones are called, by a short form before them or their kind alone: 松山|新区, 高新区, 第八师|石河子市."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable

from kg.extract.parts import Chain, Part
from kg.lexicon.gazetteer import Gazetteer

# Of systems whose bodies do not keep to the divisions.
_WIDE = re.compile("铁路|海关|边|海事|机场|航|高速|移民|监狱|戒毒|法院|检察|油|农垦|林|分行|支行|水利|公园|保护区|海警")

_SHORT = 3  # characters: 高新区
_CALLED = ("高新区", "经开区", "开发区", "园区")  # with the city before them, as they are called: 蚌埠|高新区


def is_wide(chain: Chain) -> bool:
    """Whether a chain names a body that may reach beyond its division."""
    return any(part.kind == "P" or _WIDE.search(part.text) for part in chain.parts if part.kind in "UP")


def with_zone(chain: Chain, gazetteer: Gazetteer, named: Container[str], codes: Iterable[str]) -> Chain:
    """A chain with the short form before a zone as part of its name: 松山|新区, far from 松山区.

    `codes` are those of the divisions that the page tells of; `named` are zones that never stand without a name.
    """
    if len(chain.parts) < 2 or chain.parts[0].kind != "r" or chain.parts[1].kind != "Z":
        return chain
    first, zone = chain.parts[:2]
    options = gazetteer.called(first.text)
    if first.stop != zone.start or (zone.text not in named and any(option.level != "county" for option in options)):
        return chain
    own = {option.adcode for option in options}
    provinces = {code[:2] for code in codes if code not in own}
    if not provinces or not provinces.isdisjoint([code[:2] for code in own]):
        return chain
    whole = Part(first.start, zone.stop, "Z", first.text + zone.text)
    return Chain(chain.start, chain.stop, (whole, *chain.parts[2:]), chain.pointed)


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


def zone_label(text: str, short: str, around: str) -> str:
    """What a zone is called: with the city before it, or with the division around it where its name is a long one.

    >>> zone_label("高新区", "蚌埠", "蚌埠市"), zone_label("高新区", "", "蚌埠市"), zone_label("矿区", "大同", "大同市")
    ('蚌埠高新区', '高新区', '矿区')
    """
    if len(text) > _SHORT:
        return f"{short or around}{text}"
    return f"{short}{text}" if text.endswith(_CALLED) else text


def zone_class(text: str) -> str:
    """What kind of zone a name tells of: 高新技术产业开发区 and 高新区 are one.

    >>> zone_class("高新区") == zone_class("高新技术产业开发区")
    True
    """
    return "高新" if "高新" in text else "经开" if re.search(r"经济.{0,2}开发区|经开", text) else text[-3:]
