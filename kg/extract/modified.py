"""What stands beside quotes and belongs to their name: nouns before them, nouns right behind them."""

from __future__ import annotations

import re

from msgspec.structs import replace

from kg.analyze import Passage
from kg.extract.heads import Heads
from kg.extract.values import Named

TEAM = re.compile(
    r"[\u4e00-\u9fff]{0,5}(?:队|团|义警|志愿者|社(?![会区保])|协会|小组|专案组|警务室|剧团|班组)"
    r"(?![\u4e00-\u9fff]{0,2}(?:机制|模式|制度|行动|平台|系统|项目|计划))"
)
"""Behind quotes, what makes a team of them."""
NO_GAP = re.compile(r"[、了在将把是为从被以]|(?<![结应面配成])对(?![口接标])|(?<![\u4e00-\u9fff]{3})的(?!.{2,})")
"""Between quotes and their head, what parts them."""
_NOUNS = frozenset(("n", "nz", "vn", "b", "an", "l", "s"))
_GOES_ON = frozenset("“‘《、")
_PREFIX = frozenset(("n", "nz", "vn", "b", "an", "l", "j", "s", "f", "ng"))  # what may stand before a name's quotes
_NO_PREFIX = frozenset(
    (
        "工作",
        "活动",
        "以来",
        "期间",
        "过程",
        "全市",
        "全省",
        "全县",
        "全区",
        "辖区",
        "等",
        "特色",
        "核心",
        "系列",
        "设置",
        "设有",
    )
)
_MEETING = (
    "课",
    "讲座",
    "培训",
    "培训班",
    "演练",
    "比赛",
    "竞赛",
    "集市",
    "沙龙",
    "论坛",
    "晚会",
    "座谈会",
    "体验日",
    "开放日",
    "运动会",
)
_HOLDS = ("开展", "开展了", "组织", "组织了", "举行", "举办")
_MOST_PREFIX = 14
_DEED = re.compile(r"[\u4e00-\u9fff]{0,6}?(?:行动|整治|会战|斗争|治理)")
_PAIRED = ("与", "和", "同", "及")
# What a governed quote is, where its last word is no head by itself: “延时办”便民|服务, “红黄绿”三色分级|管理.
SERVED = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:服务|管理)(?=[，。；、（\n]|[为向将对]|已|累计|共)"
    r"|旗舰店|(?:诊断|会诊|影像|心电|检验|阅片)中心"
)
# What the nouns behind governed quotes make of them.
_BEHIND = (
    (("功能", "终端", "模块"), "system"),
    (("方式", "管控", "管理", "巡回审判", "机制改革", "联动"), "mechanism"),
    (("改造", "公交", "培训班", "小院", "旗舰店"), "project"),
    (("巡查", "检查", "普法", "会战"), "campaign"),
)


def with_prefix(passage: Passage, quote: int, heads: Heads) -> int:
    """Where the nouns between a governing verb and a quote begin (健全|吸毒人员“网格化+”机制), or the quote itself."""
    starts, texts, tags = passage.tokens.starts, passage.tokens.texts, passage.tokens.tags
    first = i = passage.by_start.get(quote, 0)
    telling = False  # a generic word is a part of a name, but alone none: 道路交通|安全|“百日攻坚”
    while i > 0 and quote - starts[i - 1] <= _MOST_PREFIX:
        word = texts[i - 1]
        listed = word in "、和" and i > 1 and texts[i - 2] == "”"
        if i == first and (word in heads.governing or word in heads.verbs):
            break
        if word in _PAIRED and i > 1 and texts[i - 2] in heads.types and i < first:
            return starts[i]  # “冬安”行动与|社区警务“百千万”工程
        if word in _PAIRED and i > 1 and tags[i - 2][0] not in "xpc":
            return quote  # 消防站与|乡镇队“结对帮训”制度 is of both
        if word in heads.governing or listed or word in _HOLDS or (i < first and word in heads.opening):
            return starts[i] if telling else quote
        nominal = (
            tags[i - 1] in _PREFIX
            or (tags[i - 1] == "t" and word[-1] in "季期")
            or (tags[i - 1] in ("v", "a") and (i < first or _is_deed(passage, quote)))
            or word in heads.tasks  # 开展|森林|防火“百日会战”
            or (tags[i - 1] == "nr" and len(word) > 3)  # 法律援助, which the tagger calls a name
        )
        if not nominal or word in _NO_PREFIX or word[0] == "全":
            break
        telling = telling or (word not in heads.generic and quote - starts[i - 1] > 1)
        i -= 1
    return quote


def _is_deed(passage: Passage, quote: int) -> bool:
    """Whether quotes name a campaign, whose aim may stand before them with its verb: 打击|非法行医|“利剑”行动."""
    text = passage.text
    closing = text.find("”", quote, quote + 24)
    return closing > 0 and _DEED.match(text, closing + 1) is not None


def with_nouns(passage: Passage, named: Named) -> Named | None:
    """A governed quote with the nouns right after it, which say what it is; nothing where they name a meeting.

    “税费e站”|自助终端, “明厨亮灶”|改造; 开展“知危险会避险”|体验课.
    """
    if named.rule != "initiative.governed-quote":
        return named
    served = SERVED.match(passage.text, named.stop)
    if served and passage.edges[served.end()] and not NO_GAP.search(served[0]):
        name = passage.text[named.start : served.end()]
        type_ = "policy" if served[0].endswith("服务") else named.type
        return replace(named, stop=served.end(), name=name, type=type_)
    i = passage.by_start.get(named.stop, len(passage.tokens))
    stop = named.stop
    while i < len(passage.tokens):
        token = passage.tokens[i]
        if token.stop - named.stop > 8 or not (token.tag in _NOUNS or (token.tag == "a" and len(token.text) > 1)):
            break
        i += 1
        stop = token.stop if token.tag in _NOUNS else stop
    rest = passage.text[named.stop : stop]
    if rest.endswith(_MEETING) and passage.text.endswith(_HOLDS, 0, named.start):
        return None  # 开展“知危险会避险”|体验课
    if len(rest) < 2 or TEAM.match(rest) or passage.text[stop : stop + 1] in _GOES_ON:
        return named
    name = passage.text[named.start : stop]
    held = rest.endswith(("活动", "行动"))
    kind = next((type_ for ends, type_ in _BEHIND if rest.endswith(ends)), named.type)
    type_, noun = ("campaign", rest) if held else (kind, "")
    return replace(named, stop=stop, name=name, type=type_, head=noun)
