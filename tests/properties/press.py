"""Pages laid out at random as papers lay them out, of articles whose titles, authors and texts are known.

Headlines stand above their texts, below, amid them, or all at the foot or the head of the page; bylines in five styles;
columns of all widths; with leads behind bylines, kickers, decks, captions, folios, odd spaces and lost empty rows.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import rjieba

from kg.layout import width
from kg.lexicon.variants import simplify
from kg.model import Document
from kg.read import read_documents
from kg.score.gold import read_gold
from kg.score.sheet import fold
from kg.split import split

GOLD = Path(__file__).parents[1] / "gold"
_NEVER_FIRST, _NEVER_LAST = "”’」』）》〉】。，、；：！？…%", "“‘《（【"
_KICKERS = ("平安守护在行动", "以案释法促和谐", "基层治理新探索", "党建引领聚合力 服务群众办实事", "走基层·一线见闻")
_CAPTIONS = ("民警在现场维持秩序", "工作人员向群众讲解政策", "志愿者发放宣传资料", "法官在村口开庭", "民警走访商户")
_FOLIOS = ("A{n}版 2024年7月18日 法治·现场", "{n} 责任编辑 何敏 版式 丁一", "编辑：马莉 美编：韩雪 校对：纪元", "{n}")
_DECKS = ("——某市公安机关夏季巡防工作掠影", "——记一线民警的一天", "——基层法庭服务群众纪实")
_WIDTHS = (14, 16, 18, 20, 22, 24, 28)


@dataclass(frozen=True)
class Story:
    """An article: `heads` says which of its paragraphs are headings."""

    title: str
    authors: tuple[str, ...]
    dateline: str | None
    paragraphs: tuple[str, ...]
    heads: frozenset[int] = field(default_factory=frozenset)

    def key(self) -> tuple[str, list[str]]:
        """What is compared: the title and the authors."""
        return fold(self.title), sorted(map(fold, self.authors))


@cache
def stories() -> tuple[Story, ...]:
    """The articles of the development gold that are long enough and begin with text."""
    out: dict[tuple[str, tuple[str, ...]], Story] = {}
    for gold in sorted(GOLD.glob("round*/*.json")):
        page = next(p for p in (gold.with_suffix(".txt"), gold.with_suffix(".md")) if p.exists())
        titles = {fold(simplify(a.title)): simplify(a.title) for a in read_gold(gold).articles}
        for document in read_documents([page]):
            for article in split(document) if isinstance(document, Document) else ():
                title = titles.get(fold(article.headline.text))
                texts, heads = [p.text for p in article.paragraphs], set(article.headings)
                if 0 in heads and re.search("[讯电]|记者", texts[0]):
                    texts, heads = texts[1:], {i - 1 for i in heads if i}
                whole = all(text[-1] in "。！？…”）" for i, text in enumerate(texts) if i not in heads)
                if title is None or not texts or 0 in heads or not whole or len(texts[0]) < 30 or len(fold(title)) < 6:
                    continue
                size = next((n for n in range(1, len(texts)) if sum(map(len, texts[:n])) > 250), len(texts))
                while size - 1 in heads:
                    size -= 1
                names = tuple(author.name for author in article.authors)
                kept = frozenset(i for i in heads if i < size)
                out.setdefault((title, names), Story(title, names, article.dateline, tuple(texts[:size]), kept))
    return tuple(out.values())


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
        self.head: list[str] = []
        self.rows: list[str] = []
        self.foot: list[str] = []

    def chance(self, share: float) -> bool:
        return self.lot.random() < share

    def lay(self, pool: Sequence[Story]) -> tuple[str, list[Story]]:
        """The text of a page, and its articles."""
        out = [self.set(story) for story in self.lot.sample(pool, self.lot.randint(3, 6))]
        if self.chance(0.25):
            self.head[:0] = [self.folio(), ""]
        if self.chance(0.15):
            self.foot += ["", self.folio()]
        return "\n".join([*self.head, *self.rows, *self.foot]) + "\n", out

    def folio(self) -> str:
        return self.lot.choice(_FOLIOS).format(n=self.lot.randint(1, 8))

    def set(self, story: Story) -> Story:
        """Set an article: its headline where the page has it, its text in rows, its byline."""
        size = self.width if self.even else self.lot.choice(_WIDTHS)
        style = self.style if self.style != "mixed" else self.lot.choice(("own", "end", "bare", "under", "lead"))
        place = (
            self.lot.choice(("above", "above", "above", "below", "amid", "foot"))
            if self.habit == "mixed"
            else self.habit
        )
        if (style in ("under", "lead") and place in ("amid", "foot", "head")) or self.chance(0.1):
            place = "above"
        if not story.authors:
            story = replace(story, authors=self.lot.choice((("王敏",), ("何知夏", "李炜"))))
        names = self.lot.choice((" ", "  ")).join(map(self.space, story.authors))
        texts = list(story.paragraphs)
        lead = ""
        if place in ("above", "below") and style == "own" and len(texts) > 2 and not story.heads and self.chance(0.2):
            lead = texts.pop(0)
        if style == "lead":
            mark = self.lot.choice((f"（记者 {names}）", f"记者{names}报道：", f"（通讯员{names}）"))
            texts[0] = f"{story.dateline or '本报'}讯 {mark}{texts[0]}"
        elif place == "above" and self.chance(0.2):
            texts[0] = f"{story.dateline or '本报'}讯　{texts[0]}"
        rows = self.wrap(texts, story.heads, size)
        title = self.break_title(story.title)
        over = [self.lot.choice(_KICKERS)] if place in ("above", "below") and self.chance(0.07) else []
        under = [self.lot.choice(_DECKS)] if place == "above" and self.chance(0.07) else []
        title_rows = [*over, *([""] if over else []), *title, *under]
        byline: list[str] = []
        if style == "own":
            byline = [*([""] if self.chance(0.4) else []), f"（{names}）"]
        elif style == "end":
            rows[-1] += f"（{names}）"
        elif style == "bare" or (style == "under" and place != "above"):
            byline = [self.lot.choice(("", "", "本报记者 ", "通讯员 ")) + names]
        elif style == "under":
            title_rows.append(self.lot.choice(("□ 本报记者 ", "本报记者 ", "通讯员 ")) + names)
        gap = [] if self.chance(0.7 if self.tight else 0.3) else [""]
        wide = ["", *_wrap(lead, size + self.lot.choice((6, 10)))] if lead else []
        at = self.find_break(rows, story)
        if place == "amid" and at:
            block = [*rows[:at], "", *title, "", *rows[at:], *byline]
        elif place == "below":
            block = [*rows, *byline, *wide, *([""] if wide else gap), *title_rows]
        elif place in ("foot", "head"):
            block = [*rows, *byline]
            stack = self.foot if place == "foot" else self.head
            stack += [*([] if stack else [""]), *title, *([""] if self.chance(0.6) else [])]
        else:
            block = [*title_rows, *gap, *rows, *byline, *wide]
        if self.chance(0.15):
            caption = self.lot.choice(_CAPTIONS)
            block += ["", self.lot.choice((f"{caption}。{caption}。", f"{caption}{caption}。。", f"图为{caption}。"))]
        self.rows += [*block, *([] if self.tight and byline and self.chance(0.7) else [""])]
        return story

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
