"""The pieces of chains: divisions, bodies and units that touch."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec


class Part(msgspec.Struct, frozen=True, gc=False):
    """A piece of a chain, half-open in the passage.

    `kind`: `R` division with its official name, `r` by a short form, `T` township, `V` village, `Z` zone, `L` level
    word, `P` prefix of a national system (共青团), `I` repeated level word (科右中旗|旗|委), `U` a body or unit (then
    `stem` and `head` say what it does and what it is: 刑侦, 大队), `K` a collective.
    """

    start: int
    stop: int
    kind: str
    text: str
    stem: str = ""
    head: str = ""


class Chain(msgspec.Struct, frozen=True, gc=False):
    """Parts that touch; `pointed` says that a pointer stands before them (`该支队`)."""

    start: int
    stop: int
    parts: tuple[Part, ...]
    pointed: bool = False

    def has_unit(self) -> bool:
        """Whether a body or unit is among the parts: most often it is the last."""
        parts = self.parts
        return parts[-1].kind in "UK" or (len(parts) > 1 and any(p.kind in "UK" for p in parts))


_HEADS = sorted(
    (
        "总队", "支队", "大队", "中队", "分队", "派出所", "分局", "法院", "检察院", "政府", "管委会", "办事处",
        "分中心", "街道办", "村委会", "居委会", "委员会", "法庭", "监狱", "看守所", "拘留所", "中心", "指挥部",
        "办公室",
        "专案组", "专班", "海关", "分院", "党委", "党支部", "党工委", "党组",
        "机关", "系统", "部门", "公署", "处", "所", "站", "局",
        "厅", "部", "委", "办", "组", "会", "联", "院", "室", "队", "台",
    ),
    key=len,
    reverse=True,
)  # fmt: skip


# Short names, and the long ones that are not a head and a stem: each pair means one body.
SHORT = {"高院": ("法院", "高级"), "中院": ("法院", "中级")} | {
    name: ("会", names[0])
    for names in (
        ("妇联", "妇女联合会"), ("残联", "残疾人联合会"), ("工商联", "工商业联合会"), ("文联", "文学艺术界联合会"),
        ("科协", "科学技术协会"), ("计生协", "计生协会", "计划生育协会"),
        ("爱卫会", "爱国卫生运动委员会"), ("爱卫办", "爱国卫生运动委员会办公室"),
        ("人大常委会", "人民代表大会常务委员会"), ("安委会", "安全生产委员会"), ("安委办", "安全生产委员会办公室"),
        ("关工委", "关心下一代工作委员会"), ("道安委", "道路交通安全委员会"), ("道安办", "道路交通安全委员会办公室"),
    )
    for name in names
}  # fmt: skip

QUOTED_UNITS = (
    "专案组", "工作专班", "专班", "警务室", "警务站", "检察室", "人民法庭", "法庭", "派出所", "中队",
    "未成年人检察工作室", "检察工作室", "未检工作室", "巡回审判点", "法官工作站",
)  # fmt: skip
"""Units of agencies that have a name of their own in quotes."""
_NAMED_UNIT = re.compile(rf"“[^“”\n]{{1,9}}”(?:{'|'.join(QUOTED_UNITS)})")


def names_unit(text: str, at: int) -> bool:
    """Whether the name of such a unit opens at a place.

    >>> names_unit("“小水滴”检察工作室", 0), names_unit("“小水滴”行动", 0)
    (True, False)
    """
    return _NAMED_UNIT.match(text, at) is not None


@lru_cache(1 << 14)
def head_of(text: str) -> tuple[str, str]:
    """The head and the stem of a body that the tables give whole.

    >>> head_of("交通运输局")
    ('局', '交通运输')
    """
    if text in SHORT:
        return SHORT[text]
    for head in _HEADS:
        if text.endswith(head):
            return head, text[: -len(head)].removesuffix("人民")
    return text, ""


def first_unit(chain: Chain) -> int:
    """The place of the first body or unit among the parts of a chain, or their number."""
    return next((i for i, p in enumerate(chain.parts) if p.kind in "UK"), len(chain.parts))


def last_unit(parts: list[Part]) -> int:
    """The place of the last body or unit among some parts, or -1."""
    for i in range(len(parts) - 1, -1, -1):
        if parts[i].kind in "UK":
            return i
    return -1
