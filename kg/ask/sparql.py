"""A form with its places filled, as SPARQL."""

from __future__ import annotations

import re

from kg.ask.match import Match
from kg.ask.names import fold
from kg.ask.question import Token
from kg.ask.tables import VALUED, load_alike, load_snippets, load_synonyms

_VARIABLE = re.compile(r"\?(\w+)")


def to_sparql(match: Match, tokens: tuple[Token, ...]) -> str:
    """The query; its prefixes are those that `kg query` knows."""
    form = match.form
    lines = [_offices(form.where, match)]
    for tag, what in form.with_.items():
        snippet, variable = what.split()
        lines += _added(tag, snippet, variable, match, tokens)
    body = "\n  ".join(lines)
    names = set(_VARIABLE.findall(body))
    values = [
        f"VALUES ?{name} {{ {' '.join(f'<{iri}>' for iri in token.iris(slot))} }}"
        for name, (token, slot) in match.slots.items()
        if name in names and slot not in "OTK"
    ]
    wanted = ["x", form.text, *form.show, *(v for fact in form.facts for v in _VARIABLE.findall(fact))]
    heads = " ".join(f"?{name}" for name in dict.fromkeys(wanted) if name in names)
    order = form.order_by or " ".join(f"?{name}" for name in dict.fromkeys(wanted) if name in names and name != "x")
    if "time" in names and any("recent" in token.tags for token in tokens):
        order = f"DESC(?time) {order}"
    limit = f"\nLIMIT {form.limit}" if form.limit else ""
    where = "\n  ".join([*values, body])
    return f"SELECT DISTINCT {heads} WHERE {{\n  {where}\n}}\nORDER BY {order}{limit}"


def literal(text: str) -> str:
    """A text inside quotation marks of SPARQL, escaped.

    >>> literal('a"b')
    'a\\\\"b'
    """
    from pyoxigraph import Literal

    return str(Literal(text))[1:-1]


def _added(tag: str, snippet: str, variable: str, match: Match, tokens: tuple[Token, ...]) -> list[str]:
    """What the question's words and slots of one table add to the query."""
    snippets = load_snippets()
    if tag == "K":
        texts = [literal(token.text) for token in tokens if "K" in token.tags]
        return [
            _put(
                snippets[snippet].replace("?called", f"?called{n}").replace("?metric", f"?metric{n}"),
                variable,
                value=text,
            )
            for n, text in enumerate(texts)
        ]
    if tag[0].isupper():
        if tag not in match.slots:
            return []
        token = match.slots[tag][0]
        if token.period:
            name = snippet if token.period.first else f"{snippet}_unknown_year"
            pattern = token.period.pattern
            return [_put(snippets[name], variable, first=token.period.first, last=token.period.last, pattern=pattern)]
        return [_put(snippets[snippet], variable)]
    found = [token.tags[tag] for token in tokens if tag in token.tags]
    if not found or (tag in VALUED and not any(found)):
        return []
    if tag == "body":
        value = " || ".join(f'CONTAINS(?bodied, "{form}")' for word in found for form in _synonymous(word))
        return [_put(snippets[snippet], variable, value=value)]
    value = next((value for value in found if value), "")
    if value.startswith("~"):
        return [_put(snippets[f"{snippet}_name"], variable, value=literal(value[1:]))]
    return [_put(snippets[snippet], variable, value=value)]


def _put(snippet: str, variable: str, *, value: str = "", first: str = "", last: str = "", pattern: str = "") -> str:
    for field, put in (("{v}", variable), ("{from}", first), ("{to}", last), ("{pattern}", pattern)):
        snippet = snippet.replace(field, put)
    return snippet.replace("{value}", value)


def _synonymous(word: str) -> list[str]:
    """A kind of body in each form that a name may have: 交警大队, 交通警察大队."""
    folded = fold(word)[0]
    forms = {word, folded, *load_alike().get(word, ())}
    for other, one in load_synonyms().items():
        if one and one in folded:
            forms.add(folded.replace(one, other))
    return sorted(forms)


def _offices(where: str, match: Match) -> str:
    if "O" not in match.slots:
        return where
    token, slot = match.slots["O"]
    return where.replace("{office}", " ".join(f'"{literal(office)}"' for office in token.iris(slot)))
