"""The view holds the whole graph, asks no network for anything, and nothing in a page can act in it."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.errors import UsageError
from kg.model import Entity, Evidence, Fact, Knowledge, Span
from kg.panel import panel_maker
from kg.view import to_html, write_view
from kg.view.words import LANGUAGES, read_words

PAGE = """青山区警务进社区

　　包头讯 5月3日，包头市公安局青山区分局在万青路街道举办警营开放日活动，120名居民参加。
　　“以前办证要跑三趟。”青山区分局民警赵敏说，该分局推出“一窗办”服务机制，办件量同比增长12%。

（王明华）
"""


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "2024-05-04_一.txt").write_text(PAGE, encoding="utf-8")
    other = PAGE.replace("青山区", "昆都仑区").replace("万青路街道", "前进道街道").replace("赵敏", "李强")
    (folder / "2024-05-04_二.txt").write_text(other, encoding="utf-8")
    return kg.build(folder)


def data_of(html: str) -> dict[str, Any]:
    """What the page draws."""
    found = re.search(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_page_asks_no_network_for_anything(knowledge: Knowledge) -> None:
    html = to_html(knowledge, title="试")
    policy = re.search(r'http-equiv="Content-Security-Policy"\s+content="([^"]*)"', html)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "http" not in policy[1]
    assert re.findall(r'<(?:link|iframe|img|object)\b(?![^>]*"data:)', html.split("<script")[0]) == []
    assert re.findall(r'<script[^>]*\bsrc=|@import|url\(\s*["\']?https?:', html) == []


def test_every_fact_is_drawn_with_its_sentence_and_source(knowledge: Knowledge) -> None:
    text = json.dumps(data_of(to_html(knowledge, title="试")), ensure_ascii=False)
    for fact in knowledge.facts:
        if fact.predicate in ("mentions", "wrote"):
            continue
        for proof in fact.evidence[:1]:
            assert proof.quote[:12] in text
            assert f"{proof.source}" in text
    for entity in knowledge.entities:
        assert json.dumps(entity.label, ensure_ascii=False)[1:-1] in text


def test_same_pages_same_bytes(tmp_path: Path) -> None:
    pages = [tmp_path / "一.txt", tmp_path / "二.txt"]
    pages[0].write_text(PAGE, encoding="utf-8")
    pages[1].write_text(PAGE.replace("青山区", "昆都仑区"), encoding="utf-8")
    assert to_html(kg.build(pages), title="试") == to_html(kg.build(pages[::-1]), title="试")


def test_a_focus_shows_what_is_near_it(knowledge: Knowledge) -> None:
    near = to_html(knowledge, title="试", focus="包头市公安局青山区分局", depth=1)
    assert "包头市公安局青山区分局" in near
    assert "前进道街道" not in near
    assert "前进道街道" in to_html(knowledge, title="试", focus="包头市公安局青山区分局", depth=4)


def test_an_unknown_focus_names_the_nearest(knowledge: Knowledge) -> None:
    with pytest.raises(UsageError, match="青山区分局"):
        to_html(knowledge, title="试", focus="包头公安局青山分局")


def test_nothing_in_a_page_can_act_in_the_view(tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    hostile = "</script><img src=x onerror=alert(1)><!--"
    page.write_text(PAGE.replace("120名居民", hostile + "120名居民"), encoding="utf-8")
    html = to_html(kg.build(page), title=hostile)
    assert hostile not in html
    assert "<img src=x" not in html


def test_the_file_is_whole(knowledge: Knowledge, tmp_path: Path) -> None:
    write_view(knowledge, tmp_path / "图.html", title="试")
    assert (tmp_path / "图.html").read_text(encoding="utf-8") == to_html(knowledge, title="试")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["图.html"]


def test_the_page_answers_queries_only_where_it_is_asked_to(knowledge: Knowledge) -> None:
    without, with_panel = to_html(knowledge, title="试"), to_html(knowledge, title="试", answers=panel_maker())
    assert "wasm" not in without.split("<body>")[0]
    assert data_of(without)["panel"] is None
    assert "'wasm-unsafe-eval'" in with_panel.split("<body>")[0]
    assert {query["name"] for query in data_of(with_panel)["panel"]["queries"]} >= {"agencies-in-region", "why"}
    assert data_of(to_html(knowledge, title="试", answers=panel_maker(limit=100)))["panel"] is None


def test_the_page_carries_exactly_the_triples_of_what_it_draws(knowledge: Knowledge) -> None:
    from pyoxigraph import RdfFormat, parse

    html = to_html(knowledge, title="试", focus="包头市公安局青山区分局", answers=panel_maker())
    block = re.search(r'id="triples">([^<]*)<', html)
    assert block is not None
    triples = gzip.decompress(b64decode(block[1])).decode("utf-8")
    labels = {
        str(triple.object.value)
        for triple in parse(triples, format=RdfFormat.N_TRIPLES)
        if "Label" in str(triple.predicate)
    }
    assert "包头市公安局青山区分局" in labels
    assert "前进道街道" not in labels


def test_same_pages_same_bytes_with_queries(knowledge: Knowledge) -> None:
    backwards = Knowledge(knowledge.entities, knowledge.facts)
    assert to_html(knowledge, title="试", answers=panel_maker()) == to_html(
        backwards, title="试", answers=panel_maker()
    )


def test_text_that_no_file_can_hold_becomes_text_that_one_can(tmp_path: Path) -> None:
    half, turn = "半\ud800个", "\u202e倒写</script>"
    entities = tuple(
        Entity(id=f"agency/{i}", type="Agency", label=name, aliases=(name + "别",))
        for i, name in enumerate((half, turn))
    )
    proof = Evidence(article="article/a", source="a.txt", span=Span(0, 1), line=1, quote=half, rule="r", confidence=0.5)
    fact = Fact(subject="agency/0", predicate="partOf", object="agency/1", evidence=(proof,))
    write_view(Knowledge(entities, (fact,)), tmp_path / "图.html", title=half)
    html = (tmp_path / "图.html").read_text(encoding="utf-8")
    assert [entity["label"] for entity in data_of(html)["entities"]] == ["半?个", turn]


def test_every_word_of_the_interface_is_used() -> None:
    folder = Path(kg.__file__).parent / "view"
    code = "".join(p.read_text(encoding="utf-8") for p in (*folder.glob("*.py"), *folder.glob("assets/graph/*.js")))
    made = {f"layout-{name}" for name in ("net", "agencies", "regions")} | {
        f"tab-{name}" for name in ("entities", "relations")
    }
    made |= {f"{stem}-{name}" for stem, names in (("only", ("region", "article")),) for name in names}
    made |= {f"{name}-any" for name in ("region", "article")} | set(re.findall(r'\["([a-z]+)", \(', code))
    for name, pair in read_words().interface.items():
        assert len(pair) == len(LANGUAGES)
        assert all(pair), name
        stem = name.removeprefix("column-")
        assert name in made or (stem != name and stem in made) or f'"{name}"' in code, name
    said = set(re.findall(r'\bword\("([a-z-]+)"', code))
    assert said <= set(read_words().interface)


def test_the_vendored_files_are_those_described() -> None:
    vendor = Path(kg.__file__).parent / "view" / "assets" / "vendor"
    sources = json.loads((vendor / "SOURCES.json").read_text(encoding="utf-8"))
    for name, digest in sources["files"].items():
        assert sha256((vendor / name).read_bytes()).hexdigest() == digest
    licences = (vendor / "LICENSES.txt").read_text(encoding="utf-8")
    assert all(f"{name} {package['version']}" in licences for name, package in sources["packages"].items())


def test_scripts_are_short_and_never_write_markup() -> None:
    for path in (Path(kg.__file__).parent / "view" / "assets" / "graph").glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 300, path.name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\(|new Function", text), (
            path.name
        )


def test_what_is_left_out_is_said(knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from kg.cli import app

    notes = data_of(to_html(knowledge, title="试", limit=3))["notes"]
    assert "3 个" in notes[0][0]
    assert "--focus" in notes[0][1]
    assert data_of(to_html(knowledge, title="试"))["notes"] == []
    knowledge.write(tmp_path, ["ttl"])
    monkeypatch.setattr("kg.view.selection.LIMIT", 3)
    result = CliRunner().invoke(app, ["view", str(tmp_path)])
    assert result.exit_code == 0
    assert "more than a browser holds" in result.stderr
    assert "--focus NAME" in result.stderr
