"""What HanLP's models return, in the shapes that HanLP documents, as our own values. Needs no HanLP."""

from __future__ import annotations

from typing import Any

import pytest

from kg.analyze import EntitySpan, Frame
from kg.analyze.documents import adapt_document, choose_tasks, from_arcs, merge_frames

SAID = ["昨日，枫桥诗社启动“灯下”行动。", "大家在青石坪坝子 读诗，走出村口。"]

# As `hanlp.load(hanlp.pretrained.mtl.CLOSE_…)(SAID)` returns it: every task a list, one item a sentence.
DOCUMENT: dict[str, Any] = {
    "tok/fine": [
        ["昨日", "，", "枫桥", "诗社", "启动", "“", "灯下", "”", "行动", "。"],
        ["大家", "在", "青石坪", "坝子", "读", "诗", "，", "走", "出", "村口", "。"],
    ],
    "tok/coarse": [
        ["昨日", "，", "枫桥诗社", "启动", "“", "灯下", "”", "行动", "。"],
        ["大家", "在", "青石坪坝子", "读诗", "，", "走出", "村口", "。"],
    ],
    "pos/ctb": [
        ["NT", "PU", "NR", "NN", "VV", "PU", "NN", "PU", "NN", "PU"],
        ["PN", "P", "NR", "NN", "VV", "NN", "PU", "VV", "VV", "NN", "PU"],
    ],
    "pos/pku": [
        ["t", "w", "ns", "n", "v", "w", "s", "w", "vn", "w"],
        ["r", "p", "ns", "n", "v", "n", "w", "v", "v", "s", "w"],
    ],
    "pos/863": [
        ["nt", "w", "ns", "n", "v", "w", "nd", "w", "v", "w"],
        ["r", "p", "ns", "n", "v", "n", "w", "v", "v", "nl", "w"],
    ],
    "ner/msra": [[("昨日", "DATE", 0, 1), ("枫桥诗社", "ORGANIZATION", 2, 4)], [("青石坪坝子", "LOCATION", 2, 4)]],
    "ner/pku": [[("枫桥诗社", "nt", 2, 4)], [("青石坪", "ns", 2, 3)]],
    "ner/ontonotes": [[("昨日", "DATE", 0, 1), ("枫桥诗社", "ORG", 2, 4)], []],
    "srl": [
        [
            [("昨日", "ARGM-TMP", 0, 1), ("枫桥诗社", "ARG0", 2, 4), ("启动", "PRED", 4, 5),
             ("“灯下”行动", "ARG1", 5, 9)]
        ],
        [
            [("大家", "ARG0", 0, 1), ("在青石坪坝子", "ARGM-LOC", 1, 4), ("读", "PRED", 4, 5), ("诗", "ARG1", 5, 6)],
            [("大家", "ARG0", 0, 1), ("走出", "PRED", 7, 9), ("村口", "ARG1", 9, 10)],
        ],
    ],
    "dep": [
        [
            (5, "tmod"), (5, "punct"), (4, "nn"), (5, "nsubj"), (0, "root"), (9, "punct"), (9, "nn"), (9, "punct"),
            (5, "dobj"), (5, "punct"),
        ],
        [
            (5, "nsubj"), (5, "prep"), (4, "nn"), (2, "pobj"), (0, "root"), (5, "dobj"), (5, "punct"), (5, "conj"),
            (8, "rcomp"), (8, "dobj"), (5, "punct"),
        ],
    ],
    "sdp": [[[(5, "Time")], [(5, "mPunc")]], [[(5, "Agt")]]],
    "con": [["TOP", [["IP", []]]], ["TOP", [["IP", []]]]],
}  # fmt: skip


def test_of_the_documented_tasks_one_of_a_kind_is_asked_for() -> None:
    assert choose_tasks(DOCUMENT) == ["tok/fine", "pos/pku", "ner/msra", "srl", "dep"]
    assert choose_tasks(["tok", "pos", "ner", "srl", "dep", "sdp", "con"]) == ["tok", "pos", "ner", "srl", "dep"]
    assert choose_tasks(["tok/coarse"]) == ["tok/coarse"]


