"""A page's blocks put into articles: headline, kickers, authors, dateline and paragraphs of each.

An article ends with its byline, or where a headline with a dateline (or a Markdown headline) follows. A headline can
stand before or after its article, or at the foot of the page; a lead paragraph can follow the byline. Where the
printed order does not settle which is whose, shared rare words do (`_assign`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import takewhile

from kg.layout import Block, blocks
from kg.lexicon.gazetteer import load_gazetteer
from kg.model import Article, Author, Document, Line, Span

_ROLE = re.compile(
    r"(?:本报|本网|本刊|新华社|全媒体|融媒体|见习|首席|特约|实习)*(?:记者|通讯员|作者|撰稿|供稿|摄影报道|摄影|报道|编辑|文/图|图/文|文图|文|图)[:：/]?"
)
_LEAD = re.compile(
    r"据?(?:(?:本报|新华社|新华网|中新社|中新网)?(?P<place>[\u4e00-\u9fff]{2,10}?)?"
    r"(?:\d{1,2}月)?(?:\d{1,2}日)?(?:电|讯|消息|报道)|本报(?:讯|消息))"
    r"(?P<by>[（(](?P<names>[^）)]{2,40})[）)])?"
)
_LEAD_HEAD = re.compile(
    r"^据?(?:本报|新华社|新华网|中新社|中新网|中国网)[\u4e00-\u9fff]{0,10}?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:电|讯|消息)|^[\u4e00-\u9fff]{2,8}讯"
)
_LABEL = re.compile(r"^(?:核心提示|编者按|编者的话|导读|内容提要|相关链接|延伸阅读|新闻链接|记者手记|本期关注|要闻|短讯|简讯)[:：]?$")
_ISO = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_NEWSROOM = ("本报", "本网", "新华社", "新华网", "中新社", "中新网", "中国网")


@dataclass(slots=True)
class _Unit:
    """An article in the making: its blocks in order, and who wrote it."""

    items: list[Block] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    lead_authors: list[Author] = field(default_factory=list)
    certain: bool = False  # a Markdown headline opens it
    headline: Block | None = None
    published: str | None = None
    kickers: list[Block] = field(default_factory=list)

    def has_text(self) -> bool:
        return any(b.kind == "paragraph" for b in self.items)

    def front(self) -> list[Block]:
        """The headings before the first paragraph."""
        return list(takewhile(lambda b: b.kind != "paragraph", self.items))

    def second(self) -> list[Block]:
        """The heading after the first paragraph, which may be a headline under a lead."""
        items = self.items
        if len(items) > 2 and items[0].kind == "paragraph" and items[1].kind == "heading" and items[1].apart:
            return [items[1]]
        return []

    def text(self) -> str:
        return "".join(b.line.text for b in self.items if b.kind == "paragraph")


def split(document: Document) -> tuple[Article, ...]:
    """The articles of a page in reading order; pages without any text give none."""
    units, tail = _units(blocks(document.text))
    _move_leads(units)
    for before, unit in zip(units[:-1], units[1:], strict=True):
        if not before.has_text():  # its lead went to the article before it: its headings are candidates for both
            unit.items[:0] = before.items
    units = [unit for unit in units if unit.has_text()]
    tail = _place_tail(units, tail)
    _assign(units, tail)
    articles = []
    for unit in units:
        if unit.has_text() or unit.headline:
            articles.append(_article(document, f"{document.id}#{len(articles) + 1}", unit))
    return tuple(articles)


def read_authors(line: Line, names: str) -> list[Author]:
    """The names of a byline, without roles, each with its place in the file.

    >>> line = Line(text="记者 王敏 通讯员李强", offsets=tuple(range(11)))
    >>> [a.name for a in read_authors(line, line.text)]
    ['王敏', '李强']
    """
    text = line.text
    base = max(text.find(names), 0)
    pieces: list[tuple[int, int]] = []
    at = 0
    masked = _ROLE.sub(lambda m: " " * len(m[0]), names)
    for m in re.finditer(r"[\u4e00-\u9fff·]+", masked):
        pieces.append((m.start(), m.end()))
    for k in range(len(pieces) - 1, 0, -1):
        if pieces[k][1] - pieces[k][0] == 1 == pieces[k - 1][1] - pieces[k - 1][0]:  # `李　炜`
            pieces[k - 1 : k + 1] = [(pieces[k - 1][0], pieces[k][1])]
    out = []
    for a, b in pieces:
        name = re.sub(r"\s", "", names[a:b])
        at = base + a
        if 2 <= len(name) <= 8 and at + (b - a) <= len(line.offsets):
            out.append(Author(name=name, span=line.span(at, at + b - a)))
    return out


def _units(sequence: tuple[Block, ...]) -> tuple[list[_Unit], _Unit]:
    """The blocks cut into articles, and what is left after the last byline."""
    headline_levels = _headline_levels(sequence)
    units: list[_Unit] = []
    current = _Unit()
    for i, block in enumerate(sequence):
        if block.kind == "date":
            stamp = _ISO.search(block.line.text)
            if stamp and current.has_text():  # a headline with a date line under it opens an article
                following = _Unit()
                while current.items and current.items[-1].kind == "heading":
                    following.items.insert(0, current.items.pop())
                if following.items:
                    units.append(current)
                    current = following
            if stamp:
                current.published = f"{stamp[1]}-{int(stamp[2]):02d}-{int(stamp[3]):02d}"
            continue
        if _is_caption(sequence, i) or block.kind == "caption" or _LABEL.match(block.line.text):
            continue
        if block.kind == "heading" and block.level in headline_levels:
            if current.has_text():
                units.append(current)
                current = _Unit()
            current.items.append(block)
            current.certain = True
        elif block.kind == "paragraph" and _LEAD_HEAD.match(block.line.text) and current.has_text():
            following = _Unit()
            while current.items and current.items[-1].kind == "heading":
                following.items.insert(0, current.items.pop())
            units.append(current)
            current = following
            current.items.append(block)
            current.lead_authors += _lead_authors(block)
        elif block.kind == "byline":
            authors = read_authors(block.line, block.names)
            if not current.has_text():
                current.lead_authors += authors
                continue
            if current.items[-1].kind == "heading":  # a byline under a headline opens an article
                following = _Unit(lead_authors=authors)
                while current.items[-1].kind == "heading":
                    following.items.insert(0, current.items.pop())
                units.append(current)
                current = following
                continue
            if current.lead_authors and authors:
                before, current = _cut_in_two(current)
                if before:
                    units.append(before)
            current.authors += authors
            units.append(current)
            current = _Unit()
        else:
            current.items.append(block)
            if block.kind == "paragraph":
                current.lead_authors += _lead_authors(block)
    return units, current


def _is_caption(sequence: tuple[Block, ...], i: int) -> bool:
    """Whether a paragraph is a photo caption: one short sentence alone between headings, bylines or captions."""
    block = sequence[i]
    text = block.line.text
    if block.kind != "paragraph" or len(text) > 34 or text.count("。") != 1 or not text.endswith("。") or "“" in text[:1]:
        return False
    before = sequence[i - 1].kind if i else "byline"
    after = sequence[i + 1].kind if i + 1 < len(sequence) else "byline"
    outside = ("heading", "byline", "caption")
    return before in outside and after in ("heading", "caption", "byline") and not (before == "heading" and after == "byline")


def _headline_levels(sequence: tuple[Block, ...]) -> set[int]:
    """The Markdown levels whose headings open articles: level 1, and each further one that a byline or dateline shows."""
    levels = sorted({b.level for b in sequence if b.level})
    if not levels:
        return set()
    out = {levels[0]}
    for level in levels[1:]:
        opened = 0
        shown = 0
        for i, b in enumerate(sequence):
            if b.level != level:
                continue
            opened += 1
            before = next((x for x in reversed(sequence[:i]) if x.kind != "caption"), None)
            after = next((x for x in sequence[i + 1 :] if x.kind != "caption"), None)
            if (before is None or before.kind == "byline" or before.level in out) or (
                after is not None and (after.kind == "byline" or _LEAD_HEAD.match(after.line.text))
            ):
                shown += 1
        if shown * 2 > opened:
            out.add(level)
        else:
            break
    return out


def _lead_authors(block: Block) -> list[Author]:
    found = _LEAD_HEAD.match(block.line.text)
    full = _LEAD.match(block.line.text) if found else None
    if not full or not full["names"] or not re.search(r"记者|通讯员|作者", full["names"]):
        return []
    start, stop = full.span("names")
    offsets = block.line.offsets[start:stop]
    # Unwrapping dropped the spaces between the names: the gaps in the map say where they were.
    text, places = "", []
    for i, c in enumerate(full["names"]):
        if i and offsets[i] - offsets[i - 1] == 2:
            text += " "
            places.append(offsets[i] - 1)
        text += c
        places.append(offsets[i])
    return read_authors(Line(text=text, offsets=tuple(places)), text)


def _cut_in_two(unit: _Unit) -> tuple[_Unit | None, _Unit]:
    """A unit with a byline at both ends is two articles: cut at the heading where the words change most."""
    places = [
        i
        for i, b in enumerate(unit.items)
        if b.kind == "heading" and any(x.kind == "paragraph" for x in unit.items[:i])
        and any(x.kind == "paragraph" for x in unit.items[i:])
    ]  # fmt: skip
    if not places:
        return None, unit

    def shared(i: int) -> float:
        before = _bigrams("".join(b.line.text for b in unit.items[:i]))
        after = _bigrams("".join(b.line.text for b in unit.items[i:]))
        return len(before & after) / (1 + min(len(before), len(after)))

    at = min(places, key=shared)
    return (
        _Unit(items=unit.items[:at], lead_authors=unit.lead_authors, certain=unit.certain),
        _Unit(items=unit.items[at:]),
    )


def _bigrams(text: str) -> set[str]:
    return {run[i : i + 2] for run in _CHINESE.findall(text) for i in range(len(run) - 1)}


def _trigrams(text: str) -> set[str]:
    return {run[i : i + 3] for run in _CHINESE.findall(text) for i in range(len(run) - 2)}


def _move_leads(units: list[_Unit]) -> None:
    """Give a lead paragraph that was printed after the byline back to the article before it."""
    for before, unit in zip(units, units[1:], strict=False):
        items = unit.items
        if not unit.authors and not unit.lead_authors and not unit.certain and not unit.front() and before.authors:
            lead = unit.text()
            grams = _trigrams(lead)
            if len(lead) < 400 and len(grams & _trigrams(before.text())) > max(4, 0.05 * len(grams)):
                at = len(before.front())
                before.items[at:at] = [b for b in items if b.kind == "paragraph"]
                unit.items = [b for b in items if b.kind == "heading"]
                continue
        if unit.certain or len(items) < 3 or items[0].kind != "paragraph" or items[1].kind != "heading":
            continue
        lead, rest = items[0].line.text, "".join(b.line.text for b in items[1:])
        if len(lead) < 200 and not _LEAD_HEAD.match(lead):
            grams = _trigrams(lead)
            if len(grams & _trigrams(before.text())) > 1.5 * len(grams & _trigrams(rest)) + 2:
                before.items.insert(len(before.front()), items.pop(0))


def _place_tail(units: list[_Unit], tail: _Unit) -> list[Block]:
    """What follows the last byline: an article without one, a lead of another article, or loose headlines (returned)."""
    if not tail.items:
        return []
    paragraphs = [b for b in tail.items if b.kind == "paragraph"]
    headings = [b for b in tail.items if b.kind == "heading"]
    if not paragraphs:
        return headings
    size = sum(len(b.line.text) for b in paragraphs)
    if not units or size >= 250 or tail.certain or tail.lead_authors or _LEAD_HEAD.match(paragraphs[0].line.text):
        units.append(tail)
        return []
    grams = _trigrams(tail.text())
    shared = [len(grams & _trigrams(u.text())) for u in units]
    best = max(range(len(units)), key=lambda k: (shared[k], k))
    if shared[best] >= 4 and shared[best] >= 0.06 * len(grams):
        host = units[best]
        at = len(host.front())
        host.items[at:at] = paragraphs
        return headings
    if headings or size >= 60:
        units.append(tail)
        return []
    return headings


def _assign(units: list[_Unit], tail: list[Block]) -> None:
    """Give each article its headline and its kickers, and leave its section headings in its items."""
    gaps = [unit.front() for unit in units]
    if not tail and all(gaps):
        for unit, gap in zip(units, gaps, strict=True):
            _take(unit, gap)
        return
    texts = [_bigrams(unit.text()) for unit in units]
    spread = Counter(gram for text in texts for gram in text)
    candidates = [(g, block) for g, gap in enumerate([*gaps, tail]) for block in gap]
    inner = {id(block) for unit in units for block in unit.second()}
    candidates += [(g, block) for g, unit in enumerate(units) for block in unit.second()]
    scored = []
    for k, unit in enumerate(units):
        for c, (g, block) in enumerate(candidates):
            if unit.certain and (g != k or not block.level):
                continue
            grams = _bigrams(block.line.text)
            if not grams:
                continue
            shared = sum(1 / spread[x] ** 2 for x in grams & texts[k]) / max(len(grams), 8)
            prior = -0.5 if id(block) in inner else 0.12 if g == k else 0.08 if g == k + 1 else 0.0
            if id(block) in inner and g != k:
                continue
            if g == k and len(gaps[k]) > 1 and block is gaps[k][-1]:
                prior += 0.02
            if shared + prior > 0.04 or id(block) in inner:
                scored.append((shared + prior, -abs(g - k), -c, k, c))
    taken: set[int] = set()
    for _, _, _, k, c in sorted(scored, reverse=True):
        if units[k].headline is None and c not in taken:
            units[k].headline = candidates[c][1]
            taken.add(c)
    for k, unit in enumerate(units):
        mine = [b for b in gaps[k] if b is not unit.headline]
        others = {id(u.headline) for u in units if u is not unit}
        unit.items = [b for b in unit.items if b is not unit.headline and id(b) not in others]
        unit.kickers = [b for b in mine if id(b) not in others]
        unit.items = [b for b in unit.items if not any(b is x for x in unit.kickers)]


def _take(unit: _Unit, gap: list[Block]) -> None:
    """The headline of an article whose headings all stand before it: the last, unless it is a section heading or deck."""
    rest = list(gap)
    marked = [b for b in rest if b.level]
    if marked:
        unit.headline = min(marked, key=lambda b: b.level)
    else:
        titles = [b for b in rest if not b.line.text.startswith(("——", "—", "--"))] or rest
        later = [b for b in unit.items if b.kind == "heading" and not any(b is g for g in gap)]
        longest = max((len(b.line.text) for b in later), default=0)
        short = len(titles[-1].line.text) <= 1.2 * longest
        close = short and (len(titles) > 2 or (len(titles) == 2 and titles[-2].apart and not titles[-1].apart))
        unit.headline = titles[-2] if close else titles[-1]
    after = False
    for b in rest:
        if b is unit.headline:
            after = True
            unit.items = [x for x in unit.items if x is not b]
        elif not after or b.line.text.startswith("—"):
            unit.kickers.append(b)
            unit.items = [x for x in unit.items if x is not b]


def _article(document: Document, id_: str, unit: _Unit) -> Article:
    dateline = None
    paragraphs: list[Line] = []
    headings: set[int] = set()
    for block in unit.items:
        line = block.line
        if block.kind == "heading":
            headings.add(len(paragraphs))
            paragraphs.append(_without_spaces(line))
            continue
        lead = _LEAD.match(line.text) if _LEAD_HEAD.match(line.text) and dateline is None else None
        if lead and lead.end() < len(line.text):
            place = lead["place"]
            if place and place not in _NEWSROOM:
                dateline = place
            headings.add(len(paragraphs))
            paragraphs.append(Line(text=line.text[: lead.end()], offsets=line.offsets[: lead.end()]))
            line = Line(text=line.text[lead.end() :], offsets=line.offsets[lead.end() :])
        if line.text:
            paragraphs.append(line)
    kickers = [_without_spaces(b.line) for b in unit.kickers]
    if unit.headline:
        kicker, headline = _peel(unit.headline.line)
        if kicker is not None:
            kickers.append(kicker)
    else:
        headline = _first_sentence(paragraphs)
    authors: dict[str, Author] = {}
    for author in [*unit.lead_authors, *unit.authors]:
        authors.setdefault(author.name, author)
    return Article(
        id=id_,
        document=document,
        headline=headline,
        kickers=tuple(kickers),
        authors=tuple(authors.values()),
        dateline=dateline,
        paragraphs=tuple(paragraphs),
        headings=frozenset(headings),
        published=unit.published or document.published,
    )


def _peel(line: Line) -> tuple[Line | None, Line]:
    """The first row of a headline that is a kicker (`某县司法所：`, or nothing but a place), and the rest."""
    deck = line.text.find(" ——")
    if deck > 0:
        line = Line(text=line.text[:deck], offsets=line.offsets[:deck])
    head, _, rest = line.text.partition(" ")
    if rest and (head[-1] in "：:" or (len(head) <= 4 and load_gazetteer().by_name.get(head))):
        cut = len(head) + 1
        return (
            Line(text=head, offsets=line.offsets[: len(head)]),
            Line(text=rest, offsets=line.offsets[cut:]),
        )
    return None, line


def _without_spaces(line: Line) -> Line:
    kept = [i for i, c in enumerate(line.text) if c not in " \u3000\t"]
    if len(kept) == len(line.text):
        return line
    return Line(text="".join(line.text[i] for i in kept), offsets=tuple(line.offsets[i] for i in kept))


def _first_sentence(paragraphs: list[Line]) -> Line:
    """What stands for the headline of an article that has none: the first sentence, at most thirty characters of it."""
    for line in paragraphs:
        text = re.split(r"[。！？；，,]", line.text)[0][:30]
        if text:
            return Line(text=text, offsets=line.offsets[: len(text)])
    return Line(text="", offsets=())


def author_spans(article: Article) -> tuple[Span, ...]:
    """Where the authors of an article are named."""
    return tuple(author.span for author in article.authors)
