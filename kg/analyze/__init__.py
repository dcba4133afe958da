"""An article made ready for the extractors: one folded text, its sentences, its words, and the way back to the file.

`ANALYZERS` (in `loaders`) maps a name to a loader; a loader gives an `Analyzer`, which adds words (token boundaries and
tags) and, if it can, what a model of its own reads: entity spans, words, trees. The folded text has the same length as
the unwrapped one: full-width letters and digits become half-width, half-width punctuation in Chinese text becomes
full-width, straight quotes become curly.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from kg.analyze.loaders import ANALYZERS, absolute, choose_analyzer, load_analyzer, name_analyzer
from kg.analyze.values import NOTHING, EntitySpan, Frame, Reading, Sentence, Starts, Token, Tokens
from kg.lexicon import WORD_FILES, Hit, Lexicon, Name, Word
from kg.model import Article, Line, Span, line_of, line_starts

__all__ = [
    "ANALYZERS",
    "NOTHING",
    "Analyzer",
    "EntitySpan",
    "Frame",
    "Passage",
    "Reading",
    "Sentence",
    "Token",
    "Tokens",
    "absolute",
    "choose_analyzer",
    "fold",
    "load_analyzer",
    "name_analyzer",
    "read_passages",
]


class Analyzer(Protocol):
    """Cuts a text into words, and may have a model; `alone`: only the model's entities count, no grammar runs."""

    name: str
    alone: bool

    def tokens(self, text: str) -> Tokens:
        """The words of a text, in order, covering it."""

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """What the analyzer's own model reads in each text, all of them together; `NOTHING` where it has none."""


