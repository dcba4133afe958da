"""Blocks cut into articles: where one ends and the next begins."""

from __future__ import annotations

import re
from itertools import takewhile

from msgspec.structs import replace

from kg.layout import Block
from kg.layout.apart import NOTICE
from kg.layout.furniture import opens_record
from kg.layout.headings import BULLETS
from kg.layout.names import BODY
from kg.model import Line
from kg.split.authors import lead_authors, opens_lead, read_authors
from kg.split.briefs import RUBRIC, end_of_list, find_briefs, read_brief
from kg.split.captions import is_caption
from kg.split.grams import bigrams
from kg.split.levels import headline_levels
from kg.split.unit import Unit, cut_in_two

_LABEL = re.compile(
    r"^[【\[]?(?:核心提示|编者按|编者的话|导读|内容提要|相关链接|延伸阅读|新闻链接|记者手记|本期关注|要闻|短讯|简讯|简报|一句话新闻|短波|速览|快讯)[】\]]?[:：]?$"
)
_LONGEST_ADDRESS = 20  # characters
_LONGEST_LABEL = 12  # characters, with brackets and colon
_NOTE = re.compile(r"^[【\[]?(?:编者(?:按|的话)|核心提示|内容提要)[】\]]?[:：]?$")
_NOTED = re.compile(r"[【\[]?编者(?:按|的话)[】\]]?[:：]")
_COLUMN = 8  # characters at most: the name of a column of briefs
_SECTION = 4  # characters: a Markdown heading so short inside an article names a section of it
_HEADLINE = 11  # characters: shorter headings may be section headings of the article
_LABEL_OF_SECTION = 6  # characters
_TOLD = 3  # pairs of characters
_DEAR = re.compile(
    r"(?:尊敬的)?(?:(?:编辑|总编辑|主编)(?:同志|先生|老师)?|记者(?:同志|先生|老师)|[\u4e00-\u9fff]{2,12}的?同志们)[:：]"
    r"|[（(]上接第?[^，。（()）]{1,8}[）)]"  # or what goes on from another page
)  # how a letter to the paper begins
_DATED_AUTHOR = re.compile(
    r"(?:作者\s*+[:：]|(?:作者|记者|通讯员)(?=[:：\s]))\s*+[:：]?\s*+"
    r"([\u4e00-\u9fff·]{1,8}(?:[ \u3000、]{1,3}[\u4e00-\u9fff·]{1,8})*)(?=\s|$|[|｜])"
)
_KICKER = re.compile(r"[（(][^（）()]{4,30}[）)]")
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}")
_ISO = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})")


def _is_addressed(text: str) -> bool:
    """Whether a paragraph opens a letter to the paper, or goes on from another page."""
    head = text[:_LONGEST_ADDRESS]
    return ("：" in head or ":" in head or head[:1] in "（(") and _DEAR.match(text) is not None


def _is_label(text: str) -> bool:
    """Whether a row only says what follows: 【编者按】."""
    return len(text) <= _LONGEST_LABEL and _LABEL.match(text) is not None


def cut_units(sequence: tuple[Block, ...], text: str) -> tuple[list[Unit], Unit]:
    """The blocks of a page's `text` cut into articles, and what is left after the last byline."""
    cutter = _Cutter(sequence, text)
    for i, block in enumerate(sequence):
        cutter.take(i, block)
    return cutter.units, cutter.current


