"""What a recognizer learns from: sentences with a tag for each character (`B-Person`, `I-Person`, `O`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from kg.analyze import Passage, fold, load_analyzer
from kg.analyze.hanlp import SENTENCE
from kg.evaluate import find_documents
from kg.extract.draft import outer
from kg.model import Skip
from kg.pipeline import extract_document
from kg.read import read_documents
from kg.score import Gold

KINDS = ("Agency", "Organization", "Region", "Place", "Person", "Initiative")
"""The classes that a name stands for; events and indicators are phrases, which tags of characters teach badly."""

Mark = tuple[int, int, str]
"""Start, stop, class."""


class Example(msgspec.Struct, frozen=True, order=True):
    """A sentence and its tags, one for each character."""

    text: str
    tags: tuple[str, ...]

    def as_rows(self) -> str:
        """The rows of a TSV file as HanLP reads it, with the empty line that ends a sentence."""
        return self.rows(self.text, self.tags)

    @staticmethod
    def rows(tokens: Iterable[str], tags: Iterable[str]) -> str:
        """Such rows of any tokens."""
        return "".join(f"{token}\t{tag}\n" for token, tag in zip(tokens, tags, strict=True)) + "\n"


def from_gold(arguments: Sequence[Path]) -> list[Example]:
    """The sentences of gold files with their pages, `arguments` as `kg score` takes them.

    Raises: what `kg.evaluate.find_documents` raises.
    """
    analyzer = load_analyzer("lexicon")
    out = []
    for gold, document in find_documents(arguments):
        annotated = {article.id for article in gold.articles}
        for draft in extract_document(document, analyzer):
            if draft.passage.article.id in annotated:
                marks = gold_marks(gold, draft.passage.article.id, draft.passage.text)
                out += list(examples(draft.passage, marks))
    return out


def from_pages(paths: Sequence[str | Path]) -> list[Example]:
    """The sentences of pages as the lexicon pipeline reads them; pages that can't be read are left out.

    Raises: ReadError, UsageError.
    """
    analyzer = load_analyzer("lexicon")
    out = []
    for document in read_documents(paths):
        if isinstance(document, Skip):
            continue
        for draft in extract_document(document, analyzer):
            found = outer([m for m in draft.of_type(*KINDS) if not m.anaphor])
            out += list(examples(draft.passage, [(m.start, m.stop, draft.things[m.key].type) for m in found]))
    return out


def merge(gold: Iterable[Example], silver: Iterable[Example] = ()) -> list[Example]:
    """Each sentence once, sorted; where gold has it, as gold has it."""
    found = {example.text: example for example in silver}
    found.update((example.text, example) for example in sorted(gold, reverse=True))
    return sorted(found.values())


def gold_marks(gold: Gold, article: str, text: str) -> list[Mark]:
    """Where an article says the names that the gold has for it; the longest first, none inside another.

    Pointers (该大队, 全市) are no names: of the mentions only those count that are the name or a short form of it, its
    characters in their order.
    """
    names: dict[str, str] = {}
    for entity in gold.entities:
        if entity.kind in KINDS and article in entity.articles:
            full = [fold(name) for name in (entity.name, *entity.names)]
            for mention in map(fold, entity.mentions):
                if len(mention) > 1 and any(is_short_form(mention, name) for name in full):
                    names.setdefault(mention, entity.kind)
    taken = bytearray(len(text))
    out = []
    for name in sorted(names, key=lambda name: (-len(name), name)):
        at = text.find(name)
        while at >= 0:
            stop = at + len(name)
            if 1 not in taken[at:stop]:
                taken[at:stop] = b"\1" * len(name)
                out.append((at, stop, names[name]))
            at = text.find(name, at + 1)
    return sorted(out)


def is_short_form(short: str, name: str) -> bool:
    """Whether all characters of `short` stand in `name`, in this order; quotes and dots do not count.

    >>> is_short_form("市局反诈中心", "天水市公安局反诈中心"), is_short_form("该大队", "直属二大队")
    (True, False)
    """
    rest = iter(name)
    return all(char in rest for char in short if char not in "“”·《》")


def examples(passage: Passage, marks: Iterable[Mark]) -> Iterator[Example]:
    """The sentences of an article, tagged."""
    return examples_of(passage.text, marks)


def examples_of(text: str, marks: Iterable[Mark]) -> Iterator[Example]:
    """The sentences of a text, tagged; a name that a sentence cuts in two is not tagged."""
    marks = sorted(marks)
    for found in SENTENCE.finditer(text):
        start, stop = found.span()
        tags = ["O"] * (stop - start)
        for a, b, kind in marks:
            if start <= a and b <= stop:
                tags[a - start : b - start] = [f"B-{kind}"] + [f"I-{kind}"] * (b - a - 1)
        # white space would break the rows of the file
        kept = [(char, tag) for char, tag in zip(found[0], tags, strict=True) if not char.isspace()]
        if kept:
            yield Example("".join(char for char, _ in kept), tuple(tag for _, tag in kept))
