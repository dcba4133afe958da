"""Which files the paths on a command line stand for, and how the pages are called."""

from __future__ import annotations

import difflib
import glob
import os
import re
import unicodedata
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from kg.decisions import FILE as DECISIONS
from kg.errors import KgError, ReadError, UsageError
from kg.model import Skip
from kg.read.signature import JSON_HEAD, tells_news

STANDARD_INPUT = Path("-")
"""What stands for standard input among the paths."""
_INSTEAD = {
    ".doc": "save it as .docx", ".wps": "save it as .docx", ".rtf": "save it as .docx", ".odt": "save it as .docx",
    ".xls": "save it as .csv", ".xlsx": "save it as .csv", ".et": "save it as .csv",
    ".rar": "unpack it", ".7z": "unpack it", ".gz": "unpack it", ".tar": "unpack it", ".tgz": "unpack it",
    ".caj": "save it as .pdf", ".ofd": "save it as .pdf", ".mobi": "convert it to .epub", ".gif": "save it as .png",
}  # fmt: skip

_JSON = ".json"
NO_NEWS = "no news in JSON that is told without asking (name the file to have it read)"
"""Why a JSON file in a folder or an archive is passed over: most hold settings, labels, figures."""

_NUMBER = re.compile("[0-9]+")
_URI = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/")  # `Path` takes one of the slashes away; one letter is a drive


def find_scheme(path: str | Path) -> str:
    """The scheme of a path that lies elsewhere than on disk, such as `s3`, in lower case; nothing for one on disk.

    >>> find_scheme("s3://晚报/2023/"), find_scheme("pages/s3:/页.txt"), find_scheme("C:/页.txt")
    ('s3', '', '')
    """
    found = _URI.match(str(path))
    return found[1].lower() if found else ""


def natural_key(text: str) -> str:
    """A sorting key by which `page10` comes after `page2`.

    >>> sorted(["页10", "页2", "页02"], key=natural_key)
    ['页02', '页2', '页10']
    """
    # One string, for there may be a million: a number is NUL, which no name holds, its length and its digits.
    return f"{_NUMBER.sub(_number_key, text)}\0\0{text}"


def _number_key(match: re.Match[str]) -> str:
    digits = match[0].lstrip("0")
    return f"\0{chr(len(digits) + 1)}{digits}"


def printable(path: Path) -> str:
    """The path with POSIX separators; bytes of a name that are no text become U+FFFD, for no UTF-8 file can hold them.

    >>> printable(Path("./seeds/页.txt"))
    'seeds/页.txt'
    """
    return path.as_posix().encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace")


def find_files(paths: Iterable[str | Path], suffixes: frozenset[str]) -> list[Path | Skip]:
    """What `kg.read.find_pages` returns, for these suffixes."""
    given = [Path(path) for path in paths]
    if not given:
        raise UsageError("no pages given", remedy="name files, folders or globs, such as seeds/")
    pages: dict[str, Path] = {}  # by their real path
    skips: set[Skip] = set()
    for path in given:
        some = passed = False
        for found in _expand(path, suffixes):
            if isinstance(found, Skip):
                passed = True
                skips.add(found)
                continue
            some = True
            real = os.path.realpath(found) if found != STANDARD_INPUT else "-"
            other = pages.setdefault(real, found)
            if other is not found:
                pages[real] = min(other, found, key=lambda page: natural_key(page.as_posix()))
        if not some and not (passed and not path.is_dir() and path.exists()):
            kind = "this folder holds" if path.is_dir() else "this pattern matches"
            known = " ".join(sorted(suffixes))
            raise ReadError(f"{kind} no pages", source=str(path), remedy=f"pages are files ending in {known}")
    if not pages:
        skip = min(skips, key=lambda skip: natural_key(skip.source))
        raise ReadError(skip.reason, source=skip.source, remedy="save it as plain text")
    all_found: list[Path | Skip] = [*pages.values(), *skips]
    del pages
    all_found.sort(key=lambda found: natural_key(_source(found)))
    return all_found


def name_pages(pages: Iterable[Path]) -> dict[Path, str]:
    """The id of every page: its stem, or with more and more of its path where others are called the same.

    >>> sorted(name_pages([Path("甲/1.txt"), Path("乙/1.txt"), Path("乙/2.txt")]).values())
    ['2', '乙/1.txt', '甲/1.txt']
    """
    depth = dict.fromkeys(pages, 0)
    while True:
        names = {page: _name(page, level) for page, level in depth.items()}
        count = Counter(names.values())
        taken = [page for page, name in names.items() if count[name] > 1 and depth[page] <= len(_parts(page))]
        if not taken:
            return names
        for page in taken:
            depth[page] += 1


