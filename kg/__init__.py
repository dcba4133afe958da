"""Knowledge graphs from Chinese public-service news: pages in, RDF, views and SPARQL answers out.

>>> import kg
>>> knowledge = kg.build("seeds/岭南政法.txt")
>>> [entity.label for entity in knowledge.entities if entity.type == "Article"]
['“铁拳”出击 假冒名牌藏身民宅', '签约一张网 健康送到家']
>>> units = "SELECT ?unit { ?a kg:partOf ?b . ?a skos:prefLabel ?unit . ?b skos:prefLabel '佛山市公安局'@zh }"
>>> kg.query(knowledge, units).records()
[{'unit': '佛山市公安局南海分局'}]
>>> knowledge.write("exports/")  # doctest: +SKIP

`import kg` loads none of the libraries that the work needs; each comes with the first call that needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.version import VERSION as __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.model import Knowledge, Progress
    from kg.query import query

__all__ = ["Knowledge", "__version__", "build", "query", "read_graph"]


def __getattr__(name: str) -> Any:
    if name == "Knowledge":
        from kg.model import Knowledge

        return Knowledge
    if name == "query":  # the package, which can be called: importing it would hide a function of that name
        from importlib import import_module

        return import_module("kg.query")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def build(
    paths: str | Path | Iterable[str | Path],
    *,
    published: str | None = None,
    analyzer: str = "auto",
    columns: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    decisions: str | Path | None = None,
    jobs: int | None = 1,
) -> Knowledge:
    """The graph of the pages that a file, a folder, a glob, or several of them stand for.

    `published` is the ISO date of pages that bear none themselves; `columns` names the columns of tables
    (`{"text": "正文"}`); `progress` is called after each page; `decisions` is a file of people's verdicts (without it
    `decisions.toml` beside and above the pages is taken); `jobs` is the number of processes (None: one a processor for
    large inputs). What was dropped on the way is in the report that `kg.parallel.build` returns beside the graph.

    Raises: ReadError, UsageError, AnalyzerError, DecisionError.
    """
    from pathlib import Path

    from kg.parallel import build as build_with_report

    some = [paths] if isinstance(paths, str | Path) else list(paths)
    knowledge, _ = build_with_report(
        some,
        jobs=jobs,
        published=published,
        analyzer=analyzer,
        columns=columns,
        progress=progress,
        decisions=decisions,
    )
    return knowledge


def read_graph(path: str | Path) -> Knowledge:
    """The graph in a store, in a folder that `kg build` wrote, or in a `.ttl`, `.nt` or `.jsonld` file.

    Raises: GraphError if there is none, or it can't be parsed; StoreError if a store is damaged.
    """
    from kg.rdf import from_rdf
    from kg.store import Store, is_store

    if is_store(path):
        with Store(path) as store:
            return store.knowledge()[0]
    return from_rdf(path)
