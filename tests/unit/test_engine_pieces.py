"""What all pages name, on an engine: it travels and is written in pieces of a bounded size."""

from __future__ import annotations

import zlib
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kg.analyze import load_analyzer
from kg.assemble import Assembler
from kg.engine import merge, partitions
from kg.engine import parts as written_parts
from kg.engine.cut import Cut, Cutter, part_of
from kg.engine.merge import Content, put_together
from kg.engine.partitions import count_slices, cut_batches
from kg.engine.parts import write_part
from kg.engine.plan import Plan
from kg.model import Document, Knowledge
from kg.pieces import Piece, merge_facts, merge_pieces, of_fact
from kg.pipeline import record_pages
from kg.rdf import to_nquads
from kg.record import Record
from kg.runs import write_values
from kg.tables import to_tables
from tests.unit.test_engine import Here, collect_lines, split_lines

BASE = "https://a.example/"


def say(place: str, count: int) -> list[tuple[str, Record]]:
    """What so many pages say, which all name the same bureau; each with its source."""
    pages = [
        Document(
            id=f"{number}",
            source=f"报/{number}.txt",
            text=f"　　{place}公安局开展“护路{number % 7}”行动，{place}公安局交警支队民警王建军查处超载{number}起。\n",
            published="2024-03-01",
        )
        for number in range(count)
    ]
    found = []
    for page, some in zip(pages, record_pages(pages, load_analyzer("lexicon")), strict=True):
        assert isinstance(some, list)
        found += [(page.source, record) for record in some]
    return found


def finish(records: list[tuple[str, Record]]) -> Knowledge:
    whole = Assembler()
    for source, record in records:
        whole.add(record, source)
    return whole.finish({})


def gather(records: list[tuple[str, Record]], size: int, folder: Path) -> Content:
    """What is in the only partition of a graph, cut in batches of a size."""
    batches = [records[start : start + size] for start in range(0, len(records), size)]
    return put_together([Cutter({}, 1).cut(batch)[0] for batch in batches], folder)


def test_a_fact_that_many_state_comes_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for module, name, size in ((merge, "LONG", 10), (merge, "HELD", 30), (written_parts, "_LINES", 100)):
        monkeypatch.setattr(module, name, size)
    records = say("平凉市", 60)
    expected = finish(records)
    content = gather(records, 8, tmp_path / "work")
    pieces = [saying.fact for saying in content.facts()]
    assert max(len(fact.evidence) for fact in expected.facts) >= 60
    assert max(len(piece.evidence) for piece in pieces) == 10
    joined = [list(group) for _, group in groupby(pieces, of_fact)]
    assert [merge_facts(group) for group in joined] == sorted(expected.facts)
    for group in joined:
        assert [len(piece.evidence) for piece in group[:-1]] == [10] * (len(group) - 1)
        assert [proof for piece in group for proof in piece.evidence] == list(merge_facts(group).evidence)
    assert tuple(content.entities()) == expected.entities
    part = write_part(content, tmp_path / "out", 0, BASE, tables=True)
    assert collect_lines(tmp_path / "out") == split_lines(to_nquads(expected, BASE))
    assert {name: count for name, count in part.relations.items() if count} == Counter(
        fact.predicate for fact in expected.facts
    )
    rows: dict[tuple[str, ...], list[Any]] = {}
    for row in parquet.read_table(tmp_path / "out" / "tables" / "relations").to_pylist():
        assert len(row["evidence"]) <= 10
        assert row["confidence"] == max(proof["confidence"] for proof in row["evidence"])
        rows.setdefault((row["subject"], row["predicate"], row["object"], row["object_label"]), []).extend(
            row["evidence"]
        )
    assert rows == {
        (row["subject"], row["predicate"], row["object"], row["object_label"]): row["evidence"]
        for row in to_tables(expected, BASE)["relations"].to_pylist()
    }
    # However the pages are cut, and in which order they come.
    again = write_part(gather(records[::-1], 23, tmp_path / "other"), tmp_path / "again", 0, BASE, tables=True)
    assert again == part


def test_what_is_sorted_at_a_time_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge, "HELD", 100)
    monkeypatch.setattr(merge, "LONG", 50)
    written: list[int] = []
    evidence: list[int] = []

    def note(file: Path, values: Any) -> int:
        some = list(values)
        written.append(len(some))
        evidence.append(sum(len(one.fact.evidence) for one in some if hasattr(one, "fact")))
        return write_values(file, some)

    monkeypatch.setattr("kg.runs.write_values", note)
    gather(say("平凉市", 200), 2, tmp_path)
    assert len(written) > 20
    assert max(written) < 150 and max(evidence) < 150