def _name(page: Path, depth: int) -> str:
    # Composed: file systems differ in how they keep the accents of the same name.
    if page == STANDARD_INPUT:
        return "stdin"
    return unicodedata.normalize("NFC", printable(Path(*_parts(page)[-depth:] if depth else [page.stem])))


def _parts(page: Path) -> tuple[str, ...]:
    # Not realpath: the name that the user sees decides. Absolute, since `../1.txt` and `1.txt` are two pages.
    absolute = Path(os.path.abspath(page))  # noqa: PTH100
    return absolute.parts[1:]


def _source(found: Path | Skip) -> str:
    return found.source if isinstance(found, Skip) else printable(found)


def _expand(path: Path, suffixes: frozenset[str]) -> Iterator[Path | Skip]:
    if path == STANDARD_INPUT:
        yield path
        return
    asked = is_json(path) and not path.is_dir()
    if path.is_dir():
        candidates = _walk(path)
    elif path.exists():
        candidates = iter([path])
    elif glob.has_magic(str(path)) and not find_scheme(path):
        candidates = _match(path)
    else:
        raise _missing(path)
    for found in candidates:
        if isinstance(found, Skip):
            yield found
        elif is_json(found) and not (asked or _holds_news(found)):
            yield Skip(source=printable(found), step="find", reason=NO_NEWS)
        elif found.name == DECISIONS:
            continue  # people's verdicts lie beside the pages
        elif reason := find_reason(found, suffixes):
            yield Skip(source=printable(found), step="find", reason=reason)
        else:
            yield found


def is_json(path: PurePath) -> bool:
    """Whether a file is JSON by its name: in a folder it is only a page if it tells of news (`tells_news`)."""
    return path.suffix.lower() == _JSON


def find_reason(path: PurePath, suffixes: frozenset[str]) -> str:
    """Why a file of that name is no page, or nothing.

    >>> find_reason(Path("晚报.doc"), frozenset({".txt"})), find_reason(Path("晚报.TXT"), frozenset({".txt"}))
    ('no reader for .doc (save it as .docx)', '')
    """
    suffix = path.suffix.lower()
    if suffix in suffixes:
        return ""
    instead = f" ({_INSTEAD[suffix]})" if suffix in _INSTEAD else ""
    return f"no reader for {path.suffix or 'files without a suffix'}{instead}"


def _holds_news(path: Path) -> bool:
    """Whether a JSON file that nobody has named may be a page; one that can't be read is left to its reader."""
    try:
        with path.open("rb") as stream:
            return tells_news(stream.read(JSON_HEAD))
    except OSError:
        return True


def _match(pattern: Path) -> Iterator[Path | Skip]:
    for name in sorted(glob.glob(str(pattern), recursive=True)):  # noqa: PTH207
        path = Path(name)
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


def _walk(top: Path) -> Iterator[Path | Skip]:
    """Files below a folder; each real folder once, and by its own name rather than a link's where it has one."""
    seen: set[str] = set()
    links: deque[Path] = deque()
    queue = deque([top])
    while queue or links:
        folder = queue.popleft() if queue else links.popleft()
        real = os.path.realpath(folder)
        if real in seen:
            continue
        seen.add(real)
        try:
            entries = sorted(folder.iterdir(), key=lambda entry: natural_key(entry.name))
        except OSError as error:
            yield Skip(source=printable(folder), step="read", reason=error.strerror or str(error))
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                (links if entry.is_symlink() else queue).append(entry)
            elif entry.is_file():
                yield entry
            else:  # a pipe would block, and a link may lead nowhere
                yield Skip(source=printable(entry), step="find", reason="neither a file nor a folder")


def _respell(path: Path, scheme: str) -> str:
    """The address as it was given."""
    return f"{scheme}://{path.as_posix()[len(scheme) + 1 :].lstrip('/')}"


def _missing(path: Path) -> KgError:
    if scheme := find_scheme(path):
        remedy = "save the page first" if scheme in ("http", "https") else "add --engine ray to kg build"
        return UsageError("pages are read from disk", source=_respell(path, scheme), remedy=remedy)
    if "\\" in str(path) and Path(str(path).replace("\\", "/")).exists():  # as paths are written under Windows
        remedy = f"did you mean {str(path).replace(chr(92), '/')}?"
        return ReadError("there is no such file or folder", source=str(path), remedy=remedy)
    parent = path.parent
    while not parent.is_dir() and parent != parent.parent:
        path, parent = parent, parent.parent
    try:
        names = sorted(entry.name for entry in parent.iterdir())
    except OSError:
        names = []
    near = difflib.get_close_matches(path.name, names, n=3, cutoff=0.4)
    remedy = f"did you mean {', '.join((parent / name).as_posix() for name in near)}?" if near else "check the path"
    return ReadError("there is no such file or folder", source=str(path), remedy=remedy)
