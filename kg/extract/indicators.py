"""Indicators: a number with a unit, what it counts, how it changed, and when.

A figure's metric is the noun after the unit (`56条主次干道`), or what stands before the number up to the last mark
(`刑事案件137起`, `医疗纠纷同比下降31%`); a change without a metric of its own goes on with the last one.
"""

from __future__ import annotations

import re
from functools import cache

from kg.analyze import Passage
from kg.extract.draft import Draft
from kg.extract.times import bounds
from kg.extract.values import Figure
from kg.lexicon import Lexicon

_FILLERS = re.compile(
    r"(?:达到了?|达|为|是|有|共有|共计|共|约为|约|近|超过|超|突破|已|逾|累计|至|到|仅|大约|将近|不少于|高达|均为|均|分别为|分别|合计|计|总计|的|得|了|出|现有|增至|降至|平均|就|最高|最低|不足|至少|满|满足|完成|高于|低于|以上|余|多|来|：|“|其中)+$"
)
_CLAUSE = re.compile(r"[^，。；！？\n、（）《》：“”]*$")
_LEADS = re.compile(
    r"^(?:截至目前|目前|截至|其中|已|共|累计|先后|全年|现|现有|今年以来|去年以来|据统计|据介绍|与此同时|同时|并|还|又|且|也|将|由|从|使|让|对|在|近|全|总|每年|此次|本次|活动|期间|该\w{1,3}|我[市县区省]|全[市县区省]|截止目前|已经|成功|共计|一次性|现场)+"
)
_NO_NUMBER_BEFORE = re.compile(
    r"(?:[第GSXKgsxk./:：\d\-－—～~A-Za-z]|编号|电话|热线|尾号|路|线|栋|单元|楼|邮编|车牌|国道|省道|县道|北纬|东经|约定)$"
)
_AFTER_NUMBER = re.compile(
    r"[月日时点岁号楼层届线代后级]|年(?!人|均|级)|分(?!别|钟|类)|周年|多岁|余岁|点钟|路公交|路|频道"
)
_NOUN_TAGS = frozenset(["n", "nz", "vn", "nt", "nrt", "an", "b", "a", "l", "j", "ns", "s", "f", "nr", "i", "eng", "t", "ng", "v", "m", "q", "d", "x"])


class _Tables:
    def __init__(self, lexicon: Lexicon) -> None:
        units = sorted(lexicon.table("indicators", "units"), key=len, reverse=True)
        self.duration = frozenset(lexicon.table("indicators", "units", "duration"))
        self.doubtful = frozenset(lexicon.table("indicators", "units", "doubtful"))
        changes = sorted(lexicon.table("indicators", "changes"), key=len, reverse=True)
        joined = "|".join(map(re.escape, units))
        self.number = re.compile(
            rf"(?=\d)(?:(?P<low>\d[\d,.]*\d|\d)(?P<lowunit>万|亿)?(?:余)?(?:至|-|—|～|~)(?P<high>\d[\d,]*(?:\.\d+)?)(?P<s2>万|亿|千|百)?(?P<m2>余|多)?(?P<u2>%|‰|{joined})"
            rf"|(?P<n>\d[\d,]*(?:\.\d+)?)(?P<scale>万亿|百万|千万|万|亿|千|百)?(?P<more>余|多|来)?(?P<u>%|‰|{joined})(?P<more2>余|多)?)"
        )
        self.change = re.compile(
            r"((?:同比|环比|较[^，。；]{1,10}?(?:年|月|期|季度|前|时|水平|度)|比[^，。；]{1,8}?(?:年|月|期|季度|前|时))?(?:分别|平均|累计)?"
            rf"(?:{'|'.join(c for c in changes if len(c) > 1)}|(?<=同比)(?:{'|'.join(c for c in changes if len(c) == 1)}))(?:率|幅)?)(?:分别|幅度)?(?:了|约|近|达|达到|为|超过|超|逾)*$"
        )


@cache
def _tables(lexicon: Lexicon) -> _Tables:
    return _Tables(lexicon)


