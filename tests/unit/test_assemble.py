"""Drafts put together: each entity and fact once, every mention and proof in its place."""

from __future__ import annotations

from kg.assemble import FITS
from kg.model import RELATIONS
from kg.schema import load_schema
from tests.pages import labels, named, read, said

ROAD = "# 平凉讯\n\n5月6日，平凉市公安局开展“护路”专项行动。平凉市公安局局长王建军说，该局将严查超载。\n"


def test_domains_and_ranges_are_those_of_the_ontology() -> None:
    schema = load_schema()
    assert tuple(FITS) == RELATIONS
    for name, (heads, tails) in FITS.items():
        known = schema.relations[name]
        assert (set(heads), set(tails)) == (set(known.domains), set(known.ranges)), name


def test_each_entity_and_fact_is_there_once_and_sorted() -> None:
    knowledge = read(ROAD, ROAD)
    ids = [entity.id for entity in knowledge.entities]
    assert ids == sorted(set(ids))
    triples = [(f.subject, f.predicate, f.object) for f in knowledge.facts]
    assert triples == sorted(set(triples))
    assert all(f.evidence == tuple(sorted(set(f.evidence))) for f in knowledge.facts)


def test_aliases_and_anaphora() -> None:
    agency = named(read(ROAD), "平凉市公安局")
    assert "该局" in agency.anaphora
    assert "平凉市公安局" not in agency.aliases + agency.anaphora


def test_roles_of_members() -> None:
    knowledge = read(ROAD)
    (fact,) = [f for f in knowledge.facts if f.predicate == "memberOf"]
    assert fact.roles == ("局长",)


def test_every_fact_has_proof_in_its_article() -> None:
    knowledge = read(ROAD)
    texts = {"article/page1-1": ROAD}
    for fact in knowledge.facts:
        assert fact.evidence
        for proof in fact.evidence:
            assert texts[proof.article][proof.span.start : proof.span.stop].replace("\n", "") == proof.quote


def test_pages_share_entities_and_keep_their_own_proof() -> None:
    knowledge = read(ROAD, ROAD.replace("6日", "7日"))
    assert labels(knowledge, "Agency").count("平凉市公安局") == 1
    (fact,) = [f for f in knowledge.facts if f.predicate == "implements"]
    assert [proof.article for proof in fact.evidence] == ["article/page1-1", "article/page2-1"]
    assert said(knowledge) >= said(read(ROAD))


def test_articles_carry_their_attributes() -> None:
    text = "# 灯亮了\n\n**平凉讯** 5月6日，村口的路灯亮了，大家都来看。\n\n（王敏 李强）\n"
    knowledge = read(text, published="2024-05-07")
    (article,) = [e for e in knowledge.entities if e.type == "Article"]
    assert article.attributes == (
        ("byline", "李强"),
        ("byline", "王敏"),
        ("date", "2024-05-07"),
        ("dateline", "平凉"),
        ("source", "page1.txt"),
    )
    assert {f.object for f in knowledge.facts if f.predicate == "wrote"} == {article.id}