_FOLD = {c: chr(ord(c) - 0xFEE0) for c in "０１２３４５６７８９"}
_FOLD |= {chr(code): chr(code - 0xFEE0) for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_FOLD |= zip("％＋－．／～﹪∶•・‧∙", "%+-./~%：····", strict=True)
_FOLD |= zip("「」『』〝〞", "“”‘’“”", strict=True)
_FOLD |= zip(",;?!()", "，；？！（）", strict=True)
_FOLDED = re.compile(f"[{re.escape(''.join(_FOLD))}]")
_DIGIT_COMMA = re.compile(r"，(?<=\d，)(?=\d{3}(?!\d))")  # the comma first: `re` passes over all that is none
_COLON = re.compile(r"(?<!\d):|:(?!\d)")
MOST_SENTENCE = 500
"""Characters: three times the longest sentence of our pages. Longer ones are lists or no text; they are cut at a comma,
so that no rule that looks through its sentence takes longer for each word the more there are."""
# A class of characters comes first: `re` passes over what is none of them.
_ENDS = re.compile(r"[。！？…；\n](?:(?<![；\n])[。！？…]*[”’」』）)》]*)?")


def _folded(found: re.Match[str]) -> str:
    return _FOLD[found[0]]


def fold(text: str) -> str:
    """The text in one set of forms, of the same length.

    >>> fold('今年,共３,800件(“试点")')
    '今年，共3,800件（“试点”）'
    """
    out = _FOLDED.sub(_folded, text)
    if "，" in out:
        out = _DIGIT_COMMA.sub(",", out)
    if ":" in out:
        out = _COLON.sub("：", out)
    if '"' in out:
        parts = out.split('"')
        opened = 0
        joined = [parts[0]]
        for before, part in pairwise(parts):
            opened += before.count("“") - before.count("”")
            joined.append("”" if opened > 0 else "“")
            opened += -1 if opened > 0 else 1
            joined.append(part)
        out = "".join(joined)
    return out


# By the length of a word, one byte a character: 1 where the word starts.
_EDGES = [b"", *(b"\1" + bytes(size - 1) for size in range(1, 64))]


class Passage:
    """An article's text as the extractors see it; positions are those of `text` unless said otherwise."""

    __slots__ = (
        "_lines", "article", "by_start", "edges", "names", "offsets", "reading", "sentence_at", "sentences",
        "text", "tokens", "words",
    )  # fmt: skip

    def __init__(self, article: Article, analyzer: Analyzer, lexicon: Lexicon, lines: list[int] | None = None) -> None:
        """Read an article; `lines` are the `line_starts` of its document, where the caller has them."""
        self._unfold(article, lines)
        text = self.text
        (reading,) = analyzer.read([text])
        self._fill(analyzer.tokens(text), reading, lexicon.words.find(text), lexicon.find_names(text))

    def _unfold(self, article: Article, lines: list[int] | None) -> None:
        """Lay out the text and its sentences."""
        self.article, self._lines = article, lines
        parts: list[str] = []
        offsets: list[int] = []
        self.sentences: list[Sentence] = []
        at = 0
        for paragraph, (line, kind) in enumerate(_lines(article)):
            text = fold(line.text)
            parts.append(text)
            offsets += line.offsets
            offsets.append(-1)
            self.sentences += _sentences(text, at, paragraph, kind)
            at += len(text) + 1
        self.text = "\n".join(parts)
        self.offsets = offsets
        numbers: list[int] = []  # by position; what lies between two sentences belongs to the first
        for n, sentence in enumerate(self.sentences[1:]):
            numbers += [n] * (sentence.start - len(numbers))
        numbers += [max(len(self.sentences), 1) - 1] * (len(self.text) + 1 - len(numbers))
        # The index of the sentence that holds a position; asked for so often that a method of ours would cost.
        self.sentence_at: Callable[[int], int] = numbers.__getitem__

    def _fill(self, tokens: Tokens, reading: Reading, words: list[Hit[Word]], names: list[Hit[Name]]) -> None:
        """Take what the analyzer and the lexicon find in the text."""
        self.tokens, self.reading, self.names = tokens, reading, names
        try:
            edges = b"".join(map(_EDGES.__getitem__, tokens.sizes))
        except IndexError:
            edges = b"".join([b"\1" + bytes(size - 1) for size in tokens.sizes])
        self.edges = bytearray(edges + b"\1")
        found: dict[str, list[Hit[Word]]] = {file: [] for file in WORD_FILES}
        for hit in words:
            for file in hit.entry.files:
                found[file].append(hit)
        self.words = found
        self.by_start = Starts(tokens.starts)

    def span(self, start: int, stop: int) -> Span:
        """The document's span of `text[start:stop]`, without the line feed that ends a paragraph: it has no place."""
        while stop > start + 1 and self.offsets[stop - 1] < 0:
            stop -= 1
        return Span(self.offsets[start], self.offsets[stop - 1] + 1)

    @property
    def lines(self) -> list[int]:
        """The `line_starts` of the document."""
        if self._lines is None:
            self._lines = line_starts(self.article.document.text)
        return self._lines

    def line(self, start: int) -> int:
        """The 1-based line of the file on which position `start` stands."""
        return self.line_at(self.offsets[start])

    def line_at(self, position: int) -> int:
        """The 1-based line of a position of the file."""
        return line_of(self.lines, position)

    def token_at(self, position: int) -> Token:
        """The word that covers a position."""
        tokens = self.tokens
        starts = tokens.starts
        i = bisect_right(starts, position) - 1
        if i == len(tokens.texts):
            i -= 1
        return Token(starts[i], starts[i + 1], tokens.texts[i], tokens.tags[i])

    def between(self, start: int, stop: int) -> list[Token]:
        """The words that start within a stretch."""
        tokens = self.tokens
        starts, first = tokens.starts, bisect_left(tokens.starts, start)
        last = min(bisect_left(starts, stop, first), len(tokens.texts))
        return [Token(starts[i], starts[i + 1], tokens.texts[i], tokens.tags[i]) for i in range(first, last)]

    def gap(self, position: int) -> bool:
        """Whether the file has white space (dropped from `text`) before a position."""
        return (
            position > 0
            and self.offsets[position - 1] >= 0
            and self.offsets[position] - self.offsets[position - 1] > 1
            and self.article.document.text[self.offsets[position] - 1] in " \u3000\t"
        )


def read_passages(articles: Iterable[tuple[Article, list[int]]], analyzer: Analyzer, lexicon: Lexicon) -> list[Passage]:
    """The passages of some articles, each given with the `line_starts` of its document.

    One table after the other is gone through for all of them: it then stays in the processor's cache.
    """
    passages = []
    for article, lines in articles:
        passage = Passage.__new__(Passage)
        passage._unfold(article, lines)
        passages.append(passage)
    texts = [passage.text for passage in passages]
    tokens, readings = [*map(analyzer.tokens, texts)], analyzer.read(texts)
    words, names = [*map(lexicon.words.find, texts)], [*map(lexicon.find_names, texts)]
    for n, passage in enumerate(passages):
        passage._fill(tokens[n], readings[n], words[n], names[n])
    return passages


def _lines(article: Article) -> Iterator[tuple[Line, str]]:
    for kicker in article.kickers:
        yield kicker, "kicker"
    headline = article.headline
    if headline.text and not any(p.offsets[:1] == headline.offsets[:1] for p in article.paragraphs):
        yield _closed_up(headline), "headline"
    for i, paragraph in enumerate(article.paragraphs):
        if paragraph.text:
            yield paragraph, "heading" if i in article.headings else "text"


def _closed_up(line: Line) -> Line:
    """A headline with a comma where its lines or halves meet, so that no name runs across."""
    return Line(text=line.text.replace(" ", "，"), offsets=line.offsets)


def _sentences(text: str, at: int, paragraph: int, kind: str) -> list[Sentence]:
    out: list[Sentence] = []
    start, last = at, at + len(text)
    for found in _ENDS.finditer(text):
        stop = at + found.end()
        out.append(Sentence(start, stop, paragraph, kind))
        start = stop
    if start < last:
        out.append(Sentence(start, last, paragraph, kind))
    if len(text) > MOST_SENTENCE and any(s.stop - s.start > MOST_SENTENCE for s in out):
        return [piece for sentence in out for piece in _shorter(sentence, text, at)]
    return out


def _shorter(sentence: Sentence, text: str, at: int) -> Iterator[Sentence]:
    """A sentence of more than `MOST_SENTENCE` characters cut behind commas, or anywhere; `text` starts at `at`."""
    start, stop = sentence.start, sentence.stop
    while stop - start > MOST_SENTENCE:
        limit = start + MOST_SENTENCE
        cut = max(text.rfind(mark, start - at + 1, limit - at) for mark in "，、：") + 1
        yield Sentence(start, cut + at if cut else limit, sentence.paragraph, sentence.kind)
        start = cut + at if cut else limit
    yield Sentence(start, stop, sentence.paragraph, sentence.kind)
