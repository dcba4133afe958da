"""Large graphs are folded into communities that stand beside each other, the same on every run."""

from __future__ import annotations

import os
import subprocess
import sys
from math import hypot

import pytest

from benchmarks.view import make
from kg.model import Entity, Fact, Knowledge
from kg.view.communities import SMALL, gather, part, split
from kg.view.drawing import to_disks

SIZE = 6.0


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return make(1200)


def test_everything_stands_in_one_community(knowledge: Knowledge) -> None:
    found, spots = gather(knowledge, dict.fromkeys((e.id for e in knowledge.entities), SIZE))
    members = [name for community in found for name in community.members]
    assert sorted(members) == sorted(spots) == sorted(entity.id for entity in knowledge.entities)
    assert len(found) > 5
    assert all(len(community.members) >= SMALL for community in found if not community.loose)


def test_disks_hold_their_members_and_keep_apart(knowledge: Knowledge) -> None:
    found, spots = gather(knowledge, dict.fromkeys((e.id for e in knowledge.entities), SIZE))
    for k, one in enumerate(found):
        for name in one.members:
            x, y = spots[name]
            assert hypot(x - one.x, y - one.y) <= one.radius
        for other in found[k + 1 :]:
            assert hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius - 2


def test_two_circles_of_friends_are_two_communities() -> None:
    near: dict[str, set[str]] = {f"{side}{i}": set() for side in "甲乙" for i in range(5)}
    for one in near:
        near[one] |= {other for other in near if other[0] == one[0] and other != one}
    near["甲0"].add("乙0")
    near["乙0"].add("甲0")
    groups = split(set(near), near)
    assert len(groups) == 2
    assert all(len({name[0] for name in group}) == 1 for group in groups)


def test_those_without_relations_are_put_together() -> None:
    people = tuple(Entity(id=f"person/{i:03}", type="Person", label=f"某{i}") for i in range(130))
    article = Entity(id="article/a", type="Article", label="报道")
    facts = (Fact(subject="article/a", predicate="mentions", object="person/000"),)
    found, spots = gather(Knowledge((article, *people), facts), dict.fromkeys((e.id for e in (article, *people)), SIZE))
    assert [community.loose for community in found] == [True] * 3
    assert len(set(spots.values())) == 131


def test_disks_on_one_spot_part() -> None:
    at = part([(0.0, 0.0)] * 5, [10.0, 20.0, 30.0, 20.0, 10.0])
    assert len(set(at)) == 5


def test_every_process_draws_the_same() -> None:
    code = (
        "from hashlib import sha256; from benchmarks.view import make; from kg.view.drawing import to_disks;"
        "print(sha256(str(to_disks(make(900))).encode()).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert to_disks(make(900))["nodes"] is None
