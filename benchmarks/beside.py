"""kg beside what somebody would take instead, over the same text, or the same graph, in one run; and its cold starts.

    python -m benchmarks.beside [--copies 10] [--harvesttext PYTHON] [--torch PYTHON] [--json] [--write]

`PYTHON` is the interpreter of an environment that has HarvestText, or torch: neither belongs to the development tools.
All figures are CPU seconds. The encoder has random weights, which cost what trained ones cost: 12 layers of 768, as the
base models of HanLP, on one thread, over a sample. Tables and models are loaded beforehand, but for the cold starts.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.speed import characters, load_posseg, load_rjieba, make_corpus, tagging
from benchmarks.tree import PERFORMANCE, replace_part
from kg.model import Document, Knowledge
from kg.pipeline import build_documents

HARVEST = """
import json, sys, time
from harvesttext import HarvestText
texts = json.load(sys.stdin)
ht = HarvestText()
ht.posseg("公安民警")
start = time.process_time()
for text in texts:
    for sentence in ht.cut_sentences(text):
        ht.posseg(sentence)
        ht.entity_linking(sentence)
print(time.process_time() - start)
"""
"""Its sentences, tags and entities by jieba; its own recognizer needs pyhanlp and Java, its triples a parser of LTP."""

ENCODER = """
import json, sys, time
import torch
torch.set_num_threads(1)
torch.manual_seed(1)
texts = json.load(sys.stdin)
layer = torch.nn.TransformerEncoderLayer(768, 12, 3072, activation="gelu", batch_first=True)
model = torch.nn.Sequential(torch.nn.Embedding(21128, 768), torch.nn.TransformerEncoder(layer, 12)).eval()
start = time.process_time()
with torch.inference_mode():
    for text in texts:
        for at in range(0, len(text), 256):
            model(torch.tensor([[ord(char) % 21128 for char in text[at : at + 256]]]))
print(time.process_time() - start)
"""

COMMANDS = (
    ("--help",), ("version",), ("build", "PAGE", "-o", "OUT"), ("query", "GRAPH", "--list"),
    ("query", "GRAPH", "-q", "ASK { ?s a kg:Agency }"), ("ask", "GRAPH", "有哪些单位？"), ("show", "GRAPH", "NAME"),
    ("stats", "GRAPH"), ("text", "PAGE"), ("validate", "GRAPH"), ("diff", "GRAPH", "GRAPH"),
    ("view", "GRAPH", "-o", "VIEW"),
    ("report", "GRAPH", "-o", "REPORT"), ("review", "GRAPH", "--help"), ("score", "--help"), ("serve", "--help"),
    ("train", "--help"), ("import", "--help"), ("models", "list"), ("doctor",),
    ("init", "STORE"), ("add", "STORE", "PAGE"), ("status", "STORE"), ("export", "STORE", "-o", "OUT2"),
    ("remove", "STORE", "PAGE"), ("compact", "STORE"),
)  # fmt: skip


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--copies", type=int, default=10)
    parser.add_argument("--harvesttext", help="a Python that has HarvestText")
    parser.add_argument("--torch", help="a Python that has torch")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    options = parser.parse_args()
    documents = [document for copy in make_corpus(Path("seeds"), options.copies) for document in copy]
    knowledge = build_documents(documents)[0]
    figures = {
        "texts": texts(documents, options.harvesttext, options.torch),
        "graphs": graphs(knowledge),
        "starts": starts(),
    }
    if options.write:
        replace_part(PERFORMANCE, "beside", table(figures))
    print(json.dumps(figures, ensure_ascii=False, indent=2) if options.json else table(figures))
    return 0


def timed(run: Callable[[], object]) -> float:
    """CPU seconds of a call."""
    start = time.process_time()
    run()
    return time.process_time() - start


def texts(documents: list[Document], harvest: str | None, torch: str | None) -> list[tuple[str, float]]:
    """Characters a CPU second of kg and of what reads the same text."""
    sample = documents[:9]
    few = [Document(id="0", source="", text=documents[0].text[:1024])]
    found = [
        ("kg, pages to graph", characters(documents) / timed(lambda: build_documents(documents))),
        ("rjieba, tags", characters(documents) / timed(tagging(load_rjieba(), documents))),
        ("jieba posseg, tags", characters(sample) / timed(tagging(load_posseg(), sample))),
    ]
    for name, python, code, some in (
        ("HarvestText, sentences, tags, entities", harvest, HARVEST, sample),
        ("encoder of 12 layers, forward pass", torch, ENCODER, few),
    ):
        if python:
            given = json.dumps([document.text for document in some])
            alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
            done = subprocess.run(
                [python, "-c", code], input=given, capture_output=True, text=True, check=True, env=alone
            )
            found.append((name, characters(some) / float(done.stdout.split()[-1])))
    return found


def graphs(knowledge: Knowledge) -> list[tuple[str, float]]:
    """CPU seconds of our ways and rdflib's with the same graph and its evidence."""
    import rdflib
    from pyoxigraph import DefaultGraph, RdfFormat, Store

    from kg.query import query
    from kg.rdf import to_ntriples, to_triples, to_turtle

    triples = to_triples(knowledge)
    lines = to_ntriples(triples).encode()
    store = Store()
    store.bulk_load(lines, format=RdfFormat.N_TRIPLES)
    count = f"{len(triples):,} triples"
    graph, default = rdflib.Graph(), DefaultGraph()
    rollup = "SELECT ?r (COUNT(*) AS ?n) { ?a kg:jurisdiction/kg:within* ?r } GROUP BY ?r"
    spaces = {"kg": "https://kg.example/ns#"}
    return [
        (f"{count}, to Turtle: kg", timed(lambda: to_turtle(to_triples(knowledge)))),
        ("dumped as N-Triples: pyoxigraph", timed(partial(store.dump, None, RdfFormat.N_TRIPLES, from_graph=default))),
        ("read: pyoxigraph", timed(lambda: Store().bulk_load(lines, format=RdfFormat.N_TRIPLES))),
        ("read: rdflib", timed(lambda: graph.parse(data=lines, format="nt"))),
        ("to Turtle: rdflib", timed(lambda: graph.serialize(format="turtle"))),
        ("roll-up along within*: kg", timed(lambda: query(store, rollup))),
        ("roll-up along within*: rdflib", timed(lambda: list(graph.query(rollup, initNs=spaces)))),
    ]


