"""Run the W3C SPARQL 1.1 tests that are about reading and write docs/conformance.md: `python -m scripts.conformance`.

The test suite lies in the folder that KG_W3C names, else in ../shared/w3c beside the repository; it is not copied here.
Protocol, service description and result formats run against `kg serve`, evaluation and syntax against `kg query`.
"""

from __future__ import annotations

import csv
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import rdflib
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)
from rdflib.collection import Collection

from kg.errors import QueryError
from kg.query import query
from tests.served import Served

ROOT = Path(__file__).parent.parent
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
EVALUATION = (
    "aggregates", "bind", "bindings", "cast", "construct", "exists", "functions", "grouping", "negation",
    "project-expression", "property-path", "subquery", "csv-tsv-res", "json-res",
)  # fmt: skip
READ_ONLY = "not run: updates are refused by design"


class Outcome(NamedTuple):
    """One test: its group and name, and why it fails (nothing if it passes)."""

    group: str
    name: str
    fault: str


def find_suite() -> Path | None:
    """The folder of the test suite, or None where it is not here."""
    folder = Path(os.environ.get("KG_W3C") or ROOT.parent / "shared" / "w3c") / "sparql11"
    return folder if (folder / "manifest.ttl").is_file() else None


def manifest(folder: Path) -> tuple[rdflib.Graph, list[Any]]:
    """A folder's manifest and its entries in order."""
    graph = rdflib.Graph().parse(folder / "manifest.ttl", format="turtle", publicID=(folder / "manifest.ttl").as_uri())
    heads = list(graph.objects(None, MF.entries))
    return graph, [entry for head in heads for entry in Collection(graph, head)]


# ------------------------------------------------------------------------------------------------------------ protocol


def run_protocol(suite: Path) -> Iterator[Outcome]:
    """The tests of the SPARQL 1.1 Protocol."""
    folder = suite / "protocol"
    graph, entries = manifest(folder)
    with tempfile.TemporaryDirectory() as place:
        named = Path(place) / "graphs.nq"
        named.write_bytes(_graphs(folder))
        with Served(named, "--quiet") as server:
            for entry in entries:
                name = str(graph.value(entry, MF.name))
                requests = [
                    request
                    for part in graph.objects(graph.value(entry, MF.action), HT.requests)
                    for request in Collection(graph, part)
                ]
                sent = [(_request(graph, one), one) for one in requests]
                local = str(entry).rpartition("#")[2]
                if local.startswith("update_"):
                    yield Outcome("protocol", f"{local}: {name}", READ_ONLY)
                    continue
                faults = [fault for request, one in sent if (fault := _check(graph, one, server.ask(**request)))]
                yield Outcome("protocol", f"{local}: {name}", "; ".join(faults))


def _graphs(folder: Path) -> bytes:
    """The three graphs of the tests under the names that the tests give them."""
    out = io.BytesIO()
    from pyoxigraph import serialize

    quads = [
        Quad(quad.subject, quad.predicate, quad.object, NamedNode(f"http://kasei.us/2009/09/sparql/data/data{n}.rdf"))
        for n in (1, 2, 3)
        for quad in parse((folder / f"data{n}.nt").read_bytes(), format=RdfFormat.N_TRIPLES)
    ]
    serialize(quads, out, format=RdfFormat.N_QUADS)
    return out.getvalue()


def _request(graph: rdflib.Graph, request: Any) -> dict[str, Any]:
    headers = {}
    for part in graph.objects(request, HT.headers):
        for header in Collection(graph, part):
            headers[str(graph.value(header, HT.fieldName))] = str(graph.value(header, HT.fieldValue))
    body = graph.value(request, HT.body)
    text = str(graph.value(body, CNT.chars)) if body is not None else None
    encoding = str(graph.value(body, CNT.characterEncoding) or "utf-8") if body is not None else ""
    path = str(graph.value(request, HT.absolutePath)).replace("/sparql/", "/sparql", 1)
    return {
        "path": path,
        "method": str(graph.value(request, HT.methodName)),
        "body": text.encode(encoding) if text is not None else None,
        "headers": headers,
    }


