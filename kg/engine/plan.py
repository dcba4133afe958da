"""What a build on an engine is to do, and the folders in which it keeps what is done."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

import msgspec

from kg.decisions import Decisions
from kg.engine.parts import MANIFEST
from kg.engine.sources import Source
from kg.errors import UsageError

WORK = "work"
PART_PAGES = 5_000
"""Files for which one partition is reckoned. It is put together on disk: its size is one of files, not of memory."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What decides what a build writes; a run only goes on with the work of one of the same plan."""

    files: str
    """A hash of the names of all files and their sizes."""
    rules: str
    analyzer: str
    published: str | None
    columns: dict[str, str]
    base: str
    parts: int
    tables: bool
    waves: int
    decisions: str
    """A hash of people's verdicts."""


def hash_sources(sources: Iterable[Source]) -> str:
    """A hash of the names of files and their sizes; of their stores it has what people see, and no options."""
    listing = hashlib.sha256()
    for one in sources:
        listing.update(f"{one.path}\0{one.source}\0{one.id}\0{one.size}\n".encode("utf-8", "surrogatepass"))
    return listing.hexdigest()


def hash_verdicts(decisions: Decisions) -> str:
    """A hash of people's verdicts, or nothing where there are none."""
    return hashlib.sha256(msgspec.json.encode(decisions.verdicts)).hexdigest() if decisions.verdicts else ""


def prepare(folder: Path, plan: Plan) -> Path:
    """The folder for work under way; what another plan left behind is removed.

    Raises: UsageError where something else lies there.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError("this is a file, not a folder", source=str(folder), remedy="name a folder to write to")
    work, said = folder / WORK, msgspec.json.encode(plan)
    before = (work / "plan.json").read_bytes() if (work / "plan.json").is_file() else b""
    if before != said:
        known = {WORK, MANIFEST, f".{MANIFEST}", "quads", "tables", "skipped.jsonl", ".skipped.jsonl"}
        if folder.exists() and any(entry.name not in known for entry in folder.iterdir()):
            raise UsageError("there is something else here", source=str(folder), remedy="name a new or an empty folder")
        for name in known:
            shutil.rmtree(folder / name, ignore_errors=True)
            if (folder / name).is_file():
                (folder / name).unlink()
        work.mkdir(parents=True)
        (work / "plan.json").write_bytes(said)
    return work


def check_work(folder: Path, plan: Plan) -> Path:
    """The folder for work under way, on a machine of the engine.

    Raises: UsageError where that machine does not see it.
    """
    told = folder / WORK / "plan.json"
    if not told.is_file() or told.read_bytes() != msgspec.json.encode(plan):
        raise UsageError(
            "the machines of the engine don't see this folder",
            source=str(folder),
            remedy="name one that they share with this machine",
        )
    return folder / WORK


def write_whole(path: Path, content: bytes) -> None:
    """Write a file of the work under way, so that it is whole when it has its name."""
    path.with_name(f".{path.name}").write_bytes(content)
    path.with_name(f".{path.name}").replace(path)
