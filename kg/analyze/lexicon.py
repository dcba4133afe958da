"""The built-in analyzer: rjieba's words and tags. It knows no entities; the grammar of `extract` finds those."""

from __future__ import annotations

import rjieba

from kg.analyze import EntitySpan, Tokens

# Words of grammar that the tagger joins to the beginning of a name that it does not know: 由大|柴旦, 已由|县.
_FUNCTION = frozenset("从据由经在对与把将被给让是按自为及至已该共各每于")
_NAMES = frozenset(("nr", "nrt", "nrfg"))


def _apart(texts: tuple[str, ...], tags: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words with the words of grammar cut off that no dictionary has with them; names keep theirs: 于海.

    >>> _apart(("由县", "民政局"), ("n", "nt"))
    (('由', '县', '民政局'), ('p', 'n', 'nt'))
    """
    words: list[str] = []
    kinds: list[str] = []
    for word, tag in zip(texts, tags, strict=True):
        while len(word) > 1 and word[0] in _FUNCTION and tag not in _NAMES and not rjieba.has_word(word):
            words.append(word[0])
            kinds.append("p")
            word = word[1:]
        words.append(word)
        kinds.append(tag)
    return tuple(words), tuple(kinds)


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
        if any(word[0] in _FUNCTION and len(word) > 1 and not rjieba.has_word(word) for word in texts):
            texts, tags = _apart(texts, tags)
        return Tokens(texts, tags)

    def entities(self, text: str) -> list[EntitySpan]:
        """None: this analyzer has no model."""
        return []
