"""Pages laid out at random as papers lay them out, of articles whose titles, authors and texts are known.

Headlines stand above their texts, below, amid them, or all at the foot or the head of the page; bylines in six styles,
or none; columns of all widths; with leads behind bylines, kickers, decks, names of sections, captions, folios, odd
spaces and lost empty rows; an article may be broken off where another one stands, and go on below it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

import rjieba

from kg.layout import width
from tests.properties.articles import Story, stories

__all__ = ["Press", "Story", "stories"]

_NEVER_FIRST, _NEVER_LAST = "”’」』）》〉】。，、；：！？…%", "“‘《（【"
_KICKERS = (
    "平安守护在行动", "以案释法促和谐", "基层治理新探索", "党建引领聚合力 服务群众办实事", "走基层·一线见闻",
    "优化服务 减少跑动", "打早打小 全链条追查", "多部门联手整治", "今年以来办理三百余件", "全市推广这一做法",
    "历时半年 行程五千公里", "夏季行动进行时",
)  # fmt: skip
_CAPTIONS = ("民警在现场维持秩序", "工作人员向群众讲解政策", "志愿者发放宣传资料", "法官在村口开庭", "民警走访商户")
_FOLIOS = (
    "A{n}版 2024年7月18日 法治·现场", "{n} 责任编辑 何敏 版式 丁一", "编辑：马莉 美编：韩雪 校对：纪元", "{n}",
    "第{n}版 2024年7月18日 星期四", "2024年7月18日\n星期四", "本版责编/丁一", "责任编辑 何敏 电话 0571-85310000",
)  # fmt: skip
_DECKS = ("——某市公安机关夏季巡防工作掠影", "——记一线民警的一天", "——基层法庭服务群众纪实", "——一起小案背后的治理")
_LABELS = ("法治播报", "三秦快讯", "身边事", "基层短波", "警务一线", "【暖新闻】", "民生")
_OTHERS = ("钱卫东", "沈一凡", "陶红", "许知远", "韩露")
_WIDTHS = (14, 16, 18, 20, 22, 24, 28)


class Press:
    """A page in the making, with the habits that it was given by lot."""

    def __init__(self, seed: int) -> None:
        self.lot = random.Random(f"press {seed}")
        self.width = self.lot.choice(_WIDTHS)
        self.even, self.indent, self.airy = (self.lot.random() < share for share in (0.5, 0.2, 0.25))
        self.breaks = self.lot.choice((0, 0.04, 0.04, 0.08))  # of columns
        self.spaces = self.lot.choice((0, 0, 0.02, 0.05))
        self.tight = self.lot.random() < 0.35
        self.habit = self.lot.choice(("above", "above", "mixed", "mixed", "below", "foot", "head"))
        self.style = self.lot.choice(("own", "own", "end", "bare", "under", "lead", "mixed"))
        self.unsigned = self.lot.choice((0, 0, 0.2, 0.5))
        self.traits: dict[str, set[str]] = {}
        self.head: list[str] = []
        self.rows: list[str] = []
        self.foot: list[str] = []

    def chance(self, share: float) -> bool:
        return self.lot.random() < share

    def lay(self, pool: Sequence[Story]) -> tuple[str, list[Story]]:
        """The text of a page, and its articles."""
        out: list[Story] = []
        for story in self.lot.sample(pool, self.lot.randint(3, 6)):
            own: set[str] = set()
            laid, block = self.typeset(story, own)
            self.traits[laid.title] = own
            at = self.find_resting(out, own)
            if at:
                own.add("interrupts")
                self.traits[out[-1].title].add("interrupted")
                self.rows[at:at] = ["", *block, *([] if block[-1] == "" else [""])]
            else:
                self.rows += block
            out.append(laid)
            if self.chance(0.04):
                self.rows += [*self.folio().split("\n"), *([""] if self.chance(0.6) else [])]
        if self.chance(0.25):
            self.head[:0] = [*self.folio().split("\n"), ""]
        if self.chance(0.15):
            self.foot += ["", *self.folio().split("\n")]
        return "\n".join([*self.head, *self.rows, *self.foot]) + "\n", out

    def folio(self) -> str:
        return self.lot.choice(_FOLIOS).format(n=self.lot.randint(1, 8))

    def find_resting(self, out: list[Story], own: set[str]) -> int:
        """A row amid a sentence of the article before at which it may break off for the next one; 0 where none is."""
        if not out or not self.chance(0.12) or self.airy:
            return 0
        if own & {"unsigned", "lead", "under", "foot", "head"} or "above" not in self.traits[out[-1].title]:
            return 0
        last = max((i for i, row in enumerate(self.rows) if row == ""), default=0)
        start = next((i for i in range(last) if self.rows[i].startswith(out[-1].title[:4])), last)
        heads = {out[-1].paragraphs[i] for i in out[-1].heads}
        able = [
            i
            for i in range(start + 6, len(self.rows) - 6)
            if self.rows[i] and self.rows[i - 1] and self.rows[i - 1][-1] not in "。！？”"
            and not heads & {self.rows[i - 1], self.rows[i]}
        ]  # fmt: skip
        return self.lot.choice(able) if able else 0

    def typeset(self, story: Story, own: set[str]) -> tuple[Story, list[str]]:
        """Set an article: its headline where the page has it, its text in rows, its byline; `own` is told how."""
        size = self.width if self.even else self.lot.choice(_WIDTHS)
        style = self.style if self.style != "mixed" else self.lot.choice(("own", "end", "bare", "under", "lead"))
        place = (
            self.lot.choice(("above", "above", "above", "below", "amid", "foot"))
            if self.habit == "mixed"
            else self.habit
        )
        if self.chance(self.unsigned):
            style, story = "unsigned", replace(story, authors=())
        elif not story.authors:
            story = replace(story, authors=self.lot.choice((("王敏",), ("何知夏", "李炜"))))
        if story.authors and self.chance(0.1):
            story = replace(story, authors=(*story.authors, *self.lot.sample(_OTHERS, 2)))
        if (style in ("under", "lead") and place in ("amid", "foot", "head")) or self.chance(0.1):
            place = "above"
        if style == "unsigned" and (place != "below" or self.chance(0.8)):
            place = "above"
        own |= {place, style}
        names = self.lot.choice((" ", "  ")).join(map(self.space, story.authors))
        texts = list(story.paragraphs)
        lead = ""
        if place in ("above", "below") and style == "own" and len(texts) > 2 and not story.heads and self.chance(0.2):
            own.add("wide lead")
            lead = texts.pop(0)
        if style == "lead":
            mark = self.lot.choice((f"（记者 {names}）", f"记者{names}报道：", f"（通讯员{names}）"))
            texts[0] = f"{story.dateline or '本报'}讯 {mark}{texts[0]}"
        elif place == "above" and self.chance(0.2 if story.authors else 0.4):
            opening = self.lot.choice((f"{story.dateline or '本报'}讯　", "本报讯 ", "新华社西安7月18日电 "))
            texts[0] = opening + texts[0]
            own.add("dateline")
        rows = self.wrap(texts, story.heads, size)
        title = self.break_title(story.title)
        title_rows = self.dress(title, story, place, own)
        byline: list[str] = []
        if style == "own":
            byline = [*([""] if self.chance(0.4) else []), f"（{names}）"]
        elif style == "end":
            rows[-1] += f"（{names}）"
        elif style == "bare":
            byline = [self.lot.choice(("", "", "本报记者 ", "通讯员 ")) + names]
        elif style == "under":
            title_rows.append(
                self.lot.choice(("□ 本报记者 ", "本报记者 ", "通讯员 ")) + names + self.lot.choice(("", "", " 文/图"))
            )
        gap = [] if self.chance(0.7 if self.tight else 0.3) else [""]
        wide = ["", *_wrap(lead, size + self.lot.choice((6, 10)))] if lead else []
        at = self.find_break(rows, story)
        if place == "amid" and at:
            block = [*rows[:at], "", *title, "", *rows[at:], *byline]
        elif place == "below":
            block = [*rows, *byline, *wide, *([""] if wide or style == "under" else gap), *title_rows]
        elif place in ("foot", "head"):
            block = [*rows, *byline]
            stack = self.foot if place == "foot" else self.head
            stack += [*([] if stack else [""]), *title, *([""] if self.chance(0.6) else [])]
        else:
            own.discard("amid")
            block = [*title_rows, *gap, *rows, *byline, *wide]
        if self.chance(0.15):
            own.add("caption")
            caption = self.lot.choice(_CAPTIONS)
            block += ["", self.lot.choice((f"{caption}。{caption}。", f"{caption}{caption}。。", f"图为{caption}。"))]
        return story, [*block, *([] if self.tight and byline and self.chance(0.7) else [""])]

    def dress(self, title: list[str], story: Story, place: str, own: set[str]) -> list[str]:
        """The rows of a headline with what stands over it and under it: a section's name, a kicker, a deck."""
        over: list[str] = []
        under: list[str] = []
        if place in ("above", "below") and self.chance(0.1):
            own.add("kicker")
            over = [self.clause(story, 0) or self.lot.choice(_KICKERS), *([""] if self.chance(0.4) else [])]
        if place == "above" and self.chance(0.1):
            own.add("deck")
            under = [self.lot.choice(_DECKS) if self.chance(0.7) else self.clause(story, 1) or self.lot.choice(_DECKS)]
        if place == "above" and self.chance(0.05):
            own.add("label")
            over[:0] = [self.lot.choice(_LABELS), *([""] if self.chance(0.5) else [])]
        return [*over, *title, *under]

    def clause(self, story: Story, number: int) -> str:
        """A clause of the text, as kickers and decks are made of; nothing where none will do, or by lot."""
        if self.chance(0.5) or number >= len(story.paragraphs):
            return ""
        clauses = re.split("[，。；：！？]", story.paragraphs[number])[1:]
        able = [
            c
            for c in clauses
            if 8 <= len(c) <= 14 and not re.search("[^\u4e00-\u9fff]|^[并但而也还又就在对将把使让]|的$", c)
        ]
        return self.lot.choice(able) if able else ""

    def space(self, name: str) -> str:
        """A name with a space in it, now and then."""
        if len(name) > 3 or not self.chance(0.2):
            return name
        at = self.lot.randint(1, len(name) - 1)
        return f"{name[:at]} {name[at:]}"

    def wrap(self, texts: list[str], heads: frozenset[int], size: int) -> list[str]:
        """Paragraphs in rows, columns broken by lot."""
        out: list[str] = []
        for i, text in enumerate(texts):
            if i in heads:
                out += ["", text, ""] if self.airy or self.chance(0.4) else [text]
                continue
            if self.spaces:
                text = re.sub(r"(?<!\d)(?=\d)", lambda _: " " if self.chance(6 * self.spaces) else "", text)
            rows = _wrap(text, size, 2.0 if self.indent else 0.0)
            rows[0] = "　　" * self.indent + rows[0]
            out += [*([""] if self.airy and out else []), *rows]
        return [row for i, text in enumerate(out) for row in (["", text] if i and self.chance(self.breaks) else [text])]

    def break_title(self, title: str) -> list[str]:
        """A headline in one row or two, broken between words."""
        parts = title.split()
        if len(parts) == 2 and self.chance(0.6):
            return parts
        words = rjieba.cut("".join(parts))
        ends = [len("".join(words[:n])) for n in range(1, len(words))]
        whole = "".join(parts)
        able = [
            i
            for i in ends
            if min(i, len(whole) - i) > 3 and whole[i] not in _NEVER_FIRST and whole[i - 1] not in "“《（：:"
        ]
        if len(whole) < 11 or not able or self.chance(0.4):
            return [title]
        at = min(able, key=lambda i: abs(i - len(whole) / 2))
        return [whole[:at], whole[at:]]

    def find_break(self, rows: list[str], story: Story) -> int:
        """A row of the text before which its headline may stand, amid a sentence; 0 where none is."""
        heads = {story.paragraphs[i] for i in story.heads}
        able = [
            i
            for i in range(3, len(rows) - 3)
            if rows[i] and rows[i - 1] and rows[i - 1][-1] not in "。！？”" and not heads & {rows[i - 1], rows[i]}
        ]
        return self.lot.choice(able) if able else 0


def _wrap(text: str, size: int, first: float = 0.0) -> list[str]:
    """A paragraph in rows of at most `size` full-width characters; no mark begins a row that must not."""
    rows: list[str] = []
    row, at = "", first
    for i, c in enumerate(text):
        if at + width(c) > size and row and c not in _NEVER_FIRST:
            keep = row[-1] in _NEVER_LAST and len(row) > 1
            rows.append(row[:-1] if keep else row)
            row, at = (row[-1], width(row[-1])) if keep else ("", 0.0)
        elif at + width(c) > size and len(row) > 2 and text[i - 1] not in _NEVER_FIRST:
            rows.append(row[:-1])
            row, at = row[-1], width(row[-1])
        row, at = row + c, at + width(c)
    return [*rows, row]
