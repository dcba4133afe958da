"""The command line: what each command prints and writes, and what it does with bad input."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import kg
from kg.cli import app
from kg.model import Entity, Evidence, Fact, Knowledge, Report, Span
from kg.write import FORMATS, write_files

ROOT = Path(__file__).parents[2]
COMMANDS = ("build", "query", "view", "show", "stats", "text", "validate", "diff", "score", "review", "version")
STORE_COMMANDS = ("init", "add", "remove", "status", "export", "compact")
PAGE = """扬州市公安局启动“冬防”行动
2023年2月21日

扬州讯 2月20日，扬州市公安局召开“冬防”专项行动推进会，部署社会面巡逻防控工作。

（记者 王小明）
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def start(*arguments: object, env: dict[str, str] | None = None, cwd: Path | None = None) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    # A job in the background of a shell is started with interrupts ignored, and would pass that on.
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=cwd)
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.fixture
def knowledge() -> Knowledge:
    def evidence(quote: str, start: int, line: int) -> Evidence:
        return Evidence(
            article="article/页#1",
            source="seeds/页.txt",
            span=Span(start, start + len(quote)),
            line=line,
            quote=quote,
            rule="chain",
            confidence=0.85,
        )

    sentence = "青阳市公安局隶属青阳省公安厅。"
    return Knowledge(
        (
            Entity(
                id="agency/青阳市公安局", type="Agency", label="青阳市公安局", aliases=("青阳市局",), anaphora=("该局",)
            ),
            Entity(id="agency/青阳省公安厅", type="Agency", label="青阳省公安厅"),
            Entity(
                id="article/页#1",
                type="Article",
                label="青阳市公安局启动“冬防”行动",
                attributes=(("byline", "王小明"), ("source", "seeds/页.txt")),
            ),
            Entity(id="region/青阳市", type="Region", label="青阳市", attributes=(("regionLevel", "prefecture"),)),
        ),
        (
            Fact(
                subject="agency/青阳市公安局",
                predicate="jurisdiction",
                object="region/青阳市",
                evidence=(evidence(sentence, 20, 3),),
            ),
            Fact(
                subject="agency/青阳市公安局",
                predicate="partOf",
                object="agency/青阳省公安厅",
                evidence=(evidence(sentence, 20, 3),),
            ),
            Fact(
                subject="article/页#1",
                predicate="mentions",
                object="agency/青阳市公安局",
                evidence=(evidence("青阳市公安局", 0, 1), evidence("该局", 40, 5)),
            ),
        ),
    )


