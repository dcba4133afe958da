"""What is in a store, or in a graph that was built, written in any format."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.errors import UsageError
from kg.model import Knowledge, Report
from kg.rdf import read_with_base
from kg.rdf.terms import check_base
from kg.store import Store, is_store, take_over_rules
from kg.store.rules import rule_set
from kg.write import choose_formats, write_files


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
    knowledge, report, own = _read_store(source) if is_store(source) else _read_export(source)
    return write_files(knowledge, output, chosen, base=base or own, report=report)


def _read_export(source: str | Path) -> tuple[Knowledge, Report | None, str]:
    knowledge, base = read_with_base(source)
    return knowledge, None, base


def _read_store(source: str | Path) -> tuple[Knowledge, Report | None, str]:
    from kg.analyze import name_analyzer

    with Store(source) as store:
        stale = rule_set(name_analyzer(store.analyzer)) != store.rules
        if not stale:
            return *store.knowledge(), store.base
    with Store(source, command="export") as store:
        take_over_rules(store)
    return _read_store(source)
