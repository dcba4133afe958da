"""Annotation to be corrected elsewhere: out in four formats and back again, and what people do to it meanwhile."""

from __future__ import annotations

import json
import re
import tempfile
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import kg
from kg.annotate import FORMATS, INNERMOST, OUTERMOST, Dropped, annotate, read_pages, to_gold, write_gold, write_pages
from kg.annotate.brat import to_brat
from kg.annotate.conll import flatten, from_conll, to_conll
from kg.annotate.jsonl import to_jsonl
from kg.annotate.labelstudio import to_labelstudio
from kg.annotate.page import ARTICLE, Found, Page, Part, Thing, assemble_page, owners, squash, trim
from kg.cli import app
from kg.errors import GoldError, UsageError
from kg.model import CLASSES, RELATIONS, Document
from kg.read import read_documents
from kg.score.gold import Gold, read_gold

# What pages are printed with, and what has broken formats: line breaks of both kinds, tabs, spaces of three widths,
# characters beyond the first plane, marks of order, quotes, and signs that the formats themselves use.
CHARACTERS = "公安局路村民警，。！“” \u3000\t\n\r#*;{}T1-\u2028\u00a0\ufeff𠮷𡘙😀a"
TEXTS = st.lists(st.sampled_from([*CHARACTERS, "\r\n", "公安局", "海拉尔区", "。\n", "# kg.page = "]), max_size=60).map(
    "".join
)
NAMES = st.text(st.sampled_from('公安局路村“"\\\t民𠮷{#'), min_size=1, max_size=6)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """A page with marks that are nested, cross, repeat, run over line breaks and share their places."""
    text = draw(TEXTS)
    size = len(text)
    stretches = (
        st.tuples(st.integers(0, max(size - 1, 0)), st.integers(1, 9))
        .map(lambda pair: trim(text, pair[0], min(pair[0] + pair[1], size)))
        .filter(lambda span: span[0] < span[1])
    )
    if not squash(text):
        return Page(id="空", source="空.txt", text=text)
    cuts = sorted(draw(st.lists(st.integers(0, size), max_size=4)))
    bounds = [0, *cuts, size]
    parts = tuple(
        Part(
            id=f"页 面#{n}",
            title=draw(NAMES),
            authors=tuple(draw(st.lists(NAMES, max_size=2))),
            dateline=draw(st.none() | NAMES),
            runs=((a, b),) if a < b else (),
        )
        for n, (a, b) in enumerate(pairwise(bounds), 1)
    )
    things: dict[str, Thing] = {}
    found: list[Found] = []
    for n in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(CLASSES))
        of = draw(st.lists(stretches, min_size=1, max_size=3, unique=True))
        name = draw(st.one_of(NAMES, st.sampled_from([squash(text[a:b]) for a, b in of])))
        things[str(n)] = Thing(
            kind=kind,
            name=name,
            subtype=draw(st.sampled_from(["", "county"])),
            names=tuple(draw(st.lists(NAMES, max_size=1))),
            time=draw(st.none() | st.just("2024-05-16")),
            value=draw(st.none() | st.sampled_from([28.65, 3.0])),
            unit=draw(st.none() | NAMES),
            printed=squash(name) in {squash(text[a:b]) for a, b in of},
        )
        found += [Found(uid=f"{n}.{k}", start=a, stop=b, kind=kind, key=str(n)) for k, (a, b) in enumerate(of)]
    for n, part in enumerate(parts):
        headed = draw(st.booleans())
        if part.runs and headed:
            a, b = trim(text, part.runs[0][0], part.runs[0][1])
            if a < b:
                found.append(Found(uid=f"a{n}", start=a, stop=min(b, a + 6), kind=ARTICLE, key=str(n)))
                found[-1].start, found[-1].stop = trim(text, found[-1].start, found[-1].stop)
    uids = [one.uid for one in found]
    links = []
    if len(uids) > 1:
        ends = st.sampled_from(uids)
        for _ in range(draw(st.integers(0, 4))):
            relation = draw(st.sampled_from(RELATIONS))
            role = draw(st.sampled_from(["", "所长", "副 局长"])) if relation == "memberOf" else ""
            links.append((draw(ends), relation, draw(ends), role))
    page = Page(id="页 面/甲", source="页 面/甲.txt", text=text, year=draw(st.none() | st.just(2024)), parts=parts)
    return assemble_page(page, things, found, links)


