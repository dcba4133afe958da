"""`kg models`: which HanLP models there are, and the one command that fetches anything."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

models = typer.Typer(help="List HanLP's models; pull one.", no_args_is_help=True)


@models.command("list")
def list_models() -> None:
    """List the models with their places. Any other that HanLP can load is pulled by its URL."""
    from kg.analyze.models import DEFAULT, MODELS, folder_of, missing, urls
    from kg.cli.terminal import print_table

    print_table(
        "Models of HanLP",
        ("name", "on disk", "folder", "what it knows"),
        [
            (
                model.name + " (default)" * (model.name == DEFAULT),
                "no" if missing(model.name) else "yes",
                folder_of(urls(model.name)[0]),
                model.about,
            )
            for model in MODELS.values()
        ],
    )


@models.command("pull")
def pull_model(
    name: Annotated[
        str, typer.Argument(help="A name of `kg models list` or `hanlp.pretrained`, or a URL.", metavar="[NAME]")
    ] = "",
    sha256: Annotated[str, typer.Option(help="The checksum that the (first) file has to have.", metavar="HEX")] = "",
) -> None:
    """Fetch a model and what it needs to where HanLP looks for them; goes on where it was interrupted."""
    from kg.analyze.models import DEFAULT, folder_of, urls
    from kg.analyze.pull import noted, pull

    for number, url in enumerate(urls(name or DEFAULT)):
        if folder_of(url).exists():
            print(f"{folder_of(url)}: already here")
            continue
        folder = pull(url, sha256=sha256 if number == 0 else "", tell=_Line(url))
        print(f"{folder}: SHA-256 {noted(folder)}")


class _Line:
    """A line on stderr that says how far a file is: rewritten on a terminal, each tenth in a pipe."""

    def __init__(self, url: str) -> None:
        self._name = url.rpartition("/")[2]
        self._last = -1

    def __call__(self, have: int, size: int) -> None:
        share = have * 100 // size if size else -1
        now = share if size else have >> 20
        terminal = sys.stderr.isatty()
        if now == self._last or not (terminal or now % 10 == 0):
            return
        self._last = now
        told = f"{self._name}: {have / 1e6:,.0f}{f' of {size / 1e6:,.0f} MB, {share}%' if size else ' MB'}"
        print(f"\r{told}" if terminal else told, end="\n" if not terminal or have == size else "", file=sys.stderr)
        sys.stderr.flush()
