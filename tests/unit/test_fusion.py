"""What a model's spans may add to what the grammar finds, and that they change nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analyze import EntitySpan, Frame, Reading, Token, Tokens, fold
from kg.analyze.lexicon import LexiconAnalyzer
from kg.extract.draft import Draft
from kg.extract.fusion import SURE
from kg.extract.records import to_record
from kg.lexicon.confidence import load_confidence
from kg.model import Document
from kg.pipeline import extract_document
from kg.read import read_documents
from tests.pages import labels, page, read, said

SEED = Path("seeds/2024-03-06_蜀地平安.md")


class Reader:
    """An analyzer whose model knows the names it is given, wherever they stand."""

    name = "reader"

    def __init__(self, known: Sequence[tuple[str, str]], *, alone: bool = False) -> None:
        self._known, self.alone = known, alone

    def tokens(self, text: str) -> Tokens:
        return LexiconAnalyzer().tokens(text)

    def entities(self, text: str) -> list[EntitySpan]:
        out = []
        for name, kind in self._known:
            at = text.find(name)
            while at >= 0:
                out.append(EntitySpan(at, at + len(name), kind, 1.0))
                at = text.find(name, at + 1)
        return sorted(out)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        return [Reading(entities=tuple(self.entities(text))) for text in texts]


def added(text: str, name: str, kind: str, *, alone: bool = False) -> list[tuple[str, str, str, float]]:
    """What the model's spans of one name have added: class, label, rule, confidence."""
    (draft,) = extract_document(page(text), Reader([(name, kind)], alone=alone))
    return [
        (draft.things[m.key].type, draft.things[m.key].label, m.rule, m.confidence)
        for m in draft.mentions
        if m.rule.endswith(".model")
    ]


LEAD = "诗社进了校园\n\n　　"


