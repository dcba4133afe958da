"""A store: pages come, change and go, and the graph is always that of a fresh build of what is there."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import grimp
import pytest

import kg
from kg.errors import DecisionError, ReadError, StoreError, UsageError
from kg.export import export
from kg.pipeline import build
from kg.query import load, query
from kg.store import (
    Change,
    Store,
    add_pages,
    compact,
    database,
    graph,
    init_store,
    load_graph,
    read_status,
    reading,
    remove_pages,
    rules,
    take_over_rules,
)
from kg.store.assembly import Said
from tests.pages import labels, said

LINES = (
    "5月6日，平凉市公安局开展“护路”专项行动，在国道设卡检查。",
    "平凉市公安局交警支队民警王建军说，“护路”行动查处超载车辆37起，同比下降12%。",
    "市公安局联合平凉市交通运输局召开推进会，部署下一步工作。",
    "5月9日，崆峒区公安分局走访辖区企业，宣传反诈知识。",
    "平凉市公安局崆峒分局副局长李强介绍，今年以来共破获电信诈骗案件126起。",
    "昨天，呼伦贝尔市公安局海拉尔分局在成吉思汗广场举办宣传活动。",
    "海拉尔公安分局民警张伟走进校园，为学生讲解交通安全知识。",
    "扬州市消防救援支队启动“冬防”行动，检查场所210家，整改隐患58处。",
    "2月20日，扬州市人民检察院会同扬州市司法局开展普法活动。",
    "南京市公安局江宁分局秣陵派出所所长周舟带队巡逻，该所全年接警下降9%。",
    "村口的老槐树下，几位老人在下棋，孩子们在一旁追逐。",
    "（记者 王小明 李强）",
)
"""Sentences of which pages are made."""


def files_of(folder: Path) -> dict[str, bytes]:
    """The files of a folder with their bytes."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def write(path: Path, *lines: int, head: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + "".join(f"　　{LINES[line]}\n\n" for line in lines), encoding="utf-8")
    return path


def add(*paths: str | Path, date: str | None = None) -> Change:
    with Store("store", command="add") as store:
        return add_pages(store, paths, published=date)


def remove(*sources: str, gone: bool = False) -> Change:
    with Store("store", command="remove") as store:
        return remove_pages(store, sources, gone=gone)


def texts_in(folder: Path) -> bytes:
    """All bytes that a store has on disk."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with an empty store in it."""
    monkeypatch.chdir(tmp_path)
    init_store("store")
    return tmp_path


def test_adding_twice_does_nothing(here: Path) -> None:
    write(here / "a.txt", 0, 1)
    assert add("a.txt") == Change(added=1, read=1, pages=1)
    before = (here / "store" / "pages.sqlite").read_bytes()
    assert add("a.txt", "a.txt") == Change(unchanged=1, pages=1)
    assert (here / "store" / "pages.sqlite").read_bytes() == before


def test_a_new_version_replaces_what_the_old_one_said(here: Path) -> None:
    write(here / "a.txt", 0)
    add("a.txt")
    assert ("平凉市公安局", "implements", "“护路”专项行动") in said(kg.read_graph("store"))
    write(here / "a.txt", 8)
    assert add("a.txt") == Change(replaced=1, read=1, pages=1)
    assert labels(kg.read_graph("store"), "Initiative") == []
    assert "扬州市人民检察院" in labels(kg.read_graph("store"), "Agency")


def test_removing_takes_exactly_what_only_that_page_said(here: Path) -> None:
    write(here / "a.txt", 0, 1)
    write(here / "b.txt", 0, 7)
    add("a.txt")
    alone = kg.read_graph("store")
    add("b.txt")
    assert kg.read_graph("store") != alone
    assert remove("b.txt") == Change(removed=1, pages=1)
    assert kg.read_graph("store") == alone


def test_what_is_removed_is_gone_from_the_disk(here: Path) -> None:
    write(here / "a.txt", 0)
    write(here / "b.txt", 7)
    add("a.txt", "b.txt")
    query(load_graph("store"), "ASK { ?s ?p ?o }")
    with Store("store") as store:
        keys = {source: page.key for source, _, page in store.pages()}
    assert keys["b.txt"] in texts_in(here / "store")
    # In another process, for this one reads the graph that held it.
    command = [sys.executable, "-m", "kg", "remove", "store", "b.txt"]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(Path(kg.__file__).parents[1])})
    assert keys["b.txt"] not in (here / "store" / "pages.sqlite").read_bytes()
    assert keys["a.txt"] in (here / "store" / "pages.sqlite").read_bytes()


