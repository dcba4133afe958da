"""Knowledge as a networkx graph, and as the files that Gephi, Cytoscape and networkx read."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.files import write_file
from kg.model import Entity, Fact, Knowledge
from kg.schema import load_schema

FORMATS = ("graphml", "gexf")
"""What `write_network` can write, in the order in which it does."""

# What XML 1.0 can't hold even as a reference; a carriage return it can't keep.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_network(knowledge: Knowledge, *, articles: bool = True) -> Any:
    """A `networkx.MultiDiGraph`: entities by id, facts as edges whose key is the predicate.

    Nodes have `label`, `type`, `aliases`, `anaphora` and the attributes of the ontology; edges have `predicate`, its
    Chinese `label`, `confidence`, `weight` (pieces of evidence), `evidence` (the quotes), `sources` (`file:line`) and
    `roles`. Everything is a str, int or float, several values one a line, and what there is none of is not there.
    `value` is a float. Without `articles`, their nodes and all edges at them are left out.

    >>> region = Entity(id="region/150105", type="Region", label="赛罕区", attributes=(("adcode", "150105"),))
    >>> to_network(Knowledge((region,))).nodes["region/150105"]
    {'label': '赛罕区', 'type': 'Region', 'adcode': '150105'}
    """
    import networkx as nx

    network = nx.MultiDiGraph()
    for entity in knowledge.entities:
        if articles or entity.type != "Article":
            network.add_node(entity.id, **_node(entity))
    schema = load_schema()
    for fact in knowledge.facts:
        if fact.subject in network and fact.object in network:
            label = schema.label(fact.predicate)
            network.add_edge(fact.subject, fact.object, key=fact.predicate, **_edge(fact, label))
    return network


def write_network(knowledge: Knowledge, folder: str | Path, formats: Iterable[str] = FORMATS) -> tuple[Path, ...]:
    """The files written into a folder: `graph.graphml`, `graph.gexf`, as `formats` says.

    Raises: UsageError for an unknown format; GraphError if a file can't be written.
    """
    wanted = set(formats)
    if unknown := sorted(wanted - set(FORMATS)):
        raise UsageError(f"no format “{unknown[0]}”", remedy=f"one of {', '.join(FORMATS)}")
    network, written = to_network(knowledge), []
    for name, write in (("graphml", write_graphml), ("gexf", write_gexf)):
        if name in wanted:
            path = Path(folder) / f"graph.{name}"
            write(network, path)
            written.append(path)
    return tuple(written)


def write_graphml(network: Any, path: str | Path) -> None:
    """Write a graph of `to_network` as GraphML; characters that XML can't hold are left out.

    Raises: GraphError if the file can't be written.
    """
    # Not nx.write_graphml: that takes lxml where it is installed, whose bytes differ.
    from networkx.readwrite.graphml import GraphMLWriter

    writer = GraphMLWriter(_for_xml(network), edge_id_from_attribute="id", named_key_ids=False)
    stream = io.BytesIO()
    writer.dump(stream)
    write_file(Path(path), stream.getvalue() + b"\n")


def write_gexf(network: Any, path: str | Path) -> None:
    """Write a graph of `to_network` as GEXF 1.2 for Gephi, dated events on its timeline; else as `write_graphml`.

    Raises: GraphError if the file can't be written.
    """
    from networkx.readwrite.gexf import GEXFWriter

    graph = _for_xml(network)
    for _, data in graph.nodes(data=True):
        # The first and the last day where there are several; what is no day would break the timeline.
        for name, values, choose in (("start", data.get("begin", ""), min), ("end", data.pop("end", ""), max)):
            days = [value for value in values.split("\n") if _is_day(value)]
            if days:
                data[name] = choose(days)
    # "dynamic" even if nothing is dated: two exports of a growing graph should not differ in kind.
    graph.graph["mode"] = "dynamic"
    writer = GEXFWriter(graph)
    writer.graph_element.set("timeformat", "date")
    meta = writer.xml.find("meta")
    # The day and the version of networkx are no part of the graph.
    del meta.attrib["lastmodifieddate"]
    meta.find("creator").text = "kg"
    # Gephi keeps parallel edges apart by their kind, which GEXF has from 1.3 on, and merges those without.
    kinds = {data["id"]: data["predicate"] for *_, data in graph.edges(data=True)}
    for edge in writer.graph_element.iter("edge"):
        edge.set("kind", kinds[edge.get("id")])
    stream = io.BytesIO()
    writer.write(stream)
    write_file(Path(path), stream.getvalue() + b"\n")


def _node(entity: Entity) -> dict[str, str | float]:
    """The data of a node."""
    values: dict[str, list[str]] = {"aliases": list(entity.aliases), "anaphora": list(entity.anaphora)}
    for key, value in entity.attributes:
        values.setdefault(key, []).append(value)
    node: dict[str, str | float] = {"label": entity.label, "type": entity.type}
    for key, several in values.items():
        if several:
            node[key] = "\n".join(several)
    if "value" in node:
        try:
            node["value"] = float(node["value"])
        except ValueError:  # GraphML and GEXF allow one type a column
            del node["value"]
    return node


def _edge(fact: Fact, label: str) -> dict[str, str | float]:
    """The data of an edge."""
    edge: dict[str, str | float] = {"predicate": fact.predicate, "label": label}
    if fact.evidence:
        edge["confidence"] = float(fact.confidence)
        edge["evidence"] = "\n".join(dict.fromkeys(evidence.quote for evidence in fact.evidence))
        edge["sources"] = "\n".join(dict.fromkeys(f"{e.source}:{e.line}" for e in fact.evidence))
    if fact.roles:
        edge["roles"] = "\n".join(fact.roles)
    edge["weight"] = len(fact.evidence)
    return edge


def _for_xml(network: Any) -> Any:
    """A copy with an id for each edge, because the predicate is the key of many, and with text that XML can hold."""
    import networkx as nx

    def clean(data: dict[str, Any]) -> dict[str, Any]:
        return {key: _clean(value) if isinstance(value, str) else value for key, value in data.items()}

    copy = nx.MultiDiGraph()
    names: dict[str, str] = {}
    for node, data in network.nodes(data=True):
        name = cleaned = _clean(node)
        number = 1
        while name in copy:  # two things that differ in nothing that XML can hold stay two
            name = f"{cleaned}~{(number := number + 1)}"
        names[node] = name
        copy.add_node(name, **clean(data))
    for number, (subject, object, key, data) in enumerate(network.edges(keys=True, data=True)):
        copy.add_edge(names[subject], names[object], key=key, **clean(data), id=f"e{number}")
    return copy


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
