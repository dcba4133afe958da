"""Rows that stand for themselves: bylines, captions, date lines, and how a lead opens."""

from __future__ import annotations

import re
from functools import lru_cache

import rjieba

from kg.layout.furniture import heads_record
from kg.layout.names import OFFICE, TELLS, are_lone_names, is_han_name, is_name, part_names
from kg.layout.rows import CLOSERS, TERMINAL, Row
from kg.layout.signed import are_signed
from kg.layout.spaced import find_spaced_names

_NAME = (
    r"(?:[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff·]{2,9}|[\u4e00-\u9fff·]{2,7}"
    r"|[\u4e00-\u9fff](?:[ \u3000]{1,2}[\u4e00-\u9fff]){1,2}(?![\u4e00-\u9fff]))"
)
_ROLE = (
    rf"{OFFICE}(?:记者|通讯员|评论员|实习生|作者|文[/／][图摄]|图[/／]文|文图|文|图(?=[:：/／])|摄(?=[:：/／])|摄影报道|摄影|撰稿人?|责任编辑|编辑|供稿|审核|责编|校对|审校"
    r"|(?:(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,6})?读者(?=[ \u3000]))"
)
_BYLINE = re.compile(
    rf"[（(]\s*+((?:{_ROLE}\s*+[:：/／]?\s*+)?{_NAME}(?:(?:\s+|[、，,;；/]\s*+)(?:{_ROLE}\s*+[:：/／]?\s*+)?{_NAME}){{0,7}}"
    r"(?:[\s/]*(?:文[/／][图摄]|图[/／]文|文图|文|图|摄影报道))?)\s*+[)）]\s*+$"
)
_BARE_BYLINE = re.compile(
    rf"^(?:字数[:：]\s*+\d+\s*+字?\s*+[|｜]\s*+)?(?:□|■|●|◎|☆|○|文[/／:：]|本[版组](?:撰文|采写|文字|稿件|文)[:：\s]|(?:撰文|采写|采访|转自)[:：\s](?:[\u4e00-\u9fff]{{2,6}}[报网](?=\s))?)?\s*+((?:{_ROLE}\s*+[:：/／|｜]?\s*+{_NAME}(?:(?:\s+|[、，,/]\s*+){_NAME}){{0,4}}\s*+){{1,3}})"
    r"(?:文[/／并]?[图摄]?|图并文|摄|报道)?$"
)
_SIGNED = re.compile(r"[（(【\[〔]\s*+([^（）()【】〔〕\[\]。]{2,60}?)\s*+[）)】\]〕]\s*+$")
_RUN_TOGETHER = re.compile(r"[（(]([\u4e00-\u9fff]{8,15})[）)]$")
_SIGN_MARK = re.compile(r"(?:([□■●◎▎▌◆/／]+)\s*+)?")
_SINGLE_BYLINE = re.compile(
    r"^(?:文|图|摄|文字|图片|文/图|图/文|撰文)(?:\s*+[/／：:|｜\\]\s*+|[ \u3000]+)([\u4e00-\u9fff·]{2,8})$"
    r"|^(?:——|―|—|--)\s*+([\u4e00-\u9fff· \u3000]{2,20})$"  # ——王敏 李强
    r"|^([\u4e00-\u9fff· \u3000]{2,16})[（(](?:作者|笔者)?(?:单位[:：]|系|为)[^（）()]{2,30}[)）]$"
)
# （本报通讯员）王敏 李强; 撰稿：王敏（某海关）; 文｜王敏 图｜李强; 王敏/文
_ROLE_FIRST = re.compile(
    rf"[（(]{_ROLE}[）)]\s*+(?P<names>{_NAME}(?:[ \u3000、]+{_NAME}){{0,4}})$"
    rf"|(?:撰稿|撰文|采写|执笔|文)\s*+[:：|｜/／]\s*+(?P<wrote>{_NAME}(?:[ \u3000、]+{_NAME}){{0,4}})"
    r"(?:\s*+[（(][^（）()]{2,24}[）)]|(?:\s++(?:制图|绘图|漫画|插图)\s*+[:：|｜/／]\s*+[^，。；]{2,20})?)$"
    rf"|(?P<did>{_NAME}(?:[ \u3000、]+{_NAME}){{0,4}})\s*+[/／]\s*+文(?:图)?$"
)
_MARKED_BYLINE = re.compile(r"^[□■●◎☆◇◆▲△○◯]\s*+([\u4e00-\u9fff·/／：:、， \u3000]{2,40})$")
_MARKS = "□■●◎☆◇◆▲△○◯▎▌/／"  # with which a byline without roles begins
_PLAIN_NAMES = re.compile(
    r"^((?:文[/：:]\s*+|图[/：:]\s*+|本报通讯员\s*+|本报记者\s*+)?[\u4e00-\u9fff·]{1,12}"
    r"(?:[ \u3000]+(?:文[/：:]\s*+|图[/：:]\s*+|通讯员\s*+)?[\u4e00-\u9fff·]{1,12}){1,4})$"
)
_ROLE_WORD = re.compile(rf"{_ROLE}|[文图](?=[/／：:])|(?<=[/／])[文图摄](?![\u4e00-\u9fff])")
_PICTURED_BYLINE = re.compile(r"^([\u4e00-\u9fff· \u3000]{2,16}?)[ \u3000/／]+(?:文[/／]?[图摄]|图[/／]?文|摄影报道)$")
_NOT_NAMES = re.compile(
    r"未完|待续|明日|下篇|上篇|刊发|以下简称|简称|图为|图片|截图|资料|上接|下转|^(?:略|完|待续|未完待续|全文完|下略)$|手记|(?<![/／])摄$|来源|[一二三四五六七八九十]{1,3}[）)]|公司|中心|[支大]队|[局处院会校委]$|政府|办公室"
    r"|(?:记者|通讯员)(?:在|从|了解|获悉|看到|采访|发现|来到|走进|跟随|近日|日前|昨|今)"
)
_APART = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:[ \u3000]+[\u4e00-\u9fff]){1,2}(?![\u4e00-\u9fff])")
_SOURCE = re.compile(r"(?:来源|稿源|素材来源|供稿单位|供稿|转自|据)\s*+[:：|｜]\s*+[^，。；]{2,40}$")
_NAMED_LAST = re.compile(r"(?<=[。！？”])[\u4e00-\u9fff]{2,8}$")
_DATE_LINE = re.compile(
    r"^(?:(?:来源|稿源|出处)\s*+[:：]\s*+[^\s，。|｜]{2,16}[\s|｜]++"
    r"|[\u4e00-\u9fff]{2,12}\s++(?=\d{4}[-年]\d\d?[-月]\d\d?日?\s++\d\d?:\d\d)"
    r"|[\u4e00-\u9fff]{2,10}(?:报|网|周刊)\s++(?=\d{4}[-年.]))?(?:发布时间|发布日期|日期|时间|更新时间)?[:：]?\s*+\d{4}\s*+[-年/.]\s*+\d{1,2}\s*+[-月/.]\s*+\d{1,2}\s*+日?"
    r"(?:\s*+(?:星期|周)[一二三四五六日天])?(?:\s*+农历[^，。]{2,8})?(?:[T\s]*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
    r"(?:[\s|｜]*(?:来源|作者|记者|编辑|责编|责任编辑|字号|第?[A-Z]?\d{1,3}版|[（(|｜]|\S{0,8}(?:报|网|社|客户端)(?=[\s|（(]|$))[^，。]{0,50}"
    r"|\s+[^，。\s]{1,6})?$"
)
_NUMBER = re.compile(
    r"[（(]?[\u4e00-\u9fff]{0,12}(?:[〔\[（(【]?\d{4}[〕\]）)】]?年?|(?<=字))第?\s*+\d{1,5}\s*+号[）)]?$"
)
_TITLED_BYLINE = re.compile(
    r"(?P<title>[^，。；\s](?:[^。；])*?[^，。；：:、\s])(?:[ \u3000\t]{2,}|[\u3000])"
    r"(?P<by>[□■●◎]?(?:本[报刊]|[\u4e00-\u9fff]{2,6}报)?(?:全媒体|见习|实习|特约|首席)?(?:记者|通讯员|评论员|文[/／:：])[^。，；]{2,40})$"
)
BRIEF = re.compile(
    r"[【\[〔]((?!(?:本报|本网)?(?:全媒体|见习|实习|特约)?(?:记者|通讯员|讯))(?![^】\]〕]*(?:提示|编者|链接|背景|导读|提要|摘要|说明|注[:：]?$))[^】\]〕，。]{6,30})[】\]〕]\s*(?=[^\s】])"
)
"""The headline of a brief in brackets before its text: 【县城添三处充电站】本报讯."""
JUMP = re.compile(r"\s*[（(]\s*(?:下转|转)第?\s*[A-Z]?[\d一二三四五六七八九十]{1,3}\s*版[^（）()]{0,6}[）)]$")
"""Where an article goes on elsewhere: （下转第2版）."""
_DATELINE = re.compile(
    r"^(?:(?![\u4e00-\u9fff]{1,7}本报)[\u4e00-\u9fff]{2,8}(?<![短简快资音审问喜])讯(?![员稿社问])"
    r"(?=[\s　\xa0*（(]|[\u4e00-\u9fff\d])"
    r"|(?:新华社|本报|中新社|中新网|新华网|据)[\u4e00-\u9fff]{0,8}\d{0,2}月?\d{1,2}日(?:电|讯|消息)"
    r"|本报[\u4e00-\u9fff]{0,6}(?:讯|消息))"
)


