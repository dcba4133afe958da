"""What stands over a headline in the same rows: kickers, by rules and by the weights of signs (`kg.split.stacked`)."""

from __future__ import annotations

import re
from itertools import pairwise

import rjieba

from kg.layout import width
from kg.layout.headings import BULLETS
from kg.layout.names import BODY
from kg.lexicon.gazetteer import load_gazetteer
from kg.model import Line
from kg.split.heads import is_rubric
from kg.split.stacked import count_over

_SERIES = re.compile(r"[①-⑳]$|系列(?:报道|之[一二三四五六七八九十])[①-⑳]?$|·?之[一二三四五六七八九十]$|进行时$|在行动$")
# How columns of a paper are named: 黎寨新事, 短波.
_COLUMN = re.compile(
    r"[^，。：！？“”]{0,6}?(?:新记|新事|新语|纪事|见闻|故事|故事会|短波|速递|速览|速读|风采|视窗|播报|之声|专栏|一线|观察|简讯|短讯|快讯|动态"
    r"|集锦|掠影|随笔|手记|特写|看台|直播间|连线|传真|经纬|广角|扫描|面对面|新风|新貌|大家谈|回声|零距离|在线|现场|人物|聚焦|追踪|导读|时评|快评|短评|锐评|潮评|微评|漫评|杂谈|之窗)$"
)
# A body by itself, over a headline that tells what it did: 鹤庆县人民法院.
_BODY_ALONE = re.compile(r"[\u4e00-\u9fff]{2,12}(?:法院|检察院|[局厅委]|海关|[支大总]队|派出所|监狱|医院|边检站)")
_VISIT = re.compile(r"(?:走进|探访|走访|来自|聚焦|对话|直击)[\u4e00-\u9fff]{4,}")
_INQUIRY = re.compile(r"(?:调查|观察|探访|走访|追踪|纪实|特写|报告|系列)$")
_PLACED = re.compile(r"[\u4e00-\u9fff“”]{2,8}[：:](?=.{4})")
_OURS = re.compile(r"[我全][省市县区州旗盟]")
# What a kicker says that is a clause of its own: 白云区|创新|微型消防站建设.
_DOES = re.compile(
    r"(?:创新|优化|完善|推进|开展|强化|深化|构建|打造|探索|培育|建立|健全|推行|实施|提升|聚焦|坚持|加强|升级|推动|搭建|织密|规范|整合)"
    r"[\u4e00-\u9fff\d“”、]{2,}"
    r"(?:模式|建设|网络|机制|服务|体系|工作|治理|队伍|平台|行动|环境|改革|能力|工程|水平|防线|举措|管理|保障|创建|活动|整治|作风|质效|品牌|渠道|流程)$"
)
_PHRASE, _BRIEF = range(3, 9), 7  # characters of one of several phrases; full-width ones that a headline has more than
_OPENING = 6  # characters of a row that say how it begins
_GOES_ON = re.compile(r"有了|让|使|为|助|护|成|促|把|将|查获|破获|抓获")
_MARK = re.compile(rf"[{BULLETS}]\s*|\d{{1,2}}[.．、]\s*(?=[\u4e00-\u9fff“])")  # of a brief in a list


def peel(line: Line, text: str, told: str) -> tuple[list[Line], Line]:
    """The kickers that stand over a headline in its rows, and the rest; `told` is what the article says.

    A kicker is `某县司法所：`, nothing but a place, a column's name, or what the signs of the rows say is one.
    """
    line = without_deck(line)
    if " " not in line.text:
        return [], line
    ends = rows_of(line, text)
    ruled = find_kicker(line.text, ends)
    cuts = [ruled] if ruled else []
    if ends and _is_body_over(line.text[: ends[0]].strip(), line.text[ends[0] :].strip()):
        cuts = ends[:1]
    elif ends and (not ruled or ruled in ends):
        cuts = ends[: count_over(parted(line, ends), told, ends.index(ruled) + 1 if ruled else 0)]
    starts = [0, *(cut + 1 for cut in cuts)]
    *over, headline = (
        Line(text=line.text[a:b], offsets=line.offsets[a:b])
        for a, b in zip(starts, (*cuts, len(line.text)), strict=True)
    )
    return over, headline