def starts() -> list[tuple[str, float]]:
    """CPU seconds of every command, each in a process of its own, the smaller of two; the sample graph, one page.

    Raises: CalledProcessError if one fails: what that took is no figure.
    """
    from kg.query import query

    found = []
    name = query("exports", "SELECT ?name { ?a a kg:Agency ; skos:prefLabel ?name } ORDER BY ?name LIMIT 1").records()
    page = sorted(str(path) for path in Path("seeds").iterdir() if path.suffix == ".txt")[0]
    with tempfile.TemporaryDirectory() as folder:
        places = {"PAGE": page, "GRAPH": "exports", "NAME": name[0]["name"]}
        places |= {word: f"{folder}/{word.lower()}" for word in ("OUT", "OUT2", "STORE")}
        places |= {word: f"{folder}/{word.lower()}.html" for word in ("VIEW", "REPORT")}
        for command in COMMANDS:
            took = []
            for _ in range(1 if command[0] in ("init", "add", "remove", "export") else 2):
                before = os.times()
                arguments = [places.get(word, word) for word in command]
                subprocess.run([sys.executable, "-m", "kg", *arguments], capture_output=True, check=True)
                after = os.times()
                took.append(after.children_user + after.children_system - before.children_user - before.children_system)
            found.append((f"kg {' '.join(command)}", min(took)))
    return found


def table(figures: dict[str, Any]) -> str:
    """The figures as Markdown."""
    first = figures["texts"][0][1]
    lines = ["| text | characters / CPU s | kg is … times as fast |", "|---|--:|--:|"]
    lines += [f"| {name} | {rate:,.0f} | {first / rate:,.2f} |" for name, rate in figures["texts"]]
    lines += ["", "| graph | CPU s |", "|---|--:|", *(f"| {name} | {took:.2f} |" for name, took in figures["graphs"])]
    lines += [
        "",
        "| cold start | CPU s |",
        "|---|--:|",
        *(f"| `{name}` | {took:.2f} |" for name, took in figures["starts"]),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
