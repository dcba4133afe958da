"""What is proposed to be one, what never is, and how verdicts get from the prompt into the file."""

from __future__ import annotations

import json
import os
import select
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kg.cli import app
from kg.decisions import Decision, read_decisions
from kg.model import Entity, Evidence, Fact, Knowledge, Span
from kg.review import propose, show_sides
from kg.review.names import core
from tests.pages import read
from tests.unit.test_guards import APART

ROOT = Path(__file__).parents[2]


def graph(*entities: tuple[str, str], together: bool = True) -> Knowledge:
    """Entities of (class, label), mentioned in one article or each in its own."""
    made, facts = [], []
    for number, (kind, label) in enumerate(entities, 1):
        article = "article/a-1" if together else f"article/a-{number}"
        id_ = f"{kind.lower()}/{label}"
        made.append(Entity(id=id_, type=kind, label=label))
        made.append(Entity(id=article, type="Article", label="题", attributes=(("source", "seeds/页.txt"),)))
        proof = Evidence(
            article=article, source="seeds/页.txt", span=Span(0, 2), line=number, quote=label, rule="r", confidence=0.9
        )
        facts.append(Fact(subject=article, predicate="mentions", object=id_, evidence=(proof,)))
    return Knowledge(tuple(sorted(set(made))), tuple(sorted(facts)))


PROPOSED = [
    ("Agency", "南京市公安局交警支队栖霞大队", "栖霞大队"),
    ("Agency", "栖霞区消防救援大队", "栖霞消防"),
    ("Agency", "呼和浩特市公安局交管支队赛罕区大队", "赛罕区交警大队"),
    ("Agency", "武侯区市场监管局", "武侯区市场监督管理局"),
    ("Organization", "江宁区百家湖小学", "百家湖小学"),
    ("Initiative", "“铁拳”专项执法行动", "“铁拳”行动"),
    ("Initiative", "新风积分", "“新风积分”制度"),
    ("Initiative", "“净网2023”专项行动", "净网"),
]


@pytest.mark.parametrize(("kind", "first", "second"), PROPOSED)
def test_likely_pairs_are_proposed(kind: str, first: str, second: str) -> None:
    (one,) = propose(graph((kind, first), (kind, second)))
    assert {one.first, one.second} == {f"{kind.lower()}/{first}", f"{kind.lower()}/{second}"}
    assert 0 < one.rank < 1


NEVER = [
    *APART,
    ("Agency", "陕西省公安厅", "陕西省公安局"),
    ("Agency", "内蒙古自治区公安厅", "内蒙古自治区公安局"),
    ("Agency", "赛罕区分局", "玉泉区分局"),
    ("Agency", "长春市公安局朝阳区分局", "北京市公安局朝阳区分局"),
    ("Agency", "南京市公安局江宁分局秣陵派出所", "南京市公安局江宁分局"),
    ("Agency", "南京市公安局江宁分局秣陵派出所", "江宁分局派出所"),
    ("Agency", "国家税务总局厦门市同安区税务局", "国家税务总局厦门市税务局"),
    ("Agency", "尚志市一面坡镇政府", "尚志市政府"),
    ("Agency", "赤峰市公安局刑警大队一中队", "赤峰市公安局刑警大队二中队"),
    ("Initiative", "“净网2022”专项行动", "“净网2023”专项行动"),
    ("Initiative", "“净网”专项行动", "“护网”专项行动"),
    ("Organization", "江宁区百家湖小学", "江宁区家湖小学"),
    ("Place", "宜春市鼓楼广场", "伊春市鼓楼广场"),
    ("Person", "王建国", "王建军"),
]


@pytest.mark.parametrize(("kind", "first", "second"), NEVER)
def test_what_only_looks_alike_is_never_proposed(kind: str, first: str, second: str) -> None:
    assert propose(graph((kind, first), (kind, second))) == ()
    assert propose(graph((kind, first), (kind, second), together=False)) == ()


def test_pairs_of_the_pages_similar_names_are_not_proposed() -> None:
    knowledge = read(*[f"　　5月6日，{a}和{b}发布通报。\n" for kind, a, b in APART if kind == "Agency"])
    assert propose(knowledge) == ()


def test_what_a_fact_tells_apart_is_not_proposed() -> None:
    knowledge = graph(("Agency", "栖霞区消防救援大队"), ("Agency", "栖霞消防"))
    assert len(propose(knowledge)) == 1
    fact = Fact(subject="agency/栖霞消防", predicate="partOf", object="agency/栖霞区消防救援大队")
    assert propose(Knowledge(knowledge.entities, tuple(sorted((*knowledge.facts, fact))))) == ()


