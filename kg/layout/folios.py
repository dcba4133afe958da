"""Which rows of a page are furniture, by where they stand too: at its head, beside other furniture, in a list."""

from __future__ import annotations

import re
from collections import Counter

from kg.layout.furniture import PART, TOKEN, is_furniture, kinds_of

_PAPER = re.compile(
    r"[□■◇◆▌]?《?[\u4e00-\u9fff]{1,8}(?:[日晚早晨时周商新导政警]报|(?:都市|法治|法制|公安|青年|工人|农民|政协|电视|消防|检察|法院|健康|教育)报|周刊|专刊|特刊)》?"
    r"(?:电子版|数字报)?(?:[·・|｜:：][\u4e00-\u9fff·]{2,8})?"
)
_NEWSLETTER = re.compile(r"[\u4e00-\u9fff]{2,16}(?:简报|通讯|信息|动态|专报|快报|月报|季报|内参|简讯|之窗|要情)")
_SECTION = re.compile(
    r"[▌■□●◆]?(?:要闻|综合|综合新闻|综合要闻|时政|国内|国际|本地|法治|政法|社会|民生|时评|评论|专题|专版|特刊|专刊|特别报道|基层|一线|警务|图片新闻|广告|公告|副刊"
    r"|视点|聚焦|关注|新闻|城事|都市|教育|健康|卫生|读者|深度|资讯)(?:[·・][\u4e00-\u9fff]{2,6})?"
)
_NAMED_SECTION = re.compile(r"[\u4e00-\u9fff]{2,5}[·・|｜][\u4e00-\u9fff]{2,4}")
_NAME_OF_SECTION = re.compile(r"[\u4e00-\u9fff]{2,4}[·・|｜]?[\u4e00-\u9fff]{0,4}")
_NAME_OF_SHEET = re.compile(r"[\u4e00-\u9fff]{2,6}")
_WEEKDAY = re.compile(r"(?:星期|周)[一二三四五六日天]")
_CONTENTS = re.compile(
    r"[【\[▌■●]?\s*+(?:本\s*+期\s*+(?:目\s*+录|要\s*+目|导\s*+读|看\s*+点|内\s*+容)|目\s*+录|今\s*+日\s*+导\s*+读|导\s*+读)\s*+[】\]]?[:：]?$"
)
_MORE = re.compile(r"^(?:往期|精彩|相关|更多|推荐)(?:推荐|精彩|阅读|文章|回顾|链接|新闻|报道)[:：]?$")
_LISTS = frozenset("本目今导往精相更推")  # one of them, or a mark, begins each row that these two match
_BULLET = re.compile(
    r"(?:[-*•·●■◆▲]|\d{1,2}[.．、]|[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十\d]{1,2}[)）])?"
)
_PAGE_NUMBER = re.compile(r"(?:\(?\d{1,3}\)?|第?[A-Z]?\d{1,2}版)$")
_NUMBERED_PAGE = re.compile(r"[-—–－·\s]*(?:第\s*+)?\d{1,3}(?:\s*+页)?[-—–－·\s]*$")
_TO_PAGE = re.compile(r"(?<=[^\d，。])[ \t\u3000.…·—-]*+[（(]?(?:第?\s*+[A-Z]?\d{1,2}\s*+版|[A-Z]\d{1,2})[）)]?$")
_LEADERS = " \t\u3000\xa0.…·—-"
_HEAD = 3  # rows at the top of a page where a date or the paper's name is a folio