def find_indicators(draft: Draft, lexicon: Lexicon) -> None:
    """Add the figures of an article; whom they are about is said by `relations`."""
    tables, passage = _tables(lexicon), draft.passage
    text = passage.text
    busy = draft.mask("Initiative", "Agency", "Organization", "Place")
    dated = [(t.start, t.stop) for t in draft.times if t.kind != "recent"]
    for start, stop in (*dated, *((n.start, n.stop) for n in draft.named)):
        busy[start:stop] = b"\x01" * (stop - start)
    last_metric = ""
    last_sentence = -1
    for m in tables.number.finditer(text):
        n = passage.sentence_at(m.start())
        sentence = passage.sentences[n]
        if n != last_sentence:
            last_metric, last_sentence = "", n
        unit = (m["s2"] or "") + m["u2"] if m["u2"] else (m["scale"] or "") + m["u"]
        base = m["u2"] or m["u"]
        if busy[m.start()] or _NO_NUMBER_BEFORE.search(text[max(0, m.start() - 3) : m.start()]):
            continue
        if sentence.kind == "heading" and re.search(r"[讯电]", text[sentence.start : sentence.stop]):
            continue
        if (
            (_AFTER_NUMBER.match(text[m.end() :])
            and base in ("个", "年", "万", "亿", "多", "级"))
            or re.match(r"[岁号]", text[m.end() :])
        ):
            continue
        clause = _CLAUSE.search(text, max(sentence.start, m.start() - 60), m.start())[0]  # type: ignore[index]
        changed = tables.change.search(clause)
        change = changed[1] if changed else ""
        before = clause[: changed.start()] if changed else clause
        if (
            base in tables.duration
            and not change
            and not re.search(r"(?:平均|压缩至|缩短至|提速|用时|耗时|时长|时间|周期|时限)(?:[^，]{0,6})$", clause)
        ):
            continue
        if (
            base in tables.doubtful
            and not change
            and not (m["scale"] or m["s2"])
            and base not in ("段", "市", "县", "区", "村", "省")
        ):
            continue
        noun = "" if change else _noun_after(passage, m.end(), sentence.stop)
        phrase = _phrase(passage, before, m.start() - len(clause), m.start() - (len(clause) - len(before)))
        if change:
            metric = phrase or last_metric
        elif noun and (not phrase or not _ends_in_noun(passage, phrase, m.start(), before)):
            metric = noun
        else:
            metric, noun = (phrase, "") if phrase else (noun or last_metric, noun)
        if not metric:
            continue
        value = (m["high"] or m["n"]).replace(",", "")
        if not change and metric:
            last_metric = metric
        elif phrase:
            last_metric = phrase
        stop = m.end() + (len(noun) if noun else 0)
        start = m.start()
        surface_start = start
        if not noun:
            at = text.rfind(phrase, sentence.start, m.start()) if phrase else -1
            surface_start = at if at >= 0 else m.start() - len(change) if change else start
        label = f"{metric}{change}{value}{unit}"
        period = _period(draft, sentence.start, m.start())
        attributes = {"metric": metric, "value": _canonical(value), "unit": unit}
        if change:
            attributes["change"] = change
        if period:
            attributes["time"] = period
            limits = bounds(period)
            if limits:
                attributes["begin"], attributes["end"] = limits
        key = draft.thing("Indicator", label, f"indicator/{label}@{passage.article.id.replace('#', '-')}", **attributes)
        draft.mention(
            surface_start,
            stop,
            key,
            "indicator.change" if change else "indicator.count",
            0.85 if change or base == "%" else 0.8,
        )
        draft.figures.append(Figure(surface_start, stop, start, key, n))


def _canonical(value: str) -> str:
    """A decimal without trailing zeros: 0.930 is 0.93.

    >>> _canonical("28.50"), _canonical("300")
    ('28.5', '300')
    """
    whole, dot, rest = value.partition(".")
    rest = rest.rstrip("0")
    return (whole.lstrip("0") or "0") + (dot + rest if rest else "")


def _noun_after(passage: Passage, at: int, limit: int) -> str:
    """The counted noun right after a unit: `主次干道` in 56条主次干道."""
    i = passage.by_start.get(at)
    if i is None:
        return ""
    stop = at
    while i < len(passage.tokens) and passage.tokens[i].start < limit and stop - at < 14:
        token = passage.tokens[i]
        if token.text in "“" and stop == at:
            close = passage.text.find("”", at)
            if 0 < close - at < 16:
                stop = close + 1
                i = passage.by_start.get(stop, len(passage.tokens))
                continue
            break
        if token.tag not in _NOUN_TAGS or (token.tag == "v" and stop > at) or token.tag in ("d", "m", "q", "x"):
            break
        if token.tag == "v" and len(token.text) < 2:
            break
        if token.text in (
            "进行",
            "以上",
            "左右",
            "以内",
            "以下",
            "同比",
            "环比",
            "到",
            "的",
            "参加",
            "开展",
            "完成",
            "实现",
            "其中",
            "受伤",
            "死亡",
            "失踪",
            "遇难",
            "参与",
            "获得",
            "荣获",
            "免费",
        ):
            break
        stop = token.stop
        i += 1
    return passage.text[at:stop]


def _phrase(passage: Passage, before: str, start: int, stop: int) -> str:
    """What stands before a number in its clause, without fillers, times and the subject's name."""
    text = _FILLERS.sub("", before)
    while _FILLERS.search(text):
        text = _FILLERS.sub("", text)
    for token in ("以来", "期间", "以后", "之后", "后", "中", "日", "月", "时", "年"):
        cut = text.rfind(token)
        if 0 <= cut < len(text) - len(token) and token in ("以来", "期间", "以后", "之后"):
            text = text[cut + len(token) :]
    text = _LEADS.sub("", text)
    names = re.search(r"^.*(?:支队|大队|中队|派出所|分局|公安局|法院|检察院|司法局|政府|管理局|委员会)(?=.{2,})", text)
    if names:
        text = _LEADS.sub("", text[names.end() :])
    if len(text) > 18:
        i = passage.token_at(stop - 18)
        text = passage.text[i.start : stop][: len(before)]
        text = _FILLERS.sub("", text)
    return text if re.search(r"[\u4e00-\u9fff]{2}", text) else ""


def _ends_in_noun(passage: Passage, phrase: str, number: int, before: str) -> bool:
    """Whether the phrase before a number is what is counted (刑事案件), not what was done (梳理出)."""
    at = passage.text.rfind(phrase, 0, number)
    if at < 0:
        return True
    token = passage.token_at(at + len(phrase) - 1)
    tail = passage.text[at + len(phrase) : number]
    if tail.startswith(("出", "了")) or token.tag in ("v", "p", "d", "vd", "ul"):
        return False
    return token.tag[0] in "nlijsb" or token.tag in ("vn", "a", "eng", "x", "q")


def _period(draft: Draft, sentence: int, number: int) -> str:
    """The time that holds for a figure: the last one with a value before it in its sentence."""
    return next((t.value for t in reversed(draft.times) if sentence <= t.start < number and t.value), "")
