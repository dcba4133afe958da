"""People's verdicts on entities, as `decisions.toml` holds them: what is one thing, what is not, what goes.

    [[same]]
    type = "Agency"
    names = ["甲市公安局交管支队", "甲市交警支队"]  # two or more
    name = "甲市公安局交管支队"                      # what they are called together; otherwise the first of names
    who = "王芳"
    when = 2026-11-22
    why = "官网写明是一个单位"

`different` has `names` that must not be merged, or one name and `articles` in which it is somebody else (`same` with
`articles` says that it is not, so that nobody asks again). `rename` has
`name` and `to`, `drop` has `name`. A name is a canonical name, an alias, or an id such as `region/150105`.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

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


class Decision(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One verdict: on entities of class `type`, given by `who` on the day `when` (ISO) because of `why`.

    `names` are those that it is about: all that are `same` or `different`, the old name, what is dropped; `name` what
    they are called from now on (`same`, `rename`). `articles` are ids without `article/`, such as `页-1`.
    """

    kind: str
    type: str
    names: tuple[str, ...]
    name: str = ""
    articles: tuple[str, ...] = ()
    who: str
    when: str
    why: str
    source: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        """File and line, in the form that editors open."""
        return f"{self.source}:{self.line}" if self.line else self.source

    def __str__(self) -> str:
        what = " = ".join(self.names) if self.kind == "same" else " ≠ ".join(self.names)
        if self.articles:
            what = f"{self.names[0]} in {', '.join(self.articles)}"
        to = f" → {self.name}" if self.name and self.name != self.names[0] else ""
        return f"{self.kind} {self.type} {what}{to}"


class Decisions(msgspec.Struct, frozen=True):
    """Verdicts, sorted, that do not contradict each other; `canonical` maps (class, name) to the name that remains."""

    verdicts: tuple[Decision, ...] = ()
    canonical: Mapping[tuple[str, str], str] = {}

    def of_kind(self, kind: str) -> list[Decision]:
        """The verdicts of one kind."""
        return [one for one in self.verdicts if one.kind == kind]

    def apart(self) -> frozenset[frozenset[str]]:
        """The pairs of ids that no rule may merge."""
        pairs = set()
        for one in self.of_kind("different"):
            ids = [to_id(one.type, name) for name in one.names]
            pairs |= {frozenset((a, b)) for a in ids for b in ids if a != b}
        return frozenset(pairs)


NO_DECISIONS = Decisions()


def to_id(kind: str, name: str) -> str:
    """The id of what is called so, where ids are made of names; an id stays.

    >>> to_id("Agency", "甲县公安局"), to_id("Region", "region/150105")
    ('agency/甲县公安局', 'region/150105')
    """
    folder = f"{kind.lower()}/"
    return name if name.startswith(folder) else folder + name


def gather(verdicts: Iterable[Decision]) -> Decisions:
    """The verdicts together, in any order the same.

    Raises: DecisionError where two contradict each other.
    """
    ordered = tuple(sorted(set(verdicts)))
    groups = _Groups(ordered)
    dropped = {(one.type, one.names[0]): one for one in ordered if one.kind == "drop"}
    canonical: dict[tuple[str, str], str] = {}
    for members, told in groups:
        for member in members & dropped.keys():
            raise _clash([dropped[member], *told], f"“{member[1]}” is dropped, and merged or renamed as well")
        old = {(one.type, name) for one in told for name in one.names if name != one.name}
        left = {(one.type, one.name) for one in told} - old
        if len(left) != 1:
            raise _clash(told, f"“{min(members)[1]}” can't be called {' and '.join(sorted({o.name for o in told}))}")
        canonical |= dict.fromkeys(members, left.pop()[1])
    confirmed = {(o.type, n, a): o for o in ordered if o.kind == "same" for n in o.names for a in o.articles}
    for one in ordered:
        if one.kind == "different":
            for key in {(one.type, name, article) for name in one.names for article in one.articles} & confirmed.keys():
                raise _clash([one, confirmed[key]], f"“{key[1]}” in {key[2]} is told to be the same, and different")
            met: dict[tuple[str, str], str] = {}
            for name in one.names:
                other = met.setdefault(groups.top((one.type, name)), name)
                if other != name:
                    told = [v for v in ordered if v.kind in ("same", "rename") and {*v.names, v.name} & {name, other}]
                    raise _clash([one, *told], f"“{other}” and “{name}” are told to be the same, and different")
    return Decisions(ordered, canonical)


class _Groups:
    """Names that `same` and `rename` make one."""

    def __init__(self, verdicts: Iterable[Decision]) -> None:
        self._up: dict[tuple[str, str], tuple[str, str]] = {}
        self._told = [one for one in verdicts if one.kind in ("same", "rename")]
        for one in self._told:
            for name in one.names:
                first, other = self.top((one.type, one.name)), self.top((one.type, name))
                if first != other:
                    self._up[max(first, other)] = min(first, other)

    def top(self, name: tuple[str, str]) -> tuple[str, str]:
        while name in self._up:
            name = self._up[name]
        return name

    def __iter__(self) -> Any:
        members: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        told: dict[tuple[str, str], list[Decision]] = defaultdict(list)
        for one in self._told:
            top = self.top((one.type, one.name))
            members[top] |= {(one.type, name) for name in (one.name, *one.names)}
            told[top].append(one)
        return ((members[top], told[top]) for top in sorted(members))


def _clash(verdicts: list[Decision], message: str) -> DecisionError:
    places = sorted({one.place for one in verdicts})
    return DecisionError(message, source=" and ".join(places), remedy="take one of the verdicts out")


def read_decisions(paths: Iterable[Path]) -> Decisions:
    """The verdicts of some files.

    Raises: DecisionError, with file and line, for what can't be read or breaks the rules.
    """
    return gather(one for path in paths for one in _read_file(path))


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
    source = path.as_posix()
    try:
        text = path.read_bytes().decode("utf-8-sig")
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message, _, place = str(error).partition(" (at ")
        raise DecisionError(
            f"not TOML: {message}", source=source, place=place.removesuffix(")"), remedy="mend the file"
        ) from None
    except UnicodeDecodeError:
        raise DecisionError("not UTF-8", source=source, remedy="save it as UTF-8") from None
    except OSError as error:
        raise DecisionError(error.strerror or str(error), source=source, remedy="name a readable file") from error
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
