"""Named queries are written so that a store of millions of triples answers them fast; `tests/cases/queries` says the
same plainly, and both must answer alike."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.model import RELATIONS, Entity, Evidence, Fact, Knowledge, Span
from kg.query import load, named_queries, named_query, query
from kg.query.syntax import find_tokens, put_in
from kg.schema import DEFAULT_BASE, NS

ROOT = Path(__file__).parents[2]
PLAIN = {file.stem: file.read_text(encoding="utf-8") for file in sorted((ROOT / "tests/cases/queries").glob("*.rq"))}
NAMES = ("甲厅", "乙局", "丙局", "丁队", "戊会", "己镇", "庚县", "辛市", "壬省", "“癸”行动", "没有的")
"""So few that several things bear each; the last is nobody's."""
VALUES = {
    "predicate": ("implements", "partOf", "memberOf"),
    "from": ("0001-01-01", "2023-02-15", "2023-03-31"),
    "to": ("9999-12-31", "2023-03-01"),
    "below": ("0.7", "0.4", "1.1"),
}
LISTED = {"places", "roles"}
"""Columns of several values, whose order no one promises."""


def made_up(seed: int) -> Store:
    """A graph by chance: things that share names, several facts of a kind, some without a place, a day or a label."""
    chance = random.Random(seed)

    def some(kind: str, number: int) -> list[str]:
        return [f"{kind}/{kind[0]}{at}" for at in range(number)]

    def extra(id: str) -> dict[str, str]:
        day = f"2023-0{chance.randrange(1, 4)}-{chance.choice((1, 9, 15, 28)):02}"
        days = {"begin": day, "end": chance.choice((day, "2023-03-31")), "time": day}
        match id.partition("/")[0]:
            case "region":
                return (
                    {"adcode": chance.choice(("000000", "110000", "110101", "620802"))} if chance.random() < 0.7 else {}
                )
            case "event":
                kind = {"eventType": chance.choice(("meeting", "rescue"))} if chance.random() < 0.6 else {}
                return kind | (days if chance.random() < 0.8 else {"time": "XXXX-03"})
            case "initiative":
                return {"initiativeType": "campaign"} if chance.random() < 0.5 else {}
            case "indicator":
                return days | {"metric": "接警", "value": "12", "unit": "起"}
            case "article":
                return {"source": f"{chance.randrange(3)}.txt"} | ({"date": day} if chance.random() < 0.5 else {})
        return {}

    kinds = {"agency": 12, "organization": 4, "region": 8, "place": 4, "event": 14, "initiative": 5, "person": 6,
             "indicator": 6, "article": 9}  # fmt: skip
    things = {kind: some(kind, number) for kind, number in kinds.items()}
    entities = [
        Entity(
            id=id,
            type=kind.capitalize(),
            label=chance.choice(NAMES[:-1]),
            aliases=tuple(sorted(chance.sample(NAMES[:-1], chance.randrange(3)))),
            attributes=tuple(sorted(extra(id).items())),
        )
        for kind, ids in things.items()
        for id in ids
    ]

    def said() -> tuple[Evidence, ...]:
        return tuple(
            Evidence(
                article=chance.choice(things["article"]), source=f"{chance.randrange(3)}.txt",
                span=Span(at * 100, at * 100 + chance.randrange(5, 50)), line=chance.randrange(1, 9),
                quote=f"第{at}句。", rule="规则", confidence=chance.choice((0.3, 0.5, 0.65, 0.8, 0.9, 1.0)),
            )
            for at in sorted(chance.sample(range(40), chance.randrange(1, 4)))
        )  # fmt: skip

    ends = {
        "partOf": ("agency", "agency"), "jurisdiction": ("agency", "region"), "within": ("region place", "region"),
        "implements": ("agency organization", "initiative"), "organizes": ("agency organization", "event"),
        "participates": ("agency person", "event"), "takesPlaceIn": ("event", "region place"),
        "underInitiative": ("event", "initiative"), "collaboratesWith": ("agency", "agency organization"),
        "memberOf": ("person", "agency organization"), "about": ("indicator", "agency event region"),
        "wrote": ("person", "article"), "mentions": ("article", " ".join(things)),
    }  # fmt: skip
    facts = {}
    for relation, (subjects, objects) in ends.items():
        for _ in range(60 if relation == "mentions" else 14):
            subject, value = (chance.choice(things[chance.choice(kinds.split())]) for kinds in (subjects, objects))
            if subject != value:
                roles = ("局长", "书记")[: chance.randrange(3)] if relation == "memberOf" else ()
                facts[subject, relation, value] = Fact(
                    subject=subject, predicate=relation, object=value, evidence=said(), roles=roles
                )
    store = load(Knowledge(tuple(sorted(entities)), tuple(sorted(facts.values()))))
    # As others may write it: names without a language, a day of something that is nothing of ours.
    for quad in list(store):
        if isinstance(quad.object, Literal) and quad.object.language and chance.random() < 0.3:
            store.remove(quad)
            store.add(Quad(quad.subject, quad.predicate, Literal(quad.object.value)))
    store.add(Quad(NamedNode(f"{DEFAULT_BASE}other"), NamedNode(f"{NS}begin"), Literal("2023-02-02")))
    return store


