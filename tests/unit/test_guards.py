"""Similar is not same: what other builders merged by mistake stays apart, and what is one under two names merges."""

from __future__ import annotations

from pathlib import Path
from random import Random

import msgspec
import pytest

from kg.model import Document
from kg.pipeline import build_documents
from kg.read import read_documents
from tests.pages import labels, named, page, read, said

ROOT = Path(__file__).parents[2]

APART = [
    ("Agency", "陕西省公安厅", "山西省公安厅"),
    ("Agency", "呼和浩特市公安局赛罕区分局", "呼和浩特市公安局玉泉区分局"),
    ("Agency", "内蒙古自治区公安厅", "呼和浩特市公安局"),
    ("Agency", "宜春市公安局", "伊春市公安局"),
    ("Agency", "科尔沁右翼中旗人民法院", "科尔沁右翼前旗人民法院"),
    ("Agency", "通辽市公安局治安支队", "通辽市公安局禁毒支队"),
    ("Agency", "包头市人民检察院", "包头市中级人民法院"),
    ("Agency", "抚州市应急管理局", "福州市应急管理局"),
    ("Agency", "陕西省公安厅", "西安市公安局"),
    ("Agency", "科尔沁右翼中旗公安局", "科尔沁右翼前旗公安局"),
    ("Agency", "江西省宜春市公安局", "黑龙江省伊春市公安局"),
    ("Region", "宜春市", "伊春市"),
    ("Region", "科尔沁右翼中旗", "科尔沁右翼前旗"),
    ("Region", "陕西省", "山西省"),
]


@pytest.mark.parametrize(("kind", "first", "second"), APART)
@pytest.mark.parametrize("together", [True, False], ids=["one page", "two pages"])
def test_similar_names_stay_apart(kind: str, first: str, second: str, together: bool) -> None:
    texts = [f"　　5月6日，{name}发布了一份通报，市民可以在网上查看。\n" for name in (first, second)]
    knowledge = read("".join(texts)) if together else read(*texts)
    found = labels(knowledge, kind)
    assert first in found
    assert second in found
    for one, other in ((first, second), (second, first)):
        assert other not in named(knowledge, one).aliases + named(knowledge, one).anaphora


MERGED = [
    ("呼伦贝尔市公安局海拉尔分局", "海拉尔公安分局", "海拉尔区"),
    ("呼和浩特市公安局玉泉区分局", "玉泉区公安分局", "玉泉区"),
    ("赤峰市公安局交管支队", "赤峰市公安局交警支队", "赤峰市"),
]


@pytest.mark.parametrize(("full", "short", "area"), MERGED)
@pytest.mark.parametrize("together", [True, False], ids=["one page", "two pages"])
def test_two_names_of_one_agency_merge(full: str, short: str, area: str, together: bool) -> None:
    texts = [f"　　5月6日，{name}发布了一份通报，市民可以在网上查看。\n" for name in (full, short)]
    knowledge = read("".join(texts)) if together else read(*texts)
    assert full in labels(knowledge, "Agency")
    assert short not in labels(knowledge, "Agency")
    assert short in named(knowledge, full).aliases
    assert (full, "jurisdiction", area) in said(knowledge)


def test_same_name_in_two_cities_stays_apart() -> None:
    knowledge = read(
        "　　5月6日，长春市公安局朝阳区分局通报一起案件。\n", "　　5月7日，北京市公安局朝阳区分局通报一起案件。\n"
    )
    assert {"长春市公安局朝阳区分局", "北京市公安局朝阳区分局"} <= set(labels(knowledge, "Agency"))
    codes = {e.get("adcode") for e in knowledge.entities if e.label == "朝阳区"}
    assert codes == {"220104", "110105"}


HOMONYMS = [
    ("城关派出所", "Agency"),
    ("城关镇派出所", "Agency"),
    ("红旗街道办事处", "Agency"),
    ("刑侦大队", "Agency"),
    ("李某", "Person"),
]


@pytest.mark.parametrize(("name", "kind"), HOMONYMS)
def test_one_name_of_two_things_in_two_articles_stays_two(name: str, kind: str) -> None:
    lead = "" if kind == "Agency" else "犯罪嫌疑人"
    texts = [f"　　5月{day}日，{lead}{name}向记者作了介绍。\n" for day in (6, 7)]
    assert labels(read(texts[0]), kind) == [name]
    two = [entity for entity in read(*texts).entities if entity.type == kind]
    assert [entity.label for entity in two] == [name, name]
    assert len({entity.id for entity in two}) == 2


def test_a_station_with_its_county_is_one_in_all_articles() -> None:
    text = "　　5月6日，岷县公安局城关派出所发布通报。\n"
    assert labels(read(text, text), "Agency") == ["岷县公安局", "岷县公安局城关派出所"]


def test_dropping_an_article_keeps_what_another_says() -> None:
    texts = ["　　5月6日，赤峰市公安局启动“百日行动”。\n", "　　5月9日，赤峰市公安局启动“百日行动”，走访企业。\n"]
    pages = [page(text, name) for text, name in zip(texts, "ab", strict=True)]
    both, _ = build_documents(pages)
    one, _ = build_documents(pages[:1])
    fact = ("赤峰市公安局", "implements", "百日行动")
    assert fact in said(both)
    assert fact in said(one)
    left = [
        msgspec.structs.replace(f, evidence=tuple(e for e in f.evidence if e.source == "a.txt")) for f in both.facts
    ]
    assert tuple(f for f in left if f.evidence) == one.facts


def test_input_order_never_matters() -> None:
    pages = [p for p in read_documents([ROOT / "seeds", ROOT / "tests" / "gold"]) if isinstance(p, Document)]
    assert len(pages) > 20
    knowledge, report = build_documents(pages)
    for seed in range(3):
        shuffled = list(pages)
        Random(seed).shuffle(shuffled)
        assert build_documents(shuffled) == (knowledge, report)


def test_same_text_on_two_pages_is_said_twice() -> None:
    text = "　　5月6日，赤峰市公安局启动“百日行动”。\n"
    knowledge, _ = build_documents([page(text, "a"), page(text, "b")])
    (fact,) = [f for f in knowledge.facts if f.predicate == "implements"]
    assert {proof.source for proof in fact.evidence} == {"a.txt", "b.txt"}
