"""`kg review`: pairs that may be one, judged at the prompt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kg.decisions import Decision
    from kg.model import Knowledge
    from kg.review import Proposal, Side

ANSWERS = {"s": "same", "d": "different", "r": "rename", "k": "skip", "q": "quit"}


def review(
    source: Annotated[Path, typer.Argument(help="Folder that `kg build` wrote, or a Turtle file.", metavar="DIR")],
    decisions: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Where verdicts stand and are written; without it decisions.toml beside and above the pages.",
        ),
    ] = None,
    who: Annotated[str, typer.Option(metavar="NAME", help="Who decides; otherwise it is asked.")] = "",
    listed: Annotated[bool, typer.Option("--list", help="Print the pairs and ask nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the pairs with their evidence as JSON.")] = False,
    limit: Annotated[int, typer.Option(help="No more pairs than this.", metavar="N", min=1)] = 1_000_000,
) -> None:
    """Judge pairs that may be one, at the prompt. Verdicts go to decisions.toml and hold from the next build on."""
    from kg import read_graph
    from kg.decisions import read_decisions
    from kg.review import propose, show_sides

    knowledge = read_graph(source)
    file, known = find_file(knowledge, decisions)
    proposals = propose(knowledge, read_decisions(known).verdicts)[:limit]
    if as_json:
        _print_json(proposals, show_sides(knowledge, proposals))
    elif listed:
        _print_list(knowledge, proposals)
    elif not proposals:
        print("Nothing to judge.")
    else:
        _ask(knowledge, proposals, file, who)


def find_file(knowledge: Knowledge, given: Path | None) -> tuple[Path, list[Path]]:
    """Where verdicts are written, and the files of those that are given already.

    That is the file the user names, else the one beside or above the pages; where there is none yet, beside the pages
    if their folder is here, else in the working directory.
    """
    from kg.decisions import FILE, find_decisions

    if given is not None:
        return given, [given] if given.is_file() else []
    sources = sorted({entity.get("source") or "" for entity in knowledge.entities if entity.type == "Article"} - {""})
    found = find_decisions(sources)
    if found:
        return found[0], found
    folders = {Path(source).parent for source in sources}
    beside = min(folders, key=lambda folder: (len(folder.parts), folder), default=Path())
    return (beside if beside.is_dir() else Path()) / FILE, []


def _print_list(knowledge: Knowledge, proposals: tuple[Proposal, ...]) -> None:
    from kg.cli.terminal import print_table

    names = {entity.id: entity for entity in knowledge.entities}
    rows = []
    for one in proposals:
        other = f"in {'、'.join(one.articles)}" if one.split else names[one.second].label
        rows.append((f"{one.rank:.2f}", names[one.first].type, names[one.first].label, other, one.reason))
    print_table(f"{len(rows):,} to judge", ("rank", "class", "one", "other", "why it is asked"), rows)


def _print_json(proposals: tuple[Proposal, ...], sides: list[tuple[Side, Side]]) -> None:
    import json

    import msgspec

    rows = [
        {"rank": one.rank, "reason": one.reason, "split": one.split, "sides": msgspec.to_builtins(list(pair))}
        for one, pair in zip(proposals, sides, strict=True)
    ]
    print(json.dumps(rows, ensure_ascii=False, indent=1))


def _ask(knowledge: Knowledge, proposals: tuple[Proposal, ...], file: Path, who: str) -> None:
    from kg.cli.terminal import plain
    from kg.decisions import append_decision
    from kg.errors import DecisionError
    from kg.review import show_sides

    written = 0
    try:
        for number, one in enumerate(proposals, 1):
            ((first, second),) = show_sides(knowledge, [one])
            print()
            print(plain(f"{number}/{len(proposals)}  {first.type}: {one.reason}  ({one.rank:.2f})"))
            _print_sides(one, first, second)
            while True:
                answer = _answer(one)
                if answer in ("quit", "skip"):
                    break
                try:
                    verdict, who = _verdict(answer, one, first, second, who)
                    append_decision(file, verdict)
                except DecisionError as error:
                    print(plain(f"kg: {error}"))
                    continue
                written += 1
                print(plain(f"{file.as_posix()}: {verdict}"))
                break
            if answer == "quit":
                break
    except (typer.Abort, EOFError):
        print()  # the end of the input: what has been written stays
    many = "verdict" if written == 1 else "verdicts"
    again = "; they hold from the next build on" if written else ""
    print(plain(f"{written} {many} written to {file.as_posix()}{again}"))


def _answer(one: Proposal) -> str:
    choices = "same, different, rename, skip, quit" if not one.split else "same, different, skip, quit"
    while True:
        text: str = typer.prompt(f"[s]ame [d]ifferent {'' if one.split else '[r]ename '}s[k]ip [q]uit", default="k")
        given = text.strip().lower()
        answer = ANSWERS.get(given, given)
        if answer in choices.split(", "):
            return answer
        print(f"one of {choices}")


def _verdict(answer: str, one: Proposal, first: Side, second: Side, who: str) -> tuple[Decision, str]:
    import datetime

    from kg.decisions import Decision

    longest = max((first.name, second.name), key=lambda name: ("/" not in name, len(name), name))
    names: tuple[str, ...] = (first.name, second.name)
    name = ""
    if one.split:
        names, name = (first.name,), first.name if answer == "same" else ""
    elif answer == "same":
        name = typer.prompt("What they are called", default=longest).strip()
    elif answer == "rename":
        which = typer.prompt("Which is renamed: 1 or 2", default="1").strip()
        names = (second.name if which == "2" else first.name,)
        name = typer.prompt("To").strip()
    who = who or typer.prompt("Who decides", default=_user()).strip()
    why = typer.prompt("Why", default=one.reason).strip()
    today = datetime.date.today().isoformat()
    return (
        Decision(
            kind=answer, type=first.type, names=names, name=name, articles=one.articles, who=who, when=today, why=why
        ),
        who,
    )


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "anonymous"


def _print_sides(one: Proposal, first: Side, second: Side) -> None:
    """Both sides in two columns where there is a terminal, one after the other in a pipe."""
    from kg.cli.terminal import plain, stdout

    console = stdout()
    heads = (first.label, f"{second.label} in {'、'.join(one.articles)}" if one.split else second.label)
    if not console.is_terminal:
        for number, (head, side) in enumerate(zip(heads, (first, second), strict=True), 1):
            print(plain(f"  {number}  {head}"))
            print("\n".join(f"     {plain(line)}" for line in _lines(side)))
        return
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=True)
    for number, head in enumerate(heads, 1):
        table.add_column(plain(f"{number}  {head}"), ratio=1, overflow="fold")
    table.add_row(*("\n".join(map(plain, _lines(side))) for side in (first, second)))
    console.print(table)


def _lines(side: Side) -> list[str]:
    lines = [side.id]
    if side.aliases:
        lines.append(f"also: {'、'.join(side.aliases)}")
    lines += side.facts[:8]
    for said in side.said:
        lines += [said.place, f"“{said.sentence}”"]
    return lines