def _check(graph: rdflib.Graph, request: Any, reply: Any) -> str:
    expected = graph.value(request, HT.resp)
    codes = {str(code).rpartition("StatusCode")[2][0] for code in graph.objects(expected, MF.expectedStatus)}
    if codes and str(reply.status)[0] not in codes:
        return f"status {reply.status}"
    form = str(graph.value(expected, MF.expectedFormat) or "")
    tabular = {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    }
    if form in ("tabular", "boolean") and reply.media not in tabular:
        return f"{reply.media} for {form}"
    if form == "RDF" and reply.media not in ("text/turtle", "application/rdf+xml", "application/n-triples"):
        return f"{reply.media} for RDF"
    truth = graph.value(expected, MF.expectedBoolean)
    if truth is not None and reply.json["boolean"] is not truth.toPython():
        return f"answered {reply.json['boolean']}"
    return ""


def run_description(suite: Path) -> Iterator[Outcome]:
    """The tests of the service description, which the suite gives in words."""
    sd = "http://www.w3.org/ns/sparql-service-description#"
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "graph.ttl"
        data.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
        with Served(data, "--quiet") as server:
            reply = server.ask("/sparql", headers={"Accept": "text/turtle"})
            store = Store()
            if reply.status == 200:
                store.load(reply.body, format=RdfFormat.TURTLE)
            endpoint = f"http://127.0.0.1:{server.port}/sparql"
            matching = f"ASK {{ ?s a <{sd}Service> ; <{sd}endpoint> <{endpoint}> }}"
            schema = f"""ASK {{ ?s a <{sd}Service> ; <{sd}endpoint> ?e .
              FILTER(isIRI(?e)) FILTER NOT EXISTS {{ ?s <{sd}supportedLanguage> ?l . FILTER(!isIRI(?l)) }}
              FILTER NOT EXISTS {{ ?s <{sd}defaultDataset> ?d . FILTER NOT EXISTS {{ ?d a <{sd}Dataset> }} }}
              FILTER NOT EXISTS {{ ?d <{sd}defaultGraph> ?g . FILTER NOT EXISTS {{ ?g a <{sd}Graph> }} }} }}"""
            graph, entries = manifest(suite / "service-description")
            for entry in entries:
                local = str(entry).rpartition("#")[2]
                passed = {
                    "returns-rdf": len(store) > 0,
                    "has-endpoint-triple": bool(store.query(matching)),
                    "conforms-to-schema": bool(store.query(schema)),
                }.get(local, False)
                yield Outcome(
                    "service-description", f"{local}: {graph.value(entry, MF.name)}", "" if passed else "not so"
                )


# ---------------------------------------------------------------------------------------------------------- evaluation


def run_evaluation(suite: Path) -> Iterator[Outcome]:
    """The evaluation and syntax tests, by `kg query`; the result formats also by the server."""
    for group in EVALUATION:
        folder = suite / group
        graph, entries = manifest(folder)
        for entry in entries:
            action = graph.value(entry, MF.action)
            result = graph.value(entry, MF.result)
            text = _path(graph.value(action, QT.query))
            if text is None or result is None:
                continue
            data = [_path(one) for one in graph.objects(action, QT.data)]
            named = [_path(one) for one in graph.objects(action, QT.graphData)]
            name = f"{str(entry).rpartition('#')[2]}: {graph.value(entry, MF.name)}"
            yield Outcome(group, name, _guarded(lambda: _evaluate(text, data, named, _path(result))))  # noqa: B023
            if group in ("csv-tsv-res", "json-res"):
                yield Outcome(group, f"{name}, served", _guarded(lambda: _serve(text, data, _path(result))))  # noqa: B023
    yield from _run_syntax(suite / "syntax-query")


def _run_syntax(folder: Path) -> Iterator[Outcome]:
    graph, entries = manifest(folder)
    for entry in entries:
        kinds = {str(kind).rpartition("#")[2] for kind in graph.objects(entry, rdflib.RDF.type)}
        path = _path(graph.value(entry, MF.action))
        if path is None:
            continue
        try:
            query(Store(), f"BASE <http://example.org/base/>\n{path.read_text(encoding='utf-8')}")
            refused = ""
        except QueryError as error:
            refused = str(error).partition("\n")[0]
        wrong = "taken" if "NegativeSyntaxTest11" in kinds and not refused else ""
        if "PositiveSyntaxTest11" in kinds and refused:
            wrong = refused
        yield Outcome("syntax-query", f"{str(entry).rpartition('#')[2]}: {graph.value(entry, MF.name)}", wrong)


def _guarded(run: Callable[[], str]) -> str:
    try:
        return run()
    except Exception as error:
        return f"{type(error).__name__}: {error}".partition("\n")[0][:160]


