"""The words that make a name an initiative's, ready for use: its heads, and what may stand around it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from kg.lexicon import Lexicon

_RANK = "(?:为)?(?:第[一二三四五六七八九十]+批|首批|全国|全省|全市|省级|市级|国家级|[0-9]{4}年度?)*"  # 评为|第四批“…”
TYPES = ("campaign", "mechanism", "project", "system", "policy", "brand")
"""The types of initiatives; a head that stands in several tables is of the first."""

_WHOLE = 3  # characters of a last word that is a name by itself: 说事桌


class Heads:
    """The tables of initiatives; their meaning is told in `initiatives.toml`."""

    def __init__(self, lexicon: Lexicon) -> None:
        def words(name: str, key: str = "words") -> frozenset[str]:
            return frozenset(lexicon.table("initiatives", name, key))

        self.types = {word: type_ for type_ in reversed(TYPES) for word in lexicon.table("initiatives", type_)}
        self.strong, self.governed = words("strength", "strong"), words("strength", "governed")
        self.closing = self.strong | self.governed
        self.governing = words("governing")
        self.generic = words("generic")
        self.known = words("known")
        self.proper = frozenset(word for word in self.known if len(word) >= 4 and word.endswith(("工程", "行动")))
        self.national = {
            word: type_
            for type_ in ("campaign", "project", "policy")
            for word in lexicon.table("initiatives", f"national_{type_}")
        }
        self.scare = words("scare", "quoted")
        self.no_before = re.compile(f"(?:{_either(words('no_before'))}){_RANK}$")
        self.no_after = re.compile(_either(words("no_after")))
        self.ending = re.compile(f"(?:{_either(self.types)})$")
        self.verbs, self.adverbs = words("borders", "verbs"), words("borders", "adverbs")
        self.nounish = words("borders", "nounish")
        self.opening = self.verbs - self.nounish
        self.bodies, self.practice = words("limits", "bodies"), words("limits", "practice")
        self.loose, self.breaks = words("limits", "loose"), words("limits", "breaks")
        self.tasks = words("limits", "tasks")
        self.firm = words("limits", "firm") | self.strong | self.governed
        self.short = words("limits", "short") | self.strong
        self._kinds = [(verb, type_) for type_ in TYPES[:4] for verb in lexicon.table("initiatives", "kinds", type_)]
        self._posts = {word: type_ for type_ in TYPES for word in lexicon.table("initiatives", "posts", type_)}
        self._post = re.compile(f"(?:{_either(self._posts)})$")
        self._echoed = {word: t for t in TYPES[:5] for word in lexicon.table("initiatives", "echoed", t)} | self._posts
        self._quoted = words("echoed", "quoted")
        self._never = re.compile(f"(?:{_either(words('echoed', 'never'))})$")
        self.echoes = re.compile(_either(self._echoed))
        self._echo = re.compile(f"(?:{_either(self._echoed)})$")
        self._echo_quoted = re.compile(f"(?:{_either(self._echoed.keys() | self.types.keys() | self._quoted)})$")
        self.founding = words("echoed", "founding")
        rows = lexicon.tables["initiatives"]["enacted"]["needs"].items()
        self.enacted = {
            head: (frozenset(lexicon.table("initiatives", "enacted", f"{row}_by")), size)
            for row, size in rows
            for head in lexicon.table("initiatives", "enacted", row)
        }
        self.bare = self.closing | self.proper | self.national.keys() | self.enacted.keys()
        self.needs: dict[str, int] = lexicon.tables["initiatives"]["limits"]["needs"]

    def kind(self, governing: str) -> str:
        """The type of what verbs that govern quotes make: one sets up a project, one introduces a policy."""
        return next((type_ for verb, type_ in self._kinds if verb in governing), "policy")

    def post(self, name: str) -> tuple[str, str]:
        """The last word of the name of what is set up for people, and its type; or nothing."""
        found = self._post.search(name)
        if found is None or (found.start() == 0 and len(name) < _WHOLE):
            return "", ""
        return found[0], self._posts[found[0]]

    def echo(self, name: str, *, quoted: bool = False) -> str:
        """The type of a name that headline and text share, by its last word; nothing if it ends as no name does."""
        found = (self._echo_quoted if quoted else self._echo).search(name)
        never = self._never.search(name)
        if found is None or (never and never.start() <= found.start()):  # 流动医院, but no other 医院
            return ""
        return self._echoed.get(found[0]) or self.types.get(found[0]) or "mechanism"


def _either(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first, then by their letters: the same in every process."""
    return "|".join(sorted(sorted(words), key=len, reverse=True))


@cache
def load_heads(lexicon: Lexicon) -> Heads:
    """The tables of initiatives of a lexicon, made once."""
    return Heads(lexicon)
