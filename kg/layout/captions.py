"""Rows that belong to a picture, a box or the page, and to no article's text."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.layout.marks import NEAR, find_byline, opens_article
from kg.layout.names import BODY
from kg.layout.rows import Row

# Overprinted, each run of characters by itself: 颁奖现场颁奖现场。。（（资料图资料图））
_DOUBLED = re.compile(r"^(?=.{4,100}$)(.{2,40}?)\s*+\1(?>(?:\s*+(.{1,16}?)\s*+\2){0,6})[。！？]?$")
_CAPTION = re.compile(
    r"^[（(【\[▲△◀▶]*(?:图为|图[一二三四五①②③\d]*[:：]|上图|下图|左图|右图|资料图|本版图片)|!\[.*\]\(.*\)$"
    r"|[（(][^（()）]{0,14}(?:摄|供图|配图|制图)[)）]?[。]?$|(?:记者|通讯员)\s*+\S{2,8}\s*+摄[。]?$|[\s。！]\S{2,4}\s*+摄[。]?$|(?:记者|通讯员|图片?|照片)[^，。；]{0,30}(?<!拍)摄(?:影)?[）)]?[。]?$"
    r"|^[\u4e00-\u9fff](?:\s*+[\u4e00-\u9fff]){1,3}\s++摄$|。(?:资料图|资料照片|图片来源[:：]\S{2,12})$|^\S{0,16}供图$|[\s。][\u4e00-\u9fff]{4,20}供图[。]?$|^(?:本[版报组])?(?:摄影|图片|照片)(?:\s*+[:：/]|\s)\s*+[^，。]{2,30}$"
)
_CAPTION_MARK = re.compile(r"[▲△▼▽◀▶▷►←→↑↓]\s*+\S")
_PICTURE_OF = re.compile(r"^图(?:片|源)?\s*+[/／|｜:：]\s*+[^，。；]{2,24}$")  # 图/某海事局
_EXPERT = re.compile(r"(?:受访|本期|特邀|指导)(?:专家|嘉宾|医生|律师|法官|民警)\s*+[:：|｜]")
_SOURCES = ("数据来源", "资料来源", "信息来源")
_PAGE_BYLINE = re.compile(
    r"^(?:[（(](?:[^。（()）]{2,20}[ \u3000]+)?)?本(?:版|组|期)(?:稿件|文字|文章|图片|图文|文图|内容)?"
    r"(?:均|除署名外)?由[^，。；]{2,30}(?:采写|撰写|提供|供稿|拍摄|摄影|整理)"
    r"(?:[，、；][^。]{2,30})?[。]?[）)]?$"
)


def marks_caption(text: str) -> bool:
    """Whether a row begins with the mark that points at the picture beside a caption: ▲."""
    return text[:1] in "▲△▼▽◀▶▷►←→↑↓" and bool(_CAPTION_MARK.match(text))


@lru_cache(NEAR)
def is_caption(text: str) -> bool:
    """Whether a row says that it belongs to a picture, or is printed twice as captions are.

    >>> is_caption("图为颁奖现场"), is_caption("颁奖现场颁奖现场。。"), is_caption("开闸开闸。。（（资料图资料图））")
    (True, True, True)
    """
    if text[2:4] == "来源" and text.startswith(_SOURCES):
        return True
    if text[:1] in "本（(" and _PAGE_BYLINE.match(text):
        return True  # of the whole page, of no article
    if text[0] in "受本特指" and _EXPERT.match(text):
        return True
    if text[0] == "图" and _PICTURE_OF.match(text) and BODY.search(text):
        return True
    pictured = "图" in text or "摄" in text or "照片" in text or "![" in text
    if pictured and _CAPTION.search(text) and not find_byline(text):
        return True
    return text[:2] in text[2:] and bool(_DOUBLED.match(text))


def is_short_caption(rows: list[Row], i: int, *, pictured: bool) -> bool:
    """Whether a row that would start a paragraph is a caption: one short sentence by itself, without a comma.

    Where the rows around it stand by themselves too, blank lines only part paragraphs, save under a picture and
    above a lead.
    """
    row = rows[i]
    short = row.blank_before and row.blank_after and row.width <= min(24, row.column - 2) and row.text[-1] == "。"
    if not short or row.text.count("。") > 1 or "，" in row.text or opens_article(rows, i):
        return False
    near = rows[max(0, i - 1) : i] + rows[i + 1 : i + 2]
    led = i + 1 < len(rows) and opens_article(rows, i + 1)
    return pictured or led or not any(r.blank_before and r.blank_after and r.ends for r in near)
