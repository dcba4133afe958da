"""Indicators: a number with a unit, what it counts, how it changed, and when.

A figure's metric is the noun after the unit (`56条主次干道`), or what stands before the number up to the last mark
(`刑事案件137起`, `医疗纠纷同比下降31%`); a change without a metric of its own goes on with the last one.
"""

from __future__ import annotations

import re

from kg.analyze import Passage, Sentence
from kg.extract.counted import noun_after, told_after
from kg.extract.draft import Draft, placed
from kg.extract.edtf import bounds
from kg.extract.metrics import FILLERS, strip_fillers, without_subject
from kg.extract.numerals import find_numbers, read_value
from kg.extract.respective import Respective
from kg.extract.units import load_tables
from kg.extract.values import Figure
from kg.lexicon import Lexicon

_SINCE = ("以来", "期间", "以后", "之后")
_SUMMED = re.compile(r"[^“”]{2,12}(?:先后|共计|总共|一共|累计)(?=[\u4e00-\u9fff]{2})")  # 救援人员先后|转移群众
# 学校、社区、企业等|开展培训
_LISTED = re.compile(r"^[\u4e00-\u9fff]{1,8}等(?:地|市|县|省|国|人|单位|部门)?(?=[\u4e00-\u9fff]{2})")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")
# Digits after these are a name's, a code's or an ordinal's.
_NO_NUMBER_BEFORE = re.compile(
    r"(?:[第GSXKgsxk./:：\d\-－—～~A-Za-z]|编号|尾号|(?<![线道公铁])路|(?<![管标])线|栋|单元|楼|邮编|车牌|国道|省道|县道|北纬|东经|约定)$"
)
# Such a number is a road's or a house's only with these: 人民路12栋, 哈绥线35公里, not 沿线6个乡镇, 断头路2条.
_OF_ROADS = frozenset("栋幢座单层楼段道路线级公里千米")
_LAID = re.compile(r"(?:[岸管标划界防沿航光电缆支干渠绿警戒]线|[业业头户耕护村泥硬化修筑建铺通产便]路)$")
_NO_NUMBER_ENDS = frozenset("GSXKgsxk./:：-－—～~第号线路栋元楼编牌道纬经定")  # and digits and Latin letters
_FROM = re.compile(r"[由从][^，\d]{0,8}$")
_FROM_NUMBER = re.compile(r"[由从][^，\d]{0,8}\d[^，]{0,12}$")
_TO_MARK = re.compile(r"(?s:.*)[，。；！？\n、（）《》：“”]")  # up to the last mark
_AGE = re.compile(r"[岁号]|外(?=的)|多?(?:小时|个?月|学期)")
_AGES = frozenset("岁号外多小个月学")  # what those begin with
# After a unit that is a mere counter, these make a date, an ordinal or a name of it (个月, 年级).
_AFTER_COUNTER = re.compile(
    r"月|[日时点岁号楼层届线代后级](?<!个.)|年(?!人|均|级)|分(?!别|钟|类)(?<!个分)|周年|多岁|余岁|点钟|路(?<!个路)|频道"
)
_GOVERNED = re.compile(r"[对向为给](?:全[省市县区]|辖区|[\u4e00-\u9fff]{0,3})$")  # 对全省|136家企业
_COUNTERS = frozenset("个年万亿多级")
_DATELINE = re.compile(r"[讯电]")
_MEASURED = re.compile(
    r"(?:平均|压缩至|缩短至|提速|用时|耗时|历时|时长|时间|周期|时限)(?:[^，]{0,6})$"
    r"|(?:[只仅]需要?|只要|提前了?)(?:仅|不到|不足|近|约|大约|短短|整整|将近)?$"
)
_USED = re.compile(r"(?<![使利应启运采录费信])用了?(?:仅|不到|不足|近|约|大约|短短|整整|将近)?$")  # 只用了|3分钟
_LONG = re.compile(r"[长宽](?:[达约近为有]|超过)?$")  # 船长|18米, 宽|20米
_SHORT = frozenset(("分钟", "秒", "小时", "个小时"))