# A signature in brackets that names nobody ends an article all the same.
_AFFILIATION = re.compile(r"[（(]\s*+(?:作者|笔者)(?:单位)?[:：系为][^（）()]{2,40}[)）]$")
_ANONYMOUS = re.compile(
    r"[（(]\s*+(?:本报)?(?:综合(?:新华社|媒体|各报)?|整理|据[^（）()，。]{2,10}|来源[:：][^（）()]{2,16}|转载自?[^（）()]{2,14}|作者单位[:：][^（）()]{2,24}"
    r"|(?!以下|简称)[\u4e00-\u9fff]{2,16}(?:[局委办院队所部站]|中心|政府|公司|协会|学会|办公室|登记处|工会|妇联|团委|分局|学校|医院)"
    r"|(?:作者|笔者)(?:系|为|单位)[^（）()]{2,24}|本报编辑部|本报评论员)(?:报道|整理|稿件?)?\s*+[)）]\s*+$"
)


# Rows are looked at again and again: what these functions say of a text is kept for as many rows as lie in between.
NEAR = 64


def tells_of_author(text: str) -> bool:
    """Whether a row says nothing but where the author works: （作者单位：某县人民检察院）."""
    return text[:1] in "（(" and bool(_AFFILIATION.match(text)) and not find_byline(text)