def _path(iri: Any) -> Path | None:
    from urllib.parse import unquote, urlsplit

    return Path(unquote(urlsplit(str(iri)).path)) if iri is not None and str(iri).startswith("file:") else None


def _load(data: list[Path | None], named: list[Path | None]) -> Store:
    store = Store()
    for file in filter(None, data):
        store.load(path=file, format=_syntax(file), base_iri=file.as_uri())
    for file in filter(None, named):
        store.load(path=file, format=_syntax(file), base_iri=file.as_uri(), to_graph=NamedNode(file.as_uri()))
    return store


def _syntax(file: Path) -> RdfFormat:
    return {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".nt": RdfFormat.N_TRIPLES}[file.suffix]


def _evaluate(text: Path, data: list[Path | None], named: list[Path | None], expected: Path | None) -> str:
    assert expected is not None
    answer = query(_load(data, named), f"BASE <{text.as_uri()}>\n{text.read_text(encoding='utf-8')}")
    if answer.triples is not None:
        return _same_graph(
            [Quad(t.subject, t.predicate, t.object) for t in answer.triples],
            [Quad(q.subject, q.predicate, q.object) for q in _parsed(expected)],
        )
    if expected.suffix == ".csv":
        return _same_csv(answer.to_csv(), expected.read_text(encoding="utf-8"))
    found = answer.boolean if answer.boolean is not None else (answer.variables, list(answer.rows))
    return _same_rows(found, _results(expected))


def _serve(text: Path, data: list[Path | None], expected: Path | None) -> str:
    assert expected is not None
    media = {
        ".csv": "text/csv",
        ".tsv": "text/tab-separated-values",
        ".srj": "application/sparql-results+json",
        ".srx": "application/sparql-results+xml",
    }[expected.suffix]
    (file,) = filter(None, data)
    with Served(file, "--quiet") as server:
        reply = server.query(f"BASE <{text.as_uri()}>\n{text.read_text(encoding='utf-8')}", media)
    if (reply.status, reply.media) != (200, media):
        return f"status {reply.status}, {reply.media}"
    if expected.suffix == ".csv":
        return _same_csv(reply.text, expected.read_text(encoding="utf-8"))
    return _same_rows(_read_results(reply.body, expected.suffix), _results(expected))


def _parsed(file: Path) -> list[Quad]:
    return list(parse(file.read_bytes(), format=_syntax(file), base_iri=file.as_uri()))


def _same_graph(found: list[Quad], expected: list[Quad]) -> str:
    ours, theirs = Dataset(found), Dataset(expected)
    for dataset in (ours, theirs):
        dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return "" if ours == theirs else f"other triples ({len(found)} for {len(expected)})"


def _results(file: Path) -> Any:
    if file.suffix in (".ttl", ".rdf"):
        return _result_set(file)
    return _read_results(file.read_bytes(), file.suffix)


def _read_results(data: bytes, suffix: str) -> Any:
    kinds = {".srx": QueryResultsFormat.XML, ".srj": QueryResultsFormat.JSON, ".tsv": QueryResultsFormat.TSV}
    answer = parse_query_results(data, format=kinds[suffix])
    if isinstance(answer, QueryBoolean):
        return bool(answer)
    names = tuple(variable.value for variable in answer.variables)
    return names, [tuple(row[name] for name in names) for row in answer]


def _result_set(file: Path) -> Any:
    """A result written as RDF."""
    quads = _parsed(file)
    sets = [q.subject for q in quads if q.object == NamedNode(RS + "ResultSet")]
    if not sets:
        return _not_rows(file)

    def of(subject: object, name: str) -> list[Any]:
        return [q.object for q in quads if q.subject == subject and q.predicate == NamedNode(RS + name)]

    names = tuple(value.value for value in of(sets[0], "resultVariable"))
    rows = []
    for solution in of(sets[0], "solution"):
        bound = {of(one, "variable")[0].value: of(one, "value")[0] for one in of(solution, "binding")}
        rows.append(tuple(bound.get(name) for name in names))
    return names, rows


def _not_rows(file: Path) -> Any:
    raise ValueError(f"{file.name} holds no rows")


def _same_rows(found: Any, expected: Any) -> str:
    if isinstance(found, bool) or isinstance(expected, bool):
        return "" if found is expected else f"answered {found}"
    names, rows = found
    wanted_names, wanted = expected
    if set(names) != set(wanted_names):
        return f"other variables ({', '.join(names)})"
    ordered = [tuple(row[names.index(name)] for name in wanted_names) for row in rows]
    if len(ordered) != len(wanted):
        return f"{len(ordered)} rows for {len(wanted)}"
    return "" if _match(ordered, list(wanted), {}) else "other rows"


