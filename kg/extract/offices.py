"""Levels before a collective (旗县级公安机关) and departments or offices after a body (卫健委基层卫生处, 大队长)."""

from __future__ import annotations

import re
from collections.abc import Container

import rjieba

from kg.analyze import Passage
from kg.extract.parts import Part, last_unit

_LEVELLED = re.compile(
    r"((?:全[区省市县旗盟州国]|我[区省市县旗盟州])?(?:各地|各)?(?:[省市县旗区盟州]{1,4}级|基层|两级|三级)?)$"
)
_SECRETARY = re.compile(r"(?:副)?书记|成员|委员")
_HEAD_OF_OFFICE = re.compile(r"[科处股庭站所]?长|主任|副|负责|民警|干警|工作人员|组织|联合|会同")  # (中心组|织)
_OFFICE = re.compile(
    r"([\u4e00-\u9fff]{2,10}?)(科|(?<![判惩论一两三多数各几某])(?<!(?<![稽督侦检审调巡抽])查)处|股|部门"
    r"|中心(?!校|小学|学校|幼儿园|卫生院|医院|城|广场|工作|任务|组(?!织)|户|环节|地带|思想)|(?<![入卧浴温教])室(?!内|外))"
    r"(?![级技学研目普所长置理罚警分]|于|处(?!长))"
)
# Heads that ordinary words end in too: the words before them are looked at one by one.
_RARE_OFFICE = re.compile(
    r"([\u4e00-\u9fff]{1,11}?)(站(?![长在岗位点台着区])|检察部|指挥部|(?<![出开当法])庭(?![审长院前上外])|(?<![主承协举])办(?=[，。、；的主副工组]|联合|会同)|管理局"
    r"|所(?![以有在属长])"
    r"|(?:工作|检查|调研|督导|视察|巡察|考察|慰问)组(?!织)|专班|[总支大中]队(?![长伍员友]))"
)
_COMMISSION = re.compile(
    r"派驻(?:第?[一二三四五六七八九十]{1,3})?(纪检监察组)|派出(?:第?[一二三四五六七八九十]{1,3})?(纪检?监?工委)"
    r"|驻[\u4e00-\u9fff]{2,14}?(纪检监察组)"
)
_OFFICE_TAGS = frozenset(("n", "vn", "j", "b", "nz", "ns", "nr", "nt", "an", "ng", "l", "s", "f", "m", "t", "nrt"))
_STATIONS = (
    "火车",
    "高铁",
    "汽车",
    "地铁",
    "加油",
    "客运",
    "车",
    "网",
    "充电",
    "加气",
    "中转",
    "公交",
    "全国",
    "终点",
    "航",
)
# Verbs that take a department as their object: 公安局|组织|刑侦科.
_ACTS = frozenset((
    "组织", "联合", "于", "会同", "成立", "设立", "通知", "要求", "安排", "抽调", "启动", "派出", "出动", "共立案",
    "立案", "各", "对", "与", "和", "由", "向", "在", "为", "将", "把", "被", "及", "等", "的", "了", "有", "是",
    "召开", "举行", "举办", "开展", "打造", "揭牌", "建立", "建成", "开设", "新建", "设置", "推出", "调派", "增派",
    "查处", "共查", "接到", "腾出", "位于", "率", "率领", "责令", "对于", "关于", "针对", "指令", "责成", "督促",
    "开通", "启用", "破获", "侦破", "查获",
))  # fmt: skip
# Verbs that say what an office does.
_DUTIES = frozenset((
    "管理", "监督", "服务", "监测", "审判", "审理", "执行", "检察", "推广", "救助", "登记", "指挥", "保障", "培训",
    "防控", "鉴定", "评估", "仲裁", "征收", "巡察", "督查", "稽查", "救援", "检测", "检疫", "养护", "测绘", "监察",
    "调查", "信访", "接待", "预防", "宣传",
))  # fmt: skip
_BRIGADES = ("大队", "支队", "中队", "总队", "分队", "党支部")
_OF_COMMITTEES = ("委员会办公室", "指挥部办公室", "领导小组办公室")
_SHORT = 7
# Committees that have departments as bureaus have, which those of the party and of villages lack.
_MINISTERIAL = (
    "监委", "卫健委", "发改委", "国资委", "建委", "教委", "经信委", "科委", "农委", "交通委", "商务委", "民委",
)  # fmt: skip
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


def find_office(passage: Passage, stops: frozenset[str], last: Part, areas: Container[int]) -> Part | None:
    """The department after a body, if there is one: 卫生健康委员会 + 基层卫生处; `areas` are where divisions start."""
    if last.kind != "U" or (last.head in ("委", "村委会", "居委会") and not last.text.endswith(_MINISTERIAL)):
        return None
    text = passage.text
    for pattern in (_OFFICE, _RARE_OFFICE):
        found = pattern.match(text, last.stop)
        if not found or not (passage.edges[found.end()] or _HEAD_OF_OFFICE.match(text, found.end())):
            continue
        stem = found[1]
        plain = pattern is _OFFICE and len(stem) <= _SHORT and not any(word in _ACTS for word in rjieba.cut(stem))
        whole = plain or (not stem.endswith(_STATIONS) and _is_function(passage, last.stop, found.end(1), areas))
        if whole and stem not in stops:
            return Part(last.stop, found.end(), "U", found[0], stem, found[2])
    return None


def find_commission(text: str, last: Part) -> Part | None:
    """The inspection group that a discipline commission sends out: 纪委监委 + 派驻第十二纪检监察组."""
    found = _COMMISSION.match(text, last.stop) if last.text.endswith(("纪委", "监委", "委员会")) else None
    if found is None:
        return None
    head = found[1] or found[2] or found[3]
    return Part(last.stop, found.end(), "U", found[0], found[0][: -len(head)], head)


def _is_function(passage: Passage, start: int, stop: int, areas: Container[int]) -> bool:
    """Whether a stretch says what an office does: nouns and nominal verbs only, no division."""
    i = passage.by_start.get(start)
    if i is None or passage.text[start] in "和与" or any(at in areas for at in range(start, stop)):
        return False
    starts, texts, tags = passage.tokens.starts, passage.tokens.texts, passage.tokens.tags
    while i < len(texts) and starts[i] < stop:
        if (texts[i] in _ACTS and texts[i] not in "和与") or (
            tags[i] not in _OFFICE_TAGS and not (tags[i] == "v" and texts[i] in _DUTIES) and texts[i] not in "和与"
        ):
            return False
        i += 1
    return True


def with_office(parts: list[Part]) -> list[Part]:
    """A chain with the office of a committee told from the committee: 浙江省|禁毒委员会|办公室."""
    last = parts[-1]
    if len(parts) == 1 or last.kind != "U" or not last.text.endswith(_OF_COMMITTEES) or len(last.text) < _SHORT + 1:
        return parts
    above = last.text[:-3]
    head = next(head for head in ("委员会", "指挥部", "领导小组") if above.endswith(head))
    cut = last.stop - 3
    whole = Part(last.start, cut, "U", above, above[: -len(head)], head)
    return [*parts[:-1], whole, Part(cut, last.stop, "U", "办公室", "", "办公室")]


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
    twice = inside and last.text == "监狱" and parts[-2].text.endswith(last.text)  # 银川监狱|监狱长
    if twice or (last.stem in ("", "副") and last.head in _BRIGADES) or (last.text == "分局" and inside):
        return parts[:-1] if last_unit(parts[:-1]) >= 0 else []
    return parts
