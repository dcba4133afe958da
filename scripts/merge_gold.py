#!/usr/bin/env python3
"""Merge what two annotators say of the same pages: what both found is asked for, what one found is optional.

usage: merge_gold.py ONE TWO OUT

ONE, TWO and OUT are folders of gold files of the same names. Names, attributes and articles are those of the first; a
thing that the second calls otherwise has that name in `names` too. Prints how far the two agree, by class and relation.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from kg.files import write_file
from kg.schema import load_schema
from kg.score import total
from kg.score.gold import parse_gold
from kg.score.match import Matching, match
from kg.score.sheet import from_gold
from kg.score.tally import tally

Annotation = dict[str, Any]
"""A gold file as JSON has it."""


def merge(one: Annotation, two: Annotation) -> tuple[Annotation, Matching]:
    """What two annotators say of one page as one, and how they match.

    Raises: GoldError if either is not in the gold format.
    """
    matching = match(from_gold(parse_gold(one)), from_gold(parse_gold(two)))
    of_two = {f"{entity['kind']}/{entity['name']}": entity for entity in two["entities"]}
    to_one = {theirs: ours.partition("/")[2] for ours, theirs in matching.loose.items()}
    called = {entity["name"] for entity in one["entities"]}
    entities = []
    for entity in one["entities"]:
        other = of_two.get(matching.loose.get(f"{entity['kind']}/{entity['name']}", ""))
        entities.append({**entity, "optional": True} if other is None else _joined(entity, other, called))
    rest = [entity for key, entity in of_two.items() if key not in to_one and entity["name"] not in called]
    entities += [{**entity, "optional": True} for entity in rest]
    names = {entity["name"]: to_one.get(key, entity["name"]) for key, entity in of_two.items()}
    theirs = {}
    for head, relation, tail, *role in two["relations"]:
        theirs[names.get(head, head), relation, names.get(tail, tail)] = role
    said = {tuple(relation[:3]) for relation in one["relations"]}
    kinds = {entity["name"]: entity["kind"] for entity in entities} | {a["id"]: "Article" for a in one["articles"]}
    single = [relation for relation in one["relations"] if tuple(relation[:3]) not in theirs]
    single += [[*ends, *role] for ends, role in theirs.items() if ends not in said and _fits(ends, kinds)]
    optional = {tuple(relation[:3]): relation for relation in (*single, *one.get("optional_relations", []))}
    return {
        **one,
        "entities": entities,
        "relations": [relation for relation in one["relations"] if tuple(relation[:3]) in theirs],
        "optional_relations": list(optional.values()),
    }, matching


def _joined(entity: Annotation, other: Annotation, called: set[str]) -> Annotation:
    """A thing of the first annotator with the other's names and mentions; `called` are names of other things too."""
    names = dict.fromkeys([*entity.get("names", []), other["name"], *other.get("names", [])])
    more = [name for name in names if name not in called]
    mentions = list(dict.fromkeys([*entity["mentions"], *other["mentions"]]))
    return {**entity, "mentions": mentions, "names": more} if more else {**entity, "mentions": mentions}


def _fits(ends: tuple[str, str, str], kinds: dict[str, str]) -> bool:
    """Whether both ends of a relation are there, not the same, and of its classes."""
    head, relation, tail = ends
    fitting = load_schema().relations[relation]
    return head != tail and kinds.get(head) in fitting.domains and kinds.get(tail) in fitting.ranges


def main(arguments: list[str]) -> int:
    """Merge all files of the folders; 2 on bad input."""
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    one, two, out = map(Path, arguments)
    matchings = []
    for path in sorted(one.glob("*.json")):
        if not (two / path.name).is_file():
            print(f"{two / path.name}: there is no such file", file=sys.stderr)
            return 2
        merged, matching = merge(
            *(json.loads((folder / path.name).read_text(encoding="utf-8")) for folder in (one, two))
        )
        matchings.append(matching)
        text = json.dumps(merged, ensure_ascii=False, indent=1) + "\n"
        write_file(out / path.name, text.encode())
    counts = total(map(tally, matchings))
    for (mode, name), count in counts.items():
        if mode == "strict":
            loose = counts["loose", name].f1
            print(f"{name:17} {count.f1:.3f} strict, {loose:.3f} loose, {count.gold} and {count.system}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