def find_indicators(draft: Draft, lexicon: Lexicon) -> None:
    """Add the figures of an article; whom they are about is said by `about`."""
    tables, passage = load_tables(lexicon), draft.passage
    text = passage.text
    busy = _busy(draft)
    last_metric = ""
    last_sentence = last_stop = -1
    shared = Respective()
    for m in find_numbers(passage, tables):
        n = passage.sentence_at(m.start())
        sentence = passage.sentences[n]
        if n != last_sentence:
            last_metric, last_sentence, shared = "", n, Respective()
        scale, base = (m["highscale"], m["highunit"]) if m["highunit"] else (m["scale"], m["unit"])
        if busy[m.start()] or not _may_count(text, m.start(), m.end(), base, sentence):
            continue
        clause = _clause_before(text, max(sentence.start, m.start() - 60, last_stop), m.start())
        changed = tables.change.search(clause) if tables.changes.search(clause) else None
        change = changed[1].replace("分别", "") if changed else ""
        together = shared.goes_on(text, last_stop, m.start())
        if together:
            change = shared.change
        elif changed and "分别" in clause:
            shared.open(text, sentence.start, m.start() - len(clause) + changed.start(), change, m.end())
            together = bool(shared.metrics)
        changing = not change and text[m.end() : m.end() + 1] in tables.changing_begins
        if changing and tables.changing.match(text, m.end()) and (was := _FROM.search(clause)):
            last_metric = (
                _phrase(passage, clause[: was.start()], m.start() - (len(clause) - was.start())) or last_metric
            )
            continue  # 由40分钟|缩短至12分钟: the second is the figure
        if not change and base in tables.duration and not _is_measured(clause, base):
            continue
        if not change and base in tables.doubtful and not scale:
            suits = tables.measured.get(base)
            if not (suits and suits.are_near(text, clause, m.end())) and not (base == "米" and _LONG.search(clause)):
                continue
        before = clause[: changed.start()] if changed else clause
        was = _FROM_NUMBER.search(before) if change else None
        before = before[: was.start()] if was else before
        inside = base in tables.duration and text[m.end() : m.end() + 1] == "内"  # 2小时10分钟|内将明火扑灭
        noun = "" if change or inside else noun_after(passage, m.end(), sentence.stop, tables)
        phrase = _phrase(passage, before, m.start() - (len(clause) - len(before)))
        if not phrase and not noun and not change and text[m.start() - 1] == "”":  # “平安寨老”143名
            opened = text.rfind("“", sentence.start, m.start())
            phrase = text[opened : m.start()] if 0 < m.start() - opened < 16 else ""
        if noun and (
            before.endswith("的")
            or _GOVERNED.search(phrase)
            or not (phrase and _ends_in_noun(passage, phrase, m.start()))
        ):
            metric = noun
        else:
            told = (
                ""
                if phrase or change or base in tables.doubtful
                else told_after(passage, m.end(), sentence.stop, tables)
            )
            metric, noun = phrase or told or last_metric, ""
            if not metric and base in tables.duration:
                metric = "用时"
        if together:
            metric = phrase = without_subject(shared.take())
        elif not change and metric:
            shared.counted.append(metric)
        if not metric or (base in tables.sessions and not phrase):
            continue
        last_metric = metric if not change else phrase or last_metric
        start = m.start()
        if together:
            start -= len(clause) - changed.start() if changed else 0
        elif not noun:
            at = text.rfind(phrase, sentence.start, m.start()) if phrase else -1
            start = at if at >= 0 else m.start() - len(change)
        key = _add(
            draft, metric, change, read_value(m), (scale or "") + base, _period(draft, sentence.start, m.start())
        )
        stop = last_stop = m.end() + len(noun)
        rule = "indicator.change" if change else "indicator.count"
        draft.mention(start, stop, key, rule, 0.85 if change or base == "%" else 0.8)
        draft.figures.append(Figure(start, stop, m.start(), key, n))


def _busy(draft: Draft) -> bytearray:
    """One byte a character: 1 where digits belong to a name or a date."""
    busy = draft.mask("Initiative", "Agency", "Organization", "Place")
    dated = [(t.start, t.stop) for t in draft.times if t.kind != "recent"]
    for start, stop in (*dated, *((n.start, n.stop) for n in draft.named)):
        busy[start:stop] = b"\x01" * (stop - start)
    return busy


