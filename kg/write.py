"""Knowledge into a folder: every format, all of them or none."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from kg import neo4j, tables
from kg.errors import UsageError
from kg.model import Knowledge, Report
from kg.schema import DEFAULT_BASE

FORMATS = {
    "ttl": "graph.ttl",
    "provenance": "provenance.ttl",
    "jsonld": "graph.jsonld",
    "nt": "graph.nt",
    "graphml": "graph.graphml",
    "gexf": "graph.gexf",
    "html": "graph.html",
    "report": "report.json",
}
"""The names of formats and the files they are written to, in the order in which they are."""

MORE = {
    "nquads": ("graph.nq",),
    "trig": ("graph.trig",),
    "neo4j": tuple(f"{neo4j.FOLDER}/{name}" for name in neo4j.FILES),
    "parquet": tables.FILES,
}
"""Formats that are written only when they are asked for, and their files."""

TITLE = "知识图谱"
"""What the view is called where the user does not say: not the folder's name, as the same pages give the same bytes."""

DRAWN = 10_000
"""So many entities has the view that comes with other files at most; more take longer to lay out than all the rest."""

_TEMPORARY = ".kg-"
_ALIASES = {"turtle": "ttl", "json-ld": "jsonld", "ntriples": "nt", "n-triples": "nt", "json": "report", "nq": "nquads",
            "n-quads": "nquads"}  # fmt: skip


def choose_formats(names: Iterable[str] | None) -> tuple[str, ...]:
    """The formats that a user asks for, in their order; `ttl` is always among them, and None means those of `FORMATS`.

    >>> choose_formats(["gexf,turtle", "HTML"])
    ('ttl', 'gexf', 'html')

    Raises: UsageError for an unknown one.
    """
    if names is None:
        return tuple(FORMATS)
    wanted, known = {"ttl"}, (*FORMATS, *MORE)
    for name in (part.strip().lower().removeprefix(".") for group in names for part in group.split(",")):
        if name and _ALIASES.get(name, name) not in known:
            raise UsageError(f"no format “{name}”", place="--format", remedy=f"one of {', '.join(known)}")
        wanted.add(_ALIASES.get(name, name))
    return tuple(name for name in known if name in wanted)


def write_files(
    knowledge: Knowledge,
    folder: str | Path,
    formats: Iterable[str] | None = None,
    *,
    base: str = DEFAULT_BASE,
    title: str = TITLE,
    report: Report | None = None,
) -> tuple[Path, ...]:
    """The files that were written, in the order of `FORMATS`.

    All are written into a temporary folder first and moved when the last of them is complete. What an earlier call
    wrote in a format that is not asked for now is removed: beside the new `graph.ttl` it would tell of another graph.

    Raises: UsageError for an unknown format or a base that can't be one; GraphError if the graph breaks the
    vocabulary; OSError if the folder can't be written.
    """
    chosen = choose_formats(formats)
    return write_whole(folder, lambda temporary: _write_all(knowledge, temporary, chosen, base, title, report))


def write_whole(folder: str | Path, fill: Callable[[Path], None]) -> tuple[Path, ...]:
    """The files that `fill` has written into a temporary folder, moved into this one when all are there.

    Raises: UsageError if it is a file; OSError if it can't be written; what `fill` raises.
    """
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        raise UsageError("this is a file, not a folder", source=str(folder), remedy="name a folder to write to")
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    temporary = Path(tempfile.mkdtemp(dir=folder, prefix=_TEMPORARY))
    claim = _claim(temporary)
    try:
        fill(temporary)
        # In the order of FORMATS: what the others are read beside comes first.
        files = [*FORMATS.values(), *(name for some in MORE.values() for name in some)]
        names = [name for name in files if (temporary / name).exists()]
        for name in names:
            (folder / name).parent.mkdir(exist_ok=True)
            os.replace(temporary / name, folder / name)  # noqa: PTH105
        for name in files:
            if name not in names:
                (folder / name).unlink(missing_ok=True)
        for inner in {folder / Path(name).parent for name in files} - {folder}:
            if inner.is_dir() and not any(inner.iterdir()):
                inner.rmdir()
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        for path in missing:
            if path.exists() and not any(path.iterdir()):
                path.rmdir()
        raise
    finally:
        if claim is not None:
            os.close(claim)
    shutil.rmtree(temporary, ignore_errors=True)
    return tuple(folder / name for name in names)


def _claim(folder: Path) -> int | None:
    """A lock on a temporary folder that ends with this process, however it ends; None if somebody else has it."""
    if sys.platform == "win32":
        return None
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _sweep(folder: Path) -> None:
    """Remove the temporary folders of those that were killed before they could do it themselves."""
    for left in folder.glob(f"{_TEMPORARY}*"):
        with contextlib.suppress(OSError):
            claim = _claim(left)
            if claim is not None:
                shutil.rmtree(left, ignore_errors=True)
                os.close(claim)


def report_json(report: Report) -> str:
    """A report as `report.json` holds it."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode("utf-8") + "\n"


def _write_all(
    knowledge: Knowledge, folder: Path, formats: tuple[str, ...], base: str, title: str, report: Report | None
) -> None:
    from kg import rdf

    rdf.write_graph(knowledge, folder, [name for name in formats if name in rdf.FORMATS], base=base)
    if "graphml" in formats or "gexf" in formats:
        from kg import network

        network.write_network(knowledge, folder, [name for name in formats if name in ("graphml", "gexf")])
    if "neo4j" in formats:
        neo4j.write_neo4j(knowledge, folder / neo4j.FOLDER, base=base)
    if "parquet" in formats:
        tables.write_parquet(knowledge, folder, base=base)
    if "html" in formats:
        from kg import panel, view

        answers = panel.panel_maker(base=base)
        view.write_view(knowledge, folder / FORMATS["html"], title=title, answers=answers, limit=DRAWN)
    if "report" in formats and report is not None:
        (folder / FORMATS["report"]).write_text(report_json(report), encoding="utf-8", newline="\n")
