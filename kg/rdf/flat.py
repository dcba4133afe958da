"""Files of a graph that need not be in memory: the same bytes as `kg.rdf.write` gives, by way of sorted runs on disk.

In memory are some thousand triples, those of one subject and (N-Quads) those of one article.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path

import msgspec

from kg.model import Entity, Evidence, Fact, Knowledge
from kg.rdf.quads import article_triples
from kg.rdf.terms import iri
from kg.rdf.triples import Triple, evidence_triples, graph_triples, provenance_triples, sort_triples
from kg.rdf.write import FILES, jsonld_context, jsonld_node, to_ntriples, turtle_body, turtle_head
from kg.runs import Runs

FLAT = ("ttl", "provenance", "nt", "jsonld", "nquads")
"""The formats that can be written so."""
STEP = 20_000
"""So many triples are sorted, or set as Turtle, at a time; so many entities or facts are sorted by article."""
_ARTICLE = "Article"

Walk = Callable[[], Iterable[Entity]]
WalkFacts = Callable[[], Iterable[Fact]]


class Told(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What an article tells: itself, or a fact with the evidence that is its own."""

    article: str
    entity: Entity | None
    fact: Fact | None


class Group(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Triples of one subject: predicate and object of each."""

    subject: str
    said: list[tuple[str, str]]


def write_flat(entities: Walk, facts: WalkFacts, folder: Path, formats: Iterable[str], *, base: str) -> None:
    """Write a graph into a folder, as `kg.rdf.write.write_graph` does; sorted entities and facts are walked repeatedly.

    Raises: GraphError if the graph breaks the vocabulary; OSError if there is no room.
    """
    wanted, work = set(formats), folder / "runs"
    try:
        if wanted & {"ttl", "nt", "jsonld"}:
            plain = _sort(_plain(entities(), facts(), base), work / "plain")
            if "ttl" in wanted:
                _write_turtle(_subjects(plain), folder / FILES["ttl"], base)
            if "nt" in wanted:
                _write(folder / FILES["nt"], map(to_ntriples, _subjects(plain)))
            if "jsonld" in wanted:
                _write(folder / FILES["jsonld"], _jsonld(_subjects(plain), base))
            shutil.rmtree(work)
        if "provenance" in wanted:
            proofs = _sort(_proofs(facts(), base), work / "proofs")
            _write_turtle(_subjects(proofs), folder / FILES["provenance"], base)
            shutil.rmtree(work)
        if "nquads" in wanted:
            _write(folder / FILES["nquads"], _quads(entities, facts, base, work))
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _plain(entities: Iterable[Entity], facts: Iterable[Fact], base: str) -> Iterator[list[Triple]]:
    yield graph_triples(Knowledge(), base)
    rest, told = iter(entities), iter(facts)
    while some := tuple(islice(rest, STEP // 8)):
        yield graph_triples(Knowledge(some, ()), base)
    while said := tuple(islice(told, STEP)):
        yield graph_triples(Knowledge((), said), base)


def _proofs(facts: Iterable[Fact], base: str) -> Iterator[list[Triple]]:
    yield provenance_triples(Knowledge(), base)
    for some in batch_facts(facts, STEP // 16):
        yield evidence_triples(some, base)


def batch_facts(facts: Iterable[Fact], most: int) -> Iterator[tuple[Fact, ...]]:
    """Facts in groups of at most so many pieces of evidence; one that has more comes several times."""
    some: list[Fact] = []
    size = 0
    for fact in facts:
        for start in range(0, max(1, len(fact.evidence)), most):
            part = fact
            if len(fact.evidence) > most:
                part = msgspec.structs.replace(fact, evidence=fact.evidence[start : start + most])
            if size + len(part.evidence) > most:
                yield tuple(some)
                some, size = [], 0
            some.append(part)
            size += max(1, len(part.evidence))
    yield tuple(some)


def _sort(parts: Iterable[list[Triple]], work: Path) -> Runs[Group]:
    """Triples that come in parts, subject by subject in sorted runs."""
    runs: Runs[Group] = Runs(work, Group, _of_group)
    batch: list[Triple] = []
    for part in parts:
        batch += part
        if len(batch) >= STEP:
            runs.add(_groups(batch))
            batch = []
    runs.add(_groups(batch))
    return runs


def _groups(triples: Iterable[Triple]) -> Iterator[Group]:
    for subject, group in groupby(sort_triples(triples), lambda triple: triple.subject):
        yield Group(subject, [(triple.predicate, triple.object) for triple in group])


def _of_group(group: Group) -> str:
    return group.subject


def _subjects(runs: Runs[Group]) -> Iterator[list[Triple]]:
    """The triples of each subject, in the order of every file."""
    for subject, groups in groupby(runs, _of_group):
        yield sort_triples(Triple(subject, *pair) for group in groups for pair in group.said)


def _write(file: Path, texts: Iterable[str]) -> None:
    with file.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(texts)


def _write_turtle(subjects: Iterable[list[Triple]], file: Path, base: str) -> None:
    """Set the subjects some at a time; the prefixes that stand before them are known when all are set."""
    body = file.with_name(f"{file.name}.body")
    used: set[str] = set()
    rest = iter(subjects)
    with body.open("wb") as stream:
        first = True
        while some := list(islice(rest, STEP // 8)):
            text, prefixes = turtle_body("".join(map(to_ntriples, some)), base)
            used |= prefixes
            stream.write(text if first else b"\n" + text)
            first = False
    with file.open("wb") as whole, body.open("rb") as stream:
        whole.write(turtle_head(used, base))
        shutil.copyfileobj(stream, whole)
    body.unlink()


def _jsonld(subjects: Iterable[list[Triple]], base: str) -> Iterator[str]:
    """As `kg.rdf.write.to_jsonld` gives it, node by node."""
    context = jsonld_context(base)
    head = json.dumps({"@context": context, "@graph": []}, ensure_ascii=False, indent=1)
    yield head.removesuffix("]\n}")
    between = "\n  "
    for triples in subjects:
        node = json.dumps(jsonld_node(triples, context), ensure_ascii=False, indent=1)
        yield between + node.replace("\n", "\n  ")
        between = ",\n  "
    yield "\n ]\n}\n"


def _quads(entities: Walk, facts: WalkFacts, base: str, work: Path) -> Iterator[str]:
    """As `kg.rdf.quads.to_nquads` gives it, the default graph first, then article by article."""
    rest = (entity for entity in entities() if entity.type != _ARTICLE)
    unproved = [fact for fact in facts() if not fact.evidence]
    common = provenance_triples(Knowledge((), tuple(unproved)), base)
    plain = _sort(_and(_plain(rest, unproved, base), common), work / "default")
    yield from map(to_ntriples, _subjects(plain))
    runs: Runs[Told] = Runs(work / "articles", Told, _of_told)
    told = _tell(entities(), facts())
    while some := list(islice(told, STEP)):
        runs.add(sorted(some, key=_of_told))
    for article, group in groupby(runs, _of_told):
        parts = list(group)
        own = tuple(part.entity for part in parts if part.entity is not None)
        stated = [part.fact for part in parts if part.fact is not None]
        name = iri(article, base)
        yield "".join(f"{s} {p} {o} {name} .\n" for s, p, o in article_triples(own, stated, base))


def _and(parts: Iterable[list[Triple]], last: list[Triple]) -> Iterator[list[Triple]]:
    yield from parts
    yield last


def _tell(entities: Iterable[Entity], facts: Iterable[Fact]) -> Iterator[Told]:
    for entity in entities:
        if entity.type == _ARTICLE:
            yield Told(entity.id, entity, None)
    for fact in facts:
        by_article: dict[str, list[Evidence]] = defaultdict(list)
        for evidence in fact.evidence:
            by_article[evidence.article].append(evidence)
        for article, some in by_article.items():
            yield Told(article, None, msgspec.structs.replace(fact, evidence=tuple(some)))


def _of_told(told: Told) -> str:
    return told.article
