"""`kg ask`: questions in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kg.ask import Answer

NOT_UNDERSTOOD = 1


def ask(
    source: Annotated[
        Path, typer.Argument(help="A store, a folder that `kg build` wrote, or a Turtle file.", metavar="DIR")
    ],
    question: Annotated[str, typer.Argument(help="A question in Chinese, such as 谁组织了联合检查？")],
    sparql: Annotated[bool, typer.Option("--sparql/--no-sparql", help="Show the query that was run.")] = True,
    quotes: Annotated[int, typer.Option(min=0, help="Sentences shown for each answer.", metavar="N")] = 2,
    today: Annotated[
        str | None, typer.Option(help="The day that 去年 and 昨天 are counted from; the present day.", metavar="DATE")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Answer a question in Chinese, with the sentences that say so. Exits with 1 if it was not understood."""
    from datetime import date

    from kg.ask import ask as answer
    from kg.ask import open_graph
    from kg.cli.terminal import plain, stdout
    from kg.errors import UsageError
    from kg.store import is_store, load_graph

    try:
        day = date.fromisoformat(today) if today else date.today()
    except ValueError:
        raise UsageError(f"“{today}” is no day", place="--today", remedy="write it as 2024-12-20") from None
    graph = open_graph(load_graph(source)) if is_store(source) else source
    found = answer(graph, question, today=day.isoformat(), quotes=quotes)
    if as_json:
        import msgspec

        print(msgspec.json.format(msgspec.json.encode(found), indent=2).decode("utf-8"))
    else:
        console = stdout()
        for style, line in describe(found, sparql=sparql):
            console.print(plain(line), style=style or None, soft_wrap=not console.is_terminal)
    if not found.understood:
        raise typer.Exit(NOT_UNDERSTOOD)


def describe(answer: Answer, *, sparql: bool) -> Iterator[tuple[str, str]]:
    """The lines that `kg ask` prints, each with the style that a terminal gives it."""
    from kg.ask import COLUMNS

    if not answer.understood:
        yield "bold", "没有看懂这个问题。"
        for note in answer.notes:
            yield "", note
        yield "", "可以这样问："
        yield from (("", f"    {example}") for example in answer.examples)
        return
    for name, things in answer.several:
        yield "dim", f"“{name}”可以指 {len(things)} 个：{'、'.join(things)}"
    yield from (("dim", note) for note in answer.notes)
    yield "bold", answer.summary
    for row in answer.rows:
        beside = "".join(f"  {COLUMNS.get(column, column)}：{value}" for column, value in row.beside)
        yield "cyan", f"{row.text}{beside}"
        for evidence in row.evidence:
            yield "", f"    “{evidence.quote}”"
            yield "dim", f"    {evidence.source}:{evidence.line}"
    if sparql:
        yield "", ""
        yield "dim", f"# {answer.about}"
        yield from (("dim", line) for line in answer.sparql.split("\n"))
