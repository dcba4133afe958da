"""Dates and periods in the text, as EDTF as far as the page fixes them.

The year of `5月16日` is the one named before it in the same story (a date with its year holds to the end of the
paragraph, a year alone to that of the sentence), else the page's, or unknown (`XXXX-05-16`).
昨天 needs the publication date (or a dateline with a date); 当天 is the last date of the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from heapq import merge

from kg.analyze import Passage
from kg.extract.dates import as_date, number_of, weekday_of, years_of
from kg.extract.values import Time
from kg.lexicon.characters import DECIMALS

_HALF = r"(?:\s*(?:凌晨|清晨|早晨|早上|上午|中午|午后|下午|傍晚|晚上|晚间|深夜|夜间|夜里|当晚|早|晚|夜|午))?"
_CLOCK = r"(?:\s*\d{1,2}(?:时|点)(?:\d{1,2}分?|半|许|左右|整)*(?:许|左右)?)?"
_YEAR = r"\d{4}年|今年|去年|前年|当年|同年|本年|明年|上年"
_TO = r"(?:至|到|-|—|~)"
_LATE = r"(?:夜间|夜里|晚间|晚|\d{1,2}时)?"  # 7月7日夜间|至8日
_PATTERN = re.compile(
    # Only these characters begin a time, and most of them only before some others: the look-aheads keep the branches
    # from being tried everywhere.
    r"(?=[\d每今去前当同本明上下这昨次翌第事日近连不最截目春元清端中国除五腊重“十七八三六])"
    r"(?=\d|每[年月周日天晚季逢]|[今去前当同本明上]年|[上本这下][周星]|[上本]月|[上这]个月|昨|前[天日晚不段\d]|[上下]半年|今[天日晨晚早]|明天|当[天日晚夜]|同[一日]"
    r"|次日|翌日|第二|事发|日前|近[日期来段年]|连日|不久|最近|截至|目前|“?[五十七八六]一|“?三八|春节|元[宵旦]|清明|端午|中秋"
    r"|国庆|除夕|腊八|重阳)"
    r"(?:(?P<habit>每[年月周日天晚季逢](?:度|星期)?)"
    rf"|(?P<y9>\d{{4}})年(?:(?P<m9>\d{{1,2}})月)?{_TO}(?P<y9b>\d{{4}})年(?:(?P<m9b>\d{{1,2}})月(?!\d))?(?!\d)"
    r"|(?P<y1>\d{4})年(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日"
    rf"(?:{_LATE}{_TO}(?:(?P<m1b>\d{{1,2}})月)?(?P<d1b>\d{{1,2}})日)?{_HALF}{_CLOCK}"
    rf"|(?P<y2>{_YEAR})?(?P<m2>\d{{1,2}})月(?P<d2>\d{{1,2}})日"
    rf"(?:{_LATE}{_TO}(?:(?P<m2b>\d{{1,2}})月)?(?P<d2b>\d{{1,2}})日)?{_HALF}{_CLOCK}"
    rf"|(?P<y3>{_YEAR})?(?P<m3>\d{{1,2}})(?:月份?)?{_TO}(?P<m3b>\d{{1,2}})月份?"
    rf"|(?P<y7>{_YEAR})?前(?P<m7>\d{{1,2}})个?月"
    r"|(?P<half>[上下]半年)"
    rf"|(?P<y4>{_YEAR})?(?P<m4>\d{{1,2}})月(?:初|上旬|中旬|下旬|底|末|份|以来)?(?!\d)"
    r"|(?P<y5>\d{4}年|今年|去年|前年|明年|上年|当年|本年)(?P<since>以来)?(?P<season>第?[一二三四1-4]季度|上半年|下半年"
    r"|春季|夏季|秋季|冬季|春天|夏天|秋天|冬天|入[春夏秋冬]以来|春节|清明|端午|中秋|国庆|元旦|年初|年底|初|底)?"
    r"|(?P<y6>\d{4})年度"
    rf"|(?P<week>(?:上|本|这|下)(?:周|星期)(?P<weekday>[一二三四五六日天])?){_HALF}{_CLOCK}"
    r"|(?P<rel>昨天|昨日|昨晚|昨夜|昨|前天|前日|前晚|今天|今日|今晨|今晚|今早|明天|当天|当日|当晚|当夜|同一天|同日|次日|翌日"
    rf"|第二天|事发当日|事发当天){_HALF}{_CLOCK}"
    rf"|(?P<moon>(?<![以晚早])上个?月|本月|这个月)(?![薪均度球亮租饼])(?:(?P<d8>\d{{1,2}})日(?![报本元均用]))?{_HALF}{_CLOCK}"
    rf"|(?<![\d月第])(?P<d7>\d{{1,2}})日(?![报本元均用])(?:{_LATE}{_TO}(?P<d7b>\d{{1,2}})日)?{_HALF}{_CLOCK}"
    r"|(?P<recent>日前|近日|近期|近来|连日来|前不久|不久前|前段时间|最近|近段时间|截至目前|目前|近年来)"
    r"|“?(?:五一|十一|七一|八一|三八|六一)(?:国庆)?”?(?:小?长假|假期|期间|前夕|当天|节前)"
    r"|(?:春节|元宵节|清明节|端午节|中秋节|国庆节|元旦|除夕|五一|腊八|重阳节|国庆)(?:小?长假|假期|期间|前夕|当天)?)"
)
# What a time begins with, and goes on with at once: the pattern itself, which begins with a look-ahead, would be tried
# at every character.
_BEGINS = re.compile(
    rf"[{DECIMALS}每今去前当同本明上下这昨次翌第事日近连不最截目春元清端中国除五腊重“十七八三六]"
    rf"(?:(?<=\d)\d{{0,3}}(?:[年月日]|{_TO})|(?<=昨)|(?<=前)(?=\d)|(?<=[上下])(?=半年)"
    r"|[年月周日天晚季逢星个不段晨早夜一同次二发前期来久近至目八节宵旦明午秋庆夕阳五十七六三])"
)
_DIGITS = "〇一二三四五六七八九零○"
_ZEROS = str.maketrans("零○", "〇〇")
_SPELT = "[一二三四五六七八九十]{1,3}"
# 五月十二日; 十二日 alone where what follows shows that it is a date, no number of days (七日游).
_SPELLED = re.compile(
    rf"(?=[一二三四五六七八九十〇零○]{{1,4}}[年月日])(?<![一二三四五六七八九十〇零○\d第])"
    rf"(?:(?:(?P<year>[一二][{_DIGITS}]{{3}})年)?(?P<month>{_SPELT})月)?(?P<day>{_SPELT})日"
    rf"(?(month)|(?=凌晨|清晨|早|上午|中午|下午|傍晚|晚|深夜|夜|在|发生|电|讯|，|{_SPELT}(?:时|点)))"
    rf"{_HALF}(?:{_SPELT}(?:时|点)(?:{_SPELT}分|半)?(?:许|左右)?)?"
)
_MAYBE_SPELLED = re.compile(r"日(?<=[一二三四五六七八九十]日)")  # a letter first: `re` passes over all others at once
_TOLD = re.compile(r"(?:19|20)\d\d年")
_QUARTER = {
    "一": ("01", "03"),
    "二": ("04", "06"),
    "三": ("07", "09"),
    "四": ("10", "12"),
    "1": ("01", "03"),
    "2": ("04", "06"),
    "3": ("07", "09"),
    "4": ("10", "12"),
}
_SEASON = {"春": "21", "夏": "22", "秋": "23", "冬": "24"}
_BACK = {"昨": 1, "前": 2, "今": 0, "明": -1}


class _Clock:
    """What is known of the date while the article is read from left to right."""

    def __init__(self, passage: Passage) -> None:
        published = passage.article.published
        self.published = date.fromisoformat(published) if published and len(published) == 10 else None
        self.now = str(self.published.year) if self.published else passage.article.year
        self.anchor = self.published
        self.last = ""
        self.held, self._until = "", 0

    def go_on(self, position: int) -> None:
        """Forget the year of a story that has ended before a position."""
        if position >= self._until:
            self.held = ""

    def hold(self, year: str, until: int) -> None:
        """Keep the year of a story up to a position."""
        self.held, self._until = year, until

    def in_year(self, word: str | None, month: int = 0) -> str:
        """The year that a word such as 去年 means, else the one that holds.

        A month without a year that is more than half a year ahead of the page is the last one: 12月 in January.
        """
        if not word:
            if self.held:
                return self.held
            if self.published is not None and month - self.published.month > 6:
                return str(self.published.year - 1)
            return self.now or "XXXX"
        if word[0].isdigit():
            return word[:4]
        if word in ("当年", "同年") and (self.held or self.last[:4].isdigit()):
            return self.held or self.last[:4]
        shift = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}.get(word, 0)
        return str(int(self.now) + shift) if self.now else "XXXX"


def find_times(passage: Passage) -> list[Time]:
    """The dates and periods of a passage in order."""
    clock = _Clock(passage)
    out = []
    for m in _matches(passage.text):
        clock.go_on(m.start())
        found = _read_spelled(m, clock) if m.re is _SPELLED else _read(m, clock)
        if found is None:
            continue
        value, kind = found
        if m[0][0] in "12" and _TOLD.match(m[0]):
            clock.hold(value[:4], _end_of_story(passage, m))
        if kind == "day" and value:
            clock.last = value
            if clock.anchor is None and passage.sentences[passage.sentence_at(m.start())].kind == "heading":
                clock.anchor = as_date(value)
        out.append(Time(m.start(), m.end(), value, kind))
    return out


def _end_of_story(passage: Passage, m: re.Match[str]) -> int:
    """How far the year of a date in the past holds: 2023年以来 goes on to this day, and tells of no story."""
    text = passage.text
    if text.startswith(("以来", "起", "至今"), m.end()) or m[0].endswith("以来"):
        return m.end()
    number = passage.sentence_at(m.start())
    sentences = passage.sentences
    if "月" in m[0]:
        while number + 1 < len(sentences) and sentences[number + 1].paragraph == sentences[number].paragraph:
            number += 1
    return sentences[number].stop


def _matches(text: str) -> Iterable[re.Match[str]]:
    """The dates and periods of a text in order, those in digits and those spelled out."""
    if not _MAYBE_SPELLED.search(text):
        return _printed(text)
    return merge(_printed(text), _SPELLED.finditer(text), key=lambda m: m.start())


def _printed(text: str) -> Iterator[re.Match[str]]:
    """The dates and periods in digits, and those with a name, in order."""
    begin = _BEGINS.search(text)
    while begin:
        found = _PATTERN.match(text, begin.start())
        if found:
            yield found
        begin = _BEGINS.search(text, found.end() if found else begin.start() + 1)


def _read_spelled(m: re.Match[str], clock: _Clock) -> tuple[str, str] | None:
    """`五月十二日`, `十二日晚`: as in digits."""
    day = number_of(m["day"])
    if not m["month"]:
        return _day(day, clock)
    month = number_of(m["month"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    year = "".join(str(_DIGITS.index(c) % 10) for c in m["year"].translate(_ZEROS)) + "年" if m["year"] else None
    return f"{clock.in_year(year, month)}-{month:02d}-{day:02d}", "day"


def _read(m: re.Match[str], clock: _Clock) -> tuple[str, str] | None:
    """The value and the kind of a match, or None where no calendar has it (32日)."""
    g = m
    if g["habit"]:
        return "", "habit"
    if g["y1"] or g["m2"]:
        n = "1" if g["y1"] else "2"
        month, day = int(g["m" + n]), int(g["d" + n])
        year = clock.in_year(g["y1"] + "年" if g["y1"] else g["y2"], month)
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return None
        value = f"{year}-{month:02d}-{day:02d}"
        if g[f"d{n}b"]:
            last = int(g[f"m{n}b"] or month)
            return f"{value}/{year}-{last:02d}-{int(g[f'd{n}b']):02d}", "span"
        return value, "day"
    if g["y9"]:
        return years_of(g)
    if g["m7"] or g["half"]:
        until = int(g["m7"] or 6)
        year = clock.in_year(g["y7"], until)
        if g["half"] == "下半年":
            return f"{year}-07/{year}-12", "span"
        return (f"{year}-01/{year}-{until:02d}", "span") if 1 <= until <= 12 else None
    if g["m3"]:
        first, last = int(g["m3"]), int(g["m3b"])
        if not (1 <= first <= 12 and 1 <= last <= 12):
            return None
        year = clock.in_year(g["y3"])
        return f"{year}-{first:02d}/{year}-{last:02d}", "span"
    if g["m4"]:
        if not 1 <= int(g["m4"]) <= 12:
            return None
        return f"{clock.in_year(g['y4'], int(g['m4']))}-{int(g['m4']):02d}", "month"
    if g["y5"]:
        return _year(g, clock)
    if g["y6"]:
        return g["y6"], "year"
    if g["week"]:
        return weekday_of(g, clock.anchor)
    if g["rel"]:
        return _relative(g["rel"], clock)
    if g["moon"]:
        return _month(g["moon"], int(g["d8"] or 0), clock)
    if g["d7"]:
        first_day = _day(int(g["d7"]), clock)
        if g["d7b"] and first_day and first_day[0] and int(g["d7"]) < int(g["d7b"]) <= 31:
            return f"{first_day[0]}/{first_day[0][:-2]}{int(g['d7b']):02d}", "span"
        return first_day
    if g["recent"]:
        return "", "recent"
    return "", "feast"


def _year(g: re.Match[str], clock: _Clock) -> tuple[str, str]:
    """今年, 去年以来, 2023年第一季度, 今年春季."""
    year = clock.in_year(g["y5"])
    season = g["season"] or ""
    if g["since"]:
        return (f"{year}/..", "year") if year != "XXXX" else ("", "year")
    if "季度" in season:
        first, last = _QUARTER[season.replace("第", "")[0]]
        return f"{year}-{first}/{year}-{last}", "span"
    if season in ("上半年", "下半年"):
        first, last = ("01", "06") if season[0] == "上" else ("07", "12")
        return f"{year}-{first}/{year}-{last}", "span"
    if season[:1] in _SEASON and season[1:] in ("季", "天"):
        return f"{year}-{_SEASON[season[0]]}", "month"
    if season in ("年初", "初"):
        return f"{year}-01", "month"
    return (year, "year") if year != "XXXX" else ("", "year")


def _relative(word: str, clock: _Clock) -> tuple[str, str]:
    """当天: the last date named; 次日: the day after; 昨天: counted from the publication."""
    if word[0] in "当同事":
        return clock.last, "day"
    if word in ("次日", "翌日", "第二天"):
        last = as_date(clock.last)
        return (last + timedelta(days=1)).isoformat() if last else "", "day"
    if clock.anchor is None:
        return "", "day"
    return (clock.anchor - timedelta(days=_BACK[word[0]])).isoformat(), "day"


def _month(word: str, day: int, clock: _Clock) -> tuple[str, str]:
    """上个月, 本月25日: counted from the publication."""
    if clock.anchor is None or day > 31:
        return "", "recent"
    first = clock.anchor.replace(day=1)
    if word[0] == "上":
        first = (first - timedelta(days=1)).replace(day=1)
    value = f"{first.year}-{first.month:02d}"
    return (f"{value}-{day:02d}", "day") if day else (value, "month")


def _day(day: int, clock: _Clock) -> tuple[str, str] | None:
    """`26日`: of the month named last, else of the publication's (or the one before)."""
    if not 1 <= day <= 31:
        return None
    if clock.last[4:5] == "-" or clock.last[:4] == "XXXX":
        return f"{clock.last[:7]}-{day:02d}", "day"
    if clock.anchor:
        base = clock.anchor
        if day > base.day:
            base = base.replace(day=1) - timedelta(days=1)
        return f"{base.year}-{base.month:02d}-{day:02d}", "day"
    return "", "day"
