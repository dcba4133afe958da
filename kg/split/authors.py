"""Who wrote an article: the names of bylines and leads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

import rjieba

from kg.layout.names import BESIDE_NAMES, BODY, OFFICE, TELLS, is_han_name, is_name, is_syllable, part_names
from kg.layout.signed import are_signed
from kg.layout.spaced import RUN, is_mixed, part_spaced
from kg.lexicon.gazetteer import load_gazetteer
from kg.model import Author, Line

_ROLE = re.compile(
    rf"{OFFICE}(?:记者|通讯员|评论员|实习生|作者|撰稿人?|供稿|摄影报道|摄影|报道|编辑|(?:(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{{2,6}})?读者(?![\u4e00-\u9fff])|文[/／][图摄]|图[/／]文|文图)[:：/／]?"
    r"|(?<![\u4e00-\u9fff])[文图摄][:：/／](?![\u4e00-\u9fff])|(?<![\u4e00-\u9fff])[文图][:：/／]|(?<=[/／])[文图摄](?![\u4e00-\u9fff])"
)
_SINGLES = re.compile(r"(?<![\u4e00-\u9fff·])[\u4e00-\u9fff](?:[ \u3000]{1,2}[\u4e00-\u9fff])*(?![\u4e00-\u9fff·])")
_CHECKED = re.compile(r"(?:(?<=[；;\s])编辑|审核|审校|责任编辑|责编|校对|核稿|审稿|签发)(?:人)?\s*[:：/／ \u3000]")
_NAMES = re.compile(r"[\u4e00-\u9fff·]+")
_SINGLES_BEHIND = re.compile(r"(?:[ \u3000]{1,2}[\u4e00-\u9fff](?![\u4e00-\u9fff·]))+")
_OUTLET = r"(?:本报|本网|本刊|本台|[\u4e00-\u9fff]{2,6}(?:日报|晚报|时报|都市报|法治报|网))?"
_SIGNED = (  # a lead that begins with who wrote it: （记者 王敏 通讯员 李强）, 记者王敏报道
    rf"[（(【\[](?P<signed>{_OUTLET}(?:全媒体|见习|实习|特约|首席)?(?:记者|通讯员)[^）)】\]。]{{2,30}})[）)】\]]"
    rf"|(?P<told>{_OUTLET}(?:记者|通讯员)[\u4e00-\u9fff·、]{{2,24}}?)(?:摄影)?报道[:：]?"
)
LEAD = re.compile(
    rf"{_SIGNED}|"
    r"[【\[]?据?(?:(?:本报|新华社|新华网|中新社|中新网)?(?P<place>(?!本报)(?:(?!讯)[\u4e00-\u9fff]){2,8}?)?"
    r"(?:\d{1,2}月)?(?:\d{1,2}日)?(?:电|(?<![审问])讯|消息|报道)|本报(?:讯|消息))[】\]]?"
    r"(?P<by>[（(](?P<names>[^）)]{2,40})[）)]|(?P<bare>(?:本报)?(?:记者|通讯员)[\u4e00-\u9fff·、]{2,20}?)(?:报道|摄影报道|(?=\d|近日|日前|连日来|今年|昨日|为|记者)))?"
)
LEAD_HEAD = re.compile(
    rf"^(?:{_SIGNED})(?=[\u4e00-\u9fff\d“])|"
    r"^[【\[]?据?(?:本报|新华社|新华网|中新社|中新网|中国网)[\u4e00-\u9fff]{0,10}?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:电|讯|消息)"
    r"|^(?![\u4e00-\u9fff]{1,7}本报)[\u4e00-\u9fff]{2,8}(?:\d{1,2}月\d{1,2}日)?(?<![短简快资音审问喜])讯(?![员稿社问])"
)
_LEAD_ROLE = re.compile(
    r"[【\[]?(?:本报|新华社|中新社|本网)?[\u4e00-\u9fff]{0,8}?(?<![审问])讯[】\]]?(?=(?:本报|本网|见习|实习)?(?:记者|通讯员))"
)
_ROW = re.compile(r"[^\r\n，。：；“]*+")
_ROLE_ENDS = re.compile(r"(?:记者|通讯员|实习生)$")
_ROLE_BEGINS = re.compile(r"[ \u3000]*(?:记者|通讯员|实习生|见习记者|实习记者)")
_GAP = re.compile(r"[ \u3000]+")
_LONGEST_SIGNED = 48  # characters
_MOST_HEAD = 48  # characters: the longest beginning of a lead


def opens_lead(text: str) -> bool:
    """Whether a paragraph opens as a lead does; most have none of the words of one.

    >>> opens_lead("通辽讯 昨日，消防员"), opens_lead("昨日，消防员赶到现场")
    (True, False)
    """
    head = text[:_MOST_HEAD]
    told = "讯" in head or "电" in head or "记者" in head or "消息" in head
    return told and LEAD_HEAD.match(text) is not None


def read_authors(line: Line) -> list[Author]:
    """The names of a byline, without roles, each with its place in the file.

    Spaces and marks part names; a line feed may stand between two names or inside one: inside, when a name of one
    character would be left beside it.

    >>> text = "记者 王敏 通讯\\n员李　强 何\\n嘉仪 马成\\n栋"
    >>> [a.name for a in read_authors(Line(text=text, offsets=tuple(range(len(text)))))]
    ['王敏', '李强', '何嘉仪', '马成栋']
    """
    whole = line.text
    places: Sequence[int] = range(len(whole))
    broken: set[int] = set()
    if "\n" in whole:
        places = [i for i, c in enumerate(line.text) if c != "\n"]
        broken = {i for i in range(1, len(places)) if places[i] - places[i - 1] > 1}
        whole = "".join([line.text[i] for i in places])
    whole_line = whole
    checked = _CHECKED.search(whole)
    if checked:  # who checked the text did not write it
        whole = whole[: checked.start()] + " " * (len(whole) - checked.start())
    if TELLS.search(whole):  # most bylines are names alone
        whole = _ROLE.sub(_blank, BESIDE_NAMES.sub(_blank, whole))
    names = _SINGLES.sub(_without_part, whole)
    pieces: list[tuple[int, int]] = []
    mended: set[int] = set()
    for run in RUN.finditer(names):
        if is_mixed(run[0]) and not any(names[i - 1 : i + 1].isalnum() for i in broken if run.start() < i < run.end()):
            spans = [(run.start() + a, run.start() + b) for a, b in part_spaced(run[0])]
            if spans:
                mended.update(range(*run.span()))
                pieces += spans
    for m in _NAMES.finditer(names):
        if m.start() in mended:
            continue
        singles = len(list(takewhile(lambda p: p[1] - p[0] == 1, reversed(pieces))))
        least = 2 - singles % 2  # 骆 冰|封铁军, but 李 强 何嘉仪
        behind = _SINGLES_BEHIND.match(names, m.end())
        parted = 1 if behind and len(behind[0].split()) % 2 else 2  # 吴圣锦|叶 芳, but not 刘佳|音 佟 亮
        cuts = [i for i in broken if m.start() + least <= i <= m.end() - parted]
        if "·" in m[0]:
            cuts = [i for i in cuts if _stands_before(names[m.start() : i], names[i : m.end()])]
        elif len(m[0]) >= 4 and is_name(m[0]) and is_name(m[0][:3]):  # 达瓦次仁, 乌云其其格
            cuts = [i for i in cuts if _are_two(names[m.start() : i], names[i : m.end()])]
        ends = [m.start(), *(sorted(cuts) or _between_names(m)), m.end()]
        pieces += pairwise(ends)
    pieces = _join_singles(sorted(pieces), names)
    out = []
    for start, stop in pieces:
        name = re.sub(r"[\s|]", "", names[start:stop])
        if 2 <= len(name) <= (14 if "·" in name else 8) and not BODY.search(name):
            out.append(Author(name=name, span=line.span(places[start], places[stop - 1] + 1)))
    if len(out) > 1 and whole_line.rstrip().endswith("报道") and load_gazetteer().by_name.get(out[-1].name):
        out.pop()  # 记者 王亮 长治报道
    return out


def _between_names(run: re.Match[str]) -> list[int]:
    """Where names of Han meet that nothing parts: 王小明|李建国, as OCR and careless typing leave them."""
    if rjieba.has_word(run[0]):
        return []
    return [run.start() + end for end in part_names(run[0])[:-1]]


def _are_two(first: str, second: str) -> bool:
    """Whether both halves of what a line break cuts are names of a surname and one or two characters."""
    return is_han_name(first) and is_han_name(second)


def _stands_before(first: str, second: str) -> bool:
    """Whether a name stands before one that has a dot: 欧阳文博|阿依努尔·买买提, but not 古丽|娜尔·艾山."""
    whole = len(first) == 4 or not is_syllable(first[:1])
    return "·" not in first and is_han_name(first) and is_name(second) and whole


def _blank(match: re.Match[str]) -> str:
    return "|" * len(match[0])


def _without_part(run: re.Match[str]) -> str:
    """Characters printed apart without the one that says what a person did: 王敏 文 and 王 敏 文, but not 郁 文."""
    size = len(run[0].split())
    if size == 2 or run[0][-1] not in "文图摄":
        return run[0]
    return run[0][:-1] + " "


def _join_singles(pieces: list[tuple[int, int]], names: str) -> list[tuple[int, int]]:
    """Put names together whose characters are printed apart.

    >>> text = "王 敏 张 晓 红"
    >>> [a.name for a in read_authors(Line(text=text, offsets=tuple(range(len(text)))))]
    ['王敏', '张晓红']
    """
    out: list[tuple[int, int]] = []
    at = 0
    while at < len(pieces):
        run = at
        while run < len(pieces) and pieces[run][1] - pieces[run][0] == 1:
            run += 1
        if run - at < 2:
            out.append(pieces[at])
            at += 1
            continue
        while run - at > 1:
            left = run - at
            next_name = "".join(names[start] for start, _ in pieces[at + 2 : at + 5])
            size = 2 if left in (2, 4) or (left > 4 and is_name(next_name)) else 3
            out.append((pieces[at][0], pieces[at + size - 1][1]))
            at += size
    return out


def lead_end(line: Line, text: str) -> int:
    """Where the lead ends with which a paragraph opens, its reporters included; 0 where it opens with none."""
    found = LEAD.match(line.text) if opens_lead(line.text) else None
    if not found:
        return 0
    signed = _spaced_signature(line, text, found)
    return signed[1] if signed else found.end()


def _spaced_signature(line: Line, text: str, lead: re.Match[str]) -> tuple[int, int] | None:
    """Where the reporters stand in a lead, where spaces or a line break part them from its text: 本报讯　记者 王敏."""
    role = _LEAD_ROLE.match(line.text)
    if not role or lead[0].rstrip("：:").endswith("报道"):
        return None
    start = line.offsets[role.end()]
    row = _ROW.match(text, start, start + _LONGEST_SIGNED)
    whole = row[0] if row else ""
    ends = [
        *(gap.start() for gap in _GAP.finditer(whole)),
        *([len(whole)] if text[start + len(whole) : start + len(whole) + 1] in "\r\n" else []),
    ]
    for end in reversed(ends):
        if _ROLE_ENDS.search(whole, 0, end) or _ROLE_BEGINS.match(whole, end):
            continue  # 记者 王敏 通讯员|李强3月6日…: whose name comes next
        if are_signed(whole[:end], bare=True):
            stop = start + len(whole[:end].rstrip())
            return role.end(), next((i for i, at in enumerate(line.offsets) if at >= stop), len(line.offsets))
    return None


def lead_authors(line: Line, text: str) -> list[Author]:
    """The names in a lead such as `武威讯（记者 何嘉）`; `text` is the document's."""
    found = LEAD.match(line.text) if opens_lead(line.text) else None
    signed = _spaced_signature(line, text, found) if found else None
    if signed:
        first, last = line.offsets[signed[0]], line.offsets[signed[1] - 1] + 1
        return read_authors(Line(text=text[first:last], offsets=tuple(range(first, last))))
    group = found and next((name for name in ("names", "bare", "signed", "told") if found[name]), None)
    if not found or not group:
        return []
    start, stop = found.span(group)
    first, last = line.offsets[start], line.offsets[stop - 1] + 1
    # The document's own stretch: unwrapping dropped the spaces and line breaks between the names.
    kept = [i for i in range(first, last) if text[i] != "*"]
    names = "".join("\n" if text[i] in "\r\n" else text[i] for i in kept)
    words = re.split(r"[\s、，,/]+", names)
    if not re.search(r"记者|通讯员|作者", found[group]) and not all(is_name(word) for word in words if word):
        return []
    return read_authors(Line(text=names, offsets=tuple(kept)))
