"""Graphs loaded and queries run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.files import parse_graph
from kg.model import Knowledge
from kg.query.named import fill, read_query
from kg.query.result import Result
from kg.query.syntax import check, find_tokens, put_in, refuse
from kg.schema import DEFAULT_BASE, PREFIXES

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Store

    Source = Store | rdflib.Graph | Knowledge | str | Path


def load(source: Source) -> Store:
    """The graph in memory, ready for queries: of a folder that `kg build` wrote (with its provenance), of a `.ttl`,
    `.nt`, `.jsonld`, `.nq` or `.trig` file, of an rdflib graph or of a Knowledge; all in the default graph.

    Raises: GraphError if a file can't be found, read or parsed.
    """
    from pyoxigraph import Quad, RdfFormat, Store

    if isinstance(source, Store):
        return source
    store = Store()
    if isinstance(source, str | Path):
        store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in parse_graph(source))
    else:
        graph = source.to_rdf() if isinstance(source, Knowledge) else source
        store.bulk_load(graph.serialize(format="nt", encoding="utf-8"), format=RdfFormat.N_TRIPLES)
    return store


def query(source: Source, sparql: str, params: Mapping[str, str] | None = None, *, name: str = "query") -> Result:
    """The answer to a SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE query.

    `PREFIXES` and `id:` (the graph's base) need no declaration. Each `$name` of `params` stands for the value as a
    string literal. `name` is what errors call the query. Rows come sorted where the query gives no order.

    Raises: GraphError if the graph can't be loaded; QueryError if the query can't be parsed (with line and column of
    the text as given), a parameter is missing or not known, or it asks for SERVICE or an update.

    >>> from kg.model import Entity
    >>> region = Entity(id="region/150105", type="Region", label="赛罕区")
    >>> query(Knowledge((region,)), "SELECT ?name { id:region\\\\/150105 skos:prefLabel ?name }").records()
    [{'name': '赛罕区'}]
    """
    head = read_query(sparql, name)
    known = PREFIXES | {"id": DEFAULT_BASE}
    refuse(sparql, known, name)
    check(sparql, known, name)
    text = put_in(sparql, fill(head, params or {}))
    store = load(source)
    prefixes = PREFIXES | {"id": _base(store)}
    if text != sparql:
        refuse(text, prefixes, f"{name} with its parameters")
        check(text, prefixes, f"{name} with its parameters")
    return _run(store, text, prefixes, name)


def _run(store: Store, text: str, prefixes: dict[str, str], name: str) -> Result:
    from pyoxigraph import QueryBoolean, QueryTriples

    try:
        answer = store.query(text, prefixes=prefixes)
        if isinstance(answer, QueryBoolean):
            return Result(boolean=bool(answer), prefixes=prefixes)
        if isinstance(answer, QueryTriples):
            return Result(triples=tuple(sorted(set(answer), key=str)), prefixes=prefixes)
        variables = tuple(variable.value for variable in answer.variables)
        rows = [tuple(row[variable] for variable in variables) for row in answer]
    except (SyntaxError, OSError, RuntimeError, ValueError) as error:
        raise QueryError(str(error), source=name, remedy="mend the query") from error
    if not any(token.kind == "word" and token.text.upper() == "ORDER" for token in find_tokens(text)):
        rows.sort(key=lambda row: [str(term) for term in row])
    return Result(variables=variables, rows=tuple(rows), prefixes=prefixes)


def _base(store: Store) -> str:
    """The base of the graph's ids, which its dataset names."""
    from pyoxigraph import Literal, NamedNode

    spaces = store.quads_for_pattern(None, NamedNode(PREFIXES["void"] + "uriSpace"), None)
    return min((quad.object.value for quad in spaces if isinstance(quad.object, Literal)), default=DEFAULT_BASE)
