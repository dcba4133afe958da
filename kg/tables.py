"""A graph as tables for pandas, DuckDB, Spark and the like: Parquet files of entities, relations and mentions."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.files import write_file
from kg.model import Entity, Evidence, Knowledge
from kg.rdf.terms import canonical_decimal, iri, is_day
from kg.schema import DEFAULT_BASE

TABLES = ("entities", "relations", "mentions")
FILES = tuple(f"{name}.parquet" for name in TABLES)
_TEXTS = (
    "adcode", "regionLevel", "initiativeType", "eventType", "time", "metric", "unit", "change", "dateline", "source",
)  # fmt: skip
_DAYS = ("begin", "end", "date")


def to_tables(knowledge: Knowledge, base: str = DEFAULT_BASE) -> dict[str, Any]:
    """A `pyarrow.Table` each for `entities`, `relations` (all but mentions, with their evidence) and `mentions`.

    Spans count code points of the page's text, half-open; lines count from 1. A date that is no day and a value that is
    no number are null.

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
    known = {entity.id: entity for entity in knowledge.entities}
    labels = {key: entity.label for key, entity in known.items()}
    said = [fact for fact in knowledge.facts if fact.predicate != "mentions"]
    return {
        "entities": pa.Table.from_pylist([_entity(entity, base) for entity in knowledge.entities], schema=entities),
        "relations": pa.Table.from_pylist(
            [
                {
                    "subject": fact.subject,
                    "predicate": fact.predicate,
                    "object": fact.object,
                    "subject_label": labels.get(fact.subject),
                    "object_label": labels.get(fact.object),
                    "roles": list(fact.roles),
                    "confidence": fact.confidence if fact.evidence else None,
                    "evidence": [_proof(evidence) for evidence in fact.evidence],
                }
                for fact in said
            ],
            schema=relations,
        ),
        "mentions": pa.Table.from_pylist(
            [
                {
                    "entity": fact.object,
                    "type": known[fact.object].type if fact.object in known else None,
                    "label": labels.get(fact.object),
                    **_proof(evidence),
                }
                for fact in knowledge.facts
                if fact.predicate == "mentions"
                for evidence in fact.evidence
            ],
            schema=mentions,
        ),
    }


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


def _entity(entity: Entity, base: str) -> dict[str, object]:
    row: dict[str, object] = {
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


def _proof(evidence: Evidence) -> dict[str, object]:
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
