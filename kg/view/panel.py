"""What the query panel of the page holds, and how it lies in the page."""

from __future__ import annotations

import gzip
from base64 import b64encode
from functools import cache
from importlib.resources import files

import msgspec


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """A parameter of a question; `default` is None where a value must be given."""

    name: str
    comment: str
    default: str | None


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A query with a name; `title` is Chinese, English; each `$parameter` in `text` stands for a string."""

    name: str
    title: tuple[str, str]
    parameters: tuple[Parameter, ...]
    text: str


class Panel(msgspec.Struct, frozen=True, kw_only=True):
    """`triples` are N-Triples in UTF-8, `base` what the ids of entities are appended to, `sample` a first query."""

    triples: bytes
    base: str
    prefixes: dict[str, str]
    queries: tuple[Question, ...]
    sample: str

    def to_page(self) -> dict[str, object]:
        """What the page's script must know before it asks anything."""
        return {"base": self.base, "prefixes": self.prefixes, "queries": self.queries, "sample": self.sample}

    def to_blocks(self) -> str:
        """Data blocks for the page: the engine's code, the engine, and the triples, as gzip in base64."""
        packed = b64encode(gzip.compress(self.triples, 9, mtime=0)).decode("ascii")
        return (
            f'<script type="text/plain" id="engine">{_text("vendor", "oxigraph.js")}</script>\n'
            f'<script type="text/plain" id="worker">{_text("graph", "worker.js")}</script>\n'
            f'<script type="text/plain" id="wasm">{_engine()}</script>\n'
            f'<script type="text/plain" id="triples">{packed}</script>'
        )


def _text(*path: str) -> str:
    text = files("kg.view").joinpath("assets", *path).read_text(encoding="utf-8")
    if "</script" in text.lower() or "<!--" in text:
        raise AssertionError(f"{path[-1]} can't be inlined: it holds markup that would end the script element")
    return text


@cache
def _engine() -> str:
    return b64encode(files("kg.view").joinpath("assets", "vendor", "oxigraph.wasm.gz").read_bytes()).decode("ascii")