def _match(found: list[Any], expected: list[Any], names: dict[str, str]) -> bool:
    """Whether rows are the same in any order, whatever their blank nodes are called."""
    if not found:
        return True
    first, rest = found[0], found[1:]
    for at, row in enumerate(expected):
        renamed = dict(names)
        if all(_same_term(one, other, renamed) for one, other in zip(first, row, strict=True)) and _match(
            rest, expected[:at] + expected[at + 1 :], renamed
        ):
            return True
    return False


def _same_term(one: Any, other: Any, names: dict[str, str]) -> bool:
    if isinstance(one, BlankNode) and isinstance(other, BlankNode):
        if one.value in names:
            return names[one.value] == other.value
        if other.value in names.values():
            return False
        names[one.value] = other.value
        return True
    if isinstance(one, Literal) and isinstance(other, Literal) and one != other:
        # Numbers and truth may be written in more than one way.
        kinds = {one.datatype.value.rpartition("#")[2], other.datatype.value.rpartition("#")[2]}
        if kinds == {"boolean"}:
            return (one.value in ("true", "1")) == (other.value in ("true", "1"))
        if len(kinds) == 1 and kinds <= {"decimal", "double", "float", "integer"}:
            try:
                return abs(float(one.value) - float(other.value)) < 1e-9
            except ValueError:
                return False
    return bool(one == other)


def _same_csv(found: str, expected: str) -> str:
    """CSV has no types; the columns of SELECT * may come in any order."""
    head, *rows = list(csv.reader(io.StringIO(found)))
    wanted_head, *wanted = list(csv.reader(io.StringIO(expected)))
    if set(head) != set(wanted_head):
        return f"other variables ({', '.join(head)})"
    order = [head.index(name) for name in wanted_head]

    def terms(table: list[list[str]]) -> list[Any]:
        return [tuple(BlankNode(cell[2:]) if cell.startswith("_:") else cell for cell in row) for row in table]

    ours = terms([[row[at] for at in order] for row in rows])
    return "" if len(rows) == len(wanted) and _match(ours, terms(wanted), {}) else "other rows"


# -------------------------------------------------------------------------------------------------------------- report


def run(suite: Path) -> list[Outcome]:
    """Every test that is about reading."""
    return [*run_protocol(suite), *run_description(suite), *run_evaluation(suite)]


def report(outcomes: list[Outcome]) -> str:
    """The outcomes as docs/conformance.md."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.group, []).append(outcome)
    lines = [
        "# Conformance", "",
        "The W3C's SPARQL 1.1 tests that are about reading. `python -m scripts.conformance` runs them and writes this",
        "page; the suite is read from the folder that `KG_W3C` names (else `../shared/w3c`) and is no part of this.",
        "", "| group | passed | failed | not run |", "|---|--:|--:|--:|",
    ]  # fmt: skip
    for group, found in groups.items():
        passed, skipped = sum(not one.fault for one in found), sum(one.fault == READ_ONLY for one in found)
        lines.append(f"| {group} | {passed} | {len(found) - passed - skipped} | {skipped} |")
    lines += [
        "", "Protocol, service description and what is marked `served` run against `kg serve`, the rest against",
        "`kg query`.",
        "Not here, as they are not about reading or need the network: update, graph store protocol, federation,",
        "entailment.",
    ]  # fmt: skip
    for group, found in groups.items():
        lines += ["", f"## {group}", ""]
        for one in found:
            mark = "–" if one.fault == READ_ONLY else "✗" if one.fault else "✓"
            lines.append(f"- {mark} {one.name}" + (f" — {one.fault}" if one.fault else ""))
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run everything and write the page."""
    suite = find_suite()
    if suite is None:
        print("the W3C test suite is not here: name its folder in KG_W3C", file=sys.stderr)
        return 2
    outcomes = run(suite)
    (ROOT / "docs" / "conformance.md").write_text(report(outcomes), encoding="utf-8", newline="\n")
    failed = [one for one in outcomes if one.fault and one.fault != READ_ONLY]
    print(f"{sum(not one.fault for one in outcomes)} passed, {len(failed)} failed")
    for one in failed:
        print(f"  {one.group}  {one.name}  {one.fault}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
