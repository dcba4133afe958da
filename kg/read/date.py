"""When a page was published: its front matter, a date line at its head, `--date`, or its file name."""

from __future__ import annotations

import datetime
import re
import unicodedata

from kg.errors import UsageError

HEAD_LINES = 6
"""How many lines, empty ones not counted, a date line may be down the page."""

_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*(?:年|(?P<mark>[-/.]))\s*(?P<month>\d{1,2})\s*(?(mark)(?P=mark)|月)"
    r"\s*(?P<day>\d{1,2})\s*(?(mark)(?!\d)|日)"
)
_CHINESE = re.compile(
    r"([一二][〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_LABEL = r"(?:发布|发表|出版|更新|刊发|发稿)?(?:时间|日期|于)|published|date"
_BEFORE = re.compile(
    rf"[\s\W]*(?:(?:来源|稿源|作者|记者|编辑)\s*[:：]\s*\S+\s+|\S*(?:报|网|社|台|客户端)\s+)?(?:(?:{_LABEL})\s*[:：]?\s*)?[\W_]*",
    re.IGNORECASE,
)
_CLOCK = (
    r"[T\s]*+(?:\d{1,2}\s*+[:：时点]\s*+(?:\d{1,2}分?(?:\s*+(?:[:：]\s*+)?\d{1,2}秒?)?(?:\.\d+)?)?"
    r"(?:Z|[+-]\d\d:?\d\d|许|左右)?)?"
)
_WEEKDAY = r"\s*+(?:[(（]?(?:星期|周)[一二三四五六日天][)）]?)?"
_AFTER = re.compile(
    rf"[\s)）\]】]*+{_WEEKDAY}{_CLOCK}{_WEEKDAY}"
    r"[\s)）\]】*_|]*(?:(?:来源|稿源|出处|作者|记者|通讯员|编辑|责编|责任编辑|浏览|阅读|点击|字号|第.{1,3}版|http)\S*.*"
    r"|[^\s,。;、]{0,20}(?:报|网|社|台|客户端|公众号|版)[^\s,。;、]{0,4})?\s*",
    re.IGNORECASE,
)
# What stands beside a date at the head of a page: day, page, paper, section, editors; but no sentence.
_FOLIO = re.compile(
    r"星期|周[一二三四五六日天]|(?<![\w])第?\s*[A-Z]?\d{1,3}\s*版|(?<!\w)[A-Z]\d{1,2}(?!\w)|第[一二三四五六七八九十]{1,3}版"
    r"|[报刊网社](?=\W|$)|要闻|新闻|综合|专版|发表于|编辑|责编|\s{2}|\u3000| [|｜·] "
)
_TEXT = re.compile(r"[。;!?“”]|(?<!\d),|,(?!\d)")
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"^[ \t]*[\"']?(date|published|pubdate|日期|发布日期|发布时间)[\"']?[ \t]*[:：](.*)$", re.I | re.M)


def parse_date(text: str, *, option: bool = False) -> str | None:
    """The first real calendar date of a string as an ISO date, or None.

    >>> parse_date("发布时间：2008年04月05日 09:12"), parse_date("二〇二三年二月二十一日")
    ('2008-04-05', '2023-02-21')
    >>> parse_date("2023-02-30") is None
    True

    Raises: UsageError with `option`, when the string is anything but one date.
    """
    plain = _arabic(unicodedata.normalize("NFKC", text)).strip()
    if option:
        match = _DATE.fullmatch(plain)
        date = match and _real(match["year"], match["month"], match["day"])
        if not date:
            raise UsageError(f"{text!r} is not a date", place="--date", remedy="write it as 2023-02-21")
        return date
    for match in _DATE.finditer(plain):
        if date := _real(match["year"], match["month"], match["day"]):
            return date
    return None


def published_on(text: str, stem: str, option: str | None = None) -> tuple[str | None, str]:
    """The publication date of a page (ISO, or None) and where it stands, as `Document` describes them.

    >>> published_on("某市开展反诈宣传\\n2023/02/21 09:12\\n正文。", "页")
    ('2023-02-21', 'date line')
    """
    front = _FRONT_MATTER.match(text)
    if front and (date := _front_matter_date(front[1])):
        return date, "front matter"
    if date := _date_line(text[front.end() if front else 0 :]):
        return date, "date line"
    if option:
        return option, "option"
    if date := _date_in_name(stem):
        return date, "file name"
    return None, ""


def _front_matter_date(block: str) -> str | None:
    return next((date for _, value in _KEY.findall(block) if (date := parse_date(value))), None)


def _date_line(text: str) -> str | None:
    """The date of the first line at the head that is a date, its time and the paper's name, or a page's folio."""
    seen = 0
    for match in re.finditer(r"[^\r\n]+", text[:4000]):
        line = unicodedata.normalize("NFKC", match[0]).strip()
        if not line:
            continue
        seen += 1
        if seen > HEAD_LINES:
            break
        line = _arabic(line)
        for found in _DATE.finditer(line):
            alone = bool(_BEFORE.fullmatch(line, 0, found.start()) and _AFTER.fullmatch(line, found.end()))
            alone = alone or _is_folio(line, found.start(), found.end())
            if alone and (date := _real(found["year"], found["month"], found["day"])):
                return date
    return None


def _is_folio(line: str, start: int, stop: int) -> bool:
    """Whether a line is the head or foot of a printed page, with the date between short words and no sentence.

    >>> line = "A08 法治新疆 2024年12月4日 星期三 值班主任/李某"
    >>> _is_folio(line, 9, 19)
    True
    """
    if len(line) > 90 or _TEXT.search(line):
        return False
    stop = len(line[:stop].rstrip())
    if (start and not re.match(r"[\s\W_]", line[start - 1])) or re.match(r"\w", line[stop : stop + 1]):
        return False
    words = re.split(r"[\s\W_]+", line[:start] + " " + line[stop:])
    return all(len(word) <= 12 or word.isascii() for word in words) and any(
        map(_FOLIO.search, (line[:start], line[stop:]))
    )


def _date_in_name(stem: str) -> str | None:
    plain = _arabic(unicodedata.normalize("NFKC", stem))
    # At the start, more digits may follow (20230221001); elsewhere they would make any long number a date.
    packed = re.match(r"((?:19|20)\d\d)(\d\d)(\d\d)", plain) or re.search(
        r"(?<!\d)((?:19|20)\d\d)[_]?(\d\d)[_]?(\d\d)(?!\d)", plain
    )
    return parse_date(plain) or (_real(*packed.groups()) if packed else None)


def _arabic(text: str) -> str:
    """Dates in Chinese numerals rewritten with digits; everything else as it was."""
    return _CHINESE.sub(lambda m: f"{m[1].translate(_NUMERALS)}年{_count(m[2])}月{_count(m[3])}日", text)


def _count(numeral: str) -> int:
    """A numeral below one hundred: 二十一 is 21."""
    tens, ten, ones = numeral.rpartition("十")
    digits = "〇一二三四五六七八九"
    if not ten:
        return int(numeral.translate(_NUMERALS))
    return 10 * (digits.find(tens) if tens else 1) + (digits.find(ones) if ones else 0)


def _real(year: str, month: str, day: str) -> str | None:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
