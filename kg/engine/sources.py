"""Where an engine's pages lie: on disk and in object stores, in one order, each with the id that it has anywhere."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from kg.decisions import Decisions, find_decisions, gather, parse_decisions, read_decisions
from kg.errors import ReadError, UsageError
from kg.model import Skip
from kg.read import READERS, page_size, printable
from kg.read.find import STANDARD_INPUT, find_files, find_scheme, name_pages, natural_key

PARQUET = ".parquet"


class Source(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file of pages. `root` opens its store (see `kg.engine.objects`), "" is the disk; `path` is its name there.

    `source` is what the graph calls it, `id` what its page is called, `size` its bytes.
    """

    root: str
    path: str
    source: str
    id: str
    size: int

    @property
    def is_table(self) -> bool:
        """Whether it is Parquet, which the engine reads row by row."""
        return self.path.lower().endswith(PARQUET)


def find_sources(paths: Iterable[str]) -> tuple[list[Source], list[Skip]]:
    """The files that paths and addresses stand for, in natural order, and what was passed over.

    Ids are those of `kg.read.find_pages`: an object has that of a file at the same place, `s3://news/页.txt` that of
    `/s3:/news/页.txt`.

    Raises: what `find_pages` and `kg.engine.objects.find_objects` raise.
    """
    from kg.engine.objects import Object, find_objects

    paths = list(paths)
    suffixes = frozenset((*READERS, PARQUET))
    places: dict[Path, tuple[str, str, str, int]] = {}
    skips: set[Skip] = set()
    local = [path for path in paths if not is_remote(path)]
    if local or not paths:
        for page in find_files(local, suffixes):
            if isinstance(page, Skip):
                skips.add(page)
            elif page == STANDARD_INPUT:
                raise UsageError("an engine can't read standard input", place="-", remedy="name files or folders")
            else:
                # Absolute: workers have working directories of their own.
                places[page] = ("", os.path.abspath(page), printable(page), page_size(page))  # noqa: PTH100
    objects: dict[tuple[str, str], Object] = {}  # s3://b/1.txt and s3a://b/1.txt are one
    for path in paths:
        if is_remote(path):
            for one in find_objects(path, suffixes):
                if isinstance(one, Skip):
                    skips.add(one)
                    continue
                other = objects.setdefault((one.root, one.path), one)
                objects[one.root, one.path] = min(one, other, key=lambda one: natural_key(one.source))
    for one in objects.values():
        place = Path("/", *one.source.replace("://", ":/", 1).split("/"))
        places[place] = (one.root, one.path, one.source, one.size)
    if not places:
        skip = min(skips, key=lambda skip: natural_key(skip.source))
        raise ReadError(skip.reason, source=skip.source, remedy="save it as plain text")
    names = name_pages(places)
    found = [Source(root, path, source, names[place], size) for place, (root, path, source, size) in places.items()]
    found.sort(key=lambda one: (natural_key(one.source), one.root, one.path))
    return found, sorted(skips, key=lambda skip: natural_key(skip.source))


def is_remote(path: str) -> bool:
    """Whether a path is the address of something that is not on this disk."""
    return bool(find_scheme(path)) and "://" in path and not Path(path).exists()


def find_verdicts(paths: Iterable[str], given: str | Path | None = None) -> Decisions:
    """People's verdicts: those of the file that is `given`, else those found beside the pages.

    On disk these are looked for above the pages too (see `find_decisions`), in a store only in the folders themselves.

    Raises: DecisionError, and what a store raises.
    """
    if given is not None:
        return read_decisions([Path(given)])
    from kg.engine.objects import read_verdicts

    paths = list(paths)
    here = read_decisions(find_decisions([path for path in paths if not is_remote(path)]))
    there = {source: content for path in paths if is_remote(path) for source, content in read_verdicts(path)}
    return gather([*here.verdicts, *parse_decisions(sorted(there.items())).verdicts])


def check_output(output: str) -> None:
    """Whether something can be written there by all machines.

    Raises: UsageError for an address.
    """
    if find_scheme(output):
        raise UsageError(
            "an engine writes to a folder that all machines see, not to an object store",
            source=output if "://" in output else output.replace(":/", "://", 1),
            remedy="name such a folder, and copy it when the build is done",
        )
