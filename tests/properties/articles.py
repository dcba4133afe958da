"""Articles of the development gold, to be laid out at random: their titles, authors and texts are known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kg.lexicon.variants import simplify
from kg.model import Document
from kg.read import read_documents
from kg.score.gold import read_gold
from kg.score.sheet import fold
from kg.split import split

GOLD = Path(__file__).parents[1] / "gold"


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