def test_what_is_judged_is_not_asked_again() -> None:
    knowledge = graph(("Agency", "栖霞区消防救援大队"), ("Agency", "栖霞消防"))
    for kind in ("different", "same"):
        names = ("栖霞消防", "agency/栖霞区消防救援大队")
        one = Decision(kind=kind, type="Agency", names=names, name=names[0], who="王", when="2026-11-22", why="查过")
        assert propose(knowledge, [one]) == ()


def test_namesakes_of_two_bodies_are_asked_about() -> None:
    pages = ["　　5月6日，赤峰市公安局民警王建国走访企业。\n", "　　5月8日，通辽市公安局民警王建国走访学校。\n"]
    knowledge = read(*pages)
    (one,) = propose(knowledge)
    assert (one.split, one.first, one.articles) == (True, "person/王建国", ("page2-1",))
    ((here, there),) = show_sides(knowledge, [one])
    assert (here.said[0].place, there.said[0].place) == ("page1.txt:1", "page2.txt:1")
    assert "memberOf → 通辽市公安局" in there.facts
    assert "memberOf → 通辽市公安局" not in here.facts
    same = read(pages[0], "　　5月8日，赤峰市公安局刑侦支队民警王建国走访学校。\n")
    assert propose(same) == ()


def test_a_homonymous_station_is_asked_about_where_its_county_is_near() -> None:
    knowledge = read(
        "　　5月6日，庄浪县公安局城关派出所发布通报。\n",
        "　　5月7日，民警在庄浪县走访群众。5月8日，城关派出所民警通报一起案件。\n",
    )
    pairs = {(one.first, one.second) for one in propose(knowledge)}
    bare = [e.id for e in knowledge.entities if e.id.startswith("agency/城关派出所@")]
    assert [(bare[0], "agency/庄浪县公安局城关派出所")] == sorted(pairs)


def test_order_of_the_graph_does_not_matter() -> None:
    knowledge = graph(*[(kind, name) for kind, *names in PROPOSED for name in names])
    turned = Knowledge(knowledge.entities[::-1], knowledge.facts[::-1])
    assert propose(knowledge) == propose(turned)
    assert len(propose(knowledge)) >= len(PROPOSED)


def test_the_core_of_a_name_is_not_eaten_up() -> None:
    assert core("“枫桥经验”") == core("枫桥经验")
    assert core("“断卡”“净网”专项行动") == core("“断卡”“净网”行动")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built graph with two pairs to judge, and its pages."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    pages = {
        "页": "　　5月6日，栖霞消防提醒市民注意防火。\n",
        "二": "　　5月7日，栖霞区消防救援大队开展演练。\n",
        "三": "　　5月8日，栖霞区启动“铁拳”专项执法行动。\n",
        "四": "　　5月9日，栖霞区公安局启动“铁拳”行动。\n",
    }
    for name, text in pages.items():
        (tmp_path / "seeds" / f"{name}.txt").write_text(text, encoding="utf-8")
    assert CliRunner().invoke(app, ["build", "seeds", "-o", "out", "-q", "-f", "ttl,provenance"]).exit_code == 0
    return tmp_path


def run(*arguments: str, input: str | None = None) -> Result:
    return CliRunner().invoke(app, ["review", "out", *arguments], input=input)


FILE = Path("seeds/decisions.toml")


def test_list_and_json(folder: Path) -> None:
    listed = run("--list")
    assert listed.exit_code == 0, listed.output
    assert "栖霞消防" in listed.output
    pairs = json.loads(run("--json").output)
    sides = [side for pair in pairs for side in pair["sides"] if side["label"] == "栖霞消防"]
    assert sides[0]["said"] == [{"place": "seeds/页.txt:1", "sentence": "5月6日，栖霞消防提醒市民注意防火。"}]
    assert len(json.loads(run("--json", "--limit", "1").output)) == 1


