"""An article made ready: folded text, sentences, words, and the way back to the file."""

from __future__ import annotations

from itertools import pairwise

import pytest
import rjieba

from kg.analyze import NOTHING, Passage, Token, fold, load_analyzer
from kg.errors import AnalyzerError
from kg.lexicon import load_lexicon
from kg.model import Span
from kg.split import split
from tests.pages import page

TEXT = (
    "灯亮了\n路通了\n\n　　平凉讯 ２月１\n7日,民警说:“路通了!”大家都\n很高兴；灯也亮了。\n\n大家都高兴\n\n"
    "　　第二天，货车开进了村子，装走了\n3,800斤苹果，大家都很高兴。\n（王敏）\n"
)


def passage_of(text: str) -> Passage:
    (article,) = split(page(text))
    return Passage(article, load_analyzer(), load_lexicon())


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("２０２３年，ＡＢ型", "2023年，AB型"),
        ("共3，800件", "共3,800件"),
        ("共３,800件", "共3,800件"),
        ("说:好,行;来?去!(对)", "说：好，行；来？去！（对）"),
        ("9:30开门", "9:30开门"),
        ('"一窗"通办"两窗"', "“一窗”通办“两窗”"),
        ("「一窗」『通办』", "“一窗”‘通办’"),
        ("增长５％", "增长5%"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert len(fold(text)) == len(text)


def test_passage_starts_with_the_headline_and_goes_back_to_the_file() -> None:
    passage = passage_of(TEXT)
    assert passage.text.startswith("灯亮了，路通了\n平凉讯\n2月17日，民警说：“路通了！”")
    start = passage.text.index("2月17日")
    span = passage.span(start, start + 5)
    assert TEXT[span.start : span.stop] == "２月１\n7日"
    assert passage.line(start) == 4
    assert passage.line(passage.text.index("苹果")) == 11


def test_a_span_that_takes_in_the_end_of_a_paragraph_stops_before_it() -> None:
    passage = passage_of(TEXT)
    end = passage.text.index("\n")
    assert passage.span(0, end + 1) == passage.span(0, end) == Span(0, 7)


def test_sentences_cover_the_text_and_know_their_kind() -> None:
    passage = passage_of(TEXT)
    kinds = [sentence.kind for sentence in passage.sentences]
    assert kinds[:2] == ["headline", "heading"]
    assert kinds[-1] == "text"
    assert "大家都高兴" in [passage.text[s.start : s.stop] for s in passage.sentences if s.kind == "heading"]
    for before, after in pairwise(passage.sentences):
        assert set(passage.text[before.stop : after.start]) <= {"\n"}
    for n, sentence in enumerate(passage.sentences):
        assert passage.sentence_at(sentence.start) == passage.sentence_at(sentence.stop - 1) == n


def test_words_cover_the_text() -> None:
    passage = passage_of(TEXT)
    assert "".join(token.text for token in passage.tokens) == passage.text
    for i, token in enumerate(passage.tokens):
        assert passage.text[token.start : token.stop] == token.text
        assert passage.by_start[token.start] == i
        assert passage.token_at(token.stop - 1) == token
    assert len(passage.text) not in passage.by_start
    assert passage.between(0, len(passage.text)) == list(passage.tokens)
    assert passage.tokens[-1] == passage.tokens[len(passage.tokens) - 1]
    assert isinstance(passage.tokens[0], Token)


def test_a_word_has_the_tag_that_the_tagger_gives_it_in_the_text() -> None:
    # 伸到 and 不治 are cut in two where they stand alone.
    for text in (TEXT, "民警把手伸到水里，伤者不治身亡。张庄的毛师傅说，全警都在守。", "DeepSeek上线3天，共12起。"):
        for _ in range(2):  # the second time from what is known
            tokens = load_analyzer("lexicon").tokens(text)
            assert list(zip(tokens.texts, tokens.tags, strict=True)) == rjieba.tag(text)


def test_gaps_are_where_the_file_has_spaces() -> None:
    passage = passage_of("灯亮了\n\n　　王 敏和李强来了，给大家唱了一首歌。\n")
    assert passage.gap(passage.text.index("敏"))
    assert not passage.gap(passage.text.index("和"))


@pytest.mark.parametrize(
    ("name", "message"),
    [("nobody", "choose one of: auto, lexicon, hanlp"), ("hanlp:no-such-folder", "the model folder does not exist")],
)
def test_unknown_analyzers_say_what_to_do(name: str, message: str) -> None:
    with pytest.raises(AnalyzerError, match=message):
        load_analyzer(name)


def test_auto_is_the_built_in_analyzer() -> None:
    analyzer = load_analyzer("auto")
    assert analyzer.name == "lexicon"
    assert analyzer.read(["王敏在平凉"]) == [NOTHING]
