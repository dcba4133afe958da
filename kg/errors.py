"""What can go wrong because of what a user gave us; every message names the file, the place and the remedy."""

from __future__ import annotations


class KgError(Exception):
    """A fault of the input, not of the program; the command line prints it and exits with 2.

    >>> print(KgError("没有正文", source="a.txt", place="line 3", remedy="给出非空的页面"))
    a.txt, line 3: 没有正文 — 给出非空的页面
    """

    def __init__(self, message: str, *, source: str = "", place: str = "", remedy: str = "") -> None:
        self.message, self.source, self.place, self.remedy = message, source, place, remedy
        where = ", ".join(filter(None, (source, place)))
        super().__init__(f"{where}: {message}" * bool(where) or message)
        if remedy:
            self.args = (f"{self.args[0]} — {remedy}",)


class ReadError(KgError):
    """A page that can't be read."""


class LexiconError(KgError):
    """A lexicon table that breaks its own rules."""


class GraphError(KgError):
    """A graph file that can't be loaded or breaks the schema."""


class StoreError(KgError):
    """A store that is not there, in use, damaged or of another version."""


class QueryError(KgError):
    """A query that can't be parsed, found or run."""


class AnalyzerError(KgError):
    """An analyzer that is not installed or whose model is not there."""


class UsageError(KgError):
    """Arguments that do not fit together."""


class GoldError(KgError):
    """A gold file that can't be read or is not in the gold format."""


class DecisionError(KgError):
    """A file of people's verdicts that can't be read, breaks its rules, or contradicts itself."""