def test_pieces_of_an_entity_are_one() -> None:
    some = [
        Piece("agency/甲", "Agency", "乙縣公安局", ("乙縣公安局", "县局"), (), (("level", "county", 2),), False),
        Piece("agency/甲", "", "", ("公安局",), ("该局",), (("level", "county", 1), ("level", "city", 1)), True),
        Piece("agency/甲", "Agency", "乙县公安局", (), (), (), False),
        Piece("article/1", "Article", "题", (), (), (("source", "报", 1),), True),
    ]
    joined = list(merge.join_pieces(some))
    assert [(piece.id, piece.label) for piece in joined] == [("agency/甲", "乙县公安局"), ("article/1", "题")]
    assert merge_pieces(joined[:1]) == merge_pieces(some[:3])
    assert sorted(joined[0].counts) == [("level", "city", 1), ("level", "county", 3)]


@pytest.mark.parametrize("parts", [1, 2])
def test_labels_are_those_of_simplified_pages(parts: int, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    records = say("平凉市", 6)
    source, first = records[0]
    things = tuple((id_, type_, label.replace("凉", "涼"), given) for id_, type_, label, given in first.things)
    records[0] = source, msgspec.structs.replace(first, things=things)
    cuts = [Cutter({}, parts).cut([record]) for record in records]
    for part in range(parts):
        content = put_together([cut[part] for cut in cuts if part in cut], tmp_path / f"{part}")
        write_part(content, tmp_path / "out", part, BASE, tables=True)
    # Each partition has pages that print it either way, and one of them does not have the bureau itself.
    labels = {entity.id: entity.label for entity in finish(records).entities}
    rows = parquet.read_table(tmp_path / "out" / "tables" / "mentions").to_pylist()
    assert len(rows) > 20 and {row["label"] for row in rows} == {labels[row["entity"]] for row in rows}
    rows = parquet.read_table(tmp_path / "out" / "tables" / "relations").to_pylist()
    assert {row["object_label"] for row in rows} == {labels[row["object"]] for row in rows}
    assert {row["subject_label"] for row in rows} == {labels[row["subject"]] for row in rows}


def cut_into(records: list[tuple[str, Record]], size: int, parts: int) -> dict[int, list[Any]]:
    """By slot the rows that travel, of batches of a size."""
    pa = pytest.importorskip("pyarrow")
    step = cut_batches({}, parts)
    rows: dict[int, list[Any]] = {}
    for start in range(0, len(records), size):
        some = records[start : start + size]
        packed = [zlib.compress(msgspec.msgpack.encode([record]), 1) for _, record in some]
        for row in step(pa.table({"source": [source for source, _ in some], "records": packed})).to_pylist():
            rows.setdefault(row["slot"], []).append(row)
    return rows


def test_no_slice_holds_all_that_is_said_of_a_partition() -> None:
    parts = 40
    slices = count_slices(parts)
    said: dict[int, list[int]] = {}
    for slot, rows in cut_into(say("平凉市", 240), 4, parts).items():
        part, number = divmod(slot, slices)
        for row in rows:
            cut = msgspec.msgpack.decode(zlib.decompress(row["cut"]), type=Cut)
            assert {part_of(piece.id, parts) for piece in cut.pieces} <= {part}
            said.setdefault(part, [0] * slices)[number] += cut.size()
    hot = said[part_of("agency/平凉市公安局", parts)]
    assert slices == 5 and all(hot) and max(hot) < sum(hot) / 2


def test_partitions_are_written_of_the_slices_that_are_left(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    records, parts = say("平凉市", 30), 12
    work = tmp_path / "work"
    (work / "cuts").mkdir(parents=True)
    slots = cut_into(records, 5, parts)
    assert count_slices(parts) == 2 and len(slots) < 2 * parts  # some are empty
    for rows in slots.values():
        partitions._leave(pa.Table.from_pylist(rows), str(work / "cuts"))
    plan = Plan(
        files="", rules="", analyzer="lexicon", published=None, columns={}, base=BASE, parts=parts, tables=False,
        waves=1, decisions="",
    )  # fmt: skip
    # The slices are there, so that no data set of the engine is asked for.
    done = partitions.assemble(Here(), tmp_path, work, {}, plan)
    assert [part.number for part in done] == list(range(parts))
    expected = finish(records)
    assert collect_lines(tmp_path) == split_lines(to_nquads(expected, BASE))
    assert sum(sum(part.relations.values()) for part in done) == len(expected.facts)
    # A run that died before one was written goes on with that one.
    (work / "parts" / "00003.json").unlink()
    for file in (work / "cuts").iterdir():
        if int(file.name) // 2 != 3:
            file.unlink()
    assert partitions.assemble(Here(), tmp_path, work, {}, plan) == done