@pytest.mark.parametrize(
    ("text", "name", "kind", "label"),
    [
        ("平凉讯 昨日，平凉海棠诗社走进校园，和学生一起写诗。", "平凉海棠诗社", "Organization", "平凉海棠诗社"),
        ("平凉讯 昨日，大家在青石坪坝子散步，看到了灯。", "青石坪坝子", "Place", "青石坪坝子"),
        ("平凉讯 昨日，雨停以后阿禾穗儿还在地里忙着。", "阿禾穗儿", "Person", "阿禾穗儿"),
        ("平凉讯 昨日，雨停以后陪王某散步到村口。", "王某", "Person", "王某"),
        (
            "平凉讯 昨日，大家说起北海渔港来，都笑了。",
            "北海渔港",
            "Place",
            "北海渔港",
        ),  # a division, and what ends such names
        ("平凉讯 昨日，海棠岛起了大风，大家都笑了。", "海棠岛", "Place", "海棠岛"),  # 岛起 is no word
    ],
)
def test_a_name_that_only_the_model_knows_becomes_a_mention(text: str, name: str, kind: str, label: str) -> None:
    assert added(LEAD + text, "此处无此名", kind) == []
    (found,) = added(LEAD + text, name, kind)
    assert found[:3] == (kind, label, f"{kind.lower()}.model")
    assert found[3] in (0.6, 0.7)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("平凉讯 昨日，平凉市公安局的民警走进校园。", "平凉市公安局", "Organization"),  # the grammar has it
        ("平凉讯 昨日，平凉市公安局的民警走进校园。", "市公安局的民警", "Organization"),  # crosses what the grammar has
        ("平凉讯 昨日，崆峒区的大家走进校园。", "崆峒区的", "Place"),  # of the grammar's division and a particle
        ("平凉讯 昨日，大家在广场上唱歌。", "大家", "Organization"),  # one common word
        ("平凉讯 昨日，学生们在田野里奔跑。", "生们在田", "Place"),  # cuts words in two
        ("平凉讯 昨日，海棠诗社，和学生一起写诗。", "海棠诗社，和", "Organization"),  # a comma in it
        ("平凉讯 昨日，他们走进校园，和学生一起写诗。", "他们走进", "Person"),  # no surname
        ("平凉讯 昨日，天津市滨海新区的学生走进校园。", "天津市滨海新区", "Organization"),  # divisions, and no more
        ("平凉讯 昨日，大家在“一盏灯”下读诗。", "“一盏灯”", "Initiative"),  # models are too often wrong on these
        ("平凉讯 昨日，兰州游客走进校园，和学生一起写诗。", "兰州游客", "Place"),  # a division and a common word
        ("平凉讯 2月17日，大家走进校园，和学生一起写诗。", "2月17日", "Place"),  # a time
        ("平凉讯 昨日，海棠诗社走进校园，和学生一起写诗。", "海棠诗社", "Region"),  # divisions are the gazetteer's
        ("平凉讯 昨日，大家来到青石坪村，和老人一起写诗。", "青石坪村", "Place"),  # and so is what ends as they do
        ("平凉讯 昨日，大家走在古城里，和老人一起写诗。", "古城", "Place"),  # one word of two characters
        ("平凉讯 昨日，当地诗社走进校园，和学生一起写诗。", "当地诗社", "Organization"),  # describes, does not name
        ("平凉讯 昨日，“海棠”走进校园，和学生一起写诗。", "“海棠”", "Organization"),  # anything may stand in quotes
        ("平凉讯 昨日，海棠诗社走进校园，和学生一起写诗。", "海棠诗社走进", "Organization"),  # ends in a verb
        ("平凉讯 昨日，信息传到校园，学生一起写诗。", "信息", "Person"),  # one common word
        ("平凉讯 昨日，老人和王敏捷走进校园，一起写诗。", "王敏", "Person"),  # its end cuts a word of the dictionary
        ("平凉讯 昨日，平凉某诗社走进校园，和学生一起写诗。", "平凉某诗社", "Organization"),
        ("平凉讯 昨日，海棠一诗社走进校园，和学生一起写诗。", "海棠一诗社", "Organization"),  # some society of 海棠's
        ("平凉讯 昨日，大家说起祁连来，都笑了。", "祁连", "Person"),  # the tagger knows it as a place
        ("平凉讯 昨日，第三届桃花诗会坝子里唱起了歌。", "第三届桃花诗会坝子", "Place"),
        ("平凉讯 昨日，全国坝子都下了雨，大家来看。", "全国坝子", "Place"),
        ("平凉讯 昨日，大家唱起《杨木匠退彩礼》，都笑了。", "杨木匠", "Person"),  # of a work's title
        ("平凉讯 昨日，大家拉着老师傅写诗，都笑了。", "老师傅", "Organization"),  # one word, of a person
        ("平凉讯 昨日，大家紧邻坝子坐下，唱起了歌。", "紧邻坝子", "Place"),
        (
            "平凉讯 昨日，平凉市灯会事务中心走进校园。",
            "平凉市灯会事务中心",
            "Organization",
        ),  # as public bodies are called
        ("平凉讯 昨日，大家看到一建材公司关门。", "建材公司", "Organization"),  # some company
        ("平凉讯 昨日，大家来到乡卫生院，读起了诗。", "卫生院", "Organization"),  # the end of a name
        ("平凉讯 昨日，大家看着查明走了，读起了诗。", "查明", "Person"),  # a word of the dictionary, and no sign
        ("平凉讯 昨日，崆峒区王小坝村通了路，雨停以后王小坝很静。", "王小坝", "Person"),  # the village
        ("平凉讯 昨日，“海棠诗社”走进校园，和学生一起写诗。", "海棠诗社", "Organization"),  # all that is in quotes
        ("平凉讯 昨日，大家在许多坝子散步，读起了诗。", "许多坝子", "Place"),
        ("平凉讯 昨日，大家都说起青石坪支流海棠坝子来，很美。", "青石坪支流海棠坝子", "Place"),  # two places
        ("平凉讯 昨日，大家喜欢泾河，读起了诗。", "泾河", "Place"),  # nothing around it says so
        ("平凉讯 昨日，法院查封海棠诗社，大家来看。", "查封海棠诗社", "Organization"),
        ("平凉讯 昨日，平安来到村口，大家都笑了。", "平安", "Person"),  # a word that the rules block
        ("平凉讯 昨日，窨井盖松动，大家绕着走。", "井盖", "Person"),  # within one word
        ("平凉讯 昨日，大家游客齐施救，船靠了岸。", "游客齐", "Person"),  # 游 is a surname, 游客 a word
        ("平凉讯 昨日，天刚蒙蒙亮，大家上山看花。", "蒙蒙亮", "Person"),  # no name has its surname twice
        ("平凉讯 昨日，法院腾退某公司的厂房，大家来看。", "退某", "Person"),  # 退 is no surname
        ("平凉讯 昨日，说起王某某，大家都笑。", "王某", "Person"),  # cut off
        ("平凉讯 昨日，大家说起平凉讯来，都笑了。", "平凉讯", "Organization"),  # where a report is from
        ("平凉讯 昨日，大家说起平凉税务来，都笑了。", "平凉税务", "Organization"),  # what its bodies deal with
        ("平凉讯 昨日，大家来到海棠一家诗社，都笑了。", "海棠一家诗社", "Organization"),  # some society
        ("平凉讯 昨日，大家都说起鸣锣喊寨来，都笑了。", "鸣锣喊寨", "Place"),  # a deed
        ("平凉讯 昨日，大家都说起格尔木来，都笑了。", "格尔木", "Place"),  # a division, without its 市
    ],
)
def test_what_is_no_name_or_is_known_already_is_not_added(text: str, name: str, kind: str) -> None:
    assert name in fold(text)
    assert added(LEAD + text, name, kind) == []


