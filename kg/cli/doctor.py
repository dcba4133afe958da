"""`kg doctor`: what is installed, what is missing, and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

BROKEN = 1
"""The exit code when something is broken; what is only missing is nothing that a plain build needs."""


def doctor(
    folders: Annotated[
        list[Path] | None, typer.Argument(help="Folders that are to be written to.", metavar="[DIR]...")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON, and nothing else.")] = False,
) -> None:
    """Look over the installation: each line with its remedy. Exits with 1 if something is broken."""
    import msgspec

    from kg.cli.terminal import print_table
    from kg.doctor import examine

    found = list(examine(folders or ()))
    if as_json:
        print(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())
    else:
        print_table(
            "This machine", ("what", "state", "found", "remedy"), [(f.what, f.state, f.found, f.remedy) for f in found]
        )
    if any(f.state == "broken" for f in found):
        raise typer.Exit(BROKEN)