def test_verdicts_are_written_and_hold_from_the_next_build_on(folder: Path) -> None:
    FILE.write_text("# 我们的裁定\n", encoding="utf-8")
    asked = [pair["sides"][0]["type"] for pair in json.loads(run("--json").output)]
    assert len(asked) >= 2
    answers = {"Agency": "s\n栖霞区消防救援大队\n王芳\n惯称\n", "Initiative": "d\n两回事\n"}
    first = asked[0]
    assert first == "Agency"
    result = run(
        input=answers["Agency"] + "".join(answers[kind] if kind == "Initiative" else "k\n" for kind in asked[1:])
    )
    assert result.exit_code == 0, result.output
    assert "2 verdicts written to seeds/decisions.toml" in result.output
    text = FILE.read_text(encoding="utf-8")
    assert text.startswith("# 我们的裁定\n\n[[same]]\n")
    same, different = sorted(read_decisions([FILE]).verdicts, key=lambda one: one.line)
    assert (same.name, same.who, same.why) == ("栖霞区消防救援大队", "王芳", "惯称")
    assert (different.kind, different.who) == ("different", "王芳")  # who is asked once
    assert CliRunner().invoke(app, ["build", "seeds", "-o", "out", "-q", "-f", "ttl,provenance"]).exit_code == 0
    again = json.loads(run("--json").output)
    labels = {side["label"] for pair in again for side in pair["sides"]}
    assert "栖霞消防" not in labels
    assert not any("铁拳" in label for label in labels)


def test_rename_skip_quit_and_wrong_answers(folder: Path) -> None:
    result = run("--who", "王芳", input="x\nr\n2\n\n新名字\n改名\nq\n")
    assert result.exit_code == 0, result.output
    assert "one of same, different, rename, skip, quit" in result.output
    (one,) = read_decisions([FILE]).verdicts
    assert (one.kind, one.name, one.why) == ("rename", "新名字", "改名")
    left = run("--who", "王芳", input="k\n")  # the input ends: what is written stays
    assert left.exit_code == 0
    assert "0 verdicts written" in left.output
    assert len(read_decisions([FILE]).verdicts) == 1


def test_a_contradiction_is_told_and_asked_again(folder: Path) -> None:
    FILE.write_text(
        '[[drop]]\ntype = "Agency"\nname = "栖霞消防"\nwho = "王"\nwhen = 2026-01-01\nwhy = "错"\n', encoding="utf-8"
    )
    result = run("--who", "王芳", input="s\n\n\nk\nq\n")
    assert result.exit_code == 0, result.output
    assert "is dropped, and merged" in result.output
    assert len(read_decisions([FILE]).verdicts) == 1


def test_the_file_may_be_named(folder: Path) -> None:
    result = run("--decisions", "mine.toml", "--who", "王芳", input="d\n查过\nq\n")
    assert result.exit_code == 0, result.output
    assert not FILE.exists()
    assert len(read_decisions([Path("mine.toml")]).verdicts) == 1
    Path("mine.toml").write_text("[[same]]\n", encoding="utf-8")
    bad = run("--decisions", "mine.toml", "--list")
    assert bad.exit_code == 2
    assert "mine.toml, line 1" in bad.output


@pytest.mark.skipif(os.name != "posix", reason="there is no such terminal elsewhere")
def test_a_person_at_a_terminal_judges(folder: Path) -> None:
    import pty

    pid, terminal = pty.fork()
    if pid == 0:  # the child: the program on its terminal
        os.environ.update(PYTHONPATH=str(ROOT), COLUMNS="100", TERM="xterm")
        os.execv(sys.executable, [sys.executable, "-m", "kg", "review", "out", "--who", "王芳"])
    seen = b""

    def wait_for(words: str) -> None:
        nonlocal seen
        until = time.monotonic() + 60
        while words.encode() not in seen:
            ready, _, _ = select.select([terminal], [], [], max(0.0, until - time.monotonic()))
            assert ready, seen.decode(errors="replace")
            seen += os.read(terminal, 65536)

    try:
        wait_for("[q]uit")
        os.write(terminal, b"d\n")
        wait_for("Why")
        os.write(terminal, "两个单位\n".encode())
        wait_for("decisions.toml: different")
        wait_for("2/")
        os.write(terminal, b"q\n")
        wait_for("1 verdict written")
    finally:
        _, status = os.waitpid(pid, 0)
        os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 0
    shown = seen.decode(errors="replace")
    # both sides stand side by side, in one line
    assert any("1  " in line and "2  " in line and "栖霞消防" in line for line in shown.splitlines())
    (one,) = read_decisions([FILE]).verdicts
    assert one.why == "两个单位"


def test_nothing_to_judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("页.txt").write_text("　　5月6日，赤峰市公安局通报。\n", encoding="utf-8")
    assert CliRunner().invoke(app, ["build", "页.txt", "-o", "out", "-q", "-f", "ttl"]).exit_code == 0
    assert run().output == "Nothing to judge.\n"
    assert json.loads(run("--json").output) == []
