"""The lists of the lexicon that the roster of a page's agencies reads names by."""

from __future__ import annotations

import re
from functools import cache

from msgspec.structs import replace

from kg.lexicon import Lexicon
from kg.refer.values import Step

BRANCHES = {
    "公安": "局", "警方": "局", "交警": "交", "消防": "消防", "检察": "检察院", "边检": "边检",
    "铁警": "公安处", "海警": "海警",
}  # fmt: skip
"""What a word such as `海拉尔公安` means: a sign in the name of the body."""
ORGANS = (
    "国家税务总局", "国家统计局", "中国人民银行", "中国海警局", "国家矿山安全监察局", "国家金融监督管理总局",
)  # fmt: skip
"""Of the prefixes of national systems, those that are organs of the nation."""
_COMMISSIONS = frozenset(("纪委监委", "纪委", "监委"))
_LOCAL = ("街道办事处", "街道办", "村委会", "村民委员会", "居委会", "居民委员会", "村两委", "村“两委”")


class Words:
    """What the tables say of bodies' names, and which names of divisions are a nation's or may be other words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.official = lexicon.national
        self.alone = lexicon.alone
        self.local = frozenset(lexicon.table("agencies", "functions", "bare"))
        self.local_ends = (*self.local, *_LOCAL)
        self.functions = frozenset(lexicon.table("agencies", "functions", "words"))
        self.parties = frozenset(lexicon.table("agencies", "prefixes", "parties"))
        self.prefixes = lexicon.table("agencies", "prefixes")
        self.whole = dict(entry.split() for entry in lexicon.table("agencies", "prefixes", "short"))
        self.nations = frozenset(lexicon.table("agencies", "nations"))
        self.ambiguous = frozenset(lexicon.table("agencies", "ambiguous"))

    def is_named_after(self, step: Step) -> bool:
        """Whether a branch's name begins with its district's: 城东公安分局, but not 轨道交通公安分局."""
        if step.head != "分局" or len(step.stem) < 3 or not step.stem.endswith("公安"):
            return False
        return step.stem[:-2] not in self.functions

    def of_nation(self, step: Step) -> Step:
        """A body printed with the nation's own name as the same one without it: 中国|国务院."""
        whole = step.printed + step.text
        if whole in self.official:
            return replace(step, areas=(), printed="", text=whole)
        return replace(step, areas=(), printed="") if step.text in self.official else step

    def is_commission(self, step: Step, known: Step) -> bool:
        """Whether two names are a discipline and supervision commission's, one of them the whole: 市纪委, 市监委."""
        texts = {step.text, known.text}
        return "纪委监委" in texts and len(texts) == 2 and texts <= _COMMISSIONS

    def is_national(self, step: Step) -> bool:
        """Whether a body needs no division: 公安部, 全国公安机关, 民革中央."""
        party = step.stem in self.parties and not (step.areas or step.printed)
        return step.text in self.official or party or (step.kind == "K" and step.stem.startswith("全国"))


@cache
def load_words(lexicon: Lexicon) -> Words:
    """The lists of a lexicon, made once."""
    return Words(lexicon)


# Behind a mark of quotation: more of a name than the division's, which is no model or way of the division's.
_CALLED = re.compile(
    r"(?![\u4e00-\u9fff]{2,3}(?:模式|经验|样本|样板|做法|速度|精神|现象))"
    r"[\u4e00-\u9fff]{2,3}(?:[\u4e00-\u9fff]”.{2}|[\u4e00-\u9fff]{2}”.|[\u4e00-\u9fff]{3}”)",
    re.DOTALL,
)


def is_called_after(text: str, start: int, stop: int) -> bool:
    """Whether a division's short form is only the beginning of what something is called: “海宁星”轮."""
    return text[start - 1 : start] == "“" and _CALLED.fullmatch(text, start, stop + 4) is not None