@pytest.mark.parametrize(
    ("name", "kind", "score", "found"),
    [
        # without a sign
        ("海棠诗社", "Organization", 0.95, 0.57),
        ("海棠诗社", "Organization", 0.6, 0.36),
        ("海棠诗社", "Organization", 0.55, None),
        ("海棠坝子", "Place", 0.95, 0.57),
        ("海棠坝子", "Place", 0.65, None),
        # with one: 走进, the tagger's nr
        ("春泥诗社", "Organization", 0.55, 0.33),
        ("春泥诗社", "Organization", 0.5, None),
        ("阿禾穗儿", "Person", 0.6, 0.42),
        ("阿禾穗儿", "Person", 0.55, None),
        # with two: 在, and the tagger's ns
        ("青石坪坝子", "Place", 0.7, 0.49),
        ("青石坪坝子", "Place", 0.4, None),
    ],
)
def test_the_models_own_doubt_counts(name: str, kind: str, score: float, found: float | None) -> None:
    class Doubting(Reader):
        def entities(self, text: str) -> list[EntitySpan]:
            return [EntitySpan(e.start, e.stop, e.kind, score) for e in super().entities(text)]

    text = (
        "平凉讯 昨日，海棠诗社走进校园。大家走进春泥诗社读诗。大家在青石坪坝子散步。雨停以后海棠坝子很静。"
        "雨停以后阿禾穗儿还在地里忙着。"
    )
    (draft,) = extract_document(page(LEAD + text), Doubting([(name, kind)]))
    sure = [m.confidence for m in draft.mentions if m.rule.endswith(".model")]
    assert sure == ([] if found is None else [found])


def test_a_water_of_two_characters_needs_a_sign_around_it() -> None:
    text = LEAD + "平凉讯 昨日，大家喜欢泾河，雨后的泾河更美。"
    assert [label for _, label, _, _ in added(text, "泾河", "Place")] == ["泾河", "泾河"]


