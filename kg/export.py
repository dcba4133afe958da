"""What is in a store, or in a graph that was built, written in any format."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from kg import annotate
from kg.errors import GoldError, UsageError
from kg.files import write_file
from kg.model import Document, Knowledge, Report, Skip
from kg.rdf import FLAT, read_with_base, write_flat
from kg.rdf.terms import check_base
from kg.store import Store, is_store, take_over_rules
from kg.store.assembly import assemble_store, make_report
from kg.store.rules import rule_set
from kg.write import FORMATS, choose_formats, report_json, write_files, write_whole


def export(
    source: str | Path, output: str | Path, formats: Iterable[str] | None = None, *, base: str | None = None
) -> tuple[Path, ...]:
    """The files that were written, as `kg.write.write_files` does it; the base is the source's own unless one is given.

    `source` is a store, a folder that `kg build` wrote, or a graph file. What a store holds that other rules have read
    is read again first. Only a store gives a report.

    Raises: UsageError for an unknown format or an output that is the source; GraphError or StoreError if the source
    can't be read; OSError if the output can't be written.
    """
    chosen = choose_formats(formats)
    if Path(source).resolve() == Path(output).resolve():
        raise UsageError("that is the graph itself", source=str(output), remedy="name another folder to write to")
    if base is not None:
        check_base(base)
    if is_store(source) and set(chosen) <= {*FLAT, "report"}:
        return _export_flat(source, output, chosen, base)
    knowledge, report, own = _read_store(source) if is_store(source) else _read_export(source)
    return write_files(knowledge, output, chosen, base=base or own, report=report)


def _export_flat(source: str | Path, output: str | Path, chosen: tuple[str, ...], base: str | None) -> tuple[Path, ...]:
    """The files of a store in formats for which its graph need not be in memory."""
    with _open_fresh(source) as store:

        def fill(folder: Path) -> None:
            work = folder / "graph"
            work.mkdir()
            said = assemble_store(store, work)
            write_flat(said.entities, said.facts, folder, chosen, base=base or store.base)
            if "report" in chosen:
                write_file(folder / FORMATS["report"], report_json(make_report(store, said)))
            shutil.rmtree(work)

        return write_whole(output, fill)


def export_annotation(
    source: str | Path, output: str | Path, formats: Iterable[str], *, nested: str = annotate.OUTERMOST
) -> tuple[tuple[Path, ...], int]:
    """The files written with what the program finds on each page, for people to correct; and the relations left out.

    `formats` are those of `kg.annotate.FORMATS`, `source` as for `export`. A store has the pages' texts; of a graph
    that was built the pages are read again.

    Raises: UsageError where such a file is there already; GoldError where a page is not as it was; StoreError,
    GraphError.
    """
    knowledge, _, _ = _read_store(source) if is_store(source) else _read_export(source)
    documents = _store_documents(source) if is_store(source) else _documents(knowledge)
    dropped = annotate.Dropped()
    pages = list(annotate.annotate(knowledge, documents, dropped))
    return annotate.write_pages(pages, output, formats, nested=nested), dropped.relations


def _store_documents(source: str | Path) -> Iterator[Document]:
    with Store(source) as store:
        for name, id, page in store.pages():
            yield msgspec.structs.replace(store.document(page.key), id=id, source=name)


def _documents(knowledge: Knowledge) -> Iterator[Document]:
    """The pages of a graph, read again from where they were; ids and dates are those of the graph."""
    from kg.read import read_documents

    known: dict[str, tuple[str, str | None]] = {}
    for entity in knowledge.entities:
        if entity.type == "Article" and (source := entity.get("source")):
            known.setdefault(source, (entity.id.removeprefix("article/").rpartition("-")[0], entity.get("date")))
    files: dict[str, None] = {}
    for source in known:
        path = Path(source)
        while not path.exists() and path != path.parent:
            path = path.parent  # a page in a table or an archive
        if not path.is_file():
            raise GoldError(
                "the page is not there any more",
                source=source,
                remedy="call kg from the folder in which the graph was built, or export from a store",
            )
        files[str(path)] = None
    found = {page.source: page for page in read_documents(list(files)) if not isinstance(page, Skip)}
    for source, (id, date) in known.items():
        if source not in found:
            raise GoldError(
                "the page can't be read as it was", source=source, remedy="export from a store, which keeps the texts"
            )
        yield msgspec.structs.replace(found[source], id=id, published=date or found[source].published)


def _read_export(source: str | Path) -> tuple[Knowledge, Report | None, str]:
    knowledge, base = read_with_base(source)
    return knowledge, None, base


def _read_store(source: str | Path) -> tuple[Knowledge, Report | None, str]:
    with _open_fresh(source) as store:
        return *store.knowledge(), store.base


@contextmanager
def _open_fresh(source: str | Path) -> Iterator[Store]:
    """A store for reading, in which nothing is left that other rules have read."""
    from kg.analyze import name_analyzer

    while True:
        with Store(source) as store:
            if rule_set(name_analyzer(store.analyzer)) == store.rules:
                yield store
                return
        with Store(source, command="export") as store:
            take_over_rules(store)
