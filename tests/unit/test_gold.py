"""The gold files say only what their pages say, and the checker that vouches for it finds what it should."""

from __future__ import annotations

import copy
import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.evaluate import find_page

ROOT = Path(__file__).parents[2]
GOLD = sorted((ROOT / "tests" / "gold").rglob("*.json"))


def load_checker() -> Callable[[str, dict[str, Any]], list[str]]:
    spec = importlib.util.spec_from_file_location("check_gold", ROOT / "scripts" / "check_gold.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # msgspec resolves annotations through it
    spec.loader.exec_module(module)
    checker: Callable[[str, dict[str, Any]], list[str]] = module.check
    return checker


check = load_checker()


def page_of(gold: Path) -> Path:
    """The page that a gold file annotates: of the sample corpus in `seeds/`, otherwise beside the file."""
    return find_page(gold, gold.stem, ROOT / "seeds" if gold.parent.name == "seeds" else None)


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_gold_file_is_true_to_its_page(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    assert gold["page"] == path.stem
    faults = check(page_of(path).read_text(encoding="utf-8"), gold)
    if path.parent.name.startswith("layout"):  # titles (in columns side by side too), authors, datelines
        faults = [fault for fault in faults if not fault.startswith(("author without wrote", "title not in page"))]
    assert faults == []


def test_every_page_of_the_sample_corpus_has_gold() -> None:
    pages = {path.stem for path in (ROOT / "seeds").iterdir() if path.suffix in (".txt", ".md")}
    assert pages == {path.stem for path in GOLD if path.parent.name == "seeds"}


PAGE = "平安一课\n甲县讯 5 月\n1 日，甲县公安局交警大队在甲县举办“平安一课”，查处酒驾 12 起。\n（王小明）\n"
ANNOTATION: dict[str, Any] = {
    "page": "p",
    "year": None,
    "articles": [{"id": "p#1", "title": "平安一课", "authors": ["王小明"], "dateline": "甲县"}],
    "entities": [
        {"kind": "Agency", "name": "甲县公安局", "mentions": ["甲县公安局"], "articles": ["p#1"]},
        {"kind": "Agency", "name": "甲县公安局交警大队", "mentions": ["甲县公安局交警大队"], "articles": ["p#1"]},
        {"kind": "Region", "subtype": "county", "name": "甲县", "mentions": ["甲县"], "articles": ["p#1"]},
        {
            "kind": "Event",
            "subtype": "activity",
            "name": "平安一课",
            "mentions": ["“平安一课”"],
            "time": "XXXX-05-01",
            "articles": ["p#1"],
        },
        {
            "kind": "Indicator",
            "name": "查处酒驾12起",
            "metric": "查处酒驾",
            "value": 12,
            "unit": "起",
            "change": None,
            "period": None,
            "mentions": ["查处酒驾12起"],
            "articles": ["p#1"],
        },
        {"kind": "Person", "name": "王小明", "mentions": ["王小明"], "articles": ["p#1"]},
    ],
    "relations": [
        ["甲县公安局交警大队", "partOf", "甲县公安局"],
        ["甲县公安局", "jurisdiction", "甲县"],
        ["甲县公安局交警大队", "jurisdiction", "甲县"],
        ["甲县公安局交警大队", "organizes", "平安一课"],
        ["查处酒驾12起", "about", "甲县公安局交警大队"],
        ["王小明", "wrote", "p#1"],
    ],
}


def test_nothing_to_say_of_a_sound_annotation() -> None:
    assert check(PAGE, ANNOTATION) == []


Change = Callable[[dict[str, Any]], object]
FAULTS: list[tuple[str, Change]] = [
    ("mention not in page: Agency 甲县公安局: 乙县公安局", lambda g: g["entities"][0]["mentions"].append("乙县公安局")),
    ("mention twice", lambda g: g["entities"][0]["mentions"].append("甲县公安局")),
    ("no mentions", lambda g: g["entities"][5]["mentions"].clear()),
    ("name twice: Agency 甲县公安局", lambda g: g["entities"].append(g["entities"][0])),
    ("name twice: Agency 甲县公安局", lambda g: g["entities"][1].update(names=["甲县公安局"])),
    ("unknown kind: Office 甲县公安局", lambda g: g["entities"][0].update(kind="Office")),
    ("subtype 'party' does not fit", lambda g: g["entities"][3].update(subtype="party")),
    ("subtype 'missing' does not fit: Region 甲县", lambda g: g["entities"][2].pop("subtype")),
    ("not an EDTF time: Event 平安一课: 5月1日", lambda g: g["entities"][3].update(time="5月1日")),
    ("not an EDTF time", lambda g: g["entities"][3].update(time="2023-02-29")),
    ("time on what is no event", lambda g: g["entities"][0].update(time="2023")),
    ("indicator's field on Person 王小明", lambda g: g["entities"][5].update(unit="人")),
    ("expected 查处酒驾13起", lambda g: g["entities"][4].update(value=13)),
    ("value not in mention", lambda g: g["entities"][4].update(value=13, name="查处酒驾13起")),
    ("indicator without metric", lambda g: g["entities"][4].update(metric=None)),
    ("indicator about nothing", lambda g: g["relations"].pop(4)),
    ("unknown article p#2", lambda g: g["entities"][0]["articles"].append("p#2")),
    ("no articles: Agency 甲县公安局", lambda g: g["entities"][0]["articles"].clear()),
    ("article id p#7, expected p#1", lambda g: g["articles"][0].update(id="p#7")),
    ("title not in page", lambda g: g["articles"][0].update(title="平安二课")),
    ("dateline not in page", lambda g: g["articles"][0].update(dateline="乙县")),
    ("author without wrote: 王小明 p#1", lambda g: g["relations"].pop()),
    ("relation twice", lambda g: g.update(optional_relations=[["甲县公安局", "jurisdiction", "甲县"]])),
    ("unknown relation", lambda g: g["relations"].append(["甲县公安局", "likes", "甲县"])),
    ("head does not fit (Region)", lambda g: g["relations"].append(["甲县", "organizes", "平安一课"])),
    ("tail does not fit (no such entity)", lambda g: g["relations"].append(["甲县公安局", "organizes", "二课"])),
    ("role on what is no memberOf", lambda g: g["relations"][0].append("局长")),
    ("relation to itself", lambda g: g["relations"].append(["甲县公安局", "partOf", "甲县公安局"])),
    ("relation of 2 parts", lambda g: g["relations"].append(["甲县公安局", "partOf"])),
    ("no partOf to 甲县公安局: 甲县公安局交警大队", lambda g: g["relations"].pop(0)),
    ("no jurisdiction: 甲县公安局交警大队", lambda g: g["relations"].pop(2)),
    (
        "partOf leads back to where it began",
        lambda g: g["relations"].append(["甲县公安局", "partOf", "甲县公安局交警大队"]),
    ),
    ("not in the gold format", lambda g: g.pop("entities")),
    ("not in the gold format", lambda g: g["entities"][0].update(colour="blue")),
]


@pytest.mark.parametrize(("fault", "change"), FAULTS, ids=[f"{i}-{fault}" for i, (fault, _) in enumerate(FAULTS)])
def test_fault_is_found(fault: str, change: Change) -> None:
    gold = copy.deepcopy(ANNOTATION)
    change(gold)
    found = check(PAGE, gold)
    assert any(fault in line for line in found), found
