"""Records: all that a graph needs of an article, and no more of its page's id than a new id can replace."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kg.analyze import load_analyzer
from kg.extract.records import to_record
from kg.model import Document
from kg.pipeline import Collection, build_documents, describe_page, extract_document
from kg.read import read_documents
from kg.record import Record
from tests.pages import page

ROOT = Path(__file__).parents[2]
MARK = "\ufdd0"


def records(document: Document) -> tuple[Record, ...]:
    return tuple(to_record(draft) for draft in extract_document(document, load_analyzer("lexicon")))


@pytest.mark.parametrize("name", ["岭南政法", "同名#2-1", "甲/同名.txt"])
def test_a_record_serves_a_page_of_any_name(name: str) -> None:
    for document in read_documents([ROOT / "seeds"]):
        assert isinstance(document, Document)
        own = records(msgspec.structs.replace(document, id=name))
        other = records(msgspec.structs.replace(document, id=MARK))
        assert tuple(record.renamed(MARK, name) for record in other) == own


def test_records_survive_being_written_down() -> None:
    documents = [document for document in read_documents([ROOT / "seeds"]) if isinstance(document, Document)]
    collection = Collection("lexicon")
    for document in documents:
        found = records(document)
        assert found
        packed = msgspec.msgpack.encode(found)
        collection.add(describe_page(document, len(found)), msgspec.msgpack.decode(packed, type=tuple[Record, ...]))
    assert collection.finish() == build_documents(documents, analyzer="lexicon")


def test_records_quote_but_do_not_keep_the_text() -> None:
    told = "5月6日，平凉市公安局开展“护路”专项行动。"
    silent = "村口的老槐树下，几位老人在下棋，孩子们在一旁追逐。"
    (record,) = records(page(f"# 平凉讯\n\n　　{told}\n\n　　{silent}\n"))
    packed = msgspec.msgpack.encode(record).decode("utf-8", errors="replace")
    assert told in packed
    assert silent not in packed
