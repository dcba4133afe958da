"""Answers and the formats they are printed in."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import msgspec

from kg.errors import UsageError

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple
    from rich.table import Table

    Term = NamedNode | BlankNode | Literal | Triple

FORMATS = ("table", "csv", "tsv", "json", "turtle")
"""What an answer can be printed as; `turtle` only triples."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a query, of one of three kinds.

    SELECT fills `variables` and `rows` (pyoxigraph terms, None where unbound), ASK `boolean`, CONSTRUCT and DESCRIBE
    `triples` (pyoxigraph, sorted). `prefixes` are those that the query knew.
    """

    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    boolean: bool | None = None
    triples: tuple[Triple, ...] | None = None
    prefixes: dict[str, str] = msgspec.field(default_factory=dict)

    def records(self) -> list[dict[str, str]]:
        """The rows (or triples) as dictionaries of IRIs and lexical values; what is unbound is not there."""
        variables, rows = self._table()
        return [
            {name: _text(term) for name, term in zip(variables, row, strict=True) if term is not None} for row in rows
        ]

    def print_as(self, form: str) -> str:
        """The answer in one of `FORMATS`, ended by a line feed.

        Raises: UsageError for an unknown format, or for `turtle` where there are no triples.
        """
        makers = {
            "table": self.to_text,
            "csv": self.to_csv,
            "tsv": self.to_tsv,
            "json": self.to_json,
            "turtle": self.to_turtle,
        }
        if form not in makers:
            raise UsageError(f"no format “{form}”", remedy=f"one of {', '.join(FORMATS)}")
        return makers[form]()

    def to_table(self) -> Table:
        """A rich table, whose columns count Chinese characters as two wide; IRIs are shortened by the prefixes."""
        from rich import box
        from rich.table import Table
        from rich.text import Text

        variables, rows = self._table()
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for number, name in enumerate(variables):
            numeric = {_is_number(row[number]) for row in rows if row[number] is not None} == {True}
            table.add_column(Text(name), justify="right" if numeric else "left", overflow="fold")
        for row in rows:
            table.add_row(*(Text(_CONTROL.sub("\ufffd", self._short(term))) for term in row))
        return table

    def to_text(self, width: int | None = None) -> str:
        """The table as plain text, `width` columns wide or as wide as it needs; `true` or `false` for ASK."""
        from rich.console import Console

        if self.boolean is not None:
            return f"{str(self.boolean).lower()}\n"
        console = Console(file=io.StringIO(), width=width or 100_000, color_system=None, force_terminal=False)
        with console.capture() as capture:
            console.print(self.to_table())
        return "".join(f"{line.rstrip()}\n" for line in capture.get().removesuffix("\n").split("\n"))

    def to_csv(self) -> str:
        """SPARQL 1.1 CSV: IRIs and lexical values; `true` or `false` for ASK."""
        if self.boolean is not None:
            return f"{str(self.boolean).lower()}\r\n"
        variables, rows = self._table()
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(variables)
        writer.writerows(["" if term is None else _text(term) for term in row] for row in rows)
        return stream.getvalue()

    def to_tsv(self) -> str:
        """SPARQL 1.1 TSV: terms as Turtle writes them; `true` or `false` for ASK."""
        if self.boolean is not None:
            return f"{str(self.boolean).lower()}\n"
        variables, rows = self._table()
        lines = ["\t".join(f"?{name}" for name in variables)]
        lines += ["\t".join("" if t is None else str(t).replace("\t", "\\t") for t in row) for row in rows]
        return "".join(f"{line}\n" for line in lines)

    def to_json(self) -> str:
        """SPARQL 1.1 results in JSON; triples as rows of subject, predicate and object."""
        if self.boolean is not None:
            return json.dumps({"head": {}, "boolean": self.boolean}) + "\n"
        variables, rows = self._table()
        bindings = [{n: _json(t) for n, t in zip(variables, row, strict=True) if t is not None} for row in rows]
        answer = {"head": {"vars": list(variables)}, "results": {"bindings": bindings}}
        return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"

    def to_turtle(self) -> str:
        """Turtle of the triples of CONSTRUCT and DESCRIBE.

        Raises: UsageError if the answer is rows or a boolean.
        """
        from pyoxigraph import RdfFormat, serialize

        if self.triples is None:
            raise UsageError("this answer has no triples", remedy="use CONSTRUCT or DESCRIBE, or another format")
        used = "\n".join(map(str, self.triples))
        # Only prefixes in use, and sorted: pyoxigraph writes them in no fixed order.
        prefixes = {name: space for name, space in sorted(self.prefixes.items()) if f"<{space}" in used}
        turtle = (serialize(self.triples, format=RdfFormat.TURTLE, prefixes=prefixes) or b"").decode("utf-8")
        body = turtle.split("\n", len(prefixes))[len(prefixes)]
        return "".join(f"@prefix {name}: <{space}> .\n" for name, space in prefixes.items()) + body

    def _table(self) -> tuple[tuple[str, ...], tuple[tuple[Term | None, ...], ...]]:
        if self.triples is not None:
            return ("subject", "predicate", "object"), tuple((t.subject, t.predicate, t.object) for t in self.triples)
        return self.variables, self.rows

    def _short(self, term: Term | None) -> str:
        from pyoxigraph import NamedNode

        if term is None:
            return ""
        if not isinstance(term, NamedNode):
            return _text(term)
        spaces = [(len(space), name, space) for name, space in self.prefixes.items() if term.value.startswith(space)]
        if not spaces:
            return term.value
        _, name, space = max(spaces)
        return f"{name}:{term.value.removeprefix(space)}"


def _text(term: Term) -> str:
    """An IRI or a literal's lexical form; anything else as Turtle writes it."""
    from pyoxigraph import Literal, NamedNode

    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _is_number(term: Term | None) -> bool:
    from pyoxigraph import Literal

    kinds = ("integer", "decimal", "double", "float", "nonNegativeInteger")
    return isinstance(term, Literal) and term.datatype.value.rpartition("#")[2] in kinds


def _json(term: Term) -> dict[str, object]:
    from pyoxigraph import BlankNode, Literal, NamedNode

    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Literal):
        said: dict[str, object] = {"type": "literal", "value": term.value}
        if term.language:
            said["xml:lang"] = term.language
        elif not term.datatype.value.endswith("#string"):
            said["datatype"] = term.datatype.value
        return said
    return {
        "type": "triple",
        "value": {
            "subject": _json(term.subject),
            "predicate": _json(term.predicate),
            "object": _json(term.object),
        },
    }
