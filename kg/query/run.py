"""Graphs loaded and queries run."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.errors import QueryError, UsageError
from kg.files import parse_graph
from kg.model import Knowledge
from kg.query.endpoint import Endpoint, uses_base
from kg.query.named import fill, read_query
from kg.query.result import Result
from kg.query.syntax import check, find_tokens, put_in, refuse
from kg.schema import DEFAULT_BASE, PREFIXES

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Store

    Source = Store | rdflib.Graph | Knowledge | str | Path | Endpoint


def load(source: Source) -> Store:
    """The graph in memory, ready for queries: of a folder that `kg build` wrote (with its provenance), of a `.ttl`,
    `.nt`, `.jsonld`, `.nq` or `.trig` file, of an rdflib graph or of a Knowledge; all in the default graph.

    Raises: GraphError if a file can't be found, read or parsed.
    """
    from pyoxigraph import Quad, RdfFormat, Store

    if isinstance(source, Store):
        return source
    if isinstance(source, Endpoint):
        raise UsageError("an endpoint can only be asked", source=source.url, remedy="use kg query --endpoint")
    store = Store()
    if isinstance(source, str | Path):
        store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in parse_graph(source))
    else:
        graph = source.to_rdf() if isinstance(source, Knowledge) else source
        store.bulk_load(graph.serialize(format="nt", encoding="utf-8"), format=RdfFormat.N_TRIPLES)
    return store


def query(
    source: Source,
    sparql: str,
    params: Mapping[str, str] | None = None,
    *,
    name: str = "query",
    rows: int | None = None,
) -> Result:
    """The answer to a SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE query of a graph, or of an `Endpoint` elsewhere.

    `PREFIXES` and `id:` (the graph's base) need no declaration. Each `$name` of `params` stands for the value as a
    string literal. `name` is what errors call the query. Rows come sorted where the query gives no order; more rows or
    triples than `rows` are an error, never a part of the answer (an `Endpoint` has a limit of its own).

    Raises: GraphError if the graph can't be loaded; QueryError if the query can't be parsed (with line and column of
    the text as given), a parameter is missing or not known, it asks for SERVICE or an update, or for too many rows.

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
    store = source if isinstance(source, Endpoint) else load(source)
    prefixes = PREFIXES | {"id": _base_there(store, text) if isinstance(store, Endpoint) else _base(store)}
    if text != sparql:
        refuse(text, prefixes, f"{name} with its parameters")
        check(text, prefixes, f"{name} with its parameters")
    result = store.ask(text, prefixes, name) if isinstance(store, Endpoint) else _run(store, text, prefixes, name, rows)
    if any(token.kind == "word" and token.text.upper() == "ORDER" for token in find_tokens(text)):
        return result
    ordered = tuple(sorted(result.rows, key=lambda row: [str(term) for term in row]))
    return msgspec.structs.replace(result, rows=ordered)


def _run(store: Store, text: str, prefixes: dict[str, str], name: str, most: int | None) -> Result:
    from pyoxigraph import QueryBoolean, QueryTriples

    answer = None
    try:
        answer = store.query(text, prefixes=prefixes)
        if isinstance(answer, QueryBoolean):
            return Result(boolean=bool(answer), prefixes=prefixes)
        if isinstance(answer, QueryTriples):
            triples = set()
            for triple in answer:  # the same one may come often
                triples.add(triple)
                _refuse_more(len(triples), most, name)
            return Result(triples=tuple(sorted(triples, key=str)), prefixes=prefixes)
        variables = tuple(variable.value for variable in answer.variables)
        rows = [tuple(row[variable] for variable in variables) for row in islice(answer, most and most + 1)]
        _refuse_more(len(rows), most, name)
    except (SyntaxError, OSError, RuntimeError, ValueError) as error:
        raise QueryError(str(error), source=name, remedy="mend the query") from error
    finally:
        answer = None  # it may be let go of by this thread only, and an error keeps what is here
    return Result(variables=variables, rows=tuple(rows), prefixes=prefixes)


def _refuse_more(count: int, most: int | None, name: str) -> None:
    if most is not None and count > most:
        raise QueryError(f"the answer has more than {most:,} rows", source=name, remedy="give the query a LIMIT")


def _base_there(endpoint: Endpoint, text: str) -> str:
    """The base of the ids of an endpoint's graph, asked for only where a query needs it."""
    if not uses_base(text):
        return DEFAULT_BASE
    asked = endpoint.ask(f"SELECT DISTINCT ?base {{ ?graph <{PREFIXES['void']}uriSpace> ?base }} LIMIT 100", {})
    return min((row["base"] for row in asked.records()), default=DEFAULT_BASE)


def _base(store: Store) -> str:
    """The base of the graph's ids, which its dataset names."""
    from pyoxigraph import Literal, NamedNode

    spaces = store.quads_for_pattern(None, NamedNode(PREFIXES["void"] + "uriSpace"), None)
    return min((quad.object.value for quad in spaces if isinstance(quad.object, Literal)), default=DEFAULT_BASE)
