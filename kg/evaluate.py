"""Gold files with their pages: finds both, builds each page by itself, and scores it.

Each page is built alone, as the annotation guide asks, unless an already built graph is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from kg.errors import GoldError, UsageError
from kg.files import TRIPLE_SUFFIXES
from kg.model import Document, Entity, Fact, Knowledge, Skip
from kg.score import Gold, PageScore, Text, read_gold, score_page


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A gold file, the graph to compare it with, and the page's text where there is one."""

    path: Path
    gold: Gold
    knowledge: Knowledge
    text: Text | None


def evaluate(arguments: Sequence[Path], analyzer: str = "lexicon") -> Iterator[PageScore]:
    """The score of each page in the order of the gold files; `arguments` as `split_arguments` takes them."""
    for case in find_cases(arguments, analyzer):
        yield score_page(case.gold, case.knowledge, case.text)


def find_cases(arguments: Sequence[Path], analyzer: str = "lexicon") -> Iterator[Case]:
    """Gold files with the graphs of their pages, built with an analyzer where no graph is given.

    Raises: UsageError where a page can't be found or is found twice; GoldError, ReadError, GraphError.
    """
    files, path = split_arguments(arguments)
    graph = _graph(path) if path is not None else None
    for file in files:
        gold = read_gold(file)
        if graph is not None:
            page = _beside(file, gold.page)
            text = _text(_read(page)) if page is not None else None
            yield Case(path=file, gold=gold, knowledge=of_page(graph, gold.page, str(path)), text=text)
        else:
            document = _read(find_page(file, gold.page, path))
            yield Case(path=file, gold=gold, knowledge=_build(document, analyzer), text=_text(document))


def find_documents(arguments: Sequence[Path]) -> Iterator[tuple[Gold, Document]]:
    """Gold files with their pages as read; no graph is built, and none may be given.

    Raises: what `find_cases` raises.
    """
    files, path = split_arguments(arguments)
    for file in files:
        gold = read_gold(file)
        yield gold, _read(find_page(file, gold.page, path))


def split_arguments(arguments: Sequence[Path]) -> tuple[list[Path], Path | None]:
    """Gold files (of folders their `*.json`, sorted), and the folder of pages, page, or graph that comes last.

    Raises: UsageError where there is no gold.
    """
    given = list(arguments)
    last = given.pop() if len(given) > 1 and not _holds_gold(given[-1]) else None
    files: list[Path] = []
    for path in given:
        if not path.exists():
            raise UsageError("there is no such file or folder", source=str(path), remedy="name gold files or folders")
        found = sorted(path.rglob("*.json")) if path.is_dir() else [path]
        if not found or path.suffix.lower() in TRIPLE_SUFFIXES:
            raise UsageError("no gold here", source=str(path), remedy="gold files end in .json")
        files += found
    if last is not None and not last.exists():
        raise UsageError("there is no such file or folder", source=str(last), remedy="name pages or a graph")
    return list(dict.fromkeys(files)), last


def _holds_gold(path: Path) -> bool:
    if path.is_dir():
        # the folder of a graph has a report.json, which is no gold
        return not _is_graph(path) and any(path.rglob("*.json"))
    return path.suffix.lower() == ".json"


def _is_graph(path: Path) -> bool:
    if path.is_dir():
        return any((path / f"graph{suffix}").is_file() for suffix in TRIPLE_SUFFIXES)
    return path.suffix.lower() in TRIPLE_SUFFIXES


def _graph(path: Path) -> Knowledge | None:
    if not _is_graph(path):
        return None
    from kg.rdf import from_rdf

    return from_rdf(path)


def find_page(gold: Path, page: str, folder: Path | None) -> Path:
    """The page that a gold file annotates: beside it, or the only one of that name under `folder`.

    Raises: UsageError if there is none, or several.
    """
    from kg.read import find_pages

    if folder is None:
        found = _beside(gold, page)
        if found is None:
            remedy = "give the folder of the pages as the last argument"
            raise UsageError(f"no page “{page}” beside it", source=str(gold), remedy=remedy)
        return found
    pages = [path for path in find_pages([folder]) if isinstance(path, Path) and path.stem == page]
    if len(pages) != 1:
        what = f"{len(pages)} pages called" if pages else "no page called"
        remedy = "name the one folder that has it" if pages else "the page is called as the gold's “page” says"
        raise UsageError(f"{what} “{page}”", source=str(folder), remedy=remedy)
    return pages[0]


def _beside(gold: Path, page: str) -> Path | None:
    from kg.read import READERS

    beside = [gold.parent / f"{page}{suffix}" for suffix in READERS if suffix != ".json"]
    found = [path for path in beside if path.is_file()]
    if len(found) > 1:
        raise UsageError(
            f"{len(found)} pages called “{page}” beside it", source=str(gold), remedy="leave the one that it annotates"
        )
    return found[0] if found else None


def _read(page: Path) -> Document:
    from kg.read import read_documents

    found = list(read_documents([page]))
    for document in found:
        if isinstance(document, Skip):
            raise GoldError(document.reason, source=document.source, remedy="mend the page")
    if len(found) != 1 or isinstance(found[0], Skip):
        remedy = "a gold file annotates one page"
        raise GoldError(f"{len(found)} pages in one file", source=str(page), remedy=remedy)
    return found[0]


def _build(document: Document, analyzer: str) -> Knowledge:
    from kg.pipeline import build_documents

    return build_documents([document], analyzer=analyzer)[0]


def _text(document: Document) -> Text:
    return Text(document.source, document.text)


def of_page(knowledge: Knowledge, page: str, source: str = "") -> Knowledge:
    """The part of a graph that one page says; the graph itself, if it has no other.

    With evidence an entity keeps the surface forms of that page only; without, the facts between what it mentions.

    Raises: UsageError if the graph has nothing of that page.
    """
    articles = {e.id for e in knowledge.entities if e.type == "Article" and _is_of(e, page)}
    if not articles:
        raise UsageError(
            f"the graph has no article of page “{page}”", source=source, remedy="build the graph from the gold's pages"
        )
    if all(e.id in articles for e in knowledge.entities if e.type == "Article"):
        return knowledge
    facts = [part for fact in knowledge.facts if (part := _part(fact, articles)) is not None]
    surfaces: dict[str, set[str]] = {}
    for fact in facts:
        if fact.predicate == "mentions":
            surfaces.setdefault(fact.object, set()).update(proof.quote for proof in fact.evidence)
    inside = articles | surfaces.keys() | {end for f in facts if f.evidence for end in (f.subject, f.object)}
    entities = [_with_surfaces(e, surfaces.get(e.id)) for e in knowledge.entities if e.id in inside]
    return Knowledge(tuple(entities), tuple(f for f in facts if {f.subject, f.object} <= inside))


def _is_of(article: Entity, page: str) -> bool:
    source = article.get("source")
    return Path(source).stem == page if source else article.id.rpartition("-")[0] == f"article/{page}"


def _part(fact: Fact, articles: set[str]) -> Fact | None:
    if not fact.evidence:
        return fact if fact.predicate != "mentions" or fact.subject in articles else None
    kept = tuple(proof for proof in fact.evidence if proof.article in articles)
    return msgspec.structs.replace(fact, evidence=kept) if kept else None


def _with_surfaces(entity: Entity, surfaces: set[str] | None) -> Entity:
    if not surfaces or entity.type == "Article":
        return entity
    return msgspec.structs.replace(
        entity,
        aliases=tuple(alias for alias in entity.aliases if alias in surfaces),
        anaphora=tuple(anaphor for anaphor in entity.anaphora if anaphor in surfaces),
    )
