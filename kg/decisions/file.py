"""The file of verdicts: found, read with the line of every fault, added to."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kg.decisions.verdicts import Decision, Decisions, gather
from kg.errors import DecisionError
from kg.files import write_file
from kg.model import CLASSES

FILE = "decisions.toml"
"""What the file is called that is looked for beside and above the pages."""

KINDS = ("same", "different", "rename", "drop")
_FIELDS = {
    "same": {"names", "name", "articles"},
    "different": {"names", "articles"},
    "rename": {"name", "to"},
    "drop": {"name"},
}
_OF_ALL = ("type", "who", "when", "why")


def read_decisions(paths: Iterable[Path]) -> Decisions:
    """The verdicts of some files.

    Raises: DecisionError, with file and line, for what can't be read or breaks the rules.
    """
    return gather(one for path in paths for one in _read_file(path))


def parse_decisions(files: Iterable[tuple[str, bytes]]) -> Decisions:
    """The verdicts of files that have been read: of each the name that messages give it, and its bytes.

    Raises: DecisionError, as `read_decisions` does.
    """
    return gather(one for source, content in files for one in _parse_file(source, content))


def find_decisions(pages: Iterable[str | Path]) -> list[Path]:
    """The files `decisions.toml` in the folders of the pages, and above them up to the working directory; sorted."""
    here = Path.cwd()
    found: dict[Path, Path] = {}
    for given in map(Path, pages):
        folder = given if given.is_dir() else given.parent
        while not folder.is_dir() and folder != folder.parent:  # a glob
            folder = folder.parent
        inside = folder.resolve().is_relative_to(here)
        while True:
            if (folder / FILE).is_file():
                found.setdefault((folder / FILE).resolve(), folder / FILE)
            if not inside or folder.resolve() == here:
                break
            folder = folder.parent if folder.name not in ("", "..") else folder.resolve().parent
    return sorted(found.values())


def _read_file(path: Path) -> list[Decision]:
    try:
        return _parse_file(path.as_posix(), path.read_bytes())
    except OSError as error:
        raise DecisionError(
            error.strerror or str(error), source=path.as_posix(), remedy="name a readable file"
        ) from error


def _parse_file(source: str, content: bytes) -> list[Decision]:
    try:
        text = content.decode("utf-8-sig")
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message, _, place = str(error).partition(" (at ")
        raise DecisionError(
            f"not TOML: {message}", source=source, place=place.removesuffix(")"), remedy="mend the file"
        ) from None
    except UnicodeDecodeError:
        raise DecisionError("not UTF-8", source=source, remedy="save it as UTF-8") from None
    headers = {
        kind: [
            text.count("\n", 0, m.start(1)) + 1
            for m in re.finditer(rf"^[ \t]*(\[\[[ \t]*{kind}[ \t]*\]\])", text, re.M)
        ]
        for kind in KINDS
    }
    out = []
    for kind, entries in tables.items():
        if kind not in KINDS or not isinstance(entries, list):
            remedy = f"write [[{kind}]]" if kind in KINDS else f"one of {', '.join(KINDS)}, in double brackets"
            raise DecisionError(f"no verdict is called “{kind}”", source=source, remedy=remedy)
        lines = headers[kind] if len(headers[kind]) == len(entries) else [0] * len(entries)
        for entry, line in zip(entries, lines, strict=True):
            out.append(_parse(kind, entry, source, line))
    return out


def _parse(kind: str, entry: object, source: str, line: int) -> Decision:
    def bad(message: str, remedy: str) -> DecisionError:
        return DecisionError(message, source=source, place=f"line {line}" if line else "", remedy=remedy)

    if not isinstance(entry, dict):
        raise bad(f"a verdict of {kind} is a table", f"write [[{kind}]]")
    unknown = sorted(entry.keys() - _FIELDS[kind] - set(_OF_ALL))
    if unknown:
        raise bad(f"{kind} has no “{unknown[0]}”", f"it has {', '.join((*_OF_ALL, *sorted(_FIELDS[kind])))}")
    missing = [name for name in _OF_ALL if not str(entry.get(name, "")).strip()]
    if missing:
        raise bad(f"{kind} without “{missing[0]}”", "say which class, and who decided when and why")
    if entry["type"] not in CLASSES:
        raise bad(f"no class “{entry['type']}”", f"one of {', '.join(CLASSES)}")
    when = entry["when"]
    if isinstance(when, datetime.date):
        when = when.isoformat()[:10]
    elif not _is_day(when):
        raise bad(f"“{when}” is no day", "write when = 2026-11-22")
    names, articles = _texts(entry, "names", bad), _texts(entry, "articles", bad)
    name, to = _text(entry, "name", bad), _text(entry, "to", bad)
    if kind in ("rename", "drop"):
        if not name or (kind == "rename" and not to):
            raise bad(f"{kind} without “{'to' if name else 'name'}”", "say of what")
        names, name = (name,), to
        if kind == "rename" and name == names[0]:
            raise bad(f"“{name}” is renamed to itself", "give another name in “to”")
    elif articles:
        if len(set(names)) != 1:
            raise bad(f"{kind} with “articles” is about one name", "write names = [the name]")
    elif len(set(names)) < 2:
        raise bad(f"{kind} needs two names or more", 'write names = ["…", "…"]')
    if kind == "same":
        name = name or names[0]
    return Decision(
        kind=kind,
        type=entry["type"],
        names=tuple(dict.fromkeys(names)),
        name=name,
        articles=tuple(sorted({a.removeprefix("article/").replace("#", "-") for a in articles})),
        who=str(entry["who"]),
        when=when,
        why=str(entry["why"]),
        source=source,
        line=line,
    )


def _is_day(text: object) -> bool:
    try:
        return isinstance(text, str) and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


def _text(entry: dict[str, Any], key: str, bad: Any) -> str:
    value = entry.get(key, "")
    if not isinstance(value, str) or (key in entry and not value.strip()):
        raise bad(f"“{key}” is no name", f'write {key} = "…"')
    return value.strip()


def _texts(entry: dict[str, Any], key: str, bad: Any) -> tuple[str, ...]:
    values = entry.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        raise bad(f"“{key}” is no list of names", f'write {key} = ["…", "…"]')
    return tuple(value.strip() for value in values)


def render(one: Decision) -> str:
    """The verdict as an entry of the file.

    >>> verdict = Decision(kind="drop", type="Person", names=("由法官",), who="王芳", when="2026-11-22", why="不是人名")
    >>> print(render(verdict))
    [[drop]]
    type = "Person"
    name = "由法官"
    who = "王芳"
    when = 2026-11-22
    why = "不是人名"
    <BLANKLINE>
    """
    lines = [f"[[{one.kind}]]", f"type = {_quote(one.type)}"]
    if one.kind in ("rename", "drop"):
        lines.append(f"name = {_quote(one.names[0])}")
    else:
        lines.append(f"names = [{', '.join(map(_quote, one.names))}]")
    if one.kind == "same":
        lines.append(f"name = {_quote(one.name)}")
    if one.kind == "rename":
        lines.append(f"to = {_quote(one.name)}")
    if one.articles:
        lines.append(f"articles = [{', '.join(map(_quote, one.articles))}]")
    lines += [f"who = {_quote(one.who)}", f"when = {one.when}", f"why = {_quote(one.why)}"]
    return "\n".join(lines) + "\n"


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04X}" for c in escaped) + '"'


def append_decision(path: Path, one: Decision) -> None:
    """Write a verdict at the end of a file, which keeps all that it holds; the file is made if it is not there.

    Raises: DecisionError if the file can't be read, or the verdict contradicts one that it has (it stays as it was).
    """
    have = path.read_bytes() if path.exists() else b""
    gather([*(_read_file(path) if have else []), one])
    gap = b"" if not have else b"\n" if have.endswith(b"\n") else b"\n\n"
    write_file(path, have + gap + render(one).encode("utf-8"))
