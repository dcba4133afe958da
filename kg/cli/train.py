"""`kg train`: a recognizer of HanLP for one's own region, from corrected pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def train(
    gold: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Gold files or folders of them; last, if the pages are not beside them, the folder of the pages.",
            metavar="[GOLD]... [PAGES]",
        ),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder of the model; one that is there is replaced.", metavar="DIR")
    ] = Path("model"),
    silver: Annotated[
        list[str] | None,
        typer.Option(metavar="PAGES", help="Pages without gold: the lexicon pipeline labels them; repeat it."),
    ] = None,
    base: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="A pretrained encoder on disk (of transformers) to fine-tune; else a small network learns.",
        ),
    ] = None,
    epochs: Annotated[
        int | None, typer.Option(min=1, help="How often all sentences are read; 10, or 5 with --base.")
    ] = None,
    rate: Annotated[float, typer.Option(help="How fast the encoder of --base learns.")] = 5e-5,
    seed: Annotated[int, typer.Option(help="The same seed, pages and machine give the same model.")] = 1,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Train a recognizer of HanLP on annotated pages; kg build --analyzer hanlp:DIR uses it."""
    from kg.analyze.models import check_installed
    from kg.cli.terminal import epoch_progress, plain, print_table
    from kg.errors import UsageError

    check_installed()  # before the pages are read, which takes time
    if not gold and not silver:
        raise UsageError("nothing to learn from", remedy="name gold files, or --silver PAGES, or both")
    from kg.train import check_base, from_gold, from_pages, merge
    from kg.train import train as train_recognizer

    if base is not None:
        check_base(base)  # before the pages are read, too
    golden = from_gold(gold) if gold else []
    examples = merge(golden, from_pages(silver) if silver else [])
    if not quiet:
        print(f"{len(golden):,} sentences of gold, {len(examples):,} with silver, each once; training…", flush=True)
    with epoch_progress(quiet=quiet) as tell:
        result = train_recognizer(examples, output, epochs=epochs, seed=seed, base=base, rate=rate, tell=tell)
    if not quiet:
        print_table("Learned from", ("class", "names"), result.names.items())
        print(f"F1 of names on {result.aside:,} sentences kept aside: {result.score:.3f}")
        print(plain(f"{result.folder}/: kg build PATH... --analyzer hanlp:{result.folder}"))