def back(page: Page, format_: str, **options: str) -> tuple[Page, list[str]]:
    """The page, out and in again."""
    with tempfile.TemporaryDirectory() as folder:
        written = write_pages([page], folder, [format_], **options)
        (again,), losses = read_pages([written[0]], format_)
        return again, losses


@given(pages())
@settings(max_examples=150, deadline=None)
@pytest.mark.parametrize("format_", ["brat", "jsonl", "labelstudio"])
def test_what_goes_out_comes_back(format_: str, page: Page) -> None:
    again, losses = back(page, format_)
    if format_ == "brat":  # its articles are those whose headlines are marked
        shown = {mark.thing for mark in page.marks if mark.kind == ARTICLE}
        if len(shown) < len(page.parts):
            return
    assert to_gold(again) == to_gold(page)
    assert (again.text, again.marks, again.links, losses) == (page.text, page.marks, page.links, [])


def regular(gold: Gold) -> object:
    """A gold without the order of mentions and entities."""
    entities = [msgspec.structs.replace(e, mentions=sorted(e.mentions)) for e in gold.entities]
    return msgspec.structs.replace(gold, entities=sorted(entities, key=lambda e: msgspec.json.encode(e)))


@given(pages(), st.sampled_from([OUTERMOST, INNERMOST]))
@settings(max_examples=200, deadline=None)
def test_columns_bring_back_what_they_can_hold(page: Page, nested: str) -> None:
    flat = flatten(page, nested)
    again, losses = back(page, "conll", nested=nested)
    assert regular(to_gold(again)) == regular(to_gold(flat))
    out = sum(mark.kind != ARTICLE for mark in page.marks) - len(flat.marks)
    assert [re.findall(r": (\d+) (marks|relations)", said) for said in losses] == [
        [(str(n), what)] for n, what in ((out, "marks"), (len(page.links), "relations")) if n
    ]
    places = [(m.start, m.stop) for m in flat.marks]
    assert all(a == b or a[1] <= b[0] for a, b in pairwise(places))


@given(pages())
@settings(max_examples=60, deadline=None)
def test_line_breaks_changed_on_the_way_do_no_harm(page: Page) -> None:
    """An editor that writes CR LF, into the text and into the annotation."""
    if (
        len({m.thing for m in page.marks if m.kind == ARTICLE}) < len(page.parts)
        or "\r" in page.text
        or "\ufeff" in page.text
    ):
        return
    with tempfile.TemporaryDirectory() as folder:
        (brat,) = write_pages([page], folder, ["brat"])
        for file in brat.glob("*.*"):
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
        (again,), _ = read_pages([brat])
        expected, found = to_gold(page), to_gold(again)
        assert [e.mentions for e in found.entities] == [e.mentions for e in expected.entities]
        assert found.relations == expected.relations


def made(text: str, *marks: tuple[str, str], links: tuple[tuple[int, str, int, str], ...] = ()) -> Page:
    """A page with a mark on the first of each of these words."""
    found = [
        Found(uid=str(n), start=text.index(word), stop=text.index(word) + len(word), kind=kind, key=word)
        for n, (word, kind) in enumerate(marks)
    ]
    things = {word: Thing(kind=kind, name=squash(word), printed=True) for word, kind in marks}
    page = Page(id="页", source="页.txt", text=text, parts=(Part(id="页#1", title="夜巡", runs=((0, len(text)),)),))
    return assemble_page(page, things, found, [(str(a), relation, str(b), role) for a, relation, b, role in links])


TEXT = "夜巡\n\n😀包头市公安\n局青山区分局的王明华到青山公园巡逻，包头市公安局说好。\n"
PAGE = made(
    TEXT,
    ("包头市公安\n局青山区分局", "Agency"),
    ("青山区", "Region"),
    ("王明华", "Person"),
    ("青山公园", "Place"),
    links=((2, "memberOf", 0, "民警"),),
)


def test_brat_counts_code_points_and_breaks_at_line_ends() -> None:
    lines = to_brat(PAGE).splitlines()
    assert lines[0] == "T1\tAgency 5 10;11 17\t包头市公安 局青山区分局"
    assert lines[1] == "T2\tRegion 12 15\t青山区"
    assert "R1\tmemberOf Arg1:T3 Arg2:T1" in lines


