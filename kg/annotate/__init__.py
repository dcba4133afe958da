"""Annotation for people to correct: what the program finds, in the formats of tools they know, and back into gold.

`kg export --format conll|jsonl|brat|labelstudio` writes pages, `kg import` reads what was corrected. See
docs/annotation.md.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from kg.annotate.brat import FOLDER, configuration, from_brat, to_brat
from kg.annotate.conll import FILE as CONLL
from kg.annotate.conll import INNERMOST, OUTERMOST, from_conll, to_conll
from kg.annotate.graph import Dropped, annotate
from kg.annotate.jsonl import FILE as JSONL
from kg.annotate.jsonl import from_jsonl, to_jsonl
from kg.annotate.labelstudio import FILE as LABEL_STUDIO
from kg.annotate.labelstudio import INTERFACE, from_labelstudio, interface, to_labelstudio
from kg.annotate.page import Page, to_gold
from kg.errors import GoldError, UsageError
from kg.files import write_file

__all__ = [
    "FORMATS", "INNERMOST", "OUTERMOST", "Dropped", "Page", "annotate", "file_name", "read_pages", "to_gold",
    "write_gold", "write_pages",
]  # fmt: skip

FORMATS = {"conll": (CONLL,), "jsonl": (JSONL,), "brat": (FOLDER,), "labelstudio": (LABEL_STUDIO, INTERFACE)}
"""The names of formats and what they are written to."""
_SUFFIXES = {
    ".conll": "conll",
    ".bio": "conll",
    ".tsv": "conll",
    ".jsonl": "jsonl",
    ".ann": "brat",
    ".json": "labelstudio",
}


def write_pages(
    pages: Iterable[Page], folder: str | Path, formats: Iterable[str], *, nested: str = OUTERMOST
) -> tuple[Path, ...]:
    """The files written into a folder; what is there already is never replaced, for it may have been corrected.

    Raises: UsageError where there is such a file already.
    """
    folder, formats = Path(folder), list(formats)
    targets = [folder / name for format_ in formats for name in FORMATS[format_]]
    for target in targets:
        if target.exists():
            raise UsageError(
                "there is one already, and it may have been corrected", source=str(target), remedy="name another folder"
            )
    folder.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=folder, prefix=".kg-annotation-"))
    try:
        _write(list(pages), temporary, formats, nested)
        for target in targets:
            (temporary / target.name).rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return tuple(targets)


def _write(pages: Sequence[Page], folder: Path, formats: Sequence[str], nested: str) -> None:
    if "conll" in formats:
        write_file(folder / CONLL, "".join(to_conll(page, nested) for page in pages))
    if "jsonl" in formats:
        write_file(folder / JSONL, "".join(map(to_jsonl, pages)))
    if "labelstudio" in formats:
        write_file(folder / LABEL_STUDIO, to_labelstudio(iter(pages)))
        write_file(folder / INTERFACE, interface())
    if "brat" in formats:
        for name, content in configuration().items():
            write_file(folder / FOLDER / name, content)
        taken: set[str] = set()
        for page in pages:
            name = file_name(page.id, taken)
            write_file(folder / FOLDER / f"{name}.txt", page.text)
            write_file(folder / FOLDER / f"{name}.ann", to_brat(page))


def file_name(id: str, taken: set[str]) -> str:
    """A name for a page's files that no other page has, which is added to `taken`.

    >>> taken = set()
    >>> file_name("甲/1.txt", taken), file_name("甲_1.txt", taken)
    ('甲_1.txt', '甲_1.txt~2')
    """
    name = cleaned = "".join("_" if char in '/\\:*?"<>|' or char < " " else char for char in id) or "_"
    number = 1
    while name.casefold() in taken:
        name = f"{cleaned}~{(number := number + 1)}"
    taken.add(name.casefold())
    return name


def read_pages(paths: Sequence[str | Path], format_: str = "") -> tuple[list[Page], list[str]]:
    """The corrected pages of some files or folders, and what is to be said of what their formats lost.

    Of a folder its `.ann` files are read, else whatever ends as one of the formats does. The interface that `kg export`
    writes for Label Studio is left out where other files are given.

    Raises: UsageError for a file that is not there or of no known format; GoldError for a fault in one.
    """
    pages: list[Page] = []
    losses: list[str] = []
    for path in map(Path, paths):
        if not path.exists():
            raise UsageError("there is no such file or folder", source=str(path), remedy="check the path")
        if path.name == INTERFACE and len(paths) > 1:
            continue
        files = _files_of(path) if path.is_dir() else [path]
        if not files:
            raise UsageError("no annotation in this folder", source=str(path), remedy="name the file itself")
        for file in files:
            some, said = _read(file, format_ or _SUFFIXES.get(file.suffix.lower(), ""))
            pages += some
            losses += said
    seen: dict[str, int] = {}
    for page in pages:
        if page.id in seen:
            raise UsageError(f"the page “{page.id}” comes twice", source=str(paths[0]), remedy="give each page once")
        seen[page.id] = 1
    return pages, losses


def _files_of(folder: Path) -> list[Path]:
    """The files of a folder that hold annotation: brat's, else those that end as a format does."""
    marks = sorted(folder.rglob("*.ann"))
    return marks or sorted(f for f in folder.iterdir() if f.suffix.lower() in _SUFFIXES and f.is_file())


def _read(file: Path, format_: str) -> tuple[list[Page], list[str]]:
    if format_ not in FORMATS:
        raise UsageError(
            f"a file ending in {file.suffix or 'nothing'}", source=str(file), remedy=f"--format {'|'.join(FORMATS)}"
        )
    if format_ == "brat":
        return [from_brat(file)], []
    try:
        content = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise GoldError("not UTF-8", source=str(file), remedy="save it as UTF-8") from None
    except OSError as error:
        raise GoldError(error.strerror or str(error), source=str(file), remedy="name a file") from error
    if format_ == "conll":
        return from_conll(content, file)
    return (from_jsonl if format_ == "jsonl" else from_labelstudio)(content, file), []


def write_gold(pages: Iterable[Page], folder: str | Path, *, texts: bool = False) -> tuple[Path, ...]:
    """The gold files of pages, written into a folder; with `texts` their texts beside them.

    Raises: UsageError, and nothing is written, where another gold file is there already.
    """
    folder = Path(folder)
    contents: dict[Path, str] = {}
    taken: set[str] = set()
    for page in pages:
        name = file_name(page.id, taken)
        gold = msgspec.to_builtins(to_gold(page))
        for entity in gold["entities"]:
            for key, empty in _EMPTY.items():
                if entity[key] == empty:
                    del entity[key]
        if not gold["optional_relations"]:
            del gold["optional_relations"]
        contents[folder / f"{name}.json"] = msgspec.json.format(msgspec.json.encode(gold), indent=1).decode() + "\n"
        if texts:
            contents[folder / f"{name}.txt"] = page.text
    for path, content in contents.items():
        if path.exists() and path.read_bytes() != content.encode("utf-8"):
            raise UsageError("there is another one already", source=str(path), remedy="name another folder")
    for path, content in contents.items():
        write_file(path, content)
    return tuple(contents)


_EMPTY: dict[str, object] = {
    "subtype": "", "names": [], "optional": False, "time": None, "metric": None, "value": None, "unit": None,
    "change": None, "period": None,
}  # fmt: skip