def test_a_document_becomes_entities_words_and_frames() -> None:
    first, second = adapt_document(DOCUMENT, SAID)
    assert first.entities == (EntitySpan(0, 2, "Time", 1.0), EntitySpan(3, 7, "Organization", 1.0))
    assert [word.text for word in first.words] == DOCUMENT["tok/fine"][0]
    assert [word.tag for word in first.words] == DOCUMENT["pos/pku"][0]
    # both kinds of trees say it
    assert first.frames == (Frame(7, 9, (3, 7), (9, 15), 2),)
    assert SAID[0][9:15] == "“灯下”行动"
    # a space in the sentence moves what stands behind it
    assert [SAID[1][e.start : e.stop] for e in second.entities] == ["青石坪坝子"]
    assert all(SAID[1][word.start : word.stop] == word.text for word in second.words)
    # 走 of the dependencies and 走出 of the roles are one verb: they begin alike
    assert [
        (SAID[1][f.start : f.stop], SAID[1][slice(*f.subject)], SAID[1][slice(*f.object)], f.trees)
        for f in second.frames
    ] == [("读", "大家", "诗", 2), ("走出", "大家", "村口", 2)]


@pytest.mark.parametrize(
    ("left", "frames"),
    [(("srl",), [(7, 1)]), (("dep",), [(7, 1)]), (("srl", "dep"), []), (("tok/fine", "tok/coarse"), [])],
)
def test_a_model_without_some_tasks_gives_what_it_has(left: tuple[str, ...], frames: list[tuple[int, int]]) -> None:
    document = {name: found for name, found in DOCUMENT.items() if name not in left}
    first, _ = adapt_document(document, SAID)
    assert [(frame.start, frame.trees) for frame in first.frames] == frames
    assert bool(first.words) == bool(first.entities) == ("tok/fine" not in left)


def test_a_document_read_back_from_json_is_the_same() -> None:
    import json

    again = json.loads(json.dumps(DOCUMENT))
    assert list(adapt_document(again, SAID)) == list(adapt_document(DOCUMENT, SAID))


def test_tasks_of_models_with_one_label_set_and_of_universal_dependencies() -> None:
    document = {
        "tok": [["诗社", "举办", "灯会"]],
        "pos": [["PROPN", "VERB", "NOUN"]],
        "ner": [[]],
        "dep": [[(2, "nsubj"), (0, "root"), (2, "obj")]],
    }
    (reading,) = adapt_document(document, ["诗社举办灯会"])
    assert [word.tag for word in reading.words] == ["nz", "v", "n"]
    assert reading.frames == (Frame(2, 4, (0, 2), (4, 6)),)


def test_tags_that_do_not_fit_the_words_and_places_out_of_range_are_left() -> None:
    document = {"tok": [["诗社"]], "pos": [["NN", "VV"]], "ner": [[("诗社", "ORG", 0, 3)]], "dep": [[(7, "nsubj")]]}
    (reading,) = adapt_document({**document, "srl": [[[("诗社", "ARG0", 0, 9), ("办", "PRED", 0, 1)]]]}, ["诗社"])
    assert (reading.entities, reading.frames, [word.tag for word in reading.words]) == ((), (), [""])


def test_a_passive_subject_is_an_object_and_a_tree_that_goes_round_ends() -> None:
    words = [(0, 1), (1, 2), (2, 3)]
    assert [*from_arcs([(3, "nsubj"), (3, "nsubjpass"), (0, "root")], words)] == [Frame(2, 3, (0, 1), (1, 2))]
    assert [*from_arcs([(2, "conj"), (1, "conj"), (1, "dobj")], words)] == []


def test_two_kinds_of_trees_count_once_each() -> None:
    one = Frame(2, 3, (0, 2), (3, 5))
    wider = Frame(2, 3, (1, 2), (4, 5))
    assert merge_frames([one, one], []) == [one]
    assert merge_frames([one], [wider]) == [Frame(2, 3, (0, 2), (3, 5), 2)]
    assert merge_frames([], [wider]) == [wider]
