"""Where a page says something: names looked up in its text across line breaks, and the sentence around a place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from kg.model import Span, line_of, line_starts

_STOP = re.compile(r"[。！？；]")
_BREAK = re.compile(r"(?<=\S)[ \t]*\n(?:[ \t\u3000]*\n|(?=[\u3000 ]{2}))")
_PASSED_OVER = re.compile(r"[\s\u3000*#]")
_LONGEST = 120
"""No sentence is quoted beyond so many characters."""


class Place(NamedTuple):
    """A line (1-based) of a source and the sentence there; 0 and nothing where neither is known."""

    source: str = ""
    line: int = 0
    sentence: str = ""

    def __str__(self) -> str:
        return f"{self.source}:{self.line}" if self.line else self.source


class Text:
    """A page's text to look names up in, which the gold quotes without line breaks and spaces."""

    def __init__(self, source: str, text: str) -> None:
        self.source, self.text = source, text
        self._offsets = [i for i, char in enumerate(text) if not _PASSED_OVER.match(char)]
        self._squashed = "".join(text[i] for i in self._offsets)
        self._lines = line_starts(text)
        # A line that is as long as any goes on after a blank line: pages come with one between all their lines.
        full = max(map(len, text.split("\n"))) - 4
        breaks = (m.start() for m in _BREAK.finditer(text) if m.start() - text.rfind("\n", 0, m.start()) <= full)
        self._stops = sorted([*(m.start() for m in _STOP.finditer(text)), *breaks])

    def find(self, names: Iterable[str]) -> list[Span]:
        """Where any of the names stands, by place; the same order for the same names."""
        found: set[Span] = set()
        for name in names:
            wanted = _PASSED_OVER.sub("", name)
            at = self._squashed.find(wanted) if wanted else -1
            while at >= 0:
                found.add(Span(self._offsets[at], self._offsets[at + len(wanted) - 1] + 1))
                at = self._squashed.find(wanted, at + 1)
        return sorted(found)

    def place(self, start: int) -> Place:
        """The line of a position and the sentence around it, in one line."""
        first, stop = self.sentence(start)
        words = _PASSED_OVER.sub("", self.text[first:stop])
        if len(words) > _LONGEST:
            ahead = len(_PASSED_OVER.sub("", self.text[first:start]))
            cut = max(0, min(ahead - _LONGEST // 2, len(words) - _LONGEST))
            words = "…" * (cut > 0) + words[cut : cut + _LONGEST] + "…" * (cut + _LONGEST < len(words))
        return Place(self.source, line_of(self._lines, start), words)

    def sentence(self, position: int) -> tuple[int, int]:
        """Start and stop (code points, half-open) of the sentence at a position.

        >>> text = Text("a.txt", "甲县通报。乙县\\n也通报。")
        >>> text.sentence(6), text.place(6)
        ((5, 12), Place(source='a.txt', line=1, sentence='乙县也通报。'))
        """
        start, stop = 0, len(self.text)
        for at in self._stops:
            if at < position:
                start = at + 1
            else:
                stop = at + 1
                break
        return start, stop

    def together(self, heads: Iterable[str], tails: Iterable[str]) -> Place | None:
        """The first sentence that has a name of each, or None."""
        sentences = {self.sentence(span.start): span.start for span in reversed(self.find(heads))}
        for span in self.find(tails):
            at = sentences.get(self.sentence(span.start))
            if at is not None:
                return self.place(min(at, span.start))
        return None
