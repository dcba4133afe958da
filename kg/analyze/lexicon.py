"""The built-in analyzer: rjieba's words and tags. It knows no entities; the grammar of `extract` finds those."""

from __future__ import annotations

from collections.abc import Sequence

import rjieba

from kg.analyze import EntitySpan, Tokens


class LexiconAnalyzer:
    """Cuts with rjieba (compiled, no model to load)."""

    name = "lexicon"
    alone = False

    def tokens(self, text: str) -> Tokens:
        """The words of a text, in order, covering it.

        >>> [t.text for t in LexiconAnalyzer().tokens("民警巡逻")]
        ['民警', '巡逻']
        """
        texts, tags = zip(*rjieba.tag(text), strict=True) if text else ((), ())
        return Tokens(texts, tags)

    def entities(self, text: str) -> list[EntitySpan]:
        """None: this analyzer has no model."""
        return []

    def entities_of(self, texts: Sequence[str]) -> list[list[EntitySpan]]:
        """None of any text."""
        return [[] for _ in texts]