class _Cutter:
    """The pass over the blocks of a page: the articles so far and the one being read."""

    def __init__(self, sequence: tuple[Block, ...], text: str) -> None:
        self.sequence, self.text = sequence, text
        self.levels = headline_levels(sequence)
        self.last = {b.line.text: i for i, b in enumerate(sequence) if b.kind == "heading"}
        self.units: list[Unit] = []
        self.briefs = find_briefs(sequence)
        self.noting = False  # in an editor's note, whose paragraphs go behind the headline that follows
        self.notes: list[Block] = []
        self.mark = ""  # with which each brief of the list being read begins
        self.last_brief = -1  # the block that ends a list under a rubric, which is one article whoever signs its parts
        self.bulky = False  # whether its briefs have more paragraphs than one
        self.current = Unit()
        self._scanned = (self.current, 0, False)  # so many of an article's blocks looked at, and whether one is text

    def has_text(self) -> bool:
        """Whether the article being read has a paragraph yet; each block is looked at once."""
        unit, upto, found = self._scanned
        items = self.current.items
        if unit is not self.current or upto > len(items):
            upto, found = 0, False
        if not found and upto < len(items):
            found = any(items[i].kind == "paragraph" for i in range(upto, len(items)))
        self._scanned = (self.current, len(items), found)
        return found

    def take(self, i: int, block: Block) -> None:
        """Read the next block."""
        current = self.current
        if i <= self.last_brief:
            self.take_brief(i, block)
        elif block.kind == "heading" and (end := end_of_list(self.sequence, i)):
            if self.has_text():
                self.close()
            self.last_brief, self.current.listed = end, True
            self.current.items.append(block)
        elif block.kind == "date":
            self.take_date(i, block)
        elif block.kind == "byline":
            self.take_byline(block)
        elif block.kind == "amid":
            current.place_amid(replace(block, kind="heading"))
        elif block.kind == "jump":  # the article goes on elsewhere
            signed = i + 1 < len(self.sequence) and self.sequence[i + 1].kind == "byline"
            if self.has_text() and not signed:
                self.close()
        elif not current.items and _NOTE.match(block.line.text):
            self.noting = True
        elif self.lists(i) and (RUBRIC.match(_squeeze(block.line.text)) or self.signed_mark(i)):
            if self.has_text():
                self.close()
            self.current.listed = True
            self.mark = self.signed_mark(i)
            if not self.mark:
                self.current.items.append(block)
            else:
                self.bulky = any(
                    b.line.text[0] != self.mark for b in self.sequence[i + 1 : i + 4] if b.kind == "paragraph"
                )
        elif block.kind == "caption" or _is_label(block.line.text) or is_caption(self.sequence, i):
            return
        elif block.kind == "heading":
            self.noting, self.mark = False, ""
            if not self.has_text() and self.last[block.line.text] > i:  # a table of contents
                return
            if block.level in self.levels and not (self.has_text() and len(block.line.text) <= _SECTION):
                if self.has_text():
                    self.close()
                self.current.certain = True
            elif self.has_text() and (i in self.briefs or self.opens_article(i, block.line.text)):
                self.open_with_headings()
            self.current.items.append(block)
        elif self.is_note(i, block):
            self.notes.append(block)
        else:
            if self.mark and block.line.text[0] == self.mark:
                if self.has_text():
                    self.close()
                self.current.listed = True
            elif self.mark and self.current.listed and self.has_text() and not self.bulky:
                self.close()  # the briefs have one paragraph each: it is another article's
                self.mark = ""
            self.current.items += self.notes
            self.notes, self.noting = [], False
            if self.has_text() and (opens_lead(block.line.text) or _is_addressed(block.line.text)):
                self.open_with_headings()
            self.current.items.append(block)
            self.current.lead_authors += lead_authors(block.line, self.text)

    def is_note(self, i: int, block: Block) -> bool:
        """Whether a paragraph is the editor's: it says so, or stands under a heading that did."""
        if self.noting:
            return i + 1 < len(self.sequence) and self.sequence[i + 1].kind in ("heading", "paragraph")
        told = "编者" in block.line.text[:3] and _NOTED.match(block.line.text)
        return bool(told) and not self.has_text() and not self.current.certain

    def take_brief(self, i: int, block: Block) -> None:
        """Read a block of the briefs under a rubric."""
        if block.kind == "byline":
            self.current.authors += read_authors(block.line)
        else:
            paragraph, authors = read_brief(block)
            self.current.items.append(paragraph)
            self.current.authors += authors
        if i == self.last_brief:
            self.close()

    def lists(self, i: int) -> bool:
        """Whether briefs without headlines stand under a heading: paragraphs that begin with a mark."""
        block = self.sequence[i]
        if block.kind != "heading" or len(_squeeze(block.line.text)) > _COLUMN:
            return False
        below = [b for b in self.sequence[i + 1 : i + 3] if b.kind == "paragraph"]
        return bool(below) and all(b.line.text[0] in BULLETS for b in below)

    def signed_mark(self, i: int) -> str:
        """The mark of the briefs under a heading, if most are signed or long: each is an article; others are one."""
        mark = self.sequence[i + 1].line.text[0]
        below = list(takewhile(lambda b: b.kind in ("paragraph", "byline"), self.sequence[i + 1 :]))
        briefs = [b.line.text for b in below if b.kind == "paragraph" and b.line.text[0] == mark]
        long = sum(text.count("。") > 1 for text in briefs)
        return mark if 2 * max(long, sum(b.kind == "byline" for b in below)) >= len(briefs) else ""

    def stands_above_heading(self, i: int) -> bool:
        return i + 1 < len(self.sequence) and self.sequence[i + 1].kind == "heading"

    def close(self) -> None:
        """End the article."""
        self.current.items += self.notes
        self.notes, self.noting = [], False
        self.units.append(self.current)
        self.current = Unit()

    def open_with_headings(self) -> None:
        """End the article before its last headings, with which the next one opens."""
        following = Unit()
        while self.current.items and self.current.items[-1].kind == "heading":
            following.items.insert(0, self.current.items.pop())
        self.units.append(self.current)
        self.current = following

    def take_date(self, i: int, block: Block) -> None:
        """A date under a headline opens an article; under the names of those who give notice it ends one."""
        stamp = _ISO.search(block.line.text)
        if not stamp:
            return
        named = _DATED_AUTHOR.search(block.line.text)
        day = f"{stamp[1]}-{int(stamp[2]):02d}-{int(stamp[3]):02d}"
        if self.has_text() and opens_record(block.line.text):
            self.close()
        current = self.current
        signed = self.has_text() and current.items[-1].kind == "heading"
        bodies = signed and all(map(BODY.search, current.items[-1].line.text.split()))
        if signed and (bodies or i + 1 == len(self.sequence) or self.sequence[i + 1].kind == "heading"):
            current.items[-1] = replace(current.items[-1], kind="paragraph")
            current.published = day
            self.close()
            return
        if signed:
            self.open_with_headings()
        elif self.has_text() and _CLOCK.search(block.line.text) and self.stands_above_heading(i):
            self.close()  # above each dispatch of an agency
        self.current.published = day
        if named:
            start, stop = named.span(1)
            self.current.lead_authors += read_authors(Line(text=named[1], offsets=block.line.offsets[start:stop]))

    def take_byline(self, block: Block) -> None:
        """A byline ends an article, or stands at the head of one."""
        authors = read_authors(block.line)
        current = self.current
        if self.notes and not current.items:
            current.items += self.notes
            self.notes, self.noting = [], False
        if not self.has_text() or current.items[-1].kind == "heading":
            if self.has_text():
                self.open_with_headings()
            self.current.lead_authors += authors
            self.current.tie(authors)
        else:
            if current.lead_authors and (authors or not block.line.text):
                before, self.current = cut_in_two(current)
                if before:
                    self.units.append(before)
            self.current.authors += authors
            at = block.line.offsets[0] if block.line.offsets else 0
            self.current.bare = self.text[:at].rstrip()[-1:] not in ("（", "(")
            self.close()

    def opens_article(self, i: int, heading: str) -> bool:
        """Whether a heading is that of a notice, or the columns before and after it differ as those of two articles."""
        if NOTICE.search(heading) or (_KICKER.fullmatch(heading) and self.stands_above_heading(i)):
            return True
        if len(heading) < _HEADLINE:
            return False
        if self.is_told_below(i, heading) and not self.is_section(heading):
            return True
        before = next((b.foot for b in reversed(self.current.items) if b.foot), 0.0)
        following = takewhile(lambda b: b.kind in ("heading", "paragraph"), self.sequence[i + 1 : i + 5])
        after = next((b.column for b in following if b.column), 0.0)
        return bool(before and after) and abs(before - after) >= 2.5

    def is_section(self, heading: str) -> bool:
        """Whether a heading looks like an earlier one amid the article's text: a label as short, then a row.

        So do all of 压实责任|把隐患清单变成整改清单, 建强末梢|让力量离群众更近, 聚焦宣传|把常识送到火塘边.
        """
        label = heading.find(" ")
        items = self.current.items
        first = next((n for n, b in enumerate(items) if b.kind == "paragraph"), len(items))
        earlier = [b.line.text for b in items[first:] if b.kind == "heading"]
        return 0 < label <= _LABEL_OF_SECTION and any(text.find(" ") == label for text in earlier)

    def is_told_below(self, i: int, heading: str) -> bool:
        """Whether a heading of two rows says what the text below it says again, and the text above never said."""
        at = heading.find(" ")
        offsets = self.sequence[i].line.offsets
        if at < 0 or "\n" not in self.text[offsets[at - 1] : offsets[at + 1]]:
            return False
        grams = bigrams(heading)
        below = takewhile(lambda b: b.kind == "paragraph", self.sequence[i + 1 :])
        here = bigrams("".join(b.line.text for b in below), grams)
        return len(here) >= _TOLD and not bigrams(self.current.text(), grams)


def _squeeze(text: str) -> str:
    return "".join(text.split())
