"""The pass over a page's rows that makes blocks of them (the rules are those of `kg.layout`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.layout.amid import count_amid_rows
from kg.layout.apart import STARTER
from kg.layout.block import Block
from kg.layout.bylines import BYLINE_ROWS, find_broken_byline, find_last_names, find_wrapped_byline
from kg.layout.captions import is_caption, is_short_caption, marks_caption
from kg.layout.fields import Part
from kg.layout.headings import (
    count_marked_rows,
    signs_below,
)
from kg.layout.joins import OTHER, carries_on
from kg.layout.marks import (
    JUMP,
    find_anonymous,
    find_bare_byline,
    find_byline,
    is_date_line,
    is_number,
    may_close,
    names_after_end,
    tells_of_author,
    tells_source,
    titled_byline,
)
from kg.layout.names import are_lone_names, are_names, is_han_name, is_lone_name, letter_writer
from kg.layout.rows import Row, goes_on, raw, titled, unwrap
from kg.layout.spaced import is_mixed, part_spaced
from kg.layout.titled import begins_with_speech
from kg.layout.writer import Writer
from kg.model import Line

_BARE = re.compile(r"[\u4e00-\u9fff]{1,4}(?:[ \u3000]+[\u4e00-\u9fff]{1,4})*")
_NAME = 3  # characters of a name
_LONG = 4  # characters that are no name of Han, but for a few


class Reader(Writer):
    """The pass over the rows of a page."""

    def read(self) -> tuple[Block, ...]:
        while self.at < len(self.rows):
            self.take()
        self.close()
        self.out += [Block("caption", raw(self.text, *place)) for row in self.rows[-1:] for place in row.after]
        return tuple(self.out)

    def take(self) -> None:
        """Read the next row, or the rows of a heading."""
        row = self.rows[self.at]
        if self.fields is not None and self.take_field(self.fields.read(row)):
            return
        if self.open and abs(self.rows[self.at - 1].width - row.width) >= OTHER and not self.ended():
            self.leave_column()
        if self.open and row.full and not (row.blank_before and row.blank_after):
            inside = not self.ended() or goes_on(row)
            if inside and not row.level and not row.furniture and not may_close(row.text) and not self.signs(row):
                self.open.append((row.start, row.stop))  # the common row: it goes on, and ends nothing
                self.at += 1
                return
        if row.furniture and self.open and self.ended():
            self.close()
        for place in row.furniture:  # amid a sentence too, at the foot of a column
            self.out.append(Block("caption", raw(self.text, *place)))
        if row.level:
            n = count_marked_rows(self.rows, self.at)
            rows = self.rows[self.at : self.at + n]
            self.put("heading", titled(self.text, [(r.start, r.stop) for r in rows]), level=row.level, rows=n)
            return
        framed = bool(row.furniture) or not self.at
        row.furniture = ()
        closed = not self.open or (self.ended() and not goes_on(row)) or self.stands_over_lead()
        if closed and self.take_wrapped_byline(row):
            return
        if closed and tells_of_author(row.text) and any(b.kind == "byline" and b.line.text for b in self.out[-12:]):
            self.put("caption", raw(self.text, row.start, row.stop))
            return
        if closed and framed and self.take_framed():
            return
        if closed and marks_caption(row.text) and not find_bare_byline(row.text) and self.take_marked_caption():
            return
        if closed and (
            self.take_capital(row) or self.take_brief(row) or self.take_run_on_brief(row) or self.take_alone(row)
        ):
            return
        if closed and self.open and (row.indent or not carries_on(self.rows, self.at)):
            self.close()
        if may_close(row.text) and (self.take_byline(row) or self.take_jump(row)):
            return
        if self.take_last_names(row):
            return
        pictured = bool(self.out) and self.out[-1].kind == "caption"
        if not self.open and is_short_caption(self.rows, self.at, pictured=pictured):
            self.put("caption", unwrap(self.text, [(row.start, row.stop)]))
            return
        if not closed and self.take_amid(row):
            return
        self.open.append((row.start, row.stop))
        self.at += 1

    def take_amid(self, row: Row) -> bool:
        """A headline between two columns of its text, amid a sentence; or the headline of what interrupts it."""
        n = count_amid_rows(self.rows, self.at) or self.weighed.count(self.at)
        if not n or self.at + n >= len(self.rows):
            return False
        rows = self.rows[self.at : self.at + n]
        line = titled(self.text, [(r.start, r.stop) for r in rows])
        if rows[0].blank_before and not rows[-1].blank_after and STARTER.match(self.rows[self.at + n].text):
            self.put("heading", line, apart=False, rows=n)
            return True
        self.amid.append(Block("amid", line))
        self.at += n
        return True

    def signs(self, row: Row) -> bool:
        """Whether a full row, the last before a blank line, ends in names after its sentence."""
        return row.blank_after and not row.ends and bool(names_after_end(row.text))

    def take_field(self, found: Sequence[Part]) -> bool:
        """A row of a database's export, given by its parts: a headline, names, a date, the mark before the text."""
        for kind, start, stop in found:
            if kind == "title":
                self.put("heading", titled(self.text, [(start, stop)]), level=1, rows=0)
            elif kind == "text":
                self.close()
                if start < stop:
                    self.open.append((start, stop))
            else:
                self.put({"author": "byline", "date": "date"}.get(kind, "caption"), raw(self.text, start, stop), rows=0)
        self.at += bool(found)
        return bool(found)

    def take_framed(self) -> bool:
        """A headline between the furniture of a site: `原创 某某公安` or the date and the name of the account."""
        n = next((k for k, row in enumerate(self.rows[self.at : self.at + 3], 1) if row.after), 0)
        rows = self.rows[self.at : self.at + n]
        if not n or self.at + n == len(self.rows) or any(r.level for r in rows) or sum(r.width for r in rows) > 60:
            return False
        if any(row.ends and row.text[-1] not in "？?！!”" for row in rows) or rows[-1].text[-1] in "，、；：,":
            return False
        if any(
            is_caption(r.text) or find_bare_byline(r.text) or find_byline(r.text) or is_date_line(r.text) for r in rows
        ):
            return False
        self.put("heading", titled(self.text, [(r.start, r.stop) for r in rows]), rows=n)
        return True

    def take_marked_caption(self) -> bool:
        """A caption that begins with the mark ▲, on one row or up to the row that ends its sentence."""
        rows = self.rows[self.at : self.at + 4]
        n = 1
        if not rows[0].blank_after and not rows[0].ends and "摄" not in rows[0].text[-3:]:
            ends = (k for k, row in enumerate(rows, 1) if row.ends or row.blank_after)
            n = next(ends, 0)
        if not n or any(row.level for row in rows[:n]):
            return False
        self.put("caption", unwrap(self.text, [(row.start, row.stop) for row in rows[:n]]), rows=n)
        return True

    def take_alone(self, row: Row) -> bool:
        """A date line, a caption, a byline without brackets or a heading; or nothing but `（下转第2版）`."""
        if may_close(row.text) and self.take_jump(row):
            return True
        if not row.ends and len(row.text) < 90 and is_date_line(row.text):
            self.put("date", raw(self.text, row.start, row.stop))
            return True
        if is_caption(row.text) or (
            self.out and self.out[-1].kind == "heading" and not self.open and is_number(row.text)
        ):
            self.put("caption", unwrap(self.text, [(row.start, row.stop)]))
            return True
        signed = None if row.level or row.indent else titled_byline(row.text)
        if signed:
            self.put("heading", titled(self.text, [(row.start, row.start + signed.end("title"))]), rows=0)
            self.put("byline", raw(self.text, row.start + signed.start("by"), row.start + signed.end("by")))
            return True
        if tells_source(row.text):
            self.put("byline", Line(text="", offsets=()))
            return True
        names = find_bare_byline(row.text) if row.width < 40 else ""
        alone = (row.blank_before and row.blank_after) or row.start - self.text.rfind("\n", 0, row.start) > 6
        if not names and alone and (self.out or self.open) and len(row.text) <= 20 and are_names(row.text):
            names = row.text  # at the right edge of the column, or set off by itself
        if not names and self.open and row.blank_after and len(row.text) <= 20 and is_mixed(row.text):
            names = row.text if part_spaced(row.text) else ""  # 栾青刘 洋, below the last sentence
        if not names and self.open and row.blank_after and len(row.text) <= _NAME and is_lone_name(row.text):
            names = row.text
        if (
            not names
            and self.open
            and not row.blank_before
            and len(row.text) <= 20
            and _BARE.fullmatch(row.text)
            and self.signs_off(row)
        ):
            names = row.text
        following = self.rows[self.at + 1] if self.at + 1 < len(self.rows) else None
        if not names and self.open and (row.blank_after or following is None or is_date_line(following.text)):
            names = letter_writer(row.text)
        if names:
            start = row.start + row.text.index(names)
            self.put("byline", raw(self.text, start, start + len(names)))
            return True
        said = bool(self.out) and self.out[-1].kind == "heading" and begins_with_speech(row)
        n = 0 if said else self.count_heading()
        if not n or (self.marked and (row.width > 24 or not row.blank_after)):
            return False
        below = n > 1 and signs_below(self.rows, self.at, n)
        rows = self.rows[self.at : self.at + n - below]
        self.put(
            "heading", titled(self.text, [(r.start, r.stop) for r in rows]), apart=rows[-1].blank_after, rows=len(rows)
        )
        if below:
            self.put("byline", raw(self.text, self.rows[self.at].start, self.rows[self.at].stop))
        return True

    def signs_off(self, row: Row) -> bool:
        """Whether a row right below the end of a text is names that no dictionary has, and another article follows."""
        if not row.blank_after and self.at + 1 < len(self.rows) and not self.weighed.holds(self.at + 1):
            words = row.text.split()
            return is_lone_name(row.text) or (
                len(words) > 1 and are_lone_names(row.text) and all(map(is_han_name, words))
            )
        alone = are_lone_names(row.text) and all(len(w) < _LONG or is_han_name(w) for w in row.text.split())
        return alone or (is_mixed(row.text) and bool(part_spaced(row.text)))

    def take_byline(self, row: Row) -> bool:
        """A byline in brackets, at the end of a row, or begun in the row before."""
        broken = find_broken_byline(self.text, self.open[-BYLINE_ROWS:], row)
        if broken is not None:
            n, stop, names = broken
            del self.open[len(self.open) - n + 1 :]
            self.open[-1] = (self.open[-1][0], stop)
            if stop == self.open[-1][0]:
                self.open.pop()
            self.put("byline", names)
            return True
        found = find_byline(row.text) or find_anonymous(row.text)
        if not found:
            return False
        if found.re.groups == 0:  # nobody is named
            cut = row.start + len(row.text[: found.start()].rstrip())
            if cut > row.start:
                self.open.append((row.start, cut))
            self.put("byline", Line(text="", offsets=()))
            return True
        cut = row.start + len(row.text[: found.start()].rstrip())
        if cut > row.start:
            self.open.append((row.start, cut))
        self.put("byline", raw(self.text, row.start + found.start(1), row.start + found.end(1)))
        return True

    def take_last_names(self, row: Row) -> bool:
        """The names after the last sentence of an article, without brackets; a column may break them."""
        if row.ends or not row.blank_after or row.level or row.blank_before:
            return False
        broken = self.open[-1] if len(row.text) <= 2 and self.open else None
        names = find_last_names(self.text, broken, row)
        if names is None:
            return False
        if broken:
            self.open[-1] = (broken[0], names.offsets[0])
        else:
            self.open.append((row.start, names.offsets[0]))
        self.put("byline", names)
        return True

    def take_wrapped_byline(self, row: Row) -> bool:
        """A byline in brackets on two rows of its own."""
        names = find_wrapped_byline(self.text, row, self.rows[self.at + 1]) if self.at + 1 < len(self.rows) else None
        if names is None:
            return False
        self.put("byline", names, rows=2)
        return True

    def take_jump(self, row: Row) -> bool:
        """The end of an article's part on this page, in the middle of a sentence: `（下转第2版）`."""
        found = JUMP.search(row.text)
        if not found:
            return False
        if found.start():
            self.open.append((row.start, row.start + found.start()))
        self.put("jump", raw(self.text, row.start + found.start(), row.stop))
        return True
