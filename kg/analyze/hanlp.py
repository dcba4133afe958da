"""HanLP as an analyzer: a recognizer loaded from a local folder adds entity spans to rjieba's words.

Nothing is downloaded: the folder must hold a model that `hanlp.load` can read (see `findings.md` for versions).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from kg.analyze import EntitySpan, Tokens
from kg.analyze.lexicon import LexiconAnalyzer
from kg.errors import AnalyzerError

LABELS = {
    "ORG": "Organization", "ORGANIZATION": "Organization", "NT": "Organization", "LOC": "Place", "LOCATION": "Place",
    "NS": "Place", "GPE": "Place", "PER": "Person", "PERSON": "Person", "NR": "Person", "DATE": "Time", "TIME": "Time",
}  # fmt: skip
"""HanLP's label sets (MSRA, PKU, OntoNotes) in our classes."""


class HanlpAnalyzer:
    """A named-entity recognizer of HanLP beside the built-in words."""

    def __init__(self, model: str) -> None:
        folder = Path(model)
        if not model or not folder.is_dir():
            raise AnalyzerError(
                "the model folder does not exist", source=model, remedy="give a local folder: --analyzer hanlp:FOLDER"
            )
        try:
            import hanlp
        except ImportError as fault:
            raise AnalyzerError("HanLP is not installed", remedy="pip install 'kg[hanlp]'") from fault
        self.name = f"hanlp:{folder.name}"
        self._words = LexiconAnalyzer()
        self._recognize: Any = hanlp.load(str(folder.absolute()))

    def tokens(self, text: str) -> Tokens:
        """The words of a text, in order, covering it."""
        return self._words.tokens(text)

    def entities(self, text: str) -> list[EntitySpan]:
        """The recognizer's spans, in order; sentences go to the model one by one, as it was trained on."""
        out = []
        for sentence in re.finditer(r"[^。！？\n]+[。！？]?", text):
            found = self._recognize(list(sentence[0]))
            out += adapt_spans(found, sentence.start())
        return sorted(out)


def adapt_spans(found: list[tuple[str, str, int, int]], at: int) -> list[EntitySpan]:
    """HanLP's (text, label, start, stop) tuples as our spans, shifted by `at`, without labels we have no class for.

    >>> adapt_spans([("王敏", "NR", 2, 4), ("三", "CARDINAL", 5, 6)], 10)
    [EntitySpan(start=12, stop=14, kind='Person', score=0.7)]
    """
    return [
        EntitySpan(start + at, stop + at, LABELS[label.upper()], 0.7)
        for _, label, start, stop in found
        if label.upper() in LABELS
    ]
