"""What is fuzzed: each harness takes bytes and ends without any exception but those that tell users what is wrong."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.ask import Names, ask, load_forms, open_graph
from kg.errors import KgError
from kg.model import Document, Knowledge, Skip
from kg.pipeline import build_documents
from kg.read.formats import READERS, read_parts
from kg.read.part import File
from kg.read.text import decode
from kg.split import split
from tests.corpus.measure import pages
from tests.corpus.prints import LAYOUTS
from tests.formats import STORY, WRITERS, as_text

if TYPE_CHECKING:
    from pyoxigraph import Store

Harness = Callable[[bytes], None]


def _reader(suffix: str) -> Harness:
    def harness(data: bytes) -> None:
        file = File(name=f"页{suffix}", open=lambda: io.BytesIO(data))
        try:
            for part in read_parts(file):
                assert part.reason if isinstance(part, Skip) else isinstance(part.text, str)
        except (KgError, RecursionError):
            pass

    return harness


INSIDE = {
    ".docx": ("word/document.xml", "word/styles.xml"),
    ".epub": ("OEBPS/text/页 1.xhtml", "OEBPS/book.opf"),
    ".zip": ("2023/页.md",),
}
"""Members of archives that are fuzzed: changed bytes of an archive mostly break its checksums."""


def _inside(suffix: str, member: str) -> Harness:
    read = _reader(suffix)

    def harness(data: bytes) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(WRITERS[suffix](STORY))) as whole, zipfile.ZipFile(out, "w") as changed:
            for name in whole.namelist():
                changed.writestr(name, data if name == member else whole.read(name))
        read(out.getvalue())

    return harness


def fuzz_layout(data: bytes) -> None:
    """Layout and split: every line of an article has its place in the page."""
    text = data.decode("utf-8", "replace")
    for article in split(Document(id="p", source="p.txt", text=text)):
        for line in (article.headline, *article.kickers, *article.paragraphs):
            assert len(line.text) == len(line.offsets)
            assert all(0 <= at < len(text) for at in line.offsets)


def fuzz_build(data: bytes) -> None:
    """The whole way: no rule fails."""
    text = data.decode("utf-8", "replace")
    _, report = build_documents([Document(id="p", source="p.txt", text=text)])
    for skip in report.dropped:
        assert skip.step != "extract", skip.reason


def fuzz_decode(data: bytes) -> None:
    """Decoding: some text, or a ReadError."""
    try:
        text, _ = decode(data)
    except KgError:
        return
    assert isinstance(text, str)


@cache
def _graph() -> Knowledge:
    return build_documents([Document(id="p", source="p.txt", text=as_text(STORY).decode())])[0]


def fuzz_sparql(data: bytes) -> None:
    """SPARQL text: an answer, or a QueryError."""
    import kg

    query = data.decode("utf-8", "replace")
    if "SERVICE" in query.upper() or "LOAD" in query.upper():
        return  # the network is not part of this
    with suppress(KgError):
        kg.query(_graph(), query[:400])


@cache
def _opened() -> tuple[Store, Names]:
    return open_graph(_graph())


def fuzz_ask(data: bytes) -> None:
    """A question in words: an answer, or why there is none; whatever is asked, the query behind it is a query."""
    answer = ask(_opened(), data.decode("utf-8", "replace")[:200], today="2023-02-21")
    assert bool(answer.sparql) == answer.understood
    assert answer.understood or answer.notes
    assert answer.summary


HARNESSES: dict[str, Harness] = {
    **{f"read{suffix}": _reader(suffix) for suffix in READERS if suffix in WRITERS},
    **{
        f"in{suffix}/{member.split('/')[-1]}": _inside(suffix, member)
        for suffix, members in INSIDE.items()
        for member in members
    },
    "decode": fuzz_decode,
    "layout": fuzz_layout,
    "build": fuzz_build,
    "sparql": fuzz_sparql,
    "ask": fuzz_ask,
}


QUERIES = (
    "SELECT ?a WHERE { ?a a kg:Agency ; skos:prefLabel ?l . FILTER(CONTAINS(?l, '局')) } ORDER BY ?a LIMIT 3",
    "ASK { ?s kg:partOf+/kg:within* ?o OPTIONAL { ?o ?p ?q } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { { ?s ?p ?o } UNION { ?o ?p ?s } BIND(STR(?s) AS ?x) }",
    "DESCRIBE <https://kg.example/id/a>",
)


ROOT = Path(__file__).parents[2]


def composed(suffix: str) -> list[bytes]:
    """Files of that kind from the composed corpus, one a layout."""
    return [page.data for page in pages(len(LAYOUTS)) if page.name.endswith(suffix)]


def seeds(name: str) -> list[bytes]:
    """What a harness starts from: one story in its format, pages of the corpora, or questions and queries."""
    text = as_text(STORY)
    if name.startswith("read"):
        suffix = name.removeprefix("read")
        return [WRITERS[suffix](STORY), *composed(suffix)[:2]]
    if name.startswith("in."):
        suffix, _, last = name.removeprefix("in").partition("/")
        member = next(member for member in INSIDE[suffix] if member.endswith(last))
        with zipfile.ZipFile(io.BytesIO(WRITERS[suffix](STORY))) as archive:
            return [archive.read(member)]
    if name == "sparql":
        return [query.encode() for query in QUERIES]
    if name == "ask":
        return [form.example.encode() for form in load_forms()]
    if name == "decode":
        page = text.decode()
        return [text, *(page.encode(codec, "replace") for codec in ("gb18030", "utf-16", "big5"))]
    samples = [path.read_bytes() for path in sorted((ROOT / "seeds").glob("*.[tm]*")) if path.suffix != ".toml"]
    return [text, WRITERS[".md"](STORY), *samples, *composed(".txt")]
