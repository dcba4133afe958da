"""Levels before a collective (旗县级公安机关) and departments or offices after a body (卫健委基层卫生处, 大队长)."""

from __future__ import annotations

import re

import rjieba

from kg.analyze import Passage
from kg.extract.parts import Part, last_unit

_LEVELLED = re.compile(
    r"((?:全[区省市县旗盟州国]|我[区省市县旗盟州])?(?:各地|各)?(?:[省市县旗区盟州]{1,4}级|基层|两级|三级)?)$"
)
_SECRETARY = re.compile(r"(?:副)?书记|成员|委员")
_HEAD_OF_OFFICE = re.compile(r"[科处股]?长|主任|副|负责|民警|工作人员")
_OFFICE = re.compile(
    r"([\u4e00-\u9fff]{2,7}?)(科|(?<![判惩一两三多数各几某])处|股|部门|中心(?!校|小学|学校|幼儿园|卫生院|医院|城|广场|工作|任务|组|户|环节|地带|思想)|室(?!内|外))(?![级技学研目普所长置理罚警分]|于|处(?!长))"
)
# Verbs that take a department as their object: 公安局|组织|刑侦科.
_ACTS = frozenset((
    "组织", "联合", "于", "会同", "成立", "设立", "通知", "要求", "安排", "抽调", "启动", "派出", "出动", "共立案",
    "立案", "各", "对", "与", "和", "由", "向", "在", "为", "将", "把", "被", "及", "等", "的", "了", "有", "是",
))  # fmt: skip
_BRIGADES = ("大队", "支队", "中队", "总队", "分队", "党支部")
_NO_OFFICE = ("长期", "长效", "长年", "长时", "长达", "长沙")


def find_level(text: str, start: int) -> tuple[int, str, str] | None:
    """Where the level before a collective at `start` begins, its area word (全区) and its level (旗县级), if any.

    >>> find_level("全区各地旗县级公安机关", 7)
    (0, '全区', '旗县级')
    """
    found = _LEVELLED.search(text[max(0, start - 10) : start])
    middle = found[1] if found else ""
    if not middle:
        return None
    area = middle[:2] if middle[0] in "全我" else ""
    return start - len(middle), area, re.sub(r"各地|各", "", middle[len(area) :])


def find_office(passage: Passage, stops: frozenset[str], last: Part) -> Part | None:
    """The department after a body, if there is one: 卫生健康委员会 + 基层卫生处."""
    if last.kind != "U" or last.head in ("委", "村委会", "居委会"):
        return None
    text = passage.text
    found = _OFFICE.match(text, last.stop)
    if not found or not (passage.edges[found.end()] or _HEAD_OF_OFFICE.match(text, found.end())):
        return None
    if any(word in _ACTS for word in rjieba.cut(found[1])) or found[1] in stops:
        return None
    return Part(last.stop, found.end(), "U", found[0], found[1], found[2])


def without_office(text: str, parts: list[Part]) -> list[Part]:
    """A chain without a last unit that is the beginning of an office: 交通管理大队|大队长, but 公安局|长 keeps 局."""
    last = parts[-1]
    inside = len(parts) > 1
    if (
        last.text in ("党组", "党委", "党支部")
        and inside
        and parts[-2].kind == "U"
        and _SECRETARY.match(text, last.stop)
    ):
        return parts[:-1]
    if text[last.stop : last.stop + 1] != "长" or text.startswith(_NO_OFFICE, last.stop):
        return parts
    if (last.stem in ("", "副") and last.head in _BRIGADES) or (last.text == "分局" and inside):
        return parts[:-1] if last_unit(parts[:-1]) >= 0 else []
    return parts