def find_anonymous(text: str) -> re.Match[str] | None:
    """The signature at the end of a row that closes an article without naming an author: （本报综合）."""
    found = _ANONYMOUS.search(text) if may_close(text) else None
    if found and "单位" in found[0] and are_signed(found[0].strip("（()） \u3000")):
        return None  # （作者单位：某县人民法院 王敏）
    return found


def tells_source(text: str) -> bool:
    """Whether a row says nothing but whose article it is, as the last row of one does: 来源：某县公安局.

    >>> tells_source("来源 | 某县公安局"), tells_source("来源：晨报，有删节。")
    (True, False)
    """
    return text[:1] in "来稿素供转据" and bool(_SOURCE.match(text)) and not find_bare_byline(text)


def may_close(text: str) -> bool:
    """Whether a row ends in a bracket, as the signatures do that close an article; a paper's name may follow it."""
    last = text[-1:]
    if last == "》":
        return _PAPER_AFTER.search(text) is not None
    return last in _CLOSING or (last.isspace() and text.rstrip()[-1:] in _CLOSING)


_PAPER_AFTER = re.compile(r"(?<=[）)])\s*+《[^《》，。]{2,14}》$")
_CLOSING = frozenset(")）】]〕")


@lru_cache(NEAR)
def find_byline(text: str) -> re.Match[str] | None:
    """The closing bracket of names at the end of a line, if there is one.

    >>> find_byline("满意度。 （沈翠英）")[1]
    '沈翠英'
    >>> find_byline("（以下简称支队）") is None
    True
    """
    text = _PAPER_AFTER.sub("", text) if text[-1:] == "》" else text
    found = (
        _BYLINE.search(text) or _find_signed(text) or _find_run_together(text) or find_spaced_names(text)
        if may_close(text)
        else None
    )
    if found and find_anonymous(text):
        return None
    if not found or (_NOT_NAMES.search(found[1]) and not are_signed(found[1])):
        return None
    before = text[: found.start()].rstrip()
    return found if not before or before[-1] in TERMINAL + CLOSERS else None