def test_a_place_of_the_models_lies_where_its_name_or_the_word_before_says() -> None:
    text = LEAD + "平凉讯 昨日，崆峒区{}海棠坝子很静，雨也停了。"
    lies = ("海棠坝子", "within", "崆峒区")
    found = [
        (draft.things[c.subject].label, c.predicate, draft.things[c.object].label)
        for between in ("", "的大家都说")
        for draft in extract_document(page(text.format(between)), Reader([("海棠坝子", "Place")]))
        for c in draft.claims
        if c.predicate == "within" and draft.things[c.subject].label == "海棠坝子"
    ]
    assert found == [lies]  # the first only


def test_a_name_that_the_grammar_has_elsewhere_in_the_article_is_the_same_person() -> None:
    text = LEAD + "平凉讯 昨日，王某来到村口，王某一纸诉状递上。民警王某说好。"
    (draft,) = extract_document(page(text), Reader([("王某", "Person")]))
    people = [(m.key, m.rule.endswith(".model")) for m in draft.of_type("Person")]
    assert [ours for _, ours in people].count(True) == 1 < len(people)
    assert len({key for key, _ in people}) == 1


def test_a_division_in_front_is_part_of_the_name_and_stays() -> None:
    (draft,) = extract_document(
        page(LEAD + "平凉讯 昨日，平凉市海棠诗社走进校园。"), Reader([("平凉市海棠诗社", "Organization")])
    )
    at = draft.passage.text.index("平凉市海棠诗社")
    assert {draft.things[m.key].type for m in draft.mentions if m.start == at} == {"Region", "Organization"}


def test_a_division_in_front_of_a_place_is_left_out() -> None:
    text = LEAD + "平凉讯 昨日，大家在崆峒区海棠坝子散步，看到了灯。"
    (found,) = added(text, "崆峒区海棠坝子", "Place")
    assert found[1] == "海棠坝子"
    assert added(text.replace("海棠坝子", "坝子"), "崆峒区坝子", "Place") == []  # without it nothing would be left


def test_alone_the_grammar_keeps_silent() -> None:
    text = LEAD + "平凉讯 昨日，平凉市公安局和平凉海棠诗社走进校园。"
    (draft,) = extract_document(page(text), Reader([("平凉海棠诗社", "Organization")], alone=True))
    assert [thing.label for thing in draft.things.values()] == ["平凉海棠诗社"]


def test_a_models_confidence_is_not_taken_for_that_of_our_rules() -> None:
    table = load_confidence()
    assert table.of("mention", "Person", "person.model", 0.6) == 0.6
    assert table.of("mention", "Person", "person.unseen", 0.6) != 0.6


@cache
def seed() -> tuple[Document, tuple[Draft, ...]]:
    (document,) = read_documents([SEED])
    assert isinstance(document, Document)
    return document, tuple(extract_document(document, LexiconAnalyzer()))


class Scattered(Reader):
    """An analyzer whose model sees names anywhere."""

    def __init__(self, spans: Sequence[tuple[int, int, str]]) -> None:
        super().__init__(())
        self._spans = spans

    def entities(self, text: str) -> list[EntitySpan]:
        return sorted({EntitySpan(a, min(a + n, len(text)), kind, 1.0) for a, n, kind in self._spans if a < len(text)})


KINDS = ("Agency", "Organization", "Region", "Place", "Person", "Initiative", "Event", "Indicator", "Time")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 600), st.integers(1, 12), st.sampled_from(KINDS)), max_size=120))
def test_nothing_that_the_grammar_finds_gets_worse(spans: list[tuple[int, int, str]]) -> None:
    document, before = seed()
    after = extract_document(document, Scattered(spans))
    for was, now in zip(before, after, strict=True):
        kept = [m for m in now.mentions if not m.rule.endswith(".model")]
        assert kept == was.mentions
        assert set(was.claims) <= set(now.claims)
        assert {key: now.things[key] for key in was.things} == was.things
        mask = was.mask("Agency", "Organization", "Place", "Person", "Initiative")
        for m in now.mentions:
            assert not m.rule.endswith(".model") or 1 not in mask[m.start : m.stop]


