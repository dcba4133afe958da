"""The built-in analyzer: rjieba's words and tags. It knows no entities; the grammar of `extract` finds those."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

import rjieba

from kg.analyze import NOTHING, Reading, Tokens

# Words of grammar that the tagger joins to the beginning of a name that it does not know: 由大|柴旦, 已由|县.
_FUNCTION = frozenset("从据由经在对与把将被给让是按自为及至已该共各每于")
_BEGINS_JOINED = re.compile(f"[{''.join(sorted(_FUNCTION))}](?s:.)").match
_NAMES = frozenset(("nr", "nrt", "nrfg"))
_MOST_WORDS = 100_000
"""Words whose tags are kept: some 15 MB, and more than the pages of a year have."""
_tags: dict[str, str] = {}
_joined: dict[str, str] = {}  # those of words with a word of grammar at their front, which is cut off


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
            tags = [*map(_tags.__getitem__, texts)]
        except KeyError:  # a word not met so far, or one with a word of grammar at its front
            tags = _learn(text, texts)
        return Tokens(texts, tags)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Nothing: this analyzer has no model."""
        return [NOTHING] * len(texts)


def forget() -> None:
    """Forget the tags of all words met so far."""
    _tags.clear()
    _joined.clear()


def _learn(text: str, texts: list[str]) -> list[str]:
    """The tags of a text's words, kept for the next text; words of grammar are cut off others (`_part`)."""
    if len(_tags) + len(_joined) > _MOST_WORDS:
        forget()
    known = _tags
    others = set(texts).difference(known)
    unknown = others.difference(_joined)
    if unknown:
        found = [*map(rjieba.tag, unknown)]
        # A word that by itself would be cut in two is looked up where it stands.
        known.update(chain.from_iterable(found) if max(map(len, found)) == 1 else rjieba.tag(text))
        for word in filter(_BEGINS_JOINED, others):
            if word in _joined:
                known.pop(word, None)
            elif known[word] not in _NAMES and not rjieba.has_word(word):
                _joined[word] = known.pop(word)
    joined = others.intersection(_joined)
    if not joined:
        return [*map(known.__getitem__, texts)]
    tags = [_joined[word] if word in joined else known[word] for word in texts]
    for word in joined:
        _part(word, texts, tags)
    return tags


def _part(word: str, texts: list[str], tags: list[str]) -> None:
    """Cut the words of grammar off a word that no dictionary has with them, wherever it stands.

    >>> texts, tags = ["由县", "民政局"], ["n", "nt"]
    >>> _part("由县", texts, tags)
    >>> texts, tags
    (['由', '县', '民政局'], ['p', 'n', 'nt'])
    """
    cut = 0
    while len(word) - cut > 1 and word[cut] in _FUNCTION and not rjieba.has_word(word[cut:]):
        cut += 1
    for _ in range(texts.count(word)):
        i = texts.index(word)
        texts[i : i + 1] = [*word[:cut], word[cut:]]
        tags[i : i + 1] = [*("p" * cut), tags[i]]