def test_the_same_text_under_two_names_is_two_pages_read_once(here: Path) -> None:
    write(here / "a.txt", 0)
    write(here / "里" / "a.txt", 0)
    assert add(".") == Change(added=2, read=1, pages=2)
    knowledge, report = build(["a.txt", "里"])
    with Store("store") as store:
        assert store.knowledge() == (knowledge, report)
    assert len([entity for entity in knowledge.entities if entity.type == "Article"]) == 2
    remove("a.txt")
    assert kg.read_graph("store") == build(["里/a.txt"])[0]


def test_folders_and_paths_can_be_removed(here: Path) -> None:
    for name in ("甲/1.txt", "甲/2.txt", "甲乙/1.txt", "乙/1.txt"):
        write(here / name, 0)
    add("甲", "甲乙", "乙")
    assert remove("甲").removed == 2
    assert remove(str(here / "乙" / "1.txt")).removed == 1
    with Store("store") as store:
        assert [source for source, _, _ in store.pages()] == ["甲乙/1.txt"]


def test_removing_what_is_not_there_removes_nothing(here: Path) -> None:
    write(here / "页1.txt", 0)
    add("页1.txt")
    with pytest.raises(StoreError, match=r"“页2\.txt” is not in this store — did you mean 页1\.txt"):
        remove("页1.txt", "页2.txt")
    for nothing in ("", "/"):
        with pytest.raises(StoreError, match="is no page"):
            remove(nothing)
    assert len(kg.read_graph("store").entities) > 0


def test_files_that_are_gone_can_be_removed_together(here: Path) -> None:
    write(here / "a.txt", 0)
    write(here / "b.txt", 7)
    add(".")
    (here / "b.txt").unlink()
    write(here / "a.txt", 0, 1)
    with Store("store") as store:
        assert {file.source: file.state for file in read_status(store).files} == {"a.txt": "changed", "b.txt": "gone"}
    assert remove(gone=True).removed == 1


def test_a_page_that_cannot_be_read_keeps_its_last_version(here: Path) -> None:
    write(here / "a.txt", 0)
    write(here / "b.txt", 7)
    add(".")
    before = kg.read_graph("store")
    (here / "a.txt").write_bytes(bytes(range(256)) * 4)
    change = add(".")
    assert [skip.source for skip in change.skipped] == ["a.txt"]
    assert (change.unchanged, change.replaced) == (1, 0)
    assert kg.read_graph("store") == before
    with pytest.raises(ReadError, match="not one of 1 file"):
        add("a.txt")


def test_the_date_option_is_kept(here: Path) -> None:
    write(here / "a.txt", 5)
    add("a.txt", date="2024-03-01")
    assert add("a.txt") == Change(unchanged=1, pages=1)
    assert kg.read_graph("store") == build(["a.txt"], published="2024-03-01")[0]
    assert add("a.txt", date="2024-03-02").replaced == 1
    assert kg.read_graph("store") == build(["a.txt"], published="2024-03-02")[0]


