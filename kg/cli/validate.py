"""`kg validate`: does a graph keep to the shapes?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

VIOLATIONS = 1
"""The exit code of a graph that breaks the shapes."""


def validate(
    source: Annotated[
        Path, typer.Argument(help="A store, a folder that `kg build` wrote, or a Turtle file.", metavar="DIR")
    ],
) -> None:
    """Check a graph against the SHACL shapes. The exit code is 0 if it conforms, 1 if not."""
    from kg import read_graph
    from kg.cli.terminal import plain
    from kg.shacl import validate as find_violations
    from kg.store import is_store

    violations = find_violations(read_graph(source).to_rdf() if is_store(source) else source)
    for violation in violations:
        value = f" (here: {violation.value})" if violation.value else ""
        print(plain(f"{violation.label} <{violation.focus}>"))
        print(plain(f"    {violation.property}{': ' * bool(violation.property)}{violation.message_en}{value}"))
        if violation.message_zh:
            print(plain(f"    {violation.message_zh}"))
        if violation.quote:
            print(plain(f"    {violation.place}  “{violation.quote}”"))
    if violations:
        print(f"{len(violations)} violation(s)")
        raise typer.Exit(VIOLATIONS)
    print("The graph conforms to the shapes.")
