"""Files of a graph: written whole or not at all, found in a folder, parsed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import GraphError

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib

TRIPLE_SUFFIXES = (".ttl", ".nt", ".jsonld", ".nq", ".trig")
"""What can be loaded; the last two hold named graphs, which are read as one."""


def write_file(path: Path, content: bytes | str) -> None:
    """Write a file so that a reader sees the old content or the new one, never a part; text becomes UTF-8.

    Raises: GraphError if it can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content.encode("utf-8") if isinstance(content, str) else content)
            # mkstemp makes the file private; give it what open() would have given.
            mask = os.umask(0)
            os.umask(mask)
            Path(name).chmod(0o666 & ~mask)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise GraphError(
            error.strerror or str(error), source=str(path), remedy="choose a folder that can be written"
        ) from error


def graph_files(path: str | Path) -> tuple[Path, ...]:
    """The files that make up a graph: a file itself, or in a folder `graph.*` and beside it `provenance.*`.

    Raises: GraphError if there are none, or of a format that can't be read.
    """
    path = Path(path)
    if path.is_dir():
        graph = next(
            (path / f"graph{suffix}" for suffix in TRIPLE_SUFFIXES if (path / f"graph{suffix}").is_file()), None
        )
        if graph is None:
            raise GraphError(
                "no graph.ttl in this folder", source=str(path), remedy="give a folder that kg build wrote"
            )
        evidence = (path / f"provenance{suffix}" for suffix in TRIPLE_SUFFIXES)
        return (graph, *(file for file in (next(filter(Path.is_file, evidence), None),) if file))
    if not path.exists():
        raise GraphError("no such file or folder", source=str(path), remedy="give a folder that kg build wrote")
    if path.suffix.lower() not in TRIPLE_SUFFIXES:
        raise GraphError(
            f"can't read “{path.suffix}” as a graph", source=str(path), remedy=f"one of {', '.join(TRIPLE_SUFFIXES)}"
        )
    return (path,)


def parse_graph(path: str | Path) -> Iterator[pyoxigraph.Quad]:
    """Every statement of a graph, file by file in their order.

    Raises: GraphError if a file can't be found, read or parsed.
    """
    from pyoxigraph import RdfFormat, parse

    formats = (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.JSON_LD, RdfFormat.N_QUADS, RdfFormat.TRIG)
    for file in graph_files(path):
        syntax = dict(zip(TRIPLE_SUFFIXES, formats, strict=True))[file.suffix.lower()]
        try:
            with file.open("rb") as stream:
                # A base, so that a hand-written file with relative IRIs loads too.
                yield from parse(stream, format=syntax, base_iri=file.resolve().as_uri())
        except SyntaxError as error:
            place = f"line {error.lineno}, column {error.offset}" if error.lineno else ""
            raise GraphError(
                error.msg, source=str(file), place=place, remedy="mend the file or build it again"
            ) from error
        except OSError as error:
            raise GraphError(error.strerror or str(error), source=str(file), remedy="give a readable file") from error


def to_rdflib(statements: Iterable[pyoxigraph.Quad | pyoxigraph.Triple]) -> rdflib.Graph:
    """An rdflib graph of the same triples; for its users and for pySHACL."""
    import pyoxigraph
    import rdflib

    terms: dict[object, rdflib.URIRef | rdflib.BNode | rdflib.Literal] = {}

    def adapt(term: object) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
        known = terms.get(term)
        if known is not None:
            return known
        if isinstance(term, pyoxigraph.NamedNode):
            made: rdflib.URIRef | rdflib.BNode | rdflib.Literal = rdflib.URIRef(term.value)
        elif isinstance(term, pyoxigraph.Literal):
            if term.language:
                made = rdflib.Literal(term.value, lang=term.language)
            else:
                # rdflib tells "a" from "a"^^xsd:string; the plain one is what its own parser gives.
                plain = term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
                made = rdflib.Literal(term.value, datatype=None if plain else rdflib.URIRef(term.datatype.value))
        else:
            made = rdflib.BNode(str(term)[2:])
        terms[term] = made
        return made

    graph = rdflib.Graph()
    for statement in statements:
        graph.add((adapt(statement.subject), adapt(statement.predicate), adapt(statement.object)))
    return graph
