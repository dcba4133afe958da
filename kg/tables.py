"""A graph as tables for pandas, DuckDB, Spark and the like: Parquet files of entities, relations and mentions."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.files import write_file
from kg.model import Entity, Evidence, Fact, Knowledge
from kg.rdf.terms import canonical_decimal, iri, is_day
from kg.schema import DEFAULT_BASE

TABLES = ("entities", "relations", "mentions")
FILES = tuple(f"{name}.parquet" for name in TABLES)
_TEXTS = (
    "adcode", "regionLevel", "initiativeType", "eventType", "time", "metric", "unit", "change", "dateline", "source",
)  # fmt: skip
_DAYS = ("begin", "end", "date")
_UNKNOWN = (None, None)

Named = tuple[str, str]
"""An entity's class and label."""
Row = dict[str, object]


def to_tables(knowledge: Knowledge, base: str = DEFAULT_BASE) -> dict[str, Any]:
    """A `pyarrow.Table` each for `entities`, `relations` (all but mentions, with their evidence) and `mentions`.

    Spans count code points of the page's text, half-open; lines count from 1. A date that is no day and a value that is
    no number are null.

    Raises: UsageError if pyarrow is not installed.
    """
    columns = make_schemas()
    import pyarrow as pa

    known = name_entities(knowledge.entities)
    return {
        name: pa.Table.from_pylist(list(rows), schema=columns[name])
        for name, rows in (
            ("entities", entity_rows(knowledge.entities, base)),
            ("relations", relation_rows(knowledge.facts, known)),
            ("mentions", mention_rows(knowledge.facts, known)),
        )
    }


def make_schemas() -> dict[str, Any]:
    """The `pyarrow.Schema` of each table.

    Raises: UsageError if pyarrow is not installed.
    """
    try:
        import pyarrow as pa
    except ImportError as error:
        raise UsageError(
            "Parquet needs pyarrow, which is not installed", place="--format", remedy="pip install 'kg[parquet]'"
        ) from error
    texts = pa.list_(pa.string())
    proof = pa.struct(
        [
            ("article", pa.string()),
            ("source", pa.string()),
            ("start", pa.int64()),
            ("stop", pa.int64()),
            ("line", pa.int64()),
            ("quote", pa.string()),
            ("rule", pa.string()),
            ("confidence", pa.float64()),
        ]
    )
    entities = pa.schema(
        [
            ("id", pa.string()),
            ("iri", pa.string()),
            ("type", pa.string()),
            ("label", pa.string()),
            ("aliases", texts),
            ("anaphora", texts),
            *((name, pa.string()) for name in _TEXTS),
            *((name, pa.date32()) for name in _DAYS),
            ("value", pa.decimal128(38, 9)),
            ("byline", texts),
        ]
    )
    relations = pa.schema(
        [
            ("subject", pa.string()),
            ("predicate", pa.string()),
            ("object", pa.string()),
            ("subject_label", pa.string()),
            ("object_label", pa.string()),
            ("roles", texts),
            ("confidence", pa.float64()),
            ("evidence", pa.list_(proof)),
        ]
    )
    mentions = pa.schema([("entity", pa.string()), ("type", pa.string()), ("label", pa.string()), *proof])
    return {"entities": entities, "relations": relations, "mentions": mentions}


def name_entities(entities: Iterable[Entity]) -> dict[str, Named]:
    """The class and label of each entity, by id."""
    return {entity.id: (entity.type, entity.label) for entity in entities}


def entity_rows(entities: Iterable[Entity], base: str = DEFAULT_BASE) -> Iterator[Row]:
    """The rows of the table of entities."""
    return (_entity(entity, base) for entity in entities)


def relation_rows(facts: Iterable[Fact], known: Mapping[str, Named]) -> Iterator[Row]:
    """The rows of the table of relations; `known` has the entities in them."""
    for fact in facts:
        if fact.predicate != "mentions":
            yield {
                "subject": fact.subject,
                "predicate": fact.predicate,
                "object": fact.object,
                "subject_label": known.get(fact.subject, _UNKNOWN)[1],
                "object_label": known.get(fact.object, _UNKNOWN)[1],
                "roles": list(fact.roles),
                "confidence": fact.confidence if fact.evidence else None,
                "evidence": [_proof(evidence) for evidence in fact.evidence],
            }


def mention_rows(facts: Iterable[Fact], known: Mapping[str, Named]) -> Iterator[Row]:
    """The rows of the table of mentions; `known` has the entities in them."""
    for fact in facts:
        if fact.predicate == "mentions":
            type_, label = known.get(fact.object, _UNKNOWN)
            for evidence in fact.evidence:
                yield {"entity": fact.object, "type": type_, "label": label, **_proof(evidence)}


def write_parquet(knowledge: Knowledge, folder: str | Path, *, base: str = DEFAULT_BASE) -> tuple[Path, ...]:
    """The files written into a folder: `entities.parquet`, `relations.parquet`, `mentions.parquet`.

    Raises: UsageError if pyarrow is not installed; GraphError if a file can't be written.
    """
    tables = to_tables(knowledge, base)
    import pyarrow as pa
    from pyarrow import parquet

    written = []
    for name, file in zip(TABLES, FILES, strict=True):
        sink = pa.BufferOutputStream()
        parquet.write_table(tables[name], sink, compression="zstd")
        path = Path(folder) / file
        write_file(path, sink.getvalue().to_pybytes())
        written.append(path)
    return tuple(written)


def _entity(entity: Entity, base: str) -> Row:
    row: Row = {
        "id": entity.id,
        "iri": iri(entity.id, base)[1:-1],
        "type": entity.type,
        "label": entity.label,
        "aliases": list(entity.aliases),
        "anaphora": list(entity.anaphora),
        "byline": [value for key, value in entity.attributes if key == "byline"],
    }
    row |= {name: entity.get(name) for name in _TEXTS}
    for name in _DAYS:
        day = entity.get(name)
        row[name] = datetime.date.fromisoformat(day) if day and is_day(day) else None
    number = canonical_decimal(entity.get("value") or "")
    row["value"] = Decimal(number) if number and _fits(number) else None
    return row


def _fits(number: str) -> bool:
    """Whether a number has no more digits than its column."""
    whole, _, part = number.lstrip("-").partition(".")
    return len(whole) <= 29 and len(part) <= 9


def _proof(evidence: Evidence) -> Row:
    return {
        "article": evidence.article,
        "source": evidence.source,
        "start": evidence.span.start,
        "stop": evidence.span.stop,
        "line": evidence.line,
        "quote": evidence.quote,
        "rule": evidence.rule,
        "confidence": evidence.confidence,
    }