def test_label_studio_of_old_counts_otherwise(tmp_path: Path) -> None:
    """Positions of UTF-16, as JavaScript counts them, are known by what they mark."""
    tasks = json.loads(to_labelstudio(iter([PAGE])))
    assert tasks[0]["predictions"][0]["result"][0]["from_name"] == "label"
    for one in tasks[0]["predictions"][0]["result"]:
        if one["type"] == "labels":
            for end in ("start", "end"):
                one["value"][end] += 1  # one character before all marks has two units
    task = tasks[0]
    task["annotations"] = [
        {"result": [], "was_cancelled": True, "updated_at": "2024-05-03"},
        {"result": task["predictions"][0]["result"], "updated_at": "2024-05-02"},
        {"result": [], "updated_at": "2024-05-01"},
    ]
    (tmp_path / "项目.json").write_text(json.dumps(tasks), encoding="utf-8")
    (page,), _ = read_pages([tmp_path / "项目.json"])
    assert page.marks == PAGE.marks and page.links == PAGE.links


def test_doccano_numbers_anew_and_keeps_the_rest(tmp_path: Path) -> None:
    line = json.loads(to_jsonl(PAGE))
    for entity in line["entities"]:
        entity["id"] += 1000
    for relation in line["relations"]:
        relation["from_id"] += 1000
        relation["to_id"] += 1000
    line["Comments"] = []
    (tmp_path / "a.jsonl").write_text(json.dumps(line) + "\r\n\r\n", encoding="utf-8-sig")
    (page,), _ = read_pages([tmp_path / "a.jsonl"])
    assert to_gold(page) == to_gold(PAGE)


def test_what_people_change_is_in_the_gold(tmp_path: Path) -> None:
    """A mark stretched, one of another class, one deleted, one added; a name in place of a note."""
    (brat,) = write_pages([PAGE], tmp_path, ["brat"])
    file = brat / "页.ann"
    content = file.read_text(encoding="utf-8")
    at = TEXT.index("青山公园")
    content = content.replace(f"T4\tPlace {at} {at + 4}\t青山公园", f"T4\tOrganization {at} {at + 6}\t青山公园巡逻")
    content = "".join(f"{line}\n" for line in content.splitlines() if not re.search(r"^T2|Notes T2", line))
    at = TEXT.index("包头市公安局说")
    content += f"T9\tAgency {at} {at + 6}\t包头市公安局\nT10\tRegion {at} {at + 3}\t包头市\n"
    content += "#99\tAnnotatorNotes T10\t包头\n"
    file.write_text(content, encoding="utf-8")
    (page,), _ = read_pages([file])
    gold = to_gold(page)
    assert {(e.kind, e.name, *e.mentions) for e in gold.entities} == {
        ("Agency", "包头市公安局青山区分局", "包头市公安局青山区分局"),
        ("Person", "王明华", "王明华"),
        ("Organization", "青山公园巡逻", "青山公园巡逻"),
        ("Agency", "包头市公安局", "包头市公安局"),
        ("Region", "包头", "包头市"),
    }
    assert gold.relations == [["王明华", "memberOf", "包头市公安局青山区分局", "民警"]]


@pytest.mark.parametrize("format_", ["jsonl", "labelstudio"])
def test_a_stretched_mark_keeps_its_thing(tmp_path: Path, format_: str) -> None:
    page = made("市公安局开会，市公安局巡逻。", ("公安局", "Agency"))
    (written, *_) = write_pages([page], tmp_path, [format_])
    content = json.loads(written.read_text(encoding="utf-8"))
    if format_ == "jsonl":
        content["entities"][0]["start_offset"] -= 1
    else:
        content[0]["predictions"][0]["result"][0]["value"].update(start=0, text="市公安局")
    written.write_text(json.dumps(content), encoding="utf-8")
    (again,), _ = read_pages([written])
    assert [(e.name, e.mentions) for e in to_gold(again).entities] == [("市公安局", ["市公安局"])]


