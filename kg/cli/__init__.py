"""The command line: every command parses, calls and prints; `kg --help` loads no library that works on graphs."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from kg.cli.ask import ask
from kg.cli.build import build
from kg.cli.diff import diff
from kg.cli.doctor import doctor
from kg.cli.export import export
from kg.cli.import_ import import_
from kg.cli.models import models
from kg.cli.query import query
from kg.cli.report import report
from kg.cli.review import review
from kg.cli.score import score
from kg.cli.serve import serve
from kg.cli.show import show
from kg.cli.stats import stats
from kg.cli.store import add, compact, init, remove, status
from kg.cli.text import text
from kg.cli.train import train
from kg.cli.validate import validate
from kg.cli.view import view
from kg.cli.waiting import is_left
from kg.errors import KgError

BAD_INPUT = 2
INTERRUPTED = 130
PIPE_CLOSED = 141
"""What a shell gives a program that SIGPIPE or SIGINT ended: 128 and the signal's number."""


class Commands(TyperGroup):
    """The group of all commands: turns what can go wrong into one line on stderr and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        for name in ("stdout", "stderr"):
            if getattr(sys, name) is None:  # closed by whoever started this: print to nobody
                setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        for stream in (sys.stdout, sys.stderr):
            # LANG=C or a Windows code page must not decide whether Chinese can be printed.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()  # a full disk or a closed pipe may show only now
        except KgError as error:
            print(f"kg: {error}", file=sys.stderr)
            raise typer.Exit(BAD_INPUT) from None
        except KeyboardInterrupt:
            print("kg: interrupted; nothing was written. Run the same command again.", file=sys.stderr)
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            # The reader has left (`| head`): what is buffered goes nowhere, or Python complains at exit.
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(PIPE_CLOSED) from None
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            print(f"kg: {where}{error.strerror or error}", file=sys.stderr)
            raise typer.Exit(BAD_INPUT) from None


app = typer.Typer(
    name="kg",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # rich takes longer to load than the whole of `kg --help` otherwise takes
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def about() -> None:
    """Knowledge graphs from Chinese public-service news: pages in; RDF, views and SPARQL answers out."""


for command in (
    build,
    query,
    ask,
    serve,
    view,
    report,
    show,
    stats,
    text,
    validate,
    diff,
    score,
    review,
    init,
    add,
    remove,
    status,
    export,
    compact,
    doctor,
    train,
):
    app.command()(command)

app.command(name="import")(import_)
app.add_typer(models, name="models")


@app.command()
def version() -> None:
    """Print the version."""
    from kg.version import VERSION

    print(f"kg {VERSION}")


def _terminate(number: int, _: object) -> None:
    # As an exception, so that temporary files are removed on the way out.
    raise SystemExit(128 + number)


def main() -> None:
    """Run the command line and exit."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except SystemExit as leaving:
        if is_left():  # at once: to take the program down under a query that runs may crash
            sys.stderr.flush()
            os._exit(leaving.code if isinstance(leaving.code, int) else 1)
        raise