@lru_cache(NEAR)
def find_bare_byline(text: str) -> str:
    """The names of a row that is a byline without brackets, or nothing.

    >>> find_bare_byline("本报记者 何知夏"), find_bare_byline("本报记者在现场看到")
    ('本报记者 何知夏', '')
    """
    if not (TELLS.search(text) or " " in text or "\u3000" in text or text[:1] in _MARKS or text[:1] in "—―-"):
        return ""
    first = _ROLE_FIRST.match(text) if len(text) <= 60 and ("文" in text or text[0] in "（(撰采执") else None
    if first and _name_somebody(first[first.lastgroup or "names"], strict=True):
        return first[first.lastgroup or "names"]
    single = _SINGLE_BYLINE.match(text)
    if single and (is_name(single[1]) if single[1] else are_lone_names(single[2] or single[3])):
        return single[single.lastindex or 1]
    marked = _MARKED_BYLINE.match(text) if text[:1] in _MARKS else None
    if marked and _name_somebody(marked[1], strict=False):
        return marked[1]
    plain = _PLAIN_NAMES.match(text) if len(text) <= 20 else None
    if plain and _name_somebody(plain[1], strict=True):
        return plain[1]
    pictured = _PICTURED_BYLINE.match(text) if len(text) <= 24 else None
    if pictured and _name_somebody(pictured[1], strict=True):
        return pictured[1]
    found = _BARE_BYLINE.match(text)
    if found and not _NOT_NAMES.search(found[1]):
        return found[1]
    if text[:1] in _MARKS and text[0] in text[1:] and are_signed(text.replace(text[0], " "), marked=True):
        return text[1:].lstrip()  # □本报记者 王敏 □通讯员 李强
    signed = _SIGN_MARK.match(text) if len(text) <= 40 else None
    return (
        text[signed.end() :] if signed and are_signed(text[signed.end() :], marked=bool(signed[1]), bare=True) else ""
    )


def _find_run_together(text: str) -> re.Match[str] | None:
    """The bracket at the end of a row that holds three names or more which nothing parts: （王小明李建国张红）."""
    found = _RUN_TOGETHER.search(text)
    return found if found and part_names(found[1]) else None


def _find_signed(text: str) -> re.Match[str] | None:
    """The bracket at the end of a row, if it says who wrote the article; square ones only after a sentence."""
    found = _SIGNED.search(text)
    if not found or (found[0][0] in "【[〔" and not found.start()):
        return None
    return found if are_signed(found[1], marked=found[0][0] in "【[〔") else None


