"""The rule set: a hash of all that decides what a page says, so that records know by which one they were made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

PARTS = (
    "model.py", "record.py", "pipeline.py", "analyze", "extract", "layout", "lexicon", "refer", "split",
)  # fmt: skip
"""The files and folders of the package that extraction runs through (a test compares them with its imports)."""

LIBRARIES = ("ahocorasick-rs", "rjieba")
"""Libraries whose versions may change what is found."""
MODEL_LIBRARIES = ("hanlp", "torch", "transformers")
"""Those that may with a model, whose checksum is part of its analyzer's name."""


@cache
def rule_set(analyzer: str) -> str:
    """The name of the rules in force, for an analyzer's name: 64 bits in hexadecimal.

    Any change of their source or their tables gives another name, of a comment too: better a needless reading than a
    graph of two minds.
    """
    digest = hashlib.sha256(analyzer.encode())
    for library in (*LIBRARIES, *(MODEL_LIBRARIES if analyzer != "lexicon" else ())):
        digest.update(f"\n{library} {_version(library)}".encode())
    _add_files(digest, PARTS)
    return digest.hexdigest()[:16]


@cache
def reader_set() -> str:
    """The name of the readers: files read by others are read anew when they are added again."""
    digest = hashlib.sha256()
    _add_files(digest, ("read",))
    return digest.hexdigest()[:16]


@cache
def program() -> str:
    """The name of the whole program, for what is derived from records by more than their rules."""
    digest = hashlib.sha256()
    _add_files(digest, ("",))
    return digest.hexdigest()[:16]


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:  # nothing can be read with it, but what was can still be asked for
        return "none"


def _add_files(digest: hashlib._Hash, parts: Iterable[str]) -> None:
    package = Path(__file__).parents[1]
    files = {
        file
        for part in parts
        for file in ((package / part).rglob("*") if (package / part).is_dir() else [package / part])
        if file.is_file() and file.suffix != ".pyc"
    }
    for name, file in sorted((file.relative_to(package).as_posix(), file) for file in files):
        content = file.read_bytes()
        digest.update(f"\n{name} {len(content)}\n".encode())
        digest.update(content)
