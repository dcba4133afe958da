"""The built-in analyzer: rjieba's words and tags. It knows no entities; the grammar of `extract` finds those."""

from __future__ import annotations

import rjieba

from kg.analyze import EntitySpan, Token


class LexiconAnalyzer:
    """Cuts with rjieba (compiled, no model to load)."""

    name = "lexicon"

    def tokens(self, text: str) -> list[Token]:
        """The words of a text, in order, covering it.

        >>> [t.text for t in LexiconAnalyzer().tokens("民政局长")]
        ['民政局', '长']
        """
        out = []
        at = 0
        for word, tag in rjieba.tag(text):
            stop = at + len(word)
            out.append(Token(at, stop, word, tag))
            at = stop
        return out

    def entities(self, text: str) -> list[EntitySpan]:
        """None: this analyzer has no model."""
        return []