@pytest.fixture
def graph(tmp_path: Path, knowledge: Knowledge) -> Path:
    write_files(knowledge, tmp_path / "graph", ["ttl,provenance"])
    return tmp_path / "graph"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "seeds" / "页.txt"
    path.parent.mkdir()
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_help_lists_every_command() -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert all(re.search(rf"^\s+{command}\s", result.output, re.MULTILINE) for command in COMMANDS + STORE_COMMANDS)


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys, kg.cli\n"
        "try: kg.cli.app(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'rdflib', 'pyoxigraph', 'pyvis', 'networkx', 'pyshacl', 'rich', 'charset_normalizer', 'rjieba'}\n"
        "print(sorted(heavy & {name.split('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("command", COMMANDS + STORE_COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert run(command, "--help").exit_code == 0
    assert f"| `kg {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_option_of_build_is_documented() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    row = next(line for line in readme.splitlines() if line.startswith("| `kg build"))
    options = set(re.findall(r"--[a-z]+", run("build", "--help").output)) - {"--help", "--output"}
    assert options
    assert options <= set(re.findall(r"--[a-z]+", row))


def test_version() -> None:
    assert run("version").output == f"kg {kg.__version__}\n"


@pytest.mark.parametrize("arguments", [["nonsense"], ["build"], ["build", "--nonsense"], ["show", "x"], ["view"]])
def test_bad_usage(arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


# build


def test_build_writes_every_format(page: Path, tmp_path: Path) -> None:
    result = run("build", page.parent, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(FORMATS.values())
    assert "扬州市公安局" in (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")
    assert all(word in result.stdout for word in ("Entities", "Relations", "Agency", "articles", "utf-8"))
    assert "1/1 pages" in result.stderr


def test_build_is_the_same_in_any_order(page: Path, tmp_path: Path) -> None:
    other = page.with_name("另.md")
    other.write_text(PAGE.replace("扬州", "泰州"), encoding="utf-8")
    run("build", page, other, "-o", tmp_path / "a", "--quiet")
    run("build", other, page, page.parent, "-o", tmp_path / "b", "--quiet")
    for name in FORMATS.values():
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_build_chooses_formats_and_leaves_nothing_of_an_older_graph(page: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "graph.html").write_text("old", encoding="utf-8")
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    result = run("build", page, "-o", out, "--format", "nt,report", "-f", "graphml")
    assert result.exit_code == 0, result.stderr
    assert {path.name for path in out.iterdir()} == {
        "graph.ttl",
        "graph.nt",
        "graph.graphml",
        "report.json",
        "mine.txt",
    }


def test_build_quiet(page: Path, tmp_path: Path) -> None:
    result = run("build", page, "-o", tmp_path / "out", "--quiet", "-f", "ttl")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_build_json_prints_the_report_and_nothing_else(page: Path, tmp_path: Path) -> None:
    (page.parent / "空.txt").touch()
    result = run("build", page.parent, "-o", tmp_path / "out", "--json", "-f", "ttl,report")
    report = json.loads(result.stdout)
    assert result.stderr == ""
    assert result.stdout == (tmp_path / "out" / "report.json").read_text(encoding="utf-8")
    assert report["version"] == kg.__version__
    assert report["documents"][0]["encoding"] == "utf-8"
    assert report["documents"][0]["published"] == "2023-02-21"
    assert [(skip["step"], skip["reason"]) for skip in report["dropped"] if skip["step"] == "read"] == [
        ("read", "the file is empty")
    ]


def test_build_names_what_it_dropped(page: Path, tmp_path: Path) -> None:
    (page.parent / "空.txt").touch()
    (page.parent / "图.svg").write_bytes(b"<svg/>")
    result = run("build", page.parent, "-o", tmp_path / "out", "-f", "ttl")
    assert result.exit_code == 0
    assert all(word in result.stdout for word in ("Dropped", "the file is empty", "no reader for .svg"))


def test_build_strict(page: Path, tmp_path: Path) -> None:
    (page.parent / "notes.toml").touch()
    assert run("build", page.parent, "-o", tmp_path / "out", "--strict").exit_code == 0
    (page.parent / "空.txt").touch()
    result = run("build", page.parent, "-o", tmp_path / "strict", "--strict")
    assert result.exit_code == 1
    assert "空.txt: the file is empty" in result.stderr
    assert not (tmp_path / "strict").exists()


def test_build_with_base_and_date(page: Path, tmp_path: Path) -> None:
    page.write_text(PAGE.replace("2023年2月21日\n", ""), encoding="utf-8")
    base = "https://graph.example/id/"
    result = run("build", page, "-o", tmp_path, "--base", base, "--date", "2024-02-21", "-f", "ttl,report")
    assert result.exit_code == 0, result.stderr
    assert base in (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    document = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["documents"][0]
    assert (document["published"], document["published_from"]) == ("2024-02-21", "option")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--format", "pdf"], "no format “pdf” — one of ttl"),
        (["--date", "2023-02-30"], "--date: '2023-02-30' is not a date"),
        (["--base", "kg"], "can't be the base"),
        (["--analyzer", "nonsense"], "nonsense"),
    ],
)
def test_build_with_bad_options(page: Path, tmp_path: Path, options: list[str], message: str) -> None:
    result = run("build", page, "-o", tmp_path / "out", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert not (tmp_path / "out").exists()


def test_build_from_nothing(page: Path, tmp_path: Path) -> None:
    missing = run("build", page.with_name("夜.txt"), "-o", tmp_path / "out")
    assert (missing.exit_code, "did you mean" in missing.stderr) == (2, True)
    (tmp_path / "empty").mkdir()
    assert run("build", tmp_path / "empty", "-o", tmp_path / "out").exit_code == 2
    page.write_bytes(b"\0\1\2")
    binary = run("build", page, "-o", tmp_path / "out")
    assert (binary.exit_code, "binary data" in binary.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


def test_build_into_a_file(page: Path) -> None:
    result = run("build", page, "-o", page)
    assert result.exit_code == 2
    assert "a file, not a folder" in result.stderr
    assert page.read_text(encoding="utf-8") == PAGE


def test_a_failed_build_leaves_the_old_graph(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    assert run("build", page, "-o", out, "-f", "ttl,html").exit_code == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    page.write_text(PAGE.replace("扬州", "泰州"), encoding="utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.view.write_view", full)
    result = run("build", page, "-o", out, "-f", "ttl,html")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, "kg: No space left on device")
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


@pytest.mark.skipif(os.name != "posix", reason="signals are different there")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted_build_leaves_nothing(tmp_path: Path, number: int, code: int) -> None:
    for index in range(3000):
        path = tmp_path / "seeds" / f"{index}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(PAGE * 20, encoding="utf-8")
    process = start("build", "seeds", "-o", "out", cwd=tmp_path)
    assert process.stderr
    assert b"pages" in process.stderr.readline()  # the first progress line: it is at work
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == code
    assert b"Traceback" not in errors
    assert not (tmp_path / "out").exists()
    assert (b"Run the same command again." in errors) is (number == signal.SIGINT)  # SIGTERM is no person


def test_build_in_a_pipe_under_a_locale_without_chinese(page: Path, tmp_path: Path) -> None:
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    process = start("build", page.parent, "-o", tmp_path / "out", "-f", "ttl", env=environment)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert "页.txt" in errors.decode("utf-8")
    assert "\x1b" not in output.decode("utf-8")


# show, stats


def test_show(graph: Path) -> None:
    result = run("show", graph, "青阳市局")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "青阳市公安局  Agency 机构",
        "agency/青阳市公安局",
        "aliases: 青阳市局",
        "referred to as: 该局",
        "",
        "partOf → 青阳省公安厅  0.85",
        "    “青阳市公安局隶属青阳省公安厅。”",
        "    seeds/页.txt:3  chain",
        "",
        "jurisdiction → 青阳市  0.85",
        "    “青阳市公安局隶属青阳省公安厅。”",
        "    seeds/页.txt:3  chain",
        "",
        "Mentions",
        "青阳市公安局启动“冬防”行动",
        "    seeds/页.txt:1  青阳市公安局",
        "    seeds/页.txt:5  该局",
    ]


def test_show_the_other_way_round(graph: Path) -> None:
    assert "partOf ← 青阳市公安局  0.85" in run("show", graph, "青阳省公安厅").stdout
    article = run("show", graph, "article/页#1").stdout
    assert "byline: 王小明" in article
    assert "青阳市公安局  agency  2×" in article


@pytest.mark.parametrize("name", ["公安局", "青阳市公安局巡特警支队"])
def test_show_names_the_nearest(graph: Path, name: str) -> None:
    result = run("show", graph, name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "青阳市公安局" in result.stderr


def test_show_keeps_the_terminal_safe(tmp_path: Path) -> None:
    write_files(
        Knowledge((Entity(id="place/桥", type="Place", label="桥", aliases=("\x1b[2J桥",)),)), tmp_path, ["ttl"]
    )
    assert "\x1b" not in run("show", tmp_path, "桥").stdout


def test_stats(graph: Path) -> None:
    result = run("stats", graph)
    assert result.exit_code == 0
    lines = [re.split(r"\s{2,}", line.strip()) for line in result.stdout.splitlines()]
    for row in (
        ["Agency", "机构", "2"],
        ["Article", "文章", "1"],
        ["0.8", "2"],
        ["青阳市公安局", "2", "2"],
        ["青阳省公安厅", "1", "0"],
    ):
        assert row in lines


def test_columns_are_aligned_by_display_width(graph: Path) -> None:
    from rich.cells import cell_len

    lines = run("stats", graph).stdout.splitlines()
    start = lines.index("Agencies with most relations")
    assert len({cell_len(line) for line in lines[start + 1 : start + 5]}) == 1
    assert not any(line.endswith(" ") for line in lines)


@pytest.mark.parametrize(
    "command", [["show", "{}", "桥"], ["stats", "{}"], ["query", "{}", "-q", "ASK {}"], ["view", "{}"]]
)
def test_no_graph(tmp_path: Path, command: list[str]) -> None:
    for path in (tmp_path, tmp_path / "missing", tmp_path / "页.txt"):
        result = run(*(path if part == "{}" else part for part in command))
        assert (result.exit_code, result.stdout) == (2, ""), path
        assert "kg: " in result.stderr
    (tmp_path / "graph.ttl").write_text("这不是 Turtle", encoding="utf-8")
    result = run(*(tmp_path if part == "{}" else part for part in command))
    assert (result.exit_code, "line 1" in result.stderr) == (2, True)


# query


NAMES = "SELECT ?name WHERE { ?agency a kg:Agency ; skos:prefLabel ?name } ORDER BY ?name"


def test_query_table_is_aligned(graph: Path) -> None:
    result = run("query", graph, "-q", "SELECT ?a ?b WHERE { VALUES (?a ?b) { ('公安' 'x') ('ab' 'y') } }")
    assert result.exit_code == 0, result.stderr
    narrow, wide = (line for line in result.stdout.splitlines() if line.strip().endswith(("x", "y")))
    assert (narrow.strip()[:2], wide.strip()[:2]) == ("ab", "公安")
    assert wide.index("x") == narrow.index("y") - 2  # characters; on the screen each of the two takes two columns


def test_query_formats(graph: Path) -> None:
    assert run("query", graph, "-q", NAMES, "--format", "csv").stdout.split() == [
        "name",
        "青阳市公安局",
        "青阳省公安厅",
    ]
    assert "青阳省公安厅" in run("query", graph, "-q", NAMES, "--format", "tsv").stdout
    rows = json.loads(run("query", graph, "-q", NAMES, "--format", "json").stdout)["results"]["bindings"]
    assert [row["name"]["value"] for row in rows] == ["青阳市公安局", "青阳省公安厅"]
    turtle = run(
        "query", graph / "graph.ttl", "-q", "DESCRIBE ?r WHERE { ?r a kg:Region }", "--format", "turtle"
    ).stdout
    assert "青阳市" in turtle
    assert "true" in run("query", graph, "-q", "ASK { ?a a kg:Agency }").stdout.lower()


def test_query_from_a_file(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(NAMES, encoding="utf-8")
    assert "青阳省公安厅" in run("query", graph, tmp_path / "q.rq", "--format", "csv").stdout
    missing = run("query", graph, tmp_path / "r.rq")
    assert (missing.exit_code, "r.rq" in missing.stderr) == (2, True)


def test_query_list_and_names(graph: Path) -> None:
    listed = run("query", "--list")
    assert listed.exit_code == 0
    names = [path.stem for path in (ROOT / "schema" / "queries").glob("*.rq")]
    assert len(names) >= 10
    assert all(name in listed.stdout for name in names)
    result = run("query", graph, "--name", "agencies-in-region", "--param", "region=青阳市", "--format", "csv")
    assert result.exit_code == 0, result.stderr
    assert "青阳市公安局" in result.stdout
    unknown = run("query", graph, "--name", "agencies-in-regio")
    assert (unknown.exit_code, "agencies-in-region" in unknown.stderr) == (2, True)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["-q", NAMES, "--name", "agencies-in-region"],
        ["-q", NAMES, "--format", "xml"],
        ["-q", NAMES, "--format", "turtle"],
        ["--name", "agencies-in-region", "--param", "region"],
        ["--name", "agencies-in-region", "--param", "nonsense=青阳市"],
        ["-q", NAMES, "--param", "region=青阳市"],
    ],
)
def test_query_with_bad_arguments(graph: Path, arguments: list[str]) -> None:
    result = run("query", graph, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("kg: ")


def test_query_syntax_error_shows_the_line(graph: Path) -> None:
    result = run("query", graph, "-q", "SELECT ?name\nWHERE { ?name a kg:Agency . . }")
    assert result.exit_code == 2
    assert "line 2, column" in result.stderr
    assert "WHERE { ?name a kg:Agency . . }" in result.stderr


@pytest.mark.skipif(os.name != "posix", reason="pipes are different there")
def test_a_reader_that_leaves(graph: Path) -> None:
    process = start("query", graph, "-q", "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f }", "--format", "csv")
    assert process.stdout
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60), errors) == (141, b"")


# view, validate


def test_view(graph: Path, tmp_path: Path) -> None:
    result = run("view", graph, "--focus", "青阳市公安局", "--depth", 1)
    assert result.exit_code == 0, result.stderr
    assert "青阳省公安厅" in (graph / "graph.html").read_text(encoding="utf-8")
    assert run("view", graph, "-o", tmp_path / "v.html").exit_code == 0
    unknown = run("view", graph, "--focus", "绿川市公安局")
    assert (unknown.exit_code, "青阳市公安局" in unknown.stderr) == (2, True)
    assert run("view", graph, "--lang", "fr").exit_code == 2
    assert run("view", graph, "--depth", "-1").exit_code == 2


def test_validate(graph: Path, tmp_path: Path) -> None:
    assert run("validate", graph).exit_code == 0
    assert run("validate", graph / "graph.ttl").exit_code == 0
    broken = tmp_path / "broken.ttl"
    text = (graph / "graph.ttl").read_text(encoding="utf-8")
    broken.write_text(text + "\n<https://kg.example/id/agency/x> a kg:Agency .\n", encoding="utf-8")
    result = run("validate", broken)
    assert result.exit_code == 1
    assert "agency/x" in result.stdout
    assert run("validate", tmp_path / "missing.ttl").exit_code == 2


# the same from Python


def test_python_interface(page: Path, tmp_path: Path) -> None:
    knowledge = kg.build(page)
    assert knowledge == kg.build([str(page)])
    assert any(entity.label == "扬州市公安局" for entity in knowledge.entities)
    assert len(knowledge.to_network()) == len(knowledge.entities)
    assert len(knowledge.to_rdf()) > len(knowledge.to_rdf(provenance=False)) > 0
    knowledge.write(tmp_path / "out", ["provenance"])
    assert kg.read_graph(tmp_path / "out") == knowledge


def test_python_query(knowledge: Knowledge, graph: Path) -> None:
    from_values, from_files = kg.query(knowledge, NAMES), kg.query(graph, NAMES)
    assert from_values == from_files


def test_report_has_no_clock() -> None:
    assert {"seconds", "time", "started"}.isdisjoint(Report.__struct_fields__)


def test_import_is_light() -> None:
    code = "import sys, kg; print(sorted({'msgspec', 'rdflib', 'typer', 'networkx'} & sys.modules.keys()))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert done.stdout == "[]\n"
