"""What the trees of a model may add to the relations of the sentence rules, and that they change nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analyze import EntitySpan, Frame, Reading, Tokens
from kg.analyze.lexicon import LexiconAnalyzer
from kg.extract.draft import Draft
from kg.lexicon.confidence import load_confidence
from kg.model import Document
from kg.pipeline import build_documents, extract_document
from kg.read import read_documents
from tests.pages import page

LEAD = "诗社进了校园\n\n　　平凉讯 "
SEED = Path("seeds/2024-03-06_蜀地平安.md")

Told = tuple[str, str, str]
"""Subject, verb, object, each by its words in the text."""


class Parser:
    """An analyzer whose model knows some names and reads who does what to whom, wherever the words stand so."""

    name = "parser"
    alone = False

    def __init__(self, told: Sequence[Told], known: Sequence[tuple[str, str]] = (), trees: int = 1) -> None:
        self._told, self._known, self._trees = told, known, trees

    def tokens(self, text: str) -> Tokens:
        return LexiconAnalyzer().tokens(text)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        return [Reading(entities=self._entities(text), frames=self._frames(text)) for text in texts]

    def _entities(self, text: str) -> tuple[EntitySpan, ...]:
        found = [(text.find(name), name, kind) for name, kind in self._known]
        return tuple(sorted(EntitySpan(at, at + len(name), kind, 1.0) for at, name, kind in found if at >= 0))

    def _frames(self, text: str) -> tuple[Frame, ...]:
        out = []
        for subject, verb, object_ in self._told:
            at, on = text.find(subject), text.find(object_)
            done = text.find(verb, at)
            if at >= 0 and done >= 0 and on >= 0:
                stretches = (at, at + len(subject)), (on, on + len(object_))
                out.append(Frame(done, done + len(verb), *stretches, self._trees))
        return tuple(sorted(out))


def added(
    text: str, told: Sequence[Told], known: Sequence[tuple[str, str]] = (), trees: int = 1
) -> list[tuple[str, str, str, float]]:
    """The relations that the trees have added: subject, relation, object, confidence."""
    (draft,) = extract_document(page(LEAD + text), Parser(told, known, trees))
    name = {key: thing.label for key, thing in draft.things.items()}
    return [
        (name[c.subject], c.predicate, name[c.object], c.confidence) for c in draft.claims if c.rule.endswith(".tree")
    ]


CLUB = ("海棠诗社", "Organization")
OTHER = ("春泥诗社", "Organization")


@pytest.mark.parametrize(
    ("text", "told", "found"),
    [
        (
            "昨日，海棠诗社启动“灯下守护”专项行动。",
            ("海棠诗社", "启动", "“灯下守护”专项行动"),
            ("海棠诗社", "implements", "“灯下守护”专项行动"),
        ),
        (
            "2月17日，海棠诗社在学校举办春季消防演练。",
            ("海棠诗社", "举办", "春季消防演练"),
            ("海棠诗社", "organizes", "春季消防演练"),
        ),
        (
            "2月17日，平凉市公安局举办春季消防演练，海棠诗社受邀参加了春季消防演练。",
            ("海棠诗社", "参加", "春季消防演练"),
            ("海棠诗社", "participates", "春季消防演练"),
        ),
        (
            "昨日，平凉市公安局携手海棠诗社走进校园。",
            ("平凉市公安局", "携手", "海棠诗社"),
            ("平凉市公安局", "collaboratesWith", "海棠诗社"),
        ),
    ],
)
def test_a_name_that_only_the_model_knows_gets_its_relations_by_the_trees(
    text: str, told: Told, found: tuple[str, str, str]
) -> None:
    assert added(text, [], [CLUB]) == []
    assert (*found, 0.5) in added(text, [told], [CLUB])
    assert (*found, 0.6) in added(text, [told], [CLUB], trees=2)
    assert added(text, [told]) == []  # nobody knows the club


def test_all_of_a_list_act_and_what_only_stands_inside_does_not() -> None:
    text = "昨日，海棠诗社、春泥诗社等启动“灯下守护”专项行动。"
    told = ("海棠诗社、春泥诗社等", "启动", "“灯下守护”专项行动")
    assert [found[0] for found in added(text, [told], [CLUB, OTHER])] == ["海棠诗社", "春泥诗社"]
    text = "昨日，海棠诗社的朋友们启动“灯下守护”专项行动。"
    assert added(text, [("海棠诗社的朋友们", "启动", "“灯下守护”专项行动")], [CLUB]) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("昨日，海棠诗社没有启动“灯下守护”专项行动。", ("海棠诗社", "启动", "“灯下守护”专项行动")),  # denied
        ("昨日，海棠诗社赞扬“灯下守护”专项行动。", ("海棠诗社", "赞扬", "“灯下守护”专项行动")),  # says nothing of it
        ("昨日，海棠诗社推行阅读计划的想法。", ("海棠诗社", "推行", "阅读计划的想法")),  # the object is an idea
    ],
)
def test_other_verbs_and_objects_add_nothing(text: str, told: Told) -> None:
    assert added(text, [told], [CLUB]) == []


def test_where_a_rule_has_found_a_subject_in_the_sentence_the_trees_are_silent() -> None:
    text = "昨日，平凉市公安局启动“灯下守护”专项行动，海棠诗社来了。"
    told = ("海棠诗社", "启动", "“灯下守护”专项行动")
    (draft,) = extract_document(page(LEAD + text), Parser([], [CLUB]))
    assert any(c.predicate == "implements" for c in draft.claims)
    wrong = text.replace("，海棠诗社来了", "").replace("启动", "和海棠诗社的老师启动")
    assert added(wrong, [told], [CLUB]) == []


def test_whom_a_rule_only_carries_over_does_not_silence_the_trees() -> None:
    text = "昨日，平凉市公安局开会。海棠诗社推行“灯下守护”专项行动。"
    told = ("海棠诗社", "推行", "“灯下守护”专项行动")
    assert added(text, [told], [CLUB]) == [("海棠诗社", "implements", "“灯下守护”专项行动", 0.5)]


def test_the_confidence_of_a_tree_is_not_taken_for_that_of_our_rules() -> None:
    table = load_confidence()
    assert table.of("fact", "implements", "implements.tree", 0.5) == 0.5
    assert table.of("fact", "implements", "implements.unseen", 0.5) != 0.5


class Scattered(Parser):
    """An analyzer whose model reads frames anywhere."""

    def __init__(self, frames: Sequence[tuple[int, ...]]) -> None:
        super().__init__(())
        self._anywhere = frames

    def _frames(self, text: str) -> tuple[Frame, ...]:
        size = len(text)
        return tuple(
            sorted(
                Frame(v % size, v % size + 2, (s % size, s % size + n), (o % size, o % size + n), 1)
                for v, s, o, n in self._anywhere
            )
        )


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 3000)] * 3, st.integers(1, 40)), max_size=80))
def test_nothing_that_the_rules_say_changes(frames: list[tuple[int, ...]]) -> None:
    (document,) = read_documents([SEED])
    assert isinstance(document, Document)
    before: list[Draft] = extract_document(document, LexiconAnalyzer())
    for was, now in zip(before, extract_document(document, Scattered(frames)), strict=True):
        assert now.mentions == was.mentions
        assert [c for c in now.claims if not c.rule.endswith(".tree")] == was.claims
        assert now.things == was.things


def test_frames_that_are_the_rules_own_add_nothing() -> None:
    """A parser that says what a rule has found already is told nothing new by it."""
    text = "昨日，平凉市公安局启动“灯下守护”专项行动。"
    assert added(text, [("平凉市公安局", "启动", "“灯下守护”专项行动")]) == []


def test_the_graph_passes_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg import pipeline

    parser = Parser([("海棠诗社", "启动", "“灯下守护”专项行动")], [CLUB])
    monkeypatch.setattr(pipeline, "load_analyzer", lambda name: parser)
    knowledge, report = build_documents([page(LEAD + "昨日，海棠诗社启动“灯下守护”专项行动。")])
    (fact,) = [f for f in knowledge.facts if f.predicate == "implements"]
    assert [(e.rule, e.confidence) for e in fact.evidence] == [("implements.tree", 0.5)]
    assert not [skip for skip in report.dropped if skip.step == "assemble"]
