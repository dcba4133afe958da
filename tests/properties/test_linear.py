"""Twice the text is twice the work, counted in lines run, on pages made to be slow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.analyze import lexicon
from kg.extract import scale
from kg.lexicon import load_lexicon
from kg.pipeline import build_documents
from kg.read import published_on
from tests.backtracking import attacks
from tests.pages import page
from tests.properties.adversarial import PAGES
from tests.unit.test_patterns import patterns
from tests.work import count_lines

ROOT = Path(__file__).parents[2]
SIZE = 2500
"""Characters of the smaller page; the larger one is still below the size at which pages are cut into sheets."""
MOST = 2.3
PAIRED = ("organizations", "events", "headings of many levels", "short articles")
"""Pages of which rules once compared all with all."""


def work(text: str) -> int:
    document = page(text, published="2023-02-21")
    scale.forget(load_lexicon())
    lexicon.forget()  # words met before would make the second page cheaper
    return count_lines(lambda: build_documents([document]))


@pytest.mark.parametrize("name", PAGES)
def test_work_grows_as_the_page_does(name: str) -> None:
    write = PAGES[name]
    work(write(2 * SIZE))  # tables are loaded once, when something asks for them
    assert work(write(2 * SIZE)) <= MOST * work(write(SIZE))


@pytest.mark.parametrize("name", ["ordinary paragraphs", "pointers", *PAIRED])
def test_work_grows_as_the_page_does_beyond_a_sheet(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.split.sheets.MOST_SHEET", 2000)
    monkeypatch.setattr("kg.split.sheets.MOST_ARTICLE", 1000)
    write = PAGES[name]
    work(write(8_000))
    assert work(write(16_000)) <= 2.1 * work(write(8_000))


WHOLE: dict[str, Callable[[int], str]] = {
    "nested quotes": lambda n: "“" * n + "公安局" + "”" * n + "。",
    "no punctuation": lambda n: "公安局民警走进社区开展宣传" * (5 * n // 13),
    "agencies in one sentence": lambda n: (
        "、".join(
            f"{a}{b}{c}市公安局"
            for a in "东南西北上下大小新旧"
            for b in "山水石田土木火金河桥"
            for c in map(chr, range(0x5E00, 0x5E32))
        )[: 7 * n // 2]
        + "。"
    ),
}
"""What stands 10,000 times (5,000 agencies) or for 50,000 characters on one page."""


@pytest.mark.long
@pytest.mark.parametrize("name", WHOLE)
def test_work_grows_as_a_page_of_any_size_does(name: str) -> None:
    work(WHOLE[name](100))
    assert work(WHOLE[name](10_000)) <= MOST * work(WHOLE[name](5_000))


def test_work_of_finding_the_date() -> None:
    def dates(count: int) -> int:
        return count_lines(lambda: published_on("2023年2月 " * count, "页"))

    dates(10)  # what is made at the first call is no work of the page
    assert dates(800) <= MOST * dates(400)


SCRIPT = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (300, 300))
from kg.model import Document
from kg.analyze import lexicon
from kg.pipeline import build_documents
for text in json.load(sys.stdin):
    build_documents([Document(id="p", source="p.txt", text=text)])
print("done")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits are set otherwise there")
def test_no_attack_on_a_pattern_hangs_a_build() -> None:
    """Each text that may make a pattern of ours backtrack, as a page of one line; a hang would meet the limit."""
    pages = {
        f"公安局{before}{pump * (1500 // len(pump))}{behind}。"
        for _, p, flags in patterns()
        for before, pump, behind in attacks(p, flags)
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps(sorted(pages)),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout == "done\n", done.stderr[-500:]