def test_two_marks_of_one_word_are_one_thing_of_their_article(tmp_path: Path) -> None:
    text = "该局开会。该局巡逻。该局值班。"
    lines = [json.dumps({"text": text, "label": [[0, 2, "Agency"], [5, 7, "Agency"], [10, 12, "Agency"]]})]
    (tmp_path / "旧.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (page,), _ = read_pages([tmp_path / "旧.jsonl"])
    assert [(e.name, e.mentions) for e in to_gold(page).entities] == [("该局", ["该局"])]
    assert page.id == "旧-1" and len(page.marks) == 3


FAULTS = [
    ("a.ann", "T1\tPolice 0 2\t公安\n", "a.ann, line 1: no class “Police”"),
    ("a.ann", "T1\tAgency 0 2\t公安\nR1\tpartOf Arg1:T1 Arg2:T7\n", "line 2: there is no mark T7"),
    ("a.ann", "T1\tAgency 0 2\t公安\nR1\tlikes Arg1:T1 Arg2:T1\n", "line 2: no relation “likes”"),
    (
        "a.ann",
        "T1\tAgency 0 2\t公安\nT2\tAgency 2 4\t公安\n",
        "line 2: “公安” is marked at 2-4, where the text has “局巡”",
    ),
    ("a.ann", "T1\tAgency 3 99\t巡逻\n", "line 1: “巡逻” is marked at 3-99"),
    ("a.ann", "公安\n", "line 1: not a line of brat's"),
    ("a.ann", "T1\tAgency 0 2\t公安\n#1\tAnnotatorNotes T1\t{broken\n", "line 2: this note can't be read"),
    ("b.ann", "T1\tAgency 0 2\t公安\n", "b.txt: No such file"),
    ("a.jsonl", '{"text": "公安"}\n{"text"\n', "a.jsonl, line 2: not a line of doccano's"),
    ("a.jsonl", '{"text": "公安", "label": [[0, 2, "X"]]}', "line 1: no class “X”"),
    ("a.jsonl", '{"text": "公安", "label": [[0, 5, "Agency"]]}', "line 1: something is marked at 0-5"),
    ("a.jsonl", '{"text": "公", "relations": [{"from_id": 1, "to_id": 2, "type": "partOf"}]}', "partOf ends at 1"),
    ("a.json", "[\n{", "a.json, line 2: not JSON"),
    ("a.json", "{}", "not a list of tasks"),
    ("a.json", '[{"data": {}}]', "task 1: a task without 'text'"),
    (
        "a.json",
        '[{"data": {"text": "公安"}, "annotations": [{"result": [\n{"id": "x", "type": "labels",'
        ' "value": {"start": 0, "end": 1, "text": "安", "labels": ["Agency"]}}]}]}]',
        "line 2, task 1: “安” is marked at 0-1, where the text has “公”",
    ),
    ("a.conll", "公\tB-Agency\n安\n", "a.conll, line 2: no tag in “安”"),
    ("a.conll", "公\tB-Agency\n安\tI-Police\n", "line 2: no class “Police”"),
    ("a.conll", "公\tB\n", "line 1: no tag"),
    ("a.conll", "# kg.page = {broken\n", "line 1: a comment that can't be read"),
    ("a.conll", "# kg.in = 页#1\n", "line 1: no article “页#1” above"),
    ("a.docx", "", "a file ending in .docx"),
]


@pytest.mark.parametrize(("name", "content", "message"), FAULTS)
def test_faults_name_file_and_line(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / "a.txt").write_text("公安局巡逻", encoding="utf-8")
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises((GoldError, UsageError), match=re.escape(message)):
        read_pages([tmp_path / name])


@pytest.mark.parametrize(
    "tags",
    [
        ["B-Agency", "I-Agency", "I-Agency", "O", "B-Person", "I-Person"],
        ["B-Agency", "I-Agency", "E-Agency", "O", "B-Person", "E-Person"],
        ["B-Agency", "M-Agency", "E-Agency", "O", "B-Person", "E-Person"],
    ],
)
def test_tags_of_other_schemes_and_files_without_our_comments(tags: list[str], tmp_path: Path) -> None:
    rows = "\r\n".join(f"{char} _ {tag}" for char, tag in zip("公安局的王敏", tags, strict=True))
    (page,), losses = from_conll(f"# a comment\r\n-DOCSTART- O\r\n\r\n{rows}\r\n", tmp_path / "甲.conll")
    assert [(e.kind, e.name) for e in to_gold(page).entities] == [("Agency", "公安局"), ("Person", "王敏")]
    assert page.id == "甲" and losses == []


def test_outermost_or_innermost() -> None:
    outer = [line for line in to_conll(PAGE).splitlines() if line.endswith(("Agency", "Region"))]
    inner = [line for line in to_conll(PAGE, INNERMOST).splitlines() if line.endswith(("Agency", "Region"))]
    assert (outer[0], len(outer)) == ("包\tB-Agency", 11)
    assert inner == ["青\tB-Region", "山\tI-Region", "区\tI-Region"]


def test_every_position_has_the_nearest_article() -> None:
    parts = (Part(id="a", title="", runs=((2, 4),)), Part(id="b", title="", runs=((8, 9),)))
    assert owners(Page(id="", source="", text="x" * 12, parts=parts)) == [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]


# The whole way: pages, graph, export, import, gold


def test_the_sample_goes_out_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).parents[2]
    monkeypatch.chdir(root)
    run = CliRunner()
    knowledge = kg.build("seeds")
    dropped = Dropped()
    documents = [one for one in read_documents(["seeds"]) if isinstance(one, Document)]
    expected = {page.id: to_gold(page) for page in annotate(knowledge, documents, dropped)}
    assert all(gold.entities and gold.articles for gold in expected.values())
    names = ",".join(FORMATS)
    knowledge.write(tmp_path / "图", ["ttl", "provenance"])
    done = run.invoke(app, ["export", str(tmp_path / "图"), "-o", str(tmp_path / "出"), "--format", names])
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in (tmp_path / "出").iterdir()) == sorted(n for f in FORMATS.values() for n in f)
    for format_, (first, *_) in FORMATS.items():
        target = tmp_path / f"gold {format_}"
        done = run.invoke(app, ["import", str(tmp_path / "出" / first), "-o", str(target)])
        assert done.exit_code == 0, done.output
        golds = {gold.page: gold for gold in map(read_gold, sorted(target.glob("*.json")))}
        assert golds.keys() == expected.keys()
        if format_ == "conll":
            assert "relations were not in the file" in done.output
        else:
            assert golds == expected
    done = run.invoke(app, ["score", str(tmp_path / "gold brat"), "seeds", "--at-least", "entities=.99,relations=.95"])
    assert done.exit_code == 0, done.output


