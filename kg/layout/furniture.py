"""Rows that belong to the page, the paper or the site, and to no article: folios, staff, addresses, links, contents.

A folio is read as what it is, words between spaces or marks: a date, a page number, an editor and his office, a paper's
telephone. One of them that no article has, and nothing beside it but names of sections, makes the row a folio; a date
or the paper's name does so only at the head of the page or beside another such row.
"""

from __future__ import annotations

import re

_CHINESE = r"[\u4e00-\u9fff]"
_PERSON = rf"{_CHINESE}(?:{_CHINESE}{{1,3}}|(?:[ \u3000]{{1,2}}{_CHINESE}){{1,2}})?(?!{_CHINESE})"
_OFFICE = (
    r"(?:本版)?责任?编辑?|(?:本版)?责任编辑|责任校对|(?:本版|值班|文字|图片|组稿|首席|视频|新媒体)?编辑|编审|版式(?:设计)?|校对|检校|校检|审校|美术(?:编辑|设计)"
    r"|美编|视觉设计|图编|组版|排版|值班(?:主任|编委|总编|编辑|主编)|总编辑?|主编|监制|监审|审核|终审|初审|复审|一审|二审|三审|签发"
)
_VAGUE = r"视觉|设计|制图|制作|统筹|策划|主任|主办|承办|协办|编委|总监|出品|执行|实习|责任人|主管"
_STAFF = (
    rf"(?:{_OFFICE})(?:\s*+[:：/／|｜]\s*+|[ \u3000]+){_PERSON}(?:[ \u3000、]+{_PERSON})*"
    rf"|(?:{_OFFICE}|{_VAGUE})(?:单位)?\s*+[:：/／|｜]\s*+[\u4e00-\u9fff·]{{1,16}}(?:[ \u3000、]+{_PERSON})*"
)
_CONTACT = (
    r"(?:(?:新闻|广告|客服|服务|投稿|发行|举报|订阅|读者|编辑部|值班|监督|报料|爆料|电子|总编室|便民)*"
    r"(?:热线|电话|传真|邮编|邮箱|信箱|邮政编码)|E-?mail|QQ群?|微信号?|网址|社址|地址|定价|零售价?|邮发代号|广告经营许可证号?|印刷|承印"
    r"|国内统一(?:连续出版物|刊)?号?|刊号)\s*+[:：/／]?\s*+[^\s，。；]*\d[^\s，。；]*"
    r"|(?:投稿|电子)?(?:邮箱|信箱)\s*+[:：]?\s*+[!-~]+|[\w.-]+@[\w.-]+\.\w+|(?:https?://|www\.)[!-~]+|(?:\+86-)?0\d{2,3}-\d{7,8}"
    r"|(?:社址|地址)\s*+[:：]\s*+\S+|CN\s?\d\d-\d{4}|今日\d{1,3}版"
)
_ISSUE = (
    r"[（(]?总?第\s*+\d{1,5}\s*+期[）)]?|\d{4}\s*+年\s*+第\s*+\d{1,3}\s*+期|[（(]?总第\s*+\d{1,6}\s*+[期号][）)]?"
    r"|[（(]?共印\s*+\d+\s*+份[）)]?"
)
_PAGE = r"第?\s*+[A-Z]?\d{1,3}\s*+版|第?\s*+[一二三四五六七八九十]{1,3}\s*+版|[A-Z]?\d{1,3}[-—－/]\d{1,3}版"
_SHEET = r"[A-Z]\d{1,3}"  # of a paper, beside a date or a name; by itself it may be a motorway
_DATE = (
    r"\d{4}\s*+(?:年\s*+\d{1,2}\s*+月\s*+\d{1,2}\s*+日|[-/.]\s*+\d{1,2}\s*+[-/.]\s*+\d{1,2})"
    r"|[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)
_DAY = r"[（(]?(?:星期|周)[一二三四五六日天][）)]?|农历\S{3,8}|\S{0,4}\d+℃\S{0,8}|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
# Blanks spelled out are found in one table, and a class at the beginning passes over all that is none of it.
_SPACE = "".join(c for c in map(chr, range(0x10000)) if c.isspace())
_EDGE = rf"[{_SPACE}|｜·/／（(《〈—:：、，▌■□●▎]"
_STOP = r"(?=[\s|｜·/／）)》〉—:：、，▌■□●▎]|$)"
TOKEN = re.compile(
    rf"{_EDGE}(?:(?P<staff>{_STAFF})|(?P<contact>{_CONTACT})|(?P<issue>{_ISSUE})|(?P<page>{_PAGE})|(?P<sheet>{_SHEET})"
    rf"|(?P<date>{_DATE})|(?P<day>{_DAY})){_STOP}",
    re.IGNORECASE,
)
PART = re.compile(r"[\s|｜·・/／（）()《》〈〉【】—:：、*_▌■□●▎-]+")
_NO_FOLIO = re.compile(r"[。；！？“”‘’%％]")
_COMMA = re.compile(r"，(?:(?<!\d，)|(?!\d))")  # of a sentence, not of a number
# One of these is in every row that `TOKEN`, `_SITE`, `_IN_SITE` or `_DATED_SITE` finds anything in: to look for a
# class of characters takes a tenth of the time. Blanks and digits are spelled out, which `re` finds in one table.
_BLANKS = "".join(c for c in map(chr, range(0x10000)) if c.isspace() or c.isdecimal()) + "\U00010000-\U0010ffff"
_MAYBE_FOLIO = re.compile(rf"[!-~：／｜{_BLANKS}版周期农年]")
_MAYBE_SITE = re.compile(rf"[!-~：｜{_BLANKS}第扫维创转接评看赞荐彩阅章闻道【完内存割小享继更早已点加载以楼返搜]")
_MAYBE_IN_SITE = re.compile(r"[编式校航顾返击注表篇版页条置图备听刷自布G论索窗放缩权首数享载授阅印识扫>＞›»]")
# A row with a comma that `_SITE` matches begins with one of these, or has 点 near its beginning.
_SITE_STARTS = frozenset("责版校美编审值主监排制统新热投电邮地国第<原我【[楼＜‹文搜内")
_TOOL_STARTS = frozenset("字放默打关收返复朗听下纠大中缩分点在评转小")  # of a row of tools: 字号 打印 关闭
# What a row of the site begins with or is, in all.
_SITE = re.compile(
    r"(?:责任?编辑?|责编|责任编辑|版式|校对|美编|编辑|审核|值班主任|主编|监制|排版|制图|统筹|新闻热线|热线|投稿邮箱|电子邮箱|邮编|地址|国内统一)[:：/\s|｜]"
    r"|第?\s*+[A-Z]?\d{1,3}\s*+版?$|第\s*+[\d一二三四五六七八九十]{1,3}\s*+版|[A-Z]\d{1,2}[:：]?\s*+[\u4e00-\u9fff·]{0,8}$|[\u4e00-\u9fff·]{2,8}\s*+0?\d{1,2}$|<!--.*-->$"
    r"|[^\w%％。，、；：]*\d{1,3}[^\w%％。，、；：]*$"
    r"|[^，。、；]{0,12}(?:扫码|扫一扫|二维码)[^，。、；]{0,12}$|[^，。]{0,6}(?:E-?mail|www\.|https?://)[!-~\s]+$"
    r"|原创(?:\s|$)|PART\s*+\d+$|[（(]?上接第?[^，。]{1,8}版[）)]?$|下转第?[^，。]{1,8}版$"
    r"|[^，。>＞›»]{2,12}(?:\s[>＞›»]\s[^，。>＞›»]{2,12}){2,}$|我要评论"
    r"|[^，。]{0,8}点(?:个[“\"「]?|[“\"「])(?:在看|赞)|点赞(?:\s|$)|(?:往期|精彩|相关|更多)(?:推荐|精彩|阅读|文章|新闻|报道)$|(?:[【\[](?:打印|关闭|返回|收藏|顶部|大|中|小)[^】\]]{0,4}[】\]]\s*+)+$|推荐阅读$"
    r"|(?:(?:字号|字体|放大|缩小|默认|打印|关闭|收藏|分享|返回|复制|朗读|听报|下载|纠错|点赞|在看|评论|转发|大|中|小)[\s|｜+＋-]*+){2,}$"
    r"|(?:阅读|在看|赞|点赞|浏览|评论|转发|分享|收藏)\s*+[\d.]+万?\+?(?:\s+(?:阅读|在看|赞|点赞|评论|转发|分享|收藏)\s*+[\d.]+万?\+?)*$"
    r"|[-—－=＝*·\s]*分割线[-—－=＝*·\s]*$"
    r"|\d{1,2}[:：]\d{2}$|[-—\s]*(?:继续阅读|更早的消息|已经到底啦?|点击加载更多|加载更多|以下为正文)[-—\s]*$"
    r"|[A-Z][A-Z .&]{5,40}$|[A-Z][A-Z ]{2,20}\s[\u4e00-\u9fff]{2,6}$|\d{1,5}\s*+楼(?:\s|$)|楼主(?:\s|$)"
    r"|[\u4e00-\u9fffA-Za-z]{2,12}\s++V$|[<＜‹]\s*+返回|文章编号\s*+[:：]|搜索结果|[【\[](?:责任)?编辑\s*+[:：/][^】\]]{2,12}[】\]]$"
    r"|[-—\s]*(?:E\s*+N\s*+D|完)[-—\s]*$|内部(?:资料|刊物)|注意保存$|(?:浏览|阅读)(?:次数|量)?[:：]?\s*+\d+$"
)
_DATED_SITE = re.compile(  # in rows with a year
    r"[^。，]{0,60}\d{4}年\d{1,2}月\d{1,2}日\s*+星期[一二三四五六日天][^。，]{0,16}$"
    r"|(?!\d{4})(?=[^，。；]*(?:报|周刊|电子版|专刊|版面)(?![\u4e00-\u9fff]*[讯道案名]))[^，。；]{0,40}\d{4}\s*+[年.\-/]\s*+\d{1,2}\s*+[月.\-/]\s*+\d{1,2}[^，。；]{0,40}$"
)
_YEAR = re.compile(r"\d\d\d\d")  # a repeated class would be tried at every character
# What is of the site anywhere in a row. Each branch begins with a letter, so that `re` passes over all that is none of
# these letters at once.
_EDITED = r"\s*+[:：/]?\s*+[\u4e00-\u9fff]{2,4}(?:\s|$)"
_IN_SITE = re.compile(
    "|".join(rf"{office}{_EDITED}" for office in ("责编", "责任编辑", "版式", "校对", "美编"))
    + "|"
    + "|".join(rf"{mark}\s*+正文$" for mark in ">＞›»")
    + r"|版面导航|标题导航|往期回顾|返回首页|点击(?:上方|下方|蓝字)|关注我们|发表于"
    r"|上一[篇版页条]|下一[篇版页条]|(?:当前|您的?|所在)位置\s*+[:：]|网站地图|ICP备|公网安备|听报|自动刷新|来自\s*+(?:微博|iPhone|Android)|发布于\s*+[\u4e00-\u9fff]{2,4}$|\dG\s++\d{1,3}%|评论\s++\d+\s|检索结果|(?:检索|搜索|查询)[^，。]{0,12}\s共\s*+\d+\s*+[条篇]$|每页\s*+\d+\s*+条|关闭窗口|放大\s*+[+＋]|缩小\s*+[-－]|版权所有|首页\s*+[>＞›»]|数字报|分享到|下载客户端|返回目录|未经授权"
    r"|阅读原文|打印本页|长按识别|扫描二维码"
)
# How databases tell an article's paper and date: in front of it, 某某日报/2025 年/7 月/4 日/第 002 版, or below its
# headline, 某某日报 | 2025-07-12 | 003 | 字数: 125
_OPENS_RECORD = re.compile(
    r"[\u4e00-\u9fff]{2,12} ?/ ?\d{4} ?年 ?/ ?\d{1,2} ?月 ?/ ?\d{1,2} ?日 ?/ ?第 ?[A-Z]?\d{1,3} ?版$"
)
_IN_RECORD = re.compile(
    r"[\u4e00-\u9fff]{2,12} ?[|｜] ?\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?: ?[|｜] ?[^，。|｜]{1,24}){1,6}$"
)
_DISTRIBUTION = re.compile(r"^(?:报|送|发|抄送|抄报|报送|发送|主送|分送|印发|呈报)[:：]\s*+[\u4e00-\u9fff]")
_DISTRIBUTES = frozenset("报送发抄主分印呈")
_ORNAMENT = re.compile(r"[^\w”’」』）)》〉】。，、；：！？…—“‘「『（(《〈【%％]+$")
_REPORTED = re.compile(r"(?:记者|通讯员|撰稿|供稿)人?[:：/\s]*[\u4e00-\u9fff]")  # a byline, whoever edited the text
_WRITTEN = re.compile(r"文(?:字)?\s*+[|｜:：/／丨]")
_OF_PAGE = frozenset(("staff", "contact", "issue", "page"))


def opens_record(text: str) -> bool:
    """Whether a row is the paper and the date that a database prints in front of each article.

    >>> opens_record("某某日报/2025 年/7 月/4 日/第 002 版"), opens_record("某某日报 | 2025-07-12 | 003 | 字数: 125")
    (True, False)
    """
    return "/" in text and _OPENS_RECORD.match(text) is not None


def heads_record(text: str) -> bool:
    """Whether a row is the paper and the date of an article, as databases print them in front of it or in its head.

    >>> heads_record("某某日报/2025 年/7 月/4 日/第 002 版"), heads_record("某某日报 | 2025-07-12 | 003 | 字数: 125")
    (True, True)
    """
    return opens_record(text) or (("|" in text or "｜" in text) and _IN_RECORD.match(text) is not None)


def is_furniture(text: str) -> bool:
    """Whether a row belongs to the page or the site wherever it stands: editors, page numbers, telephones, links.

    >>> [is_furniture(row) for row in ("责编 王某 版式 李某", "第 2 版", "23%。", "众扫码就能找到。")]
    [True, True, False, False]
    >>> is_furniture("B03 法治青原 2024年12月4日 星期三 值班主任/李某 编辑/王某")
    True
    """
    if len(text) > 120 or heads_record(text):
        return False
    told = "。" in text
    folio = not told and _MAYBE_FOLIO.search(text) is not None
    found = (
        (text[0] in _DISTRIBUTES and _DISTRIBUTION.match(text))
        or (not text[0].isalnum() and _ORNAMENT.match(text))
        or (not told and len(text) <= 90 and _is_of_site(text, dated=folio))
        or (folio and not _OF_PAGE.isdisjoint(kinds_of(text)))
    )
    return bool(found) and not (len(text) <= 40 and (_REPORTED.search(text) or _WRITTEN.match(text)))


def is_imprint(text: str) -> bool:
    """Whether a row says two things of the page at least: who edited it, how to reach them, its number, its issue.

    >>> is_imprint("责任编辑 李某 电话 0571-85310000"), is_imprint("责任编辑 李某")
    (True, False)
    """
    return len(kinds_of(text) & _OF_PAGE) > 1


def _is_of_site(text: str, *, dated: bool) -> bool:
    """Whether a row, which may be `dated`, is what a site prints around its articles: links, buttons, its date."""
    first = text[0]
    able = "，" not in text or first in _SITE_STARTS or first.isdecimal() or "点" in text[:9]
    found = (
        (able and (first in _TOOL_STARTS or _MAYBE_SITE.search(text)) and _SITE.match(text))
        or (_MAYBE_IN_SITE.search(text) and _IN_SITE.search(text))
        or (dated and any(map(text.__contains__, "年.-/")) and _YEAR.search(text) and _DATED_SITE.match(text))
    )
    return bool(found)


def kinds_of(text: str) -> set[str]:
    """What a folio holds, by the names of `TOKEN`'s groups; nothing when it holds more than short names besides."""
    if _NO_FOLIO.search(text) or ("，" in text and _COMMA.search(text)):
        return set()
    bare = " " + text.strip("*_ ")  # each token has an edge before it
    kinds: set[str] = set()

    def drop(match: re.Match[str]) -> str:
        kinds.add(match.lastgroup or "")
        return match[0][0] + " "

    rest = TOKEN.sub(drop, bare)
    if not kinds:
        return set()
    words = [word for word in PART.split(rest) if word]
    if len(words) > 5 or any(len(word) > 9 and not word.isascii() for word in words):
        return set()
    if "date" in kinds and any(word.isdigit() for word in words):
        kinds.add("page")
    if "sheet" in kinds and len(kinds) > 1:
        kinds.add("page")
    return kinds
