"""What two names of bodies must share to be one: synonymous functions and heads, ranks, branches."""

from __future__ import annotations

import re
from functools import lru_cache

RANK = {
    "部": 0, "厅": 1, "总局": 1, "总队": 2, "委": 3, "局": 3, "委员会": 3, "法院": 3, "检察院": 3, "政府": 3,
    "支队": 4, "分院": 4, "管委会": 4, "分局": 5, "大队": 6, "看守所": 7, "拘留所": 7,
    "中队": 8, "派出所": 8, "法庭": 8, "分队": 8,
}  # fmt: skip
"""Rank of a head: a unit belongs to a body whose rank is smaller."""

LOWEST = 9
_SAME = [
    words.split()
    for words in (
        "交警 交管 交通管理 交通警察 公安交警 公安交通管理 公安交通警察 交巡警",
        "特警 巡特警 特巡警 防暴 巡警",
        "刑侦 刑警 刑事侦查",
        "治安 治安管理",
        "网安 网络安全保卫 网警 网络安全",
        "经侦 经济犯罪侦查",
        "消防 消防救援",
        "督察 警务督察",
        "禁毒 缉毒",
        "卫健 卫生健康 卫生和健康",
        "人社 人力资源和社会保障 人力资源社会保障",
        "住建 住房和城乡建设 住房城乡建设",
        "文旅 文化和旅游 文化旅游",
        "市场监管 市场监督管理",
        "发改 发展和改革 发展改革",
        "工信 工业和信息化",
        "应急 应急管理",
        "医保 医疗保障",
        "林草 林业和草原",
        "城管 城市管理",
        "疾控 疾病预防控制",
        "教体 教育体育 教育和体育",
        "边检 出入境边防检查",
        "烟草 烟草专卖",
    )
]
_SYNONYM = {word: i for i, words in enumerate(_SAME) for word in words}
_HEAD_SAME = {
    "中院": "法院", "高院": "法院", "中级人民法院": "法院", "委员会": "委", "街道办": "办事处", "市监所": "市场监管所",
    "村委": "村委会", "分中心": "中心",
}  # fmt: skip
_FAMILY = tuple(
    (name, re.compile(words.replace(" ", "|")))
    for name, words in (
        ("border", "边检 边防 边境 海关 缉私 海警"),
        (
            "police",
            "公安 交警 交管 特警 巡警 刑侦 刑警 治安 禁毒 网安 经侦 派出所 警务 看守所 拘留所 铁骑 执法办案 反诈"
            " 交通管理 督察 法制 情指 国保 户政 出入境 车管 特勤 巡逻 反恐 机动",
        ),
        ("fire", "消防 救援"),
        ("court", "法院 法庭 审判 执行局 立案 速裁 诉讼服务"),
        ("procuratorate", "检察"),
        ("justice", "司法 监狱 戒毒 公证 法律援助 调解"),
        ("market", "市场监管 市场监督 市监 工商所 食药"),
        ("tax", "税务"),
        ("maritime", "海事"),
    )
)


def stem_class(stem: str) -> str:
    """One name for all functions that are the same: 交警 and 交通管理.

    >>> stem_class("交警") == stem_class("交通管理"), stem_class("刑侦") == stem_class("治安")
    (True, False)
    """
    return f"#{_SYNONYM[stem]}" if stem in _SYNONYM else stem


def head_class(head: str) -> str:
    """One name for all heads that are the same kind of body."""
    return _HEAD_SAME.get(head, head)


def same_stem(a: str, b: str) -> bool:
    """Whether two functions are one: 交警 and 交管.

    >>> same_stem("交警", "交通管理"), same_stem("刑侦", "治安")
    (True, False)
    """
    return a == b or (a in _SYNONYM and _SYNONYM[a] == _SYNONYM.get(b, -1))


def has_function(stem: str) -> bool:
    """Whether a stem is one of the functions that have synonyms: 交警, 特警, 刑侦; not an open name.

    >>> has_function("特警"), has_function("江宁")
    (True, False)
    """
    return stem in _SYNONYM


def same_head(a: str, b: str) -> bool:
    """Whether two heads are one kind of body."""
    return a == b or _HEAD_SAME.get(a, a) == _HEAD_SAME.get(b, b)


def rank_of(text: str, head: str) -> int:
    """The rank of a body by its name and its head; a railway's police division has stations and brigades of its own.

    >>> rank_of("南昌公安处", "处") < rank_of("南昌东站派出所", "派出所")
    True
    """
    return RANK["支队"] if text.endswith("公安处") else RANK.get(head, LOWEST)


@lru_cache(1 << 14)
def family(text: str) -> str:
    """The branch a body belongs to, or nothing.

    >>> family("呼和浩特市公安局交管支队"), family("西城区卫健委")
    ('police', '')
    """
    return next((name for name, pattern in _FAMILY if pattern.search(text)), "")