def test_a_store_is_exported_from_its_own_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.store import Store, add_pages, init_store

    monkeypatch.chdir(tmp_path)
    page = tmp_path / "巡逻.txt"
    page.write_text(
        "夜巡\r\n\r\n　　包头市公安局青山区分局开展夜间巡逻。\r\n（王明华）\r\n", encoding="utf-8", newline=""
    )
    init_store("店", analyzer="lexicon")
    with Store("店", command="add") as store:
        add_pages(store, [page])
    page.unlink()
    run = CliRunner()
    assert run.invoke(app, ["export", "店", "-o", "出", "--format", "brat,ttl"]).exit_code == 0
    assert (tmp_path / "出/graph.ttl").is_file()
    done = run.invoke(app, ["import", "出/brat", "-o", "金", "--texts"])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "金/巡逻.txt").read_bytes() == (tmp_path / "出/brat/巡逻.txt").read_bytes()
    assert "包头市公安局青山区分局" in {e.name for e in read_gold(tmp_path / "金/巡逻.json").entities}
    again = run.invoke(app, ["export", "店", "-o", "出", "--format", "brat"])
    assert again.exit_code == 2 and "may have been corrected" in again.output
    (tmp_path / "金/巡逻.json").write_text("{}", encoding="utf-8")
    assert run.invoke(app, ["import", "出/brat", "-o", "金"]).exit_code == 2


def test_a_page_that_has_changed_since_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "巡逻.txt"
    page.write_text("夜巡\n\n　　包头市公安局青山区分局开展夜间巡逻。\n", encoding="utf-8")
    kg.build("巡逻.txt").write("图", ["ttl", "provenance"])
    page.write_text("夜巡\n\n　　昨夜，包头市公安局青山区分局开展夜间巡逻。\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["export", "图", "-o", "出", "--format", "jsonl"])
    assert done.exit_code == 2 and "巡逻.txt, line 3: the page no longer says" in done.output
    page.unlink()
    done = CliRunner().invoke(app, ["export", "图", "-o", "出", "--format", "jsonl"])
    assert done.exit_code == 2 and "巡逻.txt" in done.output


def test_gold_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    other = msgspec.structs.replace(PAGE, id="二")
    (tmp_path / "二.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="another one already"):
        write_gold([PAGE, other], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["二.json"]


@pytest.mark.parametrize("format_", FORMATS)
def test_all_that_was_written_is_read_back_by_its_folder_or_its_files(format_: str, tmp_path: Path) -> None:
    write_pages([PAGE], tmp_path, [format_])
    by_folder, _ = read_pages([tmp_path])
    assert [page.id for page in by_folder] == [PAGE.id]
    if format_ == "labelstudio":  # the interface lies beside it
        by_files, _ = read_pages(sorted(tmp_path.iterdir()))
        assert by_files == by_folder


def test_a_folder_without_annotation_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no annotation in this folder"):
        read_pages([tmp_path])