def without_deck(line: Line) -> Line:
    """A headline without the mark or number that it begins with, and without what stands under it behind a dash."""
    mark = _MARK.match(line.text)
    if mark:
        line = Line(text=line.text[mark.end() :], offsets=line.offsets[mark.end() :])
    deck = line.text.find(" ——")
    return Line(text=line.text[:deck], offsets=line.offsets[:deck]) if deck > 0 else line


def parted(line: Line, ends: list[int]) -> list[str]:
    """The rows of a headline that end at `ends`, and the last one."""
    return [line.text[a:b].strip() for a, b in pairwise((0, *ends, len(line.text)))]


def find_kicker(text: str, ends: list[int]) -> int:
    """Where a kicker ends that rules know, of a headline whose rows end at `ends`; 0 where none is."""
    if ends:
        first, others = text[: ends[0]], [text[a:b].strip() for a, b in pairwise((*ends, len(text)))]
        parts = first.split()
        if (
            len(others) > 1
            and len(parts) > 1
            and min(map(len, parts)) >= 4
            and width(first) >= 1.2 * max(map(width, others))
        ):
            return ends[0]  # a kicker of two phrases
        if _stands_above(first, others):
            return ends[0]
    head = text.partition(" ")[0]
    known = (
        (head[-1] in "：:" and len(head) not in ends)
        or _SERIES.search(head)
        or is_rubric(head)
        or (len(head) <= 4 and load_gazetteer().by_name.get(head))
    )
    return len(head) if known else 0


def _stands_above(first: str, others: list[str]) -> bool:
    """Whether the first row of a headline is a kicker: a column's name, or what stands over a couplet.

    A couplet is two rows of one length, shorter than the first; or one row of two halves of one length.

    >>> _stands_above("检察建议督促整治违规取水", ["废井封了", "水位稳了"]), _stands_above("一张桌子", ["六部电梯"])
    (True, False)
    """
    if _COLUMN.fullmatch(first) and len(first) <= 8:
        return True
    last = others[-1]
    if _enumerates(first) and width(last) > _BRIEF and not _enumerates(last):
        return True
    if len(others) == 1:
        halves = last.split(" ")
        couplet = len(halves) == 2 and min(map(len, halves)) >= 4 and abs(width(halves[0]) - width(halves[1])) <= 2
        named = first[-1] in "省市县区旗州盟镇乡局院厅委办会所队站馆校" or load_gazetteer().by_name.get(first)
        if _names_doer(first) and _DOES.search(first) and not _GOES_ON.match(last):
            return True
        if _VISIT.match(first) and BODY.search(first):
            return True
        if couplet and len(first) <= 10 and _INQUIRY.search(first):
            return True
        return len(first) <= 6 and not named and bool(couplet or _PLACED.match(last))
    return len(others) == 2 and abs(width(others[0]) - width(last)) <= 1 and width(first) >= max(map(width, others)) + 3


def _enumerates(row: str) -> bool:
    """Whether a row is three phrases or more of one length, as stand over a headline: 查隐患 抓整改 保平安."""
    phrases = row.split(" ")
    return len(phrases) > 2 and len(phrases[0]) in _PHRASE and len({*map(len, phrases)}) == 1


def _is_body_over(first: str, rest: str) -> bool:
    """Whether a row is a body's name alone, and the others no predicate of it.

    >>> _is_body_over("固阳县人民法院", "小板凳坐出大和谐"), _is_body_over("固阳县人民法院", "表彰十名调解员")
    (True, False)
    """
    return _BODY_ALONE.fullmatch(first) is not None and _names_doer(first) and not _opens_with_verb(rest)


def _opens_with_verb(row: str) -> bool:
    """Whether a row goes on with what somebody does: 查获走私冻品案, 表彰春运先进."""
    tags = (tag[0] for _, tag in rjieba.tag(row[:_OPENING]))
    return next((tag for tag in tags if tag != "t"), "n") in "vdp"


def _names_doer(first: str) -> bool:
    """Whether a row begins with a division or 我县: 宁波海关优化监管模式."""
    by_name = load_gazetteer().by_name
    return bool(_OURS.match(first)) or any(first[:size] in by_name for size in range(2, 7))


def rows_of(line: Line, text: str) -> list[int]:
    """Where a headline's rows end, but for the last: at the spaces that stand for a line break."""
    if " " not in line.text:
        return []
    return [i for i, c in enumerate(line.text) if c == " " and "\n" in text[line.offsets[i - 1] : line.offsets[i + 1]]]