class Shredding(Scattered):
    """An analyzer whose model cuts words anywhere, and sees names and who does what anywhere."""

    def __init__(self, spans: Sequence[tuple[int, int, str]], sizes: Sequence[int]) -> None:
        super().__init__(spans)
        self._sizes = sizes

    def read(self, texts: Sequence[str]) -> list[Reading]:
        out = []
        for text in texts:
            words: list[Token] = []
            for size in [*self._sizes] * (len(text) // max(sum(self._sizes), 1) + 1):
                at = words[-1].stop if words else 0
                if at < len(text):
                    words.append(Token(at, min(at + size, len(text)), text[at : at + size], "n"))
            entities = self.entities(text)
            stretches = [(e.start, e.stop) for e in entities]
            frames = [Frame(w.start, w.stop, a, b) for w in words[::7] for a, b in pairwise(stretches[:6])]
            out.append(Reading(tuple(entities), tuple(words), tuple(sorted(frames))))
        return out


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 600), st.integers(1, 12), st.sampled_from(KINDS)), max_size=120),
    st.lists(st.integers(1, 9), min_size=1, max_size=12),
)
def test_a_veto_leaves_all_that_the_rules_are_sure_of(spans: list[tuple[int, int, str]], sizes: list[int]) -> None:
    document, before = seed()
    after = extract_document(document, Shredding(spans, sizes))
    for was, now in zip(before, after, strict=True):
        gone = was.things.keys() - now.things.keys()
        assert len(gone) == len(now.dropped)
        assert {was.things[key].type for key in gone} <= {"Organization", "Place", "Person"}
        assert all(m.confidence < SURE for m in was.mentions if m.key in gone)
        assert [m for m in was.mentions if m.key not in gone] == [
            m for m in now.mentions if not m.rule.endswith(".model")
        ]
        assert {c for c in was.claims if not gone & {c.subject, c.object}} <= set(now.claims)
        assert all(c.subject in now.things and c.object in now.things for c in now.claims)
        assert len(to_record(now).dropped) == len(gone)


def test_the_graph_without_a_model_is_as_before() -> None:
    text = LEAD + "平凉讯 昨日，平凉市公安局走进校园。"
    knowledge = read(text)
    assert labels(knowledge, "Agency") == ["平凉市公安局"]
    assert ("平凉市公安局", "jurisdiction", "平凉市") in said(knowledge)


