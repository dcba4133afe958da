"""Answers: the rows of the query, each with the sentences of the page that state it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.ask.evidence import Said, evidence_of, mentions_of
from kg.ask.match import Match, find_form, nearest_forms
from kg.ask.names import Names
from kg.ask.question import Question, Token, read_question
from kg.ask.sparql import to_sparql
from kg.ask.tables import load_levels
from kg.model import Evidence
from kg.query import load
from kg.query import query as run
from kg.schema import PREFIXES, load_schema

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kg.query.run import Source

COLUMNS = {
    "tie": "关系", "number": "数量", "date": "日期", "file": "来源", "role": "职务", "unit": "单位", "time": "时间",
    "whose": "关于", "partner": "合作方", "by": "实施方", "what": "事件", "grade": "级别", "name": "名称",
}  # fmt: skip
"""What the columns beside an answer are called."""
QUOTES = 3
"""So many sentences are given for one answer."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One answer: its text, its IRI, what is shown beside it (column, value), and where it is said."""

    text: str
    iri: str
    beside: tuple[tuple[str, str], ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What was understood and found.

    `understood` is false when no form fits; then `notes` say why and `examples` are questions that would do. Where it
    is true, `notes` say in what the answer differs from the question.
    `number` is the count that the question asked for, or None. `several` lists names that mean more than one thing.
    """

    question: str
    understood: bool
    form: str = ""
    about: str = ""
    sparql: str = ""
    rows: tuple[Row, ...] = ()
    number: int | None = None
    whether: bool = False
    several: tuple[tuple[str, tuple[str, ...]], ...] = ()
    notes: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """The answer in one line."""
        if not self.understood:
            return "没有看懂这个问题。"
        if self.number is not None:
            return f"{self.number} 个"
        found = len({(row.text, row.iri) for row in self.rows})
        if not found:
            return "图中没有说到。"
        return f"有，{found} 条：" if self.whether else f"{found} 条："

    @property
    def texts(self) -> list[str]:
        """The answers in words, each once."""
        return list(dict.fromkeys(row.text for row in self.rows)) if self.number is None else [str(self.number)]


def open_graph(source: Source) -> tuple[Store, Names]:
    """A graph ready to be asked: of a folder that `kg build` wrote, of a graph file, or of a store in memory.

    Raises: GraphError if it can't be found, read or parsed.
    """
    store = load(source)
    return store, Names(store)


def ask(
    source: str | Path | tuple[Store, Names], question: str, *, today: str | None = None, quotes: int = QUOTES
) -> Answer:
    """The answer to a question in Chinese.

    `source` is a graph's folder or file, or what `open_graph` gave; `today` (ISO) is what 去年 is counted from;
    at most `quotes` sentences are given for each row.

    Raises: GraphError if the graph can't be read.
    """
    store, names = source if isinstance(source, tuple) else open_graph(source)
    asked = read_question(question, names, today)
    problems = _problems(asked, names)
    match = None if problems else find_form(asked)
    if match is None:
        return Answer(
            question=question,
            understood=False,
            notes=tuple(problems or ("这个问法还不会。",)),
            examples=tuple(form.example for form in nearest_forms(asked)),
        )
    sparql = to_sparql(match, asked.tokens)
    rows = _rows(store, match, run(store, sparql).records(), quotes)
    tags = {tag for token in asked.tokens for tag in token.tags}
    counting = "count" in tags and match.form.counts
    notes: tuple[str, ...] = ()
    kinds = [token.text for token in asked.tokens if token.tags.get("initiative")]
    if not rows and kinds and "whether" not in tags and not counting:
        # 行动 is also said of what the graph calls a mechanism or a project.
        wider = to_sparql(match, tuple(_without_kind(token) for token in asked.tokens))
        if others := _rows(store, match, run(store, wider).records(), quotes):
            sparql, rows, notes = wider, others, (f"没有归为“{'、'.join(kinds)}”的，下面是其他举措。",)
    return Answer(
        question=question,
        understood=True,
        form=match.form.name,
        about=match.form.zh,
        sparql=sparql,
        rows=rows,
        number=len({row.iri for row in rows}) if counting else None,
        whether="whether" in tags,
        several=_several(match, names),
        notes=notes,
    )


def _without_kind(token: Token) -> Token:
    """The token without the kind of initiative that it asks for."""
    return msgspec.structs.replace(token, tags={tag: "" if tag == "initiative" else v for tag, v in token.tags.items()})


def _problems(asked: Question, names: Names) -> list[str]:
    """Why a question can't be answered whatever its form: words that the graph has not, dates that hang on today."""
    notes = [f"“{text}”要知道今天是哪天才能算，请用 --today 给出。" for text in asked.undated]
    for token in asked.tokens:
        notes += [f"图中没有“{name}”。" for name in token.iris("G")]
        if "K" not in token.tags or names.holds(token.text):
            continue
        near = names.nearest(token.text, 3) if len(token.text) > 2 else []
        notes.append(f"没看懂“{token.text}”：图中没有这个名称或词语。" + f"相近的有：{'、'.join(near)}。" * bool(near))
    return notes


def _several(match: Match, names: Names) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The names that stand for several things, with those things."""
    found: dict[str, tuple[str, ...]] = {}
    for token, slot in match.slots.values():
        iris = token.iris(slot)
        if len(iris) > 1 and slot not in "ONT":
            found[token.text] = tuple(names.labels.get(iri, iri) for iri in iris)
    return tuple(found.items())


def _rows(store: Store, match: Match, records: list[dict[str, str]], quotes: int) -> tuple[Row, ...]:
    """The rows by what they answer; what several records say of one answer stands together."""
    fixed = {
        name: token.iris(slot)[0]
        for name, (token, slot) in match.slots.items()
        if slot not in "OTK" and len(token.iris(slot)) == 1
    }
    merged: dict[tuple[str, str], tuple[dict[str, dict[str, None]], dict[tuple[str, str, str], None]]] = {}
    for record in records:
        key = record.get(match.form.text, ""), record["x"]
        beside, facts = merged.setdefault(key, ({}, {}))
        for column in match.form.show:
            if column in record:
                beside.setdefault(column, {})[_worded(column, record[column])] = None
        for fact in match.form.facts:
            terms = tuple(_term(part, record, fixed) for part in fact.split())
            if all(terms):
                facts[terms] = None  # type: ignore[index]
    return tuple(
        Row(
            text=text,
            iri=iri,
            beside=tuple((column, "、".join(values)) for column, values in beside.items()),
            evidence=find_evidence(store, list(facts), quotes) or mentions_of(store, iri, quotes),
        )
        for (text, iri), (beside, facts) in merged.items()
    )


def _worded(column: str, value: str) -> str:
    """A value of the vocabulary in Chinese: a relation, a level of divisions."""
    if column == "tie":
        return load_schema().label(value)
    return load_levels().get(value, value) if column == "grade" else value


def _term(part: str, record: dict[str, str], fixed: dict[str, str]) -> str:
    """A part of a fact as an IRI; nothing where the row does not bind it."""
    if part[0] == "?":
        return record.get(part[1:]) or fixed.get(part[1:], "")
    prefix, _, name = part.partition(":")
    return PREFIXES[prefix] + name


def find_evidence(store: Store, facts: list[Said], limit: int) -> tuple[Evidence, ...]:
    """Where facts are said, the surest first, each place once."""
    found = {one for said, _ in evidence_of(store, facts).values() for one in said} if limit else set()
    once = {(one.source, one.span): one for one in sorted(found, key=lambda one: one.confidence)}
    return tuple(sorted(once.values(), key=lambda one: (-one.confidence, one.source, one.span)))[:limit]
