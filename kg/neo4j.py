"""A graph for Neo4j: files in the layout of `neo4j-admin database import`, and scripts that load them.

Nodes have the label of their class and `Entity`; relationships are called as Neo4j's users expect, `PART_OF` for
`partOf`. Values hold no line breaks, because the importer takes them only when told to, and no backslash (a full-width
one stands for it). Lists are parted by U+001F, which no value holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.files import write_file
from kg.model import CLASSES, RELATIONS, Entity, Fact, Knowledge
from kg.rdf.terms import canonical_decimal, iri, is_day
from kg.schema import DEFAULT_BASE

FOLDER = "neo4j"
SEPARATOR = "\x1f"
_LABELS = (*CLASSES, "Article")
_TYPES = {name: re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper() for name in (*RELATIONS, "mentions")}
_ATTRIBUTES = {
    "Region": ("regionLevel", "adcode"),
    "Initiative": ("initiativeType",),
    "Event": ("eventType", "time", "begin:date", "end:date"),
    "Indicator": ("metric", "value:double", "unit", "change", "time", "begin:date", "end:date"),
    "Article": ("source", "date:date", "dateline", "byline:string[]"),
}
"""The attributes of each class as columns (a test compares them with the vocabulary)."""
_RELATION = (":START_ID", "confidence:double", "weight:int", "roles:string[]", "evidence:string[]", "sources:string[]",
             "rules:string[]", ":END_ID")  # fmt: skip

FILES = (
    *(f"nodes-{label}.csv" for label in _LABELS),
    *(f"relationships-{type_}.csv" for type_ in _TYPES.values()),
    "import.cypher",
    "import.sh",
)
"""What is written, also where there is nothing of a kind: the scripts name them all."""


def write_neo4j(knowledge: Knowledge, folder: str | Path, *, base: str = DEFAULT_BASE) -> tuple[Path, ...]:
    """The files written into a folder.

    What a column can't hold is left out: a date that is no day, a value that is no number, an attribute of another
    class. (Builds give no such thing; graphs from elsewhere may.)

    Raises: GraphError if a file can't be written.
    """
    folder = Path(folder)
    contents: dict[str, str] = {}
    for label in _LABELS:
        columns = node_columns(label)
        rows = (_node(entity, columns, base) for entity in knowledge.entities if entity.type == label)
        contents[f"nodes-{label}.csv"] = _csv(columns, rows)
    ids = {entity.id for entity in knowledge.entities}
    for predicate, type_ in _TYPES.items():
        facts = (f for f in knowledge.facts if f.predicate == predicate and f.subject in ids and f.object in ids)
        contents[f"relationships-{type_}.csv"] = _csv(_RELATION, map(_relationship, facts))
    contents["import.cypher"] = _cypher()
    contents["import.sh"] = _shell()
    for name in FILES:
        write_file(folder / name, contents[name])
    return tuple(folder / name for name in FILES)


def node_columns(label: str) -> tuple[str, ...]:
    """The header of the nodes of a class.

    >>> node_columns("Region")
    ('id:ID', 'iri', 'label', 'aliases:string[]', 'anaphora:string[]', 'regionLevel', 'adcode')
    """
    return ("id:ID", "iri", "label", "aliases:string[]", "anaphora:string[]", *_ATTRIBUTES.get(label, ()))


def _node(entity: Entity, columns: Iterable[str], base: str) -> Iterator[str | None]:
    own = {
        "id:ID": _one(entity.id),
        "iri": iri(entity.id, base)[1:-1],
        "label": _one(entity.label),
        "aliases:string[]": _list(entity.aliases),
        "anaphora:string[]": _list(entity.anaphora),
    }
    for column in columns:
        name, _, type_ = column.partition(":")
        if column in own:
            yield own[column]
        elif type_ == "string[]":
            yield _list(value for key, value in entity.attributes if key == name)
        else:
            value = entity.get(name)
            if value is not None and type_ == "date":
                value = value if is_day(value) else None
            if value is not None and type_ == "double":
                value = canonical_decimal(value)
            yield None if value is None else _one(value)


def _relationship(fact: Fact) -> Iterator[str | None]:
    yield _one(fact.subject)
    yield repr(fact.confidence) if fact.evidence else None
    yield str(len(fact.evidence))
    yield _list(fact.roles)
    yield _list(dict.fromkeys(evidence.quote for evidence in fact.evidence))
    yield _list(dict.fromkeys(f"{evidence.source}:{evidence.line}" for evidence in fact.evidence))
    yield _list(dict.fromkeys(evidence.rule for evidence in fact.evidence))
    yield _one(fact.object)


def _one(value: str) -> str:
    return value.replace(SEPARATOR, " ")


def _list(values: Iterable[str]) -> str | None:
    return SEPARATOR.join(map(_one, values)) or None


def _csv(columns: Iterable[str], rows: Iterable[Iterable[str | None]]) -> str:
    """Every value in quotation marks, which are doubled inside; what there is none of is empty without them."""
    lines = [",".join(columns)]
    lines += [",".join("" if value is None else f'"{_plain(value)}"' for value in row) for row in rows]
    return "".join(f"{line}\n" for line in lines)


def _plain(value: str) -> str:
    # Cypher's LOAD CSV takes a backslash for an escape, the importer does not: neither gets one.
    return " ".join(value.splitlines()).replace("\\", "＼").replace('"', '""')


def _shell() -> str:
    nodes = [f"--nodes=Entity:{label}=nodes-{label}.csv" for label in _LABELS]
    relationships = [f"--relationships={type_}=relationships-{type_}.csv" for type_ in _TYPES.values()]
    options = "".join(f"  {option} \\\n" for option in ("--array-delimiter=U+001F", *nodes, *relationships))
    return (
        "#!/bin/sh\n"
        "# Makes a new database of Neo4j 5 or later, called neo4j or as the argument says; Neo4j must not be running.\n"
        f'cd "$(dirname "$0")" && exec neo4j-admin database import full \\\n{options}  "${{1:-neo4j}}"\n'
    )


def _cypher() -> str:
    """A script that does the same in a running Neo4j, and does nothing new when it is run twice."""
    parts = [
        "// Loads these files into a running Neo4j: copy them into its import folder, then",
        "//   cypher-shell -f import.cypher",
        "// For millions of nodes, import.sh is quicker.",
        "",
        "CREATE CONSTRAINT kg_entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;",
    ]
    for label in _LABELS:
        settings = ", ".join(_setting("n", column) for column in node_columns(label) if column != "id:ID")
        parts += [
            "",
            f"LOAD CSV WITH HEADERS FROM 'file:///nodes-{label}.csv' AS row",
            "MERGE (n:Entity {id: row.`id:ID`})",
            f"SET n:{label}, {settings};",
        ]
    for type_ in _TYPES.values():
        settings = ", ".join(_setting("r", column) for column in _RELATION if not column.startswith(":"))
        parts += [
            "",
            f"LOAD CSV WITH HEADERS FROM 'file:///relationships-{type_}.csv' AS row",
            "MATCH (a:Entity {id: row.`:START_ID`})",
            "MATCH (b:Entity {id: row.`:END_ID`})",
            f"MERGE (a)-[r:{type_}]->(b)",
            f"SET {settings};",
        ]
    return "\n".join(parts) + "\n"


def _setting(variable: str, column: str) -> str:
    name, _, type_ = column.partition(":")
    value = f"row.`{column}`"
    makers = {
        "string[]": f"split({value}, '\\u001F')",
        "double": f"toFloat({value})",
        "int": f"toInteger({value})",
        "date": f"date({value})",
    }
    return f"{variable}.{name} = {makers.get(type_, value)}"