def _may_count(text: str, start: int, stop: int, unit: str, sentence: Sentence) -> bool:
    """Whether a number with its unit may count something: no code, date, age or ordinal, nothing of a dateline."""
    last = text[start - 1 : start]
    named = last in _NO_NUMBER_ENDS or last.isdecimal() or last.isascii()
    if named and _NO_NUMBER_BEFORE.search(text, max(0, start - 3), start):
        laid = last in "路线" and (unit[0] not in _OF_ROADS or _LAID.search(text, max(0, start - 2), start))
        if not laid:
            return False
    if text[stop : stop + 1] in "处加+" and text[stop - 1] in "里米":  # 京藏高速公路305公里处
        return False
    if text[stop : stop + 1] in _AGES and _AGE.match(text, stop):
        return False
    if unit in _COUNTERS and _AFTER_COUNTER.match(text, stop):
        return False
    return sentence.kind != "heading" or not _DATELINE.search(text, sentence.start, sentence.stop)


def _is_measured(clause: str, unit: str) -> bool:
    """Whether a duration is what was measured: its clause says how long something took."""
    return bool(_MEASURED.search(clause) or (unit in _SHORT and _USED.search(clause[-8:])))


def _clause_before(text: str, floor: int, number: int) -> str:
    """What stands before a number, up to the last mark or `floor`."""
    mark = _TO_MARK.match(text, floor, number)
    return text[mark.end() if mark else floor : number]


def _add(draft: Draft, metric: str, change: str, value: str, unit: str, period: str) -> str:
    """Add an indicator; its id tells the article, since a figure means something there only."""
    label = f"{metric}{change}{value}{unit}"
    attributes = {"metric": metric, "value": _canonical(value), "unit": unit}
    if change:
        attributes["change"] = change
    if period:
        attributes["time"] = period
        limits = bounds(period)
        if limits:
            attributes["begin"], attributes["end"] = limits
    key = f"indicator/{label}@{draft.passage.article.id.replace('#', '-')}"
    return draft.thing("Indicator", label, key, **attributes)


def _canonical(value: str) -> str:
    """A decimal without trailing zeros: 0.930 is 0.93.

    >>> _canonical("28.50"), _canonical("300")
    ('28.5', '300')
    """
    whole, dot, rest = value.partition(".")
    rest = rest.rstrip("0")
    return (whole.lstrip("0") or "0") + (dot + rest if rest else "")


def _phrase(passage: Passage, before: str, stop: int) -> str:
    """What stands before a number in its clause (up to `stop`), without fillers, times and the subject's name."""
    text = strip_fillers(before)
    for word in _SINCE:
        if word in text and not text.endswith(word):
            text = text[text.rfind(word) + len(word) :]
    text = without_subject(text)
    summed = _SUMMED.match(text) if "先后" in text or "共" in text or "累计" in text else None
    if summed:
        text = text[summed.end() :]
    if passage.text[stop - len(before) - 1] == "、":
        text = _LISTED.sub("", text)
    if len(text) > 18:
        token = passage.token_at(stop - 18)
        text = FILLERS.sub("", passage.text[token.start : stop][: len(before)])
    return text if _CHINESE.search(text) else ""


def _ends_in_noun(passage: Passage, phrase: str, number: int) -> bool:
    """Whether the phrase before a number is what is counted (刑事案件), not what was done (梳理出)."""
    at = passage.text.rfind(phrase, 0, number)
    if at < 0:
        return True
    token = passage.token_at(at + len(phrase) - 1)
    tail = passage.text[at + len(phrase) : number]
    if tail.startswith(("出", "了")) or phrase.endswith("辖区") or token.tag in ("v", "p", "d", "vd", "ul"):
        return False
    return token.tag[0] in "nlijb" or token.tag in ("vn", "a", "eng", "x", "q")


def _period(draft: Draft, sentence: int, number: int) -> str:
    """The time that holds for a figure: the last one with a value before it in its sentence."""
    for time in reversed(placed(draft.times, sentence, number)):
        if time.value:
            return time.value
    return ""
