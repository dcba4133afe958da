"""How a division printed before a body is to be read: whether it stands by itself, and whether it is written out."""

from __future__ import annotations

from kg.extract.parts import Chain
from kg.refer.values import Reading

_EXPAND = ("局", "厅", "委", "法院", "检察院", "政府", "总队", "支队", "总局", "委员会", "办")
_NATIONWIDE = (
    "铁路", "海事", "海关", "出入境边防", "边境", "机场", "林业", "海警", "煤矿安全", "矿山安全", "金融法", "互联网法",
    "知识产权法", "航运", "林区", "农垦", "森林", "公路", "风景", "自然保护", "国家公园", "湿地", "景区", "高速公路",
)  # fmt: skip
_LANDS = ("自然保护", "国家公园", "风景名胜", "湿地")  # 陕西汉中朱鹮国家级自然保护区管理局
_BEFORE_LEVEL = frozenset("从据由和与及在向对经为被将把给让请是按同日月年时")


def stands_free(reading: Reading, start: int) -> bool:
    """Whether no unknown name runs into a level word: 据|县公安局, but not 白音|县公安局 of a county nobody knows."""
    passage = reading.draft.passage
    before = passage.text[start - 1 : start]
    if not before or not "\u4e00" <= before <= "\u9fff" or before in _BEFORE_LEVEL:
        return True
    return bool(passage.edges[start]) and passage.token_at(start - 1).tag[0] in "vrpcd"  # 我们|市委, 包括|省委宣传部


def expands(chain: Chain, label: str) -> bool:
    """Whether a short form at the head of a chain is written out as `label`: 呼市公安局, but not 兰州铁路公安局."""
    unit = next((p for p in chain.parts if p.kind in "UK"), None)
    if unit is not None and unit.kind == "K":
        return unit.head != "警方"
    if unit is None or unit.stem.startswith(_NATIONWIDE) or any(word in unit.stem for word in _LANDS):
        return False
    if unit.text.startswith("地委") or chain.parts[0].text == "中国":  # 喀什地委
        return False
    if chain.parts[0].text in ("香港", "澳门"):
        return unit.text.endswith("政府")
    if unit.stem == "共青团":
        return True
    if chain.parts[0].text[-1] in "旗县区" or (label.endswith("自治州") and chain.parts[0].text[-1] == "州"):
        return False  # 大理州, 科右前旗 say what they are; 郑州 does not
    if chain.parts[1].kind == "Z":  # 南京江北新区市场监督管理局
        return False
    return (unit.head in _EXPAND or unit.text.endswith(_EXPAND)) and unit.head != "分局"