class Cutting(Reader):
    """An analyzer whose model cuts stretches of the text, written `a|b`, and knows the names it is given."""

    def __init__(self, cut: str, tags: Sequence[str] = (), known: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(known)
        self._words, self._tags = cut.split("|"), tags or ["n"] * len(cut.split("|"))

    def read(self, texts: Sequence[str]) -> list[Reading]:
        out = []
        for text in texts:
            words = []
            begun = text.find("".join(self._words))
            while begun >= 0:
                at = begun
                for word, tag in zip(self._words, self._tags, strict=True):
                    words.append(Token(at, at + len(word), word, tag))
                    at += len(word)
                begun = text.find("".join(self._words), at)
            out.append(Reading(entities=tuple(self.entities(text)), words=tuple(words)))
        return out


# A name of a place that a rule is not sure of (0.75), and one that the model's words show whole or cut.
WALKED = "平凉讯 昨日，大家来到青石坪广场地上散步。"
PLACE = "青石坪广场"
WHOLE, CUT = "大家|来到|青石坪|广场|地上|散步", "大家|来|到青石|坪|广场|地上|散步"
BROAD = [("到青石坪", "Place")]
"""What the model takes the beginning of the place to be a part of."""


def places(analyzer: Reader, text: str = WALKED) -> tuple[list[str], list[str]]:
    """The places of a page, and what its report says was taken away."""
    (draft,) = extract_document(page(LEAD + text), analyzer)
    return [draft.things[m.key].label for m in draft.of_type("Place")], [reason for _, reason in draft.dropped]


def test_the_models_words_veto_an_unsure_name_that_cuts_one_in_two() -> None:
    assert places(Reader([])) == places(Cutting(WHOLE)) == ([PLACE], [])
    assert places(Cutting(CUT, known=BROAD))[1] == ["it begins within a word of the model's"]
    (draft,) = extract_document(page(LEAD + WALKED), Cutting(CUT, known=BROAD))
    assert not any("place" in claim.object or "place" in claim.subject for claim in draft.claims)
    assert all(m.key in draft.things for m in draft.mentions)


def test_words_alone_are_no_veto_nor_are_those_of_an_entity_of_another_class() -> None:
    assert places(Cutting(CUT, known=[("到青石坪", "Person")])) == ([PLACE], [])
    assert places(Cutting(CUT)) == places(Cutting(CUT, known=[("大家", "Person")])) == ([PLACE], [])


def test_where_a_name_ends_the_grammar_knows_better() -> None:
    cut = Cutting("大家|来到|青石坪|广|场地|上|散步", known=[("青石坪广场地", "Place")])
    assert places(cut) == ([PLACE], [])


def test_one_place_with_an_entity_is_enough_where_all_are_cut() -> None:
    text = WALKED + "有人来到青石坪广场地上唱歌。"
    cut = Cutting("来|到青石|坪|广场|地上", known=[("大家来到青石", "Place")])
    assert places(Reader([]), text) == ([PLACE, PLACE], [])
    left, reasons = places(cut, text)
    assert PLACE not in left
    assert reasons == ["it begins within a word of the model's"]


def test_a_veto_is_in_the_report_with_its_line() -> None:
    from kg.assemble import Assembler

    (draft,) = extract_document(page(LEAD + WALKED), Cutting(CUT, known=BROAD))
    assembler = Assembler()
    assembler.add(to_record(draft), "page.txt")
    (skip,) = assembler.dropped
    assert (skip.source, skip.step) == ("page.txt", "fusion")
    assert skip.reason == "line 3, “青石坪广场”, place.framed: it begins within a word of the model's"


def test_no_veto_where_the_model_sees_a_name_or_another_place_shows_it_whole() -> None:
    assert places(Cutting(CUT, known=[*BROAD, (PLACE, "Place")])) == ([PLACE], [])
    assert places(Cutting(CUT, known=BROAD), WALKED + "大家在青石坪广场唱歌。") == ([PLACE, PLACE], [])


def test_no_veto_of_what_a_rule_is_sure_of() -> None:
    text = "平凉讯 昨日，平凉市公安局民警王敏来到青石坪路散步。"
    alone = {m for d in extract_document(page(LEAD + text), Reader([])) for m in d.mentions}
    cut = Cutting("平凉|市公|安局民|警王|敏来到青|石坪|路散步")
    (draft,) = extract_document(page(LEAD + text), cut)
    assert {m for m in alone if m.confidence >= 0.8} <= set(draft.mentions)
    assert {draft.things[m.key].type for m in draft.mentions} >= {"Agency", "Region"}


@pytest.mark.parametrize(
    ("cut", "tags", "found"),
    [
        ("海棠|诗社|走进|校园", ("nz", "n", "v", "n"), 0.7),  # a proper noun, but not of what: the model's tags agree
        ("海棠|诗社|走进|校园", ("n", "n", "v", "n"), 0.6),
        ("海|棠诗|社走|进|校园", ("n", "n", "n", "v", "n"), None),  # its own words cut its own name in two
        ("海棠|诗社|走进|校园", ("p", "n", "v", "n"), None),  # it begins with a preposition
        ("海棠诗社|走进|校园", ("v", "v", "n"), None),  # one common word
    ],
)
def test_the_models_own_words_and_tags_judge_its_names(cut: str, tags: tuple[str, ...], found: float | None) -> None:
    text = LEAD + "平凉讯 昨日，海棠诗社走进校园。"
    (draft,) = extract_document(page(text), Cutting(cut, tags, [("海棠诗社", "Organization")]))
    sure = [m.confidence for m in draft.mentions if m.rule == "organization.model"]
    assert sure == ([] if found is None else [found])
