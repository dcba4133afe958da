"""Which analyzer a name stands for, and how it is loaded: each package is imported when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import AnalyzerError

if TYPE_CHECKING:
    from kg.analyze import Analyzer


def _load_lexicon() -> Analyzer:
    from kg.analyze.lexicon import LexiconAnalyzer

    return LexiconAnalyzer()


def _load_hanlp(model: str = "") -> Analyzer:
    from kg.analyze.hanlp import HanlpAnalyzer

    return HanlpAnalyzer(model)


def _load_model(model: str = "") -> Analyzer:
    from kg.analyze.hanlp import HanlpAnalyzer

    return HanlpAnalyzer(model, alone=True)


ANALYZERS: dict[str, Callable[..., Analyzer]] = {"lexicon": _load_lexicon, "hanlp": _load_hanlp, "model": _load_model}
"""Name → loader; after a colon stands the model: a folder, a name of HanLP's, or a URL."""


def choose_analyzer(name: str = "auto") -> tuple[str, str]:
    """The analyzer that a name stands for, and why where that is not plain from the name."""
    if name != "auto":
        return name, ""
    from kg.analyze.models import choose

    return choose()


def name_analyzer(name: str = "auto") -> str:
    """What `load_analyzer(name).name` would be, without loading a model: with digits of the model's checksum.

    >>> name_analyzer("lexicon")
    'lexicon'

    Raises: AnalyzerError when there is no such analyzer, or its model is missing.
    """
    head, _, model = choose_analyzer(name)[0].partition(":")
    if head not in ("hanlp", "model"):
        return load_analyzer(name).name
    from kg.analyze.models import name_model

    return name_model(head, model)


def absolute(name: str) -> str:
    """The name of an analyzer by which it is found from any folder: a model's folder is given in full."""
    head, _, model = name.partition(":")
    if not model or "://" in model or not Path(model).expanduser().is_dir():
        return name
    return f"{head}:{Path(model).expanduser().absolute()}"


def load_analyzer(name: str = "auto") -> Analyzer:
    """The analyzer of that name; `auto` is HanLP where it and its model are on disk, else the lexicon analyzer.

    Raises: AnalyzerError when there is no such analyzer, or its package or model is missing.
    """
    head, _, model = choose_analyzer(name)[0].partition(":")
    loader = ANALYZERS.get(head)
    if loader is None:
        raise AnalyzerError(f"no analyzer {head!r}", remedy=f"choose one of: auto, {', '.join(ANALYZERS)}")
    if model and head == "lexicon":
        raise AnalyzerError("the lexicon analyzer has no models", remedy="--analyzer lexicon")
    return loader(model) if model else loader()