@pytest.fixture(scope="module")
def graphs() -> list[Store]:
    return [load(ROOT / "exports"), *(made_up(seed) for seed in range(4))]


def given(name: str, chance: random.Random, store: Store) -> dict[str, str]:
    """A value for each parameter of a query, a name that the graph has or has not."""
    labels: tuple[str, ...] = NAMES
    if len(store) > 10_000:
        found = query(store, "SELECT DISTINCT ?l { ?x skos:prefLabel|skos:altLabel|dcterms:title ?l }").records()
        labels = tuple(row["l"] for row in found)
    return {one.name: chance.choice(VALUES.get(one.name, labels)) for one in named_query(name).parameters}


def rows(store: Store, text: str, values: dict[str, str]) -> list[tuple[str, ...]]:
    """The answer, sorted; a column of several values too."""
    found = query(store, text, values)
    listed = [name in LISTED for name in found.variables]
    return sorted(
        tuple(
            "、".join(sorted(term.value.split("、"))) if many and isinstance(term, Literal) else str(term)
            for term, many in zip(row, listed, strict=True)
        )
        for row in found.rows
    )


@pytest.mark.parametrize("name", PLAIN)
def test_the_fast_form_answers_as_the_plain_one(graphs: list[Store], name: str) -> None:
    assert named_query(name).text != PLAIN[name]
    chance = random.Random(name)
    answered = 0
    for store in graphs:
        for _ in range(6 if named_query(name).parameters else 1):
            values = given(name, chance, store)
            found = rows(store, named_query(name).text, values)
            assert found == rows(store, PLAIN[name], values), values
            answered += len(found)
    assert answered, "nothing was asked for that is there"


def test_relations_counts_each_relation_of_the_vocabulary() -> None:
    listed = {
        token.text.removeprefix("kg:") for token in find_tokens(named_query("relations").text) if token.kind == "name"
    }
    assert listed == set(RELATIONS) - {"mentions"}


def test_a_name_with_its_language_is_put_in_as_a_constant() -> None:
    text = 'SELECT ?a { BIND( strlang ( $n , "zh" ) AS ?x ) BIND(STRLANG(?y, "zh") AS ?z) # STRLANG($n, "zh")\n }'
    assert put_in(text, {"n": '局"'}) == text.replace('strlang ( $n , "zh" )', '"局\\""@zh')
    odd = 'ASK { BIND(STRLANG($n, "z h") AS ?x) BIND(STRLANG(UCASE($n), "zh") AS ?y) BIND(STRLANG("a", $n) AS ?z) }'
    assert put_in(odd, {"n": "局"}) == odd.replace("$n", '"局"')


def test_a_name_is_looked_up_and_not_searched() -> None:
    for known in named_queries():
        values = {one.name: "甲" for one in known.parameters}
        text = put_in(known.text, values)
        assert "STRLANG" not in text, known.name
        assert "STR(?called)" not in text, known.name
