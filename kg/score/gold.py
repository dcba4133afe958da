"""What careful readers say a page holds: the gold files, as the annotation guide has them."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from kg.errors import GoldError
from kg.model import CLASSES, RELATIONS


class Article(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An article as annotated; `authors` in the order of the byline."""

    id: str
    title: str
    authors: list[str]
    dateline: str | None


class Entity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entity as annotated; `names` are canonical names that are as good as `name`.

    What is `optional` is neither asked for nor held against a system.
    """

    kind: str
    name: str
    mentions: list[str]
    articles: list[str]
    subtype: str = ""
    names: list[str] = []
    optional: bool = False
    time: str | None = None
    metric: str | None = None
    value: float | None = None
    unit: str | None = None
    change: str | None = None
    period: str | None = None


class Gold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A gold file; a relation is head, name, tail and, for `memberOf`, the role."""

    page: str
    year: int | None
    articles: list[Article]
    entities: list[Entity]
    relations: list[list[str]]
    optional_relations: list[list[str]] = []


def parse_gold(annotation: object, source: str = "") -> Gold:
    """An annotation as parsed from JSON, checked for its form only (`scripts/check_gold.py` compares it with its page).

    Raises: GoldError if it is not in the gold format, or says of classes and relations that there are none of.
    """
    try:
        gold = msgspec.convert(annotation, Gold)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at ")
        raise GoldError(
            f"not in the gold format: {what}", source=source, place=where, remedy="see the annotation guide"
        ) from None
    for number, entity in enumerate(gold.entities):
        if entity.kind not in CLASSES:
            raise GoldError(
                f"no class “{entity.kind}”: {entity.name}",
                source=source,
                place=f"`$.entities[{number}].kind`",
                remedy=f"one of {', '.join(CLASSES)}",
            )
    for name in ("relations", "optional_relations"):
        for number, relation in enumerate(getattr(gold, name)):
            place = f"`$.{name}[{number}]`"
            if len(relation) not in (3, 4):
                raise GoldError(
                    f"a relation of {len(relation)} parts", source=source, place=place, remedy="head, relation, tail"
                )
            if relation[1] not in RELATIONS:
                remedy = f"one of {', '.join(RELATIONS)}"
                raise GoldError(f"no relation “{relation[1]}”", source=source, place=place, remedy=remedy)
    return gold


def read_gold(path: Path) -> Gold:
    """The gold file at `path`.

    Raises: GoldError if it can't be read, is not JSON, or not in the gold format.
    """
    try:
        annotation = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise GoldError(f"not JSON: {error.msg}", source=str(path), place=place, remedy="mend the file") from None
    except UnicodeDecodeError:
        raise GoldError("not UTF-8", source=str(path), remedy="save it as UTF-8") from None
    except OSError as error:
        raise GoldError(error.strerror or str(error), source=str(path), remedy="name a gold file") from error
    return parse_gold(annotation, str(path))
