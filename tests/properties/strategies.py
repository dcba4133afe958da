"""Graphs as the pipeline could make them, with the oddest text it could meet."""

from __future__ import annotations

from hypothesis import strategies as st

from kg.model import CLASSES, Entity, Evidence, Fact, Knowledge, Span
from kg.schema import load_schema

_HAN = "公安民政局厅支队大队派出所呼和浩特市赛罕区平安行动第一二三讯年月日"
_ODD = "“”‘’《》（）、·—…　"
_ODD += " \t\n\r\"'\\<>{}|^`%#?[]@/:;,.~!$&*+=()-_\x00\x07\x7f\x85\xa0\u200b\u2028\ufeff\ufffd\ue000䶮𠮷😀é"

text = st.text(
    st.one_of(st.sampled_from(_HAN), st.sampled_from(_ODD), st.characters(exclude_categories=["Cs"])),
    min_size=1,
    max_size=12,
)
"""Mostly Chinese, with every character that some syntax gives a meaning to."""

days = st.dates().map(str)
decimals = st.one_of(
    st.integers(-(10**9), 10**12).map(str),
    st.decimals(min_value=0, max_value=10**8, places=3, allow_nan=False).map(
        lambda number: format(number, "f").rstrip("0").rstrip(".") or "0"
    ),
)
_VALUES = {"begin": days, "end": days, "date": days, "value": decimals}
_KEYS = {
    "Region": ("adcode", "regionLevel"),
    "Initiative": ("initiativeType",),
    "Event": ("begin", "end", "eventType", "time"),
    "Indicator": ("begin", "change", "end", "metric", "time", "unit", "value"),
    "Article": ("byline", "date", "dateline", "source"),
}


@st.composite
def entities(draw: st.DrawFn, kind: str) -> Entity:
    """An entity of a class."""
    keys = draw(st.lists(st.sampled_from(_KEYS[kind]), max_size=5)) if kind in _KEYS else []
    attributes = {(key, draw(_VALUES.get(key, text))) for key in keys}
    return Entity(
        id=f"{kind.lower()}/{draw(text)}",
        type=kind,
        label=draw(text),
        aliases=tuple(sorted(draw(st.sets(text, max_size=3)))),
        anaphora=tuple(sorted(draw(st.sets(text, max_size=2)))),
        attributes=tuple(sorted(attributes)),
    )


@st.composite
def evidence(draw: st.DrawFn, article: str) -> Evidence:
    """A piece of evidence from an article."""
    start = draw(st.integers(0, 10**6))
    return Evidence(
        article=article,
        source=draw(text),
        span=Span(start, start + draw(st.integers(1, 500))),
        line=draw(st.integers(1, 10**5)),
        quote=draw(text),
        rule=draw(text),
        confidence=draw(st.floats(0, 1)),
    )


@st.composite
def knowledge(draw: st.DrawFn) -> Knowledge:
    """A graph that keeps to the vocabulary: every fact fits its relation and has evidence."""
    kinds = ["Article", *draw(st.lists(st.sampled_from((*CLASSES, "Article")), max_size=8))]
    nodes = {entity.id: entity for entity in (draw(entities(kind)) for kind in kinds)}
    articles = sorted(entity.id for entity in nodes.values() if entity.type == "Article")
    schema = load_schema()
    fitting = [
        (subject.id, relation, object.id)
        for subject in nodes.values()
        for object in nodes.values()
        for relation in schema.relations
        if schema.fits(subject.type, relation, object.type)
    ]
    chosen = draw(st.sets(st.sampled_from(sorted(fitting)), max_size=8)) if fitting else set()
    facts = [
        Fact(
            subject=subject,
            predicate=relation,
            object=object,
            roles=tuple(sorted(draw(st.sets(text, max_size=2)))) if relation == "memberOf" else (),
            evidence=tuple(sorted(draw(st.sets(st.sampled_from(articles).flatmap(evidence), min_size=1, max_size=3)))),
        )
        for subject, relation, object in sorted(chosen)
    ]
    return Knowledge(tuple(sorted(nodes.values())), tuple(sorted(facts)))
