"""The pictures beside the graph: complete, honest about dates and places, offline, and safe against what pages say."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.errors import UsageError
from kg.lexicon.gazetteer import load_gazetteer
from kg.model import Entity, Evidence, Fact, Knowledge, Span
from kg.view import KINDS, to_picture
from kg.view.areas import Areas
from kg.view.hierarchy import superiors
from kg.view.labels import read_labels
from kg.view.matrix import find_links, to_groups
from kg.view.tiles import draw_provinces, read_tiles

PICTURES = [kind for kind in KINDS if kind != "graph"]
NASTY = '</script><img src=x onerror="document.title=1"><!--'


def said(quote: str, line: int = 3, confidence: float = 0.9, source: str = "页/甲.txt") -> Evidence:
    span = Span(10, 10 + len(quote))
    return Evidence(
        article="article/甲-1", source=source, span=span, line=line, quote=quote, rule="规则", confidence=confidence
    )


def thing(id: str, label: str = "", **attributes: str) -> Entity:
    kind = id.partition("/")[0].capitalize()
    return Entity(id=id, type=kind, label=label or id.partition("/")[2], attributes=tuple(sorted(attributes.items())))


def fact(text: str, quote: str = "一句话。", line: int = 3) -> Fact:
    subject, predicate, object = text.split()
    return Fact(subject=subject, predicate=predicate, object=object, evidence=(said(quote, line),))


def day(value: str) -> dict[str, str]:
    return {"time": value, "begin": value, "end": value}


GRAPH = Knowledge(
    tuple(
        sorted(
            [
                thing("article/甲-1", "街头宣传", source="页/甲.txt"),
                thing("region/150000", "内蒙古自治区", regionLevel="province", adcode="150000"),
                thing("region/150100", "呼和浩特市", regionLevel="prefecture", adcode="150100"),
                thing("region/150105", "赛罕区", regionLevel="county", adcode="150105"),
                thing("region/赛罕区/某村", "某村", regionLevel="village"),
                thing("place/某广场"),
                thing("agency/呼和浩特市公安局"),
                thing("agency/呼和浩特市公安局赛罕区分局"),
                thing("agency/赛罕区消防救援大队"),
                thing("organization/某小学"),
                thing("initiative/“护学”行动", initiativeType="campaign"),
                thing("event/1", "宣传活动", eventType="activity", **day("2024-03-05")),
                thing("event/2", "部署会", eventType="meeting", time="2024-02", begin="2024-02-01", end="2024-02-29"),
                thing(
                    "event/3", "夏季巡查", eventType="inspection", time="2023-22", begin="2023-06-01", end="2023-08-31"
                ),
                thing("event/4", "演练", eventType="training", time="XXXX-05-12"),
                thing("event/5", "一次救援", eventType="rescue"),
            ]
        )
    ),
    tuple(
        sorted(
            [
                fact("region/150100 within region/150000"),
                fact("region/150105 within region/150100"),
                fact("region/赛罕区/某村 within region/150105"),
                fact("place/某广场 within region/赛罕区/某村"),
                fact("agency/呼和浩特市公安局赛罕区分局 partOf agency/呼和浩特市公安局", "分局是市局的一部分。", 8),
                fact("agency/呼和浩特市公安局 jurisdiction region/150100"),
                fact("agency/呼和浩特市公安局赛罕区分局 organizes event/1", "3月5日，赛罕区分局在某广场举办宣传活动。"),
                fact("organization/某小学 participates event/1", "某小学师生参加。", 4),
                fact("event/1 takesPlaceIn place/某广场"),
                fact("agency/呼和浩特市公安局赛罕区分局 organizes event/2"),
                fact(
                    "agency/赛罕区消防救援大队 collaboratesWith agency/呼和浩特市公安局赛罕区分局", "大队联合分局。", 9
                ),
                fact("agency/赛罕区消防救援大队 implements initiative/“护学”行动"),
                fact("agency/呼和浩特市公安局赛罕区分局 implements initiative/“护学”行动"),
                fact("article/甲-1 mentions event/1", "宣传活动"),
            ]
        )
    ),
)


def data_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_is_one_file_that_asks_no_network(kind: str, lang: str) -> None:
    html = to_picture(GRAPH, kind, title="试", lang=lang)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", html) == []
    assert re.findall(r"<script[^>]*\bsrc=|@import|url\(", html) == []
    assert re.findall(r"""\sstyle=["']|\son\w+=["']""", html.split("<script")[0]) == []
    assert "{{" not in html
    assert f'lang="{"zh-CN" if lang == "zh" else "en"}"' in html


@pytest.mark.parametrize("kind", PICTURES)
def test_nothing_that_a_page_says_can_act(kind: str) -> None:
    entities = tuple(
        Entity(id=e.id, type=e.type, label=NASTY + e.label, aliases=(NASTY,), attributes=e.attributes)
        for e in GRAPH.entities
    )
    facts = tuple(
        Fact(subject=f.subject, predicate=f.predicate, object=f.object, evidence=(said(NASTY, source=NASTY),))
        for f in GRAPH.facts
    )
    html = to_picture(Knowledge(entities, facts), kind, title=NASTY)
    assert "<img" not in html
    assert html.count("</script>") == 2
    assert html.count("<script") == 2


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize("number", [0, 1])
def test_hardly_anything_to_show_is_a_picture_too(kind: str, number: int) -> None:
    html = to_picture(Knowledge(GRAPH.entities[:number]), kind, title="试")
    assert data_of(html)["facts"] == []
    if kind != "map":
        assert '<p class="empty">' in html


def test_the_timeline_dates_events_as_exactly_as_the_page_does() -> None:
    data = data_of(to_picture(GRAPH, "timeline", title="试"))
    items = {data["things"][item[0]][1]: item for item in data["items"]}
    assert {name: item[4] for name, item in items.items()} == {
        "宣传活动": "day",
        "部署会": "month",
        "夏季巡查": "season",
        "演练": "yearless",
        "一次救援": "none",
    }
    first, last = items["部署会"][3]
    assert last - first == 28
    assert items["演练"][3] is None
    assert items["演练"][5] == "5月12日（年份不明）"
    assert [row[1] for row in data["rows"]] == ["内蒙古自治区", "呼和浩特市", "地区不明"]
    # The village's square tells where; of the meeting only its host does.
    assert (items["宣传活动"][6], items["宣传活动"][7]) == ("某广场", 1)
    assert (items["部署会"][6], items["部署会"][7]) == ("呼和浩特市", 0)


def test_every_event_comes_with_who_took_part_and_its_sentences() -> None:
    data = data_of(to_picture(GRAPH, "timeline", title="试"))
    text = json.dumps(data, ensure_ascii=False)
    assert "某小学师生参加。" in text
    facts = [[data["things"][f[0]][1], f[1], data["things"][f[2]][1], f[4]] for f in data["facts"]]
    (held,) = [f for f in facts if f[1] == "organizes" and f[2] == "宣传活动"]
    quote, source, line, _, headline = data["proofs"][held[3][0]]
    assert data["strings"][quote] == "3月5日，赛罕区分局在某广场举办宣传活动。"
    assert (data["strings"][source], line, data["strings"][headline]) == ("页/甲.txt", 3, "街头宣传")


def test_too_many_events_are_cut_and_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.view.timeline.LIMIT", 2)
    html = to_picture(GRAPH, "timeline", title="试")
    assert len(data_of(html)["items"]) == 2
    assert "共有 5 个事件" in html
    assert "其余 3 个" in html


def test_five_thousand_events_make_a_page() -> None:
    events = [thing(f"event/{i:05}", f"第{i}次巡查", eventType="inspection", **day("2024-03-05")) for i in range(5200)]
    html = to_picture(Knowledge(tuple(events)), "timeline", title="试")
    assert len(data_of(html)["items"]) == 5000
    assert "其余 200 个" in html
    assert len(html) < 3_000_000


def test_every_province_has_one_tile() -> None:
    gazetteer = load_gazetteer()
    provinces = {region.adcode for region in gazetteer.by_code.values() if region.level == "province"}
    tiles = read_tiles()
    assert set(tiles.places) == provinces
    assert {"710000", "810000", "820000"} <= set(tiles.places)
    spots = [tile.at for tile in tiles.places.values()]
    assert len(set(spots)) == len(spots)
    for pair in zip(*(tile.mark for tile in tiles.places.values()), strict=True):
        assert len(set(pair)) == len(pair)


def test_every_prefecture_has_one_tile_in_its_province() -> None:
    gazetteer, within = load_gazetteer(), read_tiles().within
    assert set(within) == set(read_tiles().places)
    for province, tiles in within.items():
        assert len(set(tiles.values())) == len(tiles), province
        assert {gazetteer.by_code[code].parent for code in tiles} <= {province}
    cities = {region.adcode for region in gazetteer.by_code.values() if region.level == "prefecture"}
    missing = {gazetteer.by_code[code].name for code in cities - {code for tiles in within.values() for code in tiles}}
    # Those that have another rank by now.
    assert missing <= {
        "巢湖市", "铜仁地区", "毕节地区", "昌都地区", "山南地区", "日喀则地区", "那曲地区", "林芝地区", "海东地区",
        "吐鲁番地区", "哈密地区",
    }  # fmt: skip


def test_the_map_counts_where_things_are() -> None:
    data = data_of(to_picture(GRAPH, "map", title="试"))
    events, agencies = data["layers"]["events"]["codes"], data["layers"]["agencies"]["codes"]
    assert {code: found[1] for code, found in events.items()} == {"150000": 2, "150100": 2, "nowhere": 3}
    assert {code: found[1] for code, found in agencies.items()} == {"150000": 2, "150100": 2, "nowhere": 1}
    assert data["layers"]["initiatives"]["codes"]["150000"][1] == 1
    names = {tile[3] for tile in data["within"]["150000"]}
    assert {"呼和浩特", "锡林郭勒", "阿拉善"} <= names


def test_a_drawing_shades_by_number() -> None:
    drawing = draw_provinces({"150000": 9, "230000": 1}, {"150000": "内蒙古自治区"}, 0, label="图")
    shades = dict(re.findall(r'class="tile l(\d)" data-code="(\d+)"', drawing))
    assert drawing.count("<g ") == 34
    assert shades == {"5": "150000", "1": "230000", "0": shades["0"]}
    assert "内蒙古自治区 9" in drawing


def test_the_matrix_joins_those_who_act_together() -> None:
    links = find_links(GRAPH)
    branch, brigade, school = (
        "agency/呼和浩特市公安局赛罕区分局",
        "agency/赛罕区消防救援大队",
        "organization/某小学",
    )
    assert {pair: [kind for kind, _, _ in several] for pair, several in links.items()} == {
        (branch, brigade): ["collaboration", "programme"],
        (branch, school): ["together"],
    }
    data = data_of(to_picture(GRAPH, "matrix", title="试"))
    assert len(data["bodies"]) == 3
    for _, _, several in data["cells"]:
        for _, _, facts in several:
            assert facts
            assert all(data["facts"][number][4] for number in facts)


def test_a_large_matrix_holds_those_who_work_with_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.view.matrix.LIMIT", 10)
    # Twenty hubs with many partners each, and ten who all work with each other.
    ring = [f"agency/环{i}" for i in range(10)]
    hubs = [(f"agency/心{i:02}", f"agency/边{i:02}{k}") for i in range(20) for k in range(7)]
    pairs = [*hubs, *((a, b) for a in ring for b in ring if a < b), (ring[0], "agency/心00")]
    names = sorted({name for pair in pairs for name in pair})
    facts = sorted(fact(f"{a} collaboratesWith {b}") for a, b in pairs)
    html = to_picture(Knowledge(tuple(thing(name) for name in names), tuple(facts)), "matrix", title="试")
    data = data_of(html)
    assert sorted(data["things"][number][1] for number in data["bodies"]) == [f"环{i}" for i in range(10)]
    assert "共有 170 个机构" in html


def test_groups_of_the_matrix_do_not_depend_on_the_process() -> None:
    code = (
        "from kg.view.matrix import to_groups;"
        "print(to_groups({(f'机构{i:02}', f'机构{(i * 7 + k) % 40:02}'): 1 + i % 3 "
        "for i in range(40) for k in (1, 2) if i != (i * 7 + k) % 40}))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert to_groups({}) == []


def test_the_trees_hold_every_agency_and_region_once() -> None:
    html = to_picture(GRAPH, "hierarchy", title="试")
    data = data_of(html)
    shown = [int(number) for number in re.findall(r'data-thing="(\d+)"', html)]
    names = sorted(data["things"][number][1] for number in shown)
    assert names == sorted(e.label for e in GRAPH.entities if e.type in ("Agency", "Region"))
    inner = re.search(r"<details open><summary>[^\n]*?赛罕区分局", html)
    assert inner is not None
    assert "3 个机构，其中 2 个有上下级关系 · 4 个地区" in html


def test_circles_of_superiors_are_cut_and_long_lines_do_not_break() -> None:
    circle = [
        fact("agency/甲 partOf agency/乙"),
        fact("agency/乙 partOf agency/丙"),
        fact("agency/丙 partOf agency/甲"),
    ]
    above = superiors(circle, {"agency/甲", "agency/乙", "agency/丙"})
    assert len(above) == 2
    names = [f"agency/{i:04}" for i in range(3000)]
    line = Knowledge(
        tuple(thing(name) for name in names),
        tuple(fact(f"{a} partOf {b}") for a, b in zip(names[1:], names, strict=False)),
    )
    assert to_picture(line, "hierarchy", title="试").count("data-thing=") == 3000


@pytest.mark.parametrize("kind", PICTURES)
def test_the_same_graph_gives_the_same_bytes(kind: str, tmp_path: Path) -> None:
    import kg
    from kg.rdf import write_graph

    write_graph(GRAPH, tmp_path, ["ttl", "provenance"])
    again = kg.read_graph(tmp_path)
    assert to_picture(again, kind, title="试") == to_picture(again, kind, title="试")
    code = (
        "import kg, sys; from kg.view import to_picture; "
        f"sys.stdout.buffer.write(to_picture(kg.read_graph({str(tmp_path)!r}), {kind!r}, title='试').encode())"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONHASHSEED": "7", "PYTHONPATH": "."}
    )
    assert run.stdout.decode() == to_picture(again, kind, title="试")


def test_a_focus_leaves_only_what_is_near() -> None:
    html = to_picture(GRAPH, "timeline", title="试", focus="宣传活动", depth=1)
    assert [data_of(html)["things"][item[0]][1] for item in data_of(html)["items"]] == ["宣传活动"]


def test_an_unknown_kind_or_language_is_named() -> None:
    with pytest.raises(UsageError, match="timeline"):
        to_picture(GRAPH, "globe", title="试")
    with pytest.raises(UsageError, match="zh or en"):
        to_picture(GRAPH, "map", title="试", lang="fr")


def test_every_word_of_the_pictures_is_used_and_in_both_languages() -> None:
    labels = read_labels()
    folder = Path(__file__).parents[2] / "kg" / "view"
    parts = dict.fromkeys((*PICTURES, "sheet"), ("js", "html", "py")) | {"detail": ("py",)}
    files = [folder / (f"{n}.py" if s == "py" else f"assets/{n}.{s}") for n, several in parts.items() for s in several]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    for name, pair in labels.interface.items():
        assert re.search(rf"""(?:WORDS\.|word\.|["'\[]){name}\b""", text), name
        assert all(pair), name
        assert set(re.findall(r"\{\w+\}", pair[0])) <= set(re.findall(r"\{\w+\}", pair[1])), name
    assert set(labels.kinds) == set(PICTURES)


def test_event_types_are_those_of_the_ontology() -> None:
    text = (Path(__file__).parents[2] / "schema" / "ontology.ttl").read_text(encoding="utf-8")
    found = re.search(r"One of (meeting[^.]*)\.", text)
    assert found is not None
    assert set(read_labels().events) == set(found[1].split(", "))
    for at in (0, 1):
        marks = [look.mark[at] for look in read_labels().events.values()]
        assert len(set(marks)) == len(marks)


def test_areas_know_what_lies_in_what() -> None:
    areas = Areas(GRAPH)
    place = areas.of_region("place/某广场")
    assert place is not None
    assert (place.province, place.prefecture, place.name) == ("150000", "150100", "某广场")
    circle = Knowledge(
        (thing("region/甲"), thing("region/乙")),
        (fact("region/甲 within region/乙"), fact("region/乙 within region/甲")),
    )
    assert Areas(circle).of_region("region/甲") is None
