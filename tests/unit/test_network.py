"""networkx, GraphML and GEXF: complete, readable, the same bytes, and back again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from kg.errors import UsageError
from kg.model import Entity, Evidence, Fact, Knowledge, Span
from kg.network import to_network, write_gexf, write_graphml, write_network


def said(quote: str, line: int, confidence: float) -> Evidence:
    """A piece of evidence."""
    return Evidence(
        article="article/页-1",
        source="页.txt",
        span=Span(0, 2),
        line=line,
        quote=quote,
        rule="规则",
        confidence=confidence,
    )


DAY = (("begin", "2022-03-08"), ("end", "2022-03-09"), ("time", "2022-03-08/2022-03-09"))
PRINTED = (("byline", "周舟"), ("byline", "陆岛"), ("source", "页.txt"))
GRAPH = Knowledge(
    (
        Entity(id="agency/甲", type="Agency", label="甲<局>&“一”", aliases=("甲", "甲局"), anaphora=("该局",)),
        Entity(id="article/页-1", type="Article", label="标题", attributes=PRINTED),
        Entity(id="event/会", type="Event", label="会", attributes=DAY),
        Entity(id="indicator/某", type="Indicator", label="某", attributes=(("unit", "起"), ("value", "137"))),
        Entity(id="indicator/非数", type="Indicator", label="非数", attributes=(("unit", "起"), ("value", "若干"))),
        Entity(id="person/周舟", type="Person", label="周舟"),
    ),
    (
        Fact(
            subject="agency/甲",
            predicate="organizes",
            object="event/会",
            evidence=(said("甲开会。", 3, 0.9), said("会由甲办。", 8, 0.6)),
        ),
        Fact(subject="agency/甲", predicate="participates", object="event/会", evidence=(said("甲开会。", 3, 0.5),)),
        Fact(subject="article/页-1", predicate="mentions", object="agency/甲", evidence=(said("甲", 3, 1.0),)),
        Fact(subject="indicator/某", predicate="about", object="agency/甲", evidence=(said("甲办案137起。", 4, 0.8),)),
        Fact(
            subject="person/周舟",
            predicate="memberOf",
            object="agency/甲",
            roles=("书记", "局长"),
            evidence=(said("局长周舟", 5, 0.8),),
        ),
    ),
)


def test_nodes_and_edges_say_everything() -> None:
    network = to_network(GRAPH)
    assert isinstance(network, nx.MultiDiGraph)
    assert list(network) == [entity.id for entity in GRAPH.entities]
    assert network.nodes["agency/甲"] == {
        "label": "甲<局>&“一”",
        "type": "Agency",
        "aliases": "甲\n甲局",
        "anaphora": "该局",
    }
    assert network.nodes["article/页-1"]["byline"] == "周舟\n陆岛"
    assert network.nodes["indicator/某"]["value"] == 137.0
    assert "value" not in network.nodes["indicator/非数"]
    assert network.edges["agency/甲", "event/会", "organizes"] == {
        "predicate": "organizes",
        "label": "组织",
        "confidence": 0.9,
        "evidence": "甲开会。\n会由甲办。",
        "sources": "页.txt:3\n页.txt:8",
        "weight": 2,
    }
    assert network.edges["person/周舟", "agency/甲", "memberOf"]["roles"] == "书记\n局长"
    assert network.number_of_edges() == len(GRAPH.facts)


def test_articles_can_be_left_out() -> None:
    network = to_network(GRAPH, articles=False)
    assert "article/页-1" not in network
    assert network.number_of_edges() == len(GRAPH.facts) - 1


def plain(network: Any) -> tuple[dict[str, Any], dict[tuple[str, str, str], Any]]:
    """Nodes and edges with what they say, apart from the ids that the files need and GEXF's own time attributes."""
    nodes = {node: {k: v for k, v in data.items() if k != "start"} for node, data in network.nodes(data=True)}
    edges = {
        (subject, object, data["predicate"]): {k: v for k, v in data.items() if k != "id"}
        for subject, object, data in network.edges(data=True)
    }
    return nodes, edges


def test_files_come_back_equal(tmp_path: Path) -> None:
    graphml, gexf = write_network(GRAPH, tmp_path)
    expected = plain(to_network(GRAPH))
    assert plain(nx.read_graphml(graphml, force_multigraph=True)) == expected
    assert plain(nx.read_gexf(gexf)) == expected


def test_files_hold_no_date_and_no_version(tmp_path: Path) -> None:
    for path in write_network(GRAPH, tmp_path):
        text = path.read_text(encoding="utf-8")
        assert "networkx " not in text.lower() and "lastmodified" not in text
        assert not re.search(nx.__version__.replace(".", r"\."), text)


def test_edge_ids_are_unique_although_the_pair_is_not(tmp_path: Path) -> None:
    for path in write_network(GRAPH, tmp_path):
        ids = [e.get("id") for e in ElementTree.parse(path).iter() if e.tag.endswith("}edge")]
        assert len(set(ids)) == len(ids) == len(GRAPH.facts)


def test_events_are_on_the_timeline_of_gephi(tmp_path: Path) -> None:
    write_gexf(to_network(GRAPH), tmp_path / "a.gexf")
    root = ElementTree.parse(tmp_path / "a.gexf").getroot()
    graph = next(element for element in root if element.tag.endswith("}graph"))
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    times = {e.get("label"): (e.get("start"), e.get("end")) for e in root.iter() if e.tag.endswith("}node")}
    assert times["会"] == ("2022-03-08", "2022-03-09")
    assert times["周舟"] == (None, None)


def test_characters_that_xml_cannot_hold_are_left_out(tmp_path: Path) -> None:
    odd = Entity(id="place/一\x01二", type="Place", label="行\r\n行\r行\x00\x0b\ufffe😀", aliases=("\x1f",))
    network = to_network(Knowledge((odd,)))
    for write, read in ((write_graphml, nx.read_graphml), (write_gexf, nx.read_gexf)):
        write(network, tmp_path / "a.xml")
        back = read(tmp_path / "a.xml")
        assert back.nodes["place/一二"]["label"] == "行\n行\n行😀"


def test_empty_graph_is_written(tmp_path: Path) -> None:
    graphml, gexf = write_network(Knowledge(), tmp_path)
    assert len(nx.read_graphml(graphml)) == len(nx.read_gexf(gexf)) == 0


def test_formats_are_chosen(tmp_path: Path) -> None:
    assert [path.name for path in write_network(GRAPH, tmp_path, ["gexf"])] == ["graph.gexf"]
    with pytest.raises(UsageError, match="no format “dot”"):
        write_network(GRAPH, tmp_path, ["dot"])
