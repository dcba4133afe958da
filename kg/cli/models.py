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
    from kg.analyze.pull import check_noted, noted, pull
    from kg.cli import INTERRUPTED
    from kg.cli.terminal import byte_progress, plain

    for number, url in enumerate(urls(name or DEFAULT)):
        wanted = sha256 if number == 0 else ""
        if folder_of(url).exists():
            if wanted:
                check_noted(folder_of(url), wanted)
            print(plain(f"{folder_of(url)}: already here"))
            continue
        try:
            with byte_progress(url.rpartition("/")[2]) as tell:
                folder = pull(url, sha256=wanted, tell=tell)
        except KeyboardInterrupt:
            print("kg: interrupted; what was fetched is kept. Run the same command to go on.", file=sys.stderr)
            raise typer.Exit(INTERRUPTED) from None
        print(plain(f"{folder}: SHA-256 {noted(folder)}"))