def _name_somebody(text: str, *, strict: bool) -> bool:
    """Whether roles and names are all there is; unless `strict`, one name vouches for words that no dictionary has."""
    spaced = _APART.sub(lambda m: re.sub(r"\s", "", m[0]), _ROLE_WORD.sub(" ", text))
    if len(singles := text.split()) % 2 == 0 and all(len(single) == 1 for single in singles):  # 王 敏 李 强
        spaced = " ".join(a + b for a, b in zip(singles[::2], singles[1::2], strict=True))
    words = [w for w in re.split(r"[\s、，,/／：:|｜]+", spaced) if w]
    names = [is_name(word) for word in words]
    if strict or not any(names):
        return bool(names) and all(names)
    return all(name or (len(word) <= 5 and not rjieba.has_word(word)) for name, word in zip(names, words, strict=True))


@lru_cache(NEAR)
def is_date_line(text: str) -> bool:
    """Whether a row is the date of the page or article, and not the beginning of a sentence.

    >>> is_date_line("2008年04月05日 09:12 来源：晨报"), is_date_line("2022年11月3日，市气象局")
    (True, False)
    """
    first = text[:1]
    # Rows of running text begin with none of these, and have no blank soon after.
    able = first.isdecimal() or not first.isalnum() or first in "来稿出发日时更" or not text[2:13].isalnum()
    # Few have what stands behind the year.
    dated = able and ("年" in text or "-" in text or "." in text or "/" in text) and _DATE_LINE.match(text) is not None
    return dated or heads_record(text)


def is_number(text: str) -> bool:
    """Whether a row is the number of a notice or a document, under its headline.

    >>> is_number("桂港航通〔2024〕31号"), is_number("2024年第18号"), is_number("路线18号")
    (True, True, False)
    """
    return text[-1:] in "号）)" and bool(_NUMBER.match(text))


def names_after_end(text: str) -> str:
    """The names right after the last sentence of an article, which nothing parts from it, or nothing.

    >>> names_after_end("主城区未发生拥堵。刘洋范海涛"), names_after_end("大家都说好。谢谢")
    ('刘洋范海涛', '')
    """
    found = _NAMED_LAST.search(text, max(0, len(text) - 10))
    if not found or rjieba.has_word(found[0]):
        return ""
    return found[0] if is_han_name(found[0]) or part_names(found[0]) else ""


def titled_byline(text: str) -> re.Match[str] | None:
    """A headline with its author on the same row, in the groups `title` and `by`.

    >>> found = titled_byline("口岸出口翻番\u3000\u3000通讯员 崔顺 金明")
    >>> found and (found["title"], found["by"])
    ('口岸出口翻番', '通讯员 崔顺 金明')
    """
    parted = "\u3000" in text or "  " in text or "\t" in text
    if not parted or len(text) > 60 or not TELLS.search(text):
        return None
    found = _TITLED_BYLINE.match(text)
    if (
        not found
        or len(found["title"]) < 5
        or tells_source(found["title"])
        or TELLS.search(found["title"])
        or found["title"][0] in _MARKS + "（("
    ):
        return None
    return found if find_bare_byline(found["by"]) else None


def opens_article(rows: list[Row], i: int) -> bool:
    """Whether row `i` starts a lead (`通辽讯`, `据新华社长沙5月3日电`), which may run into the next row."""
    row = rows[i]
    if row.opens is None:
        row.opens = _opens(row, rows[i + 1] if i + 1 < len(rows) else None)
    return row.opens


def _opens(row: Row, following: Row | None) -> bool:
    if _has_dateline(row.text):
        return True
    if following is None or following.blank_before or _has_dateline(following.text):
        return False
    return _has_dateline(row.text + following.text)


def _has_dateline(text: str) -> bool:
    """Whether a text begins with a dateline; few rows have one of its last words."""
    return ("讯" in text or "电" in text or "消息" in text) and bool(_DATELINE.match(text))
