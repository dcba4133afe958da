"""What a worker can do with the graph; each job writes its answer to a file and returns a note about it."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from kg.ask import Names
from kg.ask import ask as answer_question
from kg.errors import KgError, QueryError
from kg.query import load
from kg.query.syntax import check, refuse
from kg.rdf.terms import id_of
from kg.schema import DEFAULT_BASE, PREFIXES
from kg.serve import around, formats, near
from kg.serve.counting import CountingFile
from kg.serve.limits import Limits
from kg.serve.problems import Refused
from kg.store import is_store, load_graph

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, DefaultGraph, Store, Triple

_NAMED = (".nq", ".trig")
"""Files whose named graphs are kept; the default graph is then all of them together."""


class Graph:
    """The graph as every worker finds it: the store, its names, the base of its IRIs, and its open files."""

    def __init__(self, store: Store, *, union: bool = False, descriptors: frozenset[int] = frozenset()) -> None:
        self.store, self.union, self.descriptors = store, union, descriptors
        self.names = Names(store)
        self.base = find_base(store)


def open_source(source: str) -> Graph:
    """The graph of a folder that `kg build` wrote or of a graph file, in memory; or of a store, on disk.

    Raises: GraphError or StoreError if it can't be found, read or parsed.
    """
    from pyoxigraph import Store

    from kg.files import graph_files, parse_graph

    path = Path(source)
    files = graph_files(path) if path.is_file() else ()
    if files and files[0].suffix.lower() in _NAMED:
        store = Store()
        store.bulk_extend(parse_graph(path))
        return Graph(store, union=True)
    if not is_store(path):
        return Graph(load(path))
    before = _descriptors()
    store = load_graph(path)
    # An index on disk has files open, which the workers need.
    return Graph(store, descriptors=frozenset(_descriptors() - before))


def find_base(store: Store) -> str:
    """The base of the graph's ids, which its dataset names."""
    from pyoxigraph import Literal, NamedNode

    spaces = store.quads_for_pattern(None, NamedNode(PREFIXES["void"] + "uriSpace"), None, None)
    return min((quad.object.value for quad in spaces if isinstance(quad.object, Literal)), default=DEFAULT_BASE)


def find_examples(graph: Graph, most: int = 3) -> tuple[tuple[str, str], ...]:
    """Ids and labels of some things, each of another class, for the documents of the API to show.

    Of a class it is the one that comes first; agencies come before others.
    """
    found: dict[str, str] = {}
    for iri, slot in graph.names.slots.items():
        if iri.startswith(graph.base) and not iri.endswith("/") and iri < found.get(slot, "\U0010ffff"):
            found[slot] = iri
    return tuple((id_of(found[slot], graph.base), graph.names.labels[found[slot]]) for slot in sorted(found)[:most])


def run_query(graph: Graph, limits: Limits, arguments: dict[str, Any], out: BinaryIO) -> dict[str, str]:
    """A query's answer in the formats asked for: `tabular` for SELECT and ASK, `rdf` for CONSTRUCT and DESCRIBE.

    Raises: Refused for what the endpoint does not answer, or when the answer is too long.
    """
    from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions

    text, base = arguments["query"], arguments.get("base")
    prefixes = PREFIXES | {"id": graph.base}
    try:
        refuse(text, prefixes, "query", base=base)
        check(text, prefixes, "query", base=base)
        default: list[NamedNode | BlankNode | DefaultGraph] = [NamedNode(iri) for iri in arguments["default_graphs"]]
        named: list[NamedNode | BlankNode] = [NamedNode(iri) for iri in arguments["named_graphs"]]
        protocol = bool(default or named)
        found = graph.store.query(
            text,
            prefixes=prefixes,
            base_iri=base,
            use_default_graph_as_union=graph.union and not protocol and not _has_dataset(text),
            default_graph=default if protocol else None,
            named_graphs=named if protocol else None,
        )
    except QueryError as error:
        raise Refused(400, "The query can't be answered", str(error)) from None
    except (SyntaxError, ValueError) as error:
        raise Refused(400, "The query can't be answered", str(error)) from None
    tabular = isinstance(found, QueryBoolean | QuerySolutions)
    form = arguments["tabular" if tabular else "rdf"]
    if not form:
        kinds = formats.TABULAR if tabular else formats.RDF
        offered = ", ".join(kind.media for kind in kinds.values())
        raise Refused(406, "None of the accepted formats can hold this answer", f"It is to be had as {offered}.")
    if isinstance(found, QueryBoolean | QuerySolutions):
        kind = formats.TABULAR[form]
        if isinstance(found, QueryBoolean) and form in ("csv", "tsv"):
            out.write(str(bool(found)).lower().encode())  # no format for it is standardized
            return {"type": kind.media}
        counting = CountingFile(out, form, limits.rows)
        found.serialize(counting, format=kind.syntax)  # type: ignore[arg-type]
        return {"type": kind.media}
    kind = formats.RDF[form]
    formats.write_triples(_counted(found, limits.rows), out, kind, graph.base)
    return {"type": kind.media}