def find_furniture(texts: list[str], sentences: list[bool]) -> set[int]:
    """Which rows of a page are furniture; `sentences` says which rows end a sentence.

    Beside what `is_furniture` knows: a date and the paper's name or the section's at the head of the page or beside
    furniture, the table of contents, and the list of other pages' headlines at the foot.

    >>> rows = ["东湖时报", "2022.10.21 星期五 综合", "夜市开张", "昨晚，夜市开张。"]
    >>> sorted(find_furniture(rows, [False, False, False, True]))
    [0, 1]
    """
    found = {i for i, text in enumerate(texts) if is_furniture(text)}
    for i, text in enumerate(texts):  # the second page of a paper has its name at the head again
        if i >= _HEAD and not found:
            break
        if (i < _HEAD or i - 1 in found or i + 1 in found) and len(text) < 30 and _PAPER.fullmatch(_squeeze(text)):
            found.add(i)
    found |= {i + 1 for i in found if i + 1 < len(texts) and texts[i + 1].isdecimal()}  # a telephone's last digits
    said = Counter(texts) if found else {}
    for i in sorted(found):  # the running head above or below the number of a page
        for k in (i - 1, i + 1):
            if 0 <= k < len(texts) and said[texts[k]] > 1 and not sentences[k] and _NUMBERED_PAGE.match(texts[i]):
                found.update(n for n, text in enumerate(texts) if text == texts[k])
    if 0 not in found and _heads_sheet(texts, sentences):
        found.add(0)
    for i, text in enumerate(texts[: 3 * _HEAD]):
        if i in found:
            continue
        if sentences[i] or len(text) > 60:
            break
        if kinds_of(text) and not PART.sub("", TOKEN.sub(lambda m: m[0][0], " " + text)):
            continue  # a date or a weekday by itself
        bare = _squeeze(text)
        section = (_SECTION.fullmatch(bare) and (i - 1 in found or i + 1 in found)) or (
            (i == len(found) or i + 1 in found) and len(texts) > _HEAD and _NAMED_SECTION.fullmatch(bare)
        )
        newsletter = _NEWSLETTER.fullmatch(bare) and "issue" in kinds_of("".join(texts[i + 1 : i + 2]))
        if not (_is_masthead(text) or section or newsletter):
            break  # nothing below it stands at the head of the page
        found.add(i)
    for i in list(found):  # the section's name between the date and the number of the page
        if not _NUMBERED_PAGE.match(texts[i]):
            continue
        for date, name in ((i - 2, i - 1), (i + 2, i + 1)):
            if 0 <= date < len(texts) and _NAME_OF_SECTION.fullmatch(texts[name]) and kinds_of(texts[date]) & {"date"}:
                found.update((date, name))
    short = [text for text in texts if len(text) <= 16 and (text[0] in _LISTS or not text[0].isalnum())]
    if not any(_CONTENTS.match(text) or _MORE.match(text) for text in short):
        return found
    later: dict[str, int] = {}
    for i, text in enumerate(texts):
        later[_entry(text)] = i
    listing = more = False
    for i, text in enumerate(texts):
        if _CONTENTS.match(text):
            entries = [k for k in range(i + 1, min(i + 4, len(texts))) if later.get(_entry(texts[k]), 0) > k]
            listing = bool(entries) or all(map(_TO_PAGE.search, texts[i + 1 : i + 3]))
        elif _MORE.match(text):
            more = True
            found.add(i)
            continue
        elif listing:
            listing = later[_entry(text)] > i or bool(_TO_PAGE.search(text))
        elif more:
            more = not sentences[i] and i not in found
            if not more:
                continue
        if listing or more:
            found.add(i)
    return found


def _heads_sheet(texts: list[str], sentences: list[bool]) -> bool:
    """Whether the first row is the name of a sheet: short, above its number or its date with the day of the week."""
    if len(texts) <= _HEAD or sentences[0] or not _NAME_OF_SHEET.fullmatch(_squeeze(texts[0])):
        return False
    told = kinds_of(texts[1])
    return bool(told) and ("page" in told or ("date" in told and _WEEKDAY.search(texts[1]) is not None))


def _is_masthead(text: str) -> bool:
    """A date with the names of paper or section, in any order, which at the head of a page is no article's."""
    kinds = kinds_of(text)
    return (
        "date" in kinds
        and not re.search(r"作者|记者|来源", text)
        and bool(PART.sub("", TOKEN.sub(lambda m: m[0][0], " " + text)))
    )


def _squeeze(text: str) -> str:
    """A row without blanks and emphasis."""
    return "".join(text.split()).strip("*_")


def _entry(text: str) -> str:
    """A headline as the table of contents and the article both print it."""
    bullet, page = _BULLET.match(text), _PAGE_NUMBER.search(text, max(0, len(text) - 6))
    body = text[bullet.end() if bullet else 0 : page.start() if page else len(text)]
    return _squeeze(body.rstrip(_LEADERS) or text)
