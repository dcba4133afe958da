"""The built-in analyzer: rjieba's words and tags. It knows no entities; the grammar of `extract` finds those."""

from __future__ import annotations

import rjieba

from kg.analyze import EntitySpan, Tokens

_MOST_WORDS = 100_000
"""Words whose tags are kept: some 15 MB, and more than the pages of a year have."""
_tags: dict[str, str] = {}


class LexiconAnalyzer:
    """Cuts with rjieba (compiled, no model to load).

    The tag of a word depends on the word alone, so it is asked for once: cutting and looking up takes half the time of
    tagging the text.
    """

    name = "lexicon"
    alone = False

    def tokens(self, text: str) -> Tokens:
        """The words of a text, in order, covering it.

        >>> [t.text for t in LexiconAnalyzer().tokens("民警巡逻")]
        ['民警', '巡逻']
        """
        texts = rjieba.cut(text)
        try:
            return Tokens(texts, [*map(_tags.__getitem__, texts)])
        except KeyError:
            return Tokens(texts, _learn(text, texts))

    def entities(self, text: str) -> list[EntitySpan]:
        """None: this analyzer has no model."""
        return []


def _learn(text: str, texts: list[str]) -> list[str]:
    """The tags of a text's words, kept for the next text."""
    global _tags
    if len(_tags) > _MOST_WORDS:
        _tags = {}
    tags = _tags
    for word in set(texts).difference(tags):
        pairs = rjieba.tag(word)
        if len(pairs) > 1:  # by itself it would be cut in two
            tags.update(rjieba.tag(text))
            break
        tags[word] = pairs[0][1]
    return [*map(tags.__getitem__, texts)]