def describe(graph: Graph, limits: Limits, arguments: dict[str, Any], out: BinaryIO) -> dict[str, str]:
    """What the graph says of one of its IRIs, in both directions where that is a name or a relation.

    Raises: Refused (404) if it says nothing.
    """
    kind = formats.RDF[arguments["rdf"]]
    triples = around.describe(graph.store, arguments["iri"], limits.rows)
    if not triples:
        raise Refused(404, "Not in this graph", arguments["iri"])
    formats.write_triples(triples, out, kind, graph.base)
    return {"type": kind.media}


def search(graph: Graph, limits: Limits, arguments: dict[str, Any], out: BinaryIO) -> dict[str, str]:
    """Entities whose names hold the words, the best first."""
    found = around.search(graph.names, graph.base, arguments["text"], arguments["kinds"], arguments["limit"])
    return _json(found, out)


def entity(graph: Graph, limits: Limits, arguments: dict[str, Any], out: BinaryIO) -> dict[str, str]:
    """One entity with its relations, each with its evidence.

    Raises: Refused (404) if there is none.
    """
    return _json(around.card(graph.store, graph.names, graph.base, arguments["iri"], arguments["quotes"]), out)


def neighbourhood(graph: Graph, limits: Limits, arguments: dict[str, Any], out: BinaryIO) -> dict[str, str]:
    """The entities and relations within some steps of one.

    Raises: Refused (404) if there is none.
    """
    part = near.neighbourhood(
        graph.store, graph.names, graph.base, arguments["iri"], arguments["depth"], arguments["limit"]
    )
    return _json(part, out)


def evidence(graph: Graph, limits: Limits, arguments: dict[str, Any], out: BinaryIO) -> dict[str, str]:
    """The sentences that state the relations of one entity, or one of them.

    Raises: Refused (404) if there is no such entity.
    """
    said = around.evidence(
        graph.store, graph.names, graph.base, arguments["iri"], arguments.get("relation"), arguments.get("other")
    )
    return _json(said, out)


def ask(graph: Graph, limits: Limits, arguments: dict[str, Any], out: BinaryIO) -> dict[str, str]:
    """The answer to a question in Chinese."""
    found = answer_question(
        (graph.store, graph.names), arguments["question"], today=arguments["today"], quotes=arguments["quotes"]
    )
    return _json(msgspec.to_builtins(found) | {"summary": found.summary}, out)


def view(graph: Graph, limits: Limits, arguments: dict[str, Any], out: BinaryIO) -> dict[str, str]:
    """The interactive view of the neighbourhood of one entity.

    Raises: Refused (404) if there is none.
    """
    out.write(near.view(graph.store, graph.names, graph.base, arguments["iri"], arguments["depth"]).encode("utf-8"))
    return {"type": "text/html; charset=utf-8"}


JOBS: dict[str, Callable[[Graph, Limits, dict[str, Any], BinaryIO], dict[str, str]]] = {
    "query": run_query,
    "describe": describe,
    "search": search,
    "entity": entity,
    "neighbourhood": neighbourhood,
    "evidence": evidence,
    "ask": ask,
    "view": view,
}


def warm_up(graph: Graph, limits: Limits) -> None:
    """Run something of every kind, so that a worker finds all modules loaded: it can't open files any more."""
    formats_of = {"tabular": "json", "rdf": "turtle", "default_graphs": [], "named_graphs": []}
    out = io.BytesIO()
    for text in (
        "SELECT * { ?s ?p ?o } LIMIT 1",
        "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1",
        "ASK {}",
        "SELEC",
        "LOAD <a:b>",
    ):
        with contextlib.suppress(Refused):
            run_query(graph, limits, {"query": text, **formats_of}, out)
    ask(graph, limits, {"question": "2023年发生了什么？", "today": "2024-01-01", "quotes": 1}, out)


def _json(value: object, out: BinaryIO) -> dict[str, str]:
    out.write(msgspec.json.encode(value))
    return {"type": "application/json"}


def _counted(triples: Any, limit: int) -> Iterator[Triple]:
    for number, triple in enumerate(triples):
        if number >= limit:
            raise Refused.too_many_rows(limit)
        yield triple


def _has_dataset(text: str) -> bool:
    from kg.query.syntax import find_tokens

    return any(token.kind == "word" and token.text.upper() == "FROM" for token in find_tokens(text))


def _descriptors() -> set[int]:
    try:
        return {int(name) for name in os.listdir("/dev/fd")}  # noqa: PTH208
    except OSError as error:
        raise KgError("kg serve needs a system with /dev/fd", remedy="use Linux or macOS") from error