def test_files_of_one_name_from_two_folders_are_two(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = here / "store"
    for folder, line in (("甲", 0), ("乙", 7)):
        write(here / folder / "a.txt", line)
        monkeypatch.chdir(here / folder)
        with Store(store, command="add") as opened:
            add_pages(opened, ["a.txt"])
    with Store(store) as opened:
        assert [source for source, _, _ in opened.pages()] == sorted(["a.txt", (here / "乙/a.txt").as_posix()])


def test_new_rules_read_again_only_what_is_old(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here / "a.txt", 0)
    write(here / "b.txt", 7)
    add("a.txt", "b.txt")
    fresh = files_of(here / "fresh") if export("store", "fresh") else {}
    for module in (reading, rules):
        monkeypatch.setattr(module, "rule_set", lambda _: "new")
    monkeypatch.setattr("kg.store.status.rule_set", lambda _: "new")
    monkeypatch.setattr("kg.export.rule_set", lambda _: "new")
    with Store("store") as store:
        status = read_status(store)
        assert (status.stale, status.ready, status.rules_in_force) == (2, 0, "new")
    write(here / "b.txt", 8)
    assert add("b.txt") == Change(replaced=1, read=2, again=1, pages=2)
    with Store("store") as store:
        assert read_status(store).stale == 0
        assert store.connection.execute("SELECT DISTINCT rules FROM record").fetchall() == [("new",)]
    for module in (reading, rules):
        monkeypatch.setattr(module, "rule_set", lambda _: "newer")
    monkeypatch.setattr("kg.export.rule_set", lambda _: "newer")
    write(here / "b.txt", 7)
    add("b.txt")
    export("store", "again")
    assert files_of(here / "again") == fresh


def test_export_reads_again_what_is_old(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here / "a.txt", 0)
    add("a.txt")
    export("store", "one")
    for module in ("kg.store.reading", "kg.export"):
        monkeypatch.setattr(f"{module}.rule_set", lambda _: "new")
    export("store", "two")
    with Store("store") as store:
        assert store.rules == "new"
    assert files_of(here / "one") == files_of(here / "two")


def test_another_model_makes_a_store_stale(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its weights, vocabulary and encoder count, what is written about it does not; nothing loads it to tell."""
    import kg.analyze
    from kg.analyze.lexicon import LexiconAnalyzer
    from kg.analyze.models import name_model

    class WithModel(LexiconAnalyzer):
        def __init__(self, model: str) -> None:
            self.name = name_model("hanlp", model)

    monkeypatch.setitem(kg.analyze.ANALYZERS, "hanlp", WithModel)
    model = here / "本地 模型"
    (model / "encoder").mkdir(parents=True)
    for name in ("config.json", "vocabs.json", "model.pt", "encoder/model.safetensors", "kg.json"):
        (model / name).write_text(name, encoding="utf-8")
    write(here / "a.txt", 0)
    init_store("made", analyzer=f"hanlp:{model.name}")
    with Store("made", command="add") as store:
        add_pages(store, ["a.txt"])

    def stale(folder: str = "made") -> int:
        with Store(folder) as store:
            return read_status(store).stale

    assert stale() == 0
    (here / "elsewhere").mkdir()
    monkeypatch.chdir(here / "elsewhere")  # the store finds its model from there, too
    monkeypatch.setitem(kg.analyze.ANALYZERS, "hanlp", lambda model: pytest.fail("it was loaded"))
    assert stale("../made") == 0
    monkeypatch.chdir(here)
    (model / "kg.json").write_text("another note", encoding="utf-8")
    assert stale() == 0
    for name in ("model.pt", "vocabs.json", "encoder/model.safetensors"):
        (model / name).write_text("changed", encoding="utf-8")
        assert stale() == 1
        monkeypatch.setitem(kg.analyze.ANALYZERS, "hanlp", WithModel)
        with Store("made", command="add") as store:
            assert take_over_rules(store).again == 1
        assert stale() == 0


def test_the_rule_set_covers_all_that_extraction_imports() -> None:
    graph = grimp.build_graph("kg")
    todo, found = ["kg.pipeline"], set()
    others = {
        "kg.decide",
        "kg.decisions",
        "kg.read",
        "kg.resolve",
        "kg.assemble",
        "kg.schema",
        "kg.files",
        "kg.errors",
        "kg.version",
        "kg",
    }
    while todo:
        module = todo.pop()
        if module in found or module in others or any(module.startswith(f"{other}.") for other in others - {"kg"}):
            continue
        found.add(module)
        imported = graph.find_modules_directly_imported_by(module)
        todo += [name for name in imported if not (module == "kg.model" and name != "kg.errors")]
    covered = {part.removesuffix(".py") for part in rules.PARTS}
    assert {module.split(".")[1] for module in found} <= covered


def test_a_second_writer_is_told_who_writes(here: Path) -> None:
    write(here / "a.txt", 0)
    with Store("store", command="add"):
        with pytest.raises(StoreError, match=rf"kg add \(process {os.getpid()}\) is writing to this store"):
            add("a.txt")
        command = [sys.executable, "-m", "kg", "remove", "store", "a.txt"]
        env = {**os.environ, "PYTHONPATH": str(Path(kg.__file__).parents[1])}
        second = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=env)
        assert (second.returncode, second.stdout) == (2, "")
        assert "is writing to this store" in second.stderr and "Traceback" not in second.stderr
    assert add("a.txt").added == 1


def test_readers_see_one_state_while_a_writer_works(here: Path) -> None:
    write(here / "a.txt", 0)
    write(here / "b.txt", 7)
    add("a.txt")
    before = kg.read_graph("store")
    graph = load_graph("store")
    count = len(graph)
    with Store("store") as reader:
        with Store("store", command="add") as store:
            add_pages(store, ["b.txt"])
        assert reader.knowledge()[0] == before
        # What is held on to stays where it is, also when another graph takes its place.
        assert len(load_graph("store")) > count == len(graph)
    assert kg.read_graph("store") != before


def test_queries_answer_as_over_an_export(here: Path) -> None:
    for number in range(4):
        write(here / f"{number}.txt", number, number + 4)
    add(".")
    export("store", "out")
    for text in ("SELECT ?s ?p ?o { ?s ?p ?o }", "SELECT ?name { ?a a kg:Agency ; skos:prefLabel ?name }"):
        assert query(load_graph("store"), text).rows == query("out", text).rows
    assert kg.read_graph("out") == kg.read_graph("store")
    graphs = list((here / "store" / "graphs").iterdir())
    load_graph("store")
    assert list((here / "store" / "graphs").iterdir()) == graphs


def test_the_base_is_the_stores_own(here: Path) -> None:
    init_store("other", base="https://a.example/")
    write(here / "a.txt", 0)
    with Store("other", command="add") as store:
        add_pages(store, ["a.txt"])
    export("other", "out", ["ttl"])
    assert "<https://a.example/agency/" in (here / "out" / "graph.ttl").read_text(encoding="utf-8")
    assert query(load_graph("other"), "ASK { id:agency\\/平凉市公安局 ?p ?o }").boolean
    export("out", "again", ["ttl"])
    assert files_of(here / "again") == files_of(here / "out")


def test_compact_keeps_what_counts(here: Path) -> None:
    for number in range(8):
        write(here / f"{number}.txt", number)
    add(".")
    remove(*(f"{number}.txt" for number in range(1, 8)))
    before = kg.read_graph("store")
    load_graph("store")
    large, small = compact("store")
    assert small < large
    assert kg.read_graph("store") == before


def test_init_makes_no_store_where_something_is(here: Path) -> None:
    with pytest.raises(StoreError, match="a store already"):
        init_store("store")
    write(here / "pages" / "a.txt", 0)
    with pytest.raises(StoreError, match="something here"):
        init_store("pages")


def test_what_is_no_store_is_called_so(here: Path) -> None:
    with pytest.raises(StoreError, match="this is no store — make one with: kg init nowhere"):
        Store("nowhere")
    with pytest.raises(UsageError, match="the graph itself"):
        export("store", "store")
    other = sqlite3.connect(here / "store" / database.PAGES)
    other.execute("PRAGMA user_version = 99")
    other.close()
    with pytest.raises(StoreError, match="another version of kg"):
        Store("store")


def test_a_damaged_store_is_called_so(here: Path) -> None:
    write(here / "a.txt", 0, 1, 2, 3)
    add("a.txt")
    file = here / "store" / database.PAGES
    data = bytearray(file.read_bytes())
    for at in range(4096, len(data)):
        data[at] ^= 0x5A
    file.write_bytes(data)
    with pytest.raises(StoreError, match="restore it from a copy"):
        kg.read_graph("store")


def test_memory_stays_flat_while_pages_are_added(here: Path) -> None:
    """What 400 more pages need at most, in kB: their records alone are many times that."""
    script = here / "grow.py"
    script.write_text(
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from kg.store import Store, add_pages, reading\n"
        "reading.BATCH = 5_000\n"
        "folders = sorted(Path('pages').iterdir())\n"
        "for folder in folders:\n"
        "    with Store('store', command='add') as store:\n"
        "        add_pages(store, [folder])\n"
        "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n",
        encoding="utf-8",
    )
    for number in range(600):
        lines = [(number + step) % (len(LINES) - 1) for step in range(3)]
        write(here / "pages" / str(number // 200) / f"{number}.txt", *lines, head=f"　　第{number}号通报。\n\n")
    env = {**os.environ, "PYTHONPATH": str(Path(kg.__file__).parents[1])}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=env, check=True)
    first, _, last = map(int, done.stdout.split())
    assert last - first < 4_000


def test_files_of_many_pages_are_added_changed_and_removed_whole(here: Path) -> None:
    rows = [f'{{"正文": "{LINES[line]}", "date": "2024-03-0{line + 1}"}}\n' for line in range(4)]
    (here / "页.jsonl").write_text("".join(rows), encoding="utf-8")
    with zipfile.ZipFile(here / "晚报.zip", "w") as archive:
        archive.writestr("甲/1.txt", LINES[5])
        archive.writestr("乙/1.txt", LINES[7])
    with Store("store", command="add") as store:
        change = add_pages(store, ["页.jsonl", "晚报.zip"], columns={"text": "正文"})
    assert (change.added, change.pages) == (2, 6)
    files = [here / name for name in ("页.jsonl", "晚报.zip")]
    with Store("store") as store:
        assert store.knowledge() == build([file.name for file in files], columns={"text": "正文"})
    (here / "页.jsonl").write_text("".join(rows[:2]), encoding="utf-8")
    change = add("页.jsonl")  # its columns are known
    assert (change.replaced, change.read, change.pages) == (1, 0, 4)
    with Store("store") as store:
        assert store.knowledge() == build([file.name for file in files], columns={"text": "正文"})
    assert remove("晚报.zip").pages == 2


VERDICT = """[[same]]
type = "Agency"
names = ["平凉市公安局", "扬州市消防救援支队"]
who = "王芳"
when = 2026-11-22
why = "试验"
"""


def test_verdicts_come_with_the_pages(here: Path) -> None:
    write(here / "pages" / "a.txt", 0)
    write(here / "pages" / "b.txt", 7)
    add("pages")
    assert "扬州市消防救援支队" in labels(kg.read_graph("store"), "Agency")
    (here / "pages" / "decisions.toml").write_text(VERDICT, encoding="utf-8")
    assert add("pages") == Change(unchanged=2, pages=2)
    assert labels(kg.read_graph("store"), "Agency") == ["平凉市公安局"]
    with Store("store") as store:
        assert store.knowledge() == build(["pages"])
    (here / "pages" / "decisions.toml").unlink()
    assert labels(kg.read_graph("store"), "Agency") == ["平凉市公安局"]
    remove("pages/decisions.toml")
    assert "扬州市消防救援支队" in labels(kg.read_graph("store"), "Agency")


def test_a_store_has_verdicts_of_its_own(here: Path) -> None:
    write(here / "a.txt", 0, 7)
    add("a.txt")
    asked = "SELECT ?name { ?a a kg:Agency ; skos:prefLabel ?name }"
    assert len(query(load_graph("store"), asked).rows) == 2
    (here / "store" / "decisions.toml").write_text(VERDICT, encoding="utf-8")
    assert len(query(load_graph("store"), asked).rows) == 1
    (here / "store" / "decisions.toml").write_text(VERDICT + VERDICT.replace("same", "different"), encoding="utf-8")
    with pytest.raises(DecisionError):
        add("a.txt")


def test_standard_input_is_refused(here: Path) -> None:
    with pytest.raises(UsageError, match="save the page to a file"):
        add("-")


def test_a_graph_is_made_from_the_one_before(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        write(here / "pages" / f"{number}.txt", number % len(LINES), (number * 5) % len(LINES), 3)
    add("pages")
    load_graph("store")
    made = []
    original = graph._make_from_older

    def make(index: Path, graphs: Path, said: Said, base: str) -> bool:
        made.append(original(index, graphs, said, base))
        return made[-1]

    monkeypatch.setattr(graph, "_make_from_older", make)
    # Its line and its first sentence stay in use, its aliases and the canonical name of an agency change.
    write(here / "pages" / "3.txt", 3, 4, 2)
    write(here / "pages" / "new.txt", 5, 6)
    add("pages")
    assert set(load_graph("store")) == set(load(build(["pages"])[0]))
    assert made == [True]
    for number in range(6):
        write(here / "pages" / f"{number}.txt", 9)
    add("pages")
    assert set(load_graph("store")) == set(load(build(["pages"])[0]))
    remove("pages/new.txt")
    assert set(load_graph("store")) == set(load(build([p for p in Path("pages").iterdir() if p.stem != "new"])[0]))
    for damaged in (here / "store" / "graphs").glob("*/facts"):
        damaged.write_bytes(b"\0\0\0\5not msgpack")
    add("pages")
    assert set(load_graph("store")) == set(load(build(["pages"])[0]))
