"""SPARQL text: its tokens, what is refused, parameters put in, and where a syntax error really is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from kg.errors import QueryError

_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n\r]*)
    |(?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    |(?P<string>\"{3}(?:(?:""|")?(?:[^"\\]|\\.))*\"{3}|'{3}(?:(?:''|')?(?:[^'\\]|\\.))*'{3}
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<variable>[?$]\w+)
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<name>(?:[^\W_][\w.·-]*|_)?:(?:(?:[\w:%]|\\.)(?:(?:[\w:%·.-]|\\.)*(?:[\w:%·-]|\\.))?)?)
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<word>[^\W\d]\w*)
    |(?P<mark>\^\^|&&|\|\||!=|<=|>=|.)""",
    re.VERBOSE | re.DOTALL,
)
_UPDATES = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"))
_LANGUAGE = re.compile("[A-Za-z]+(?:-[A-Za-z0-9]+)*")
# Wider than the longest keyword, over which oxigraph's error position runs ahead.
_PAD = " " * 40
_NO_END = "~"
# Those of RDF 1.2 that oxigraph would take too are left out of advice.
_MARKS = frozenset(("{", "}", "(", ")", ".", ",", ";", "*", "<", "?", "=", "^", ":"))


class Token(NamedTuple):
    """A token that is no space or comment: its kind, text and position."""

    kind: str
    text: str
    start: int

    @property
    def stop(self) -> int:
        """The position after its last character."""
        return self.start + len(self.text)


def find_tokens(text: str) -> list[Token]:
    """The tokens of a query, spaces and comments left out.

    >>> [token.text for token in find_tokens('ASK { ?s a kg:Agency } # 机构')]
    ['ASK', '{', '?s', 'a', 'kg:Agency', '}']
    """
    return [
        Token(match.lastgroup or "", match[0], match.start())
        for match in _TOKEN.finditer(text)
        if match.lastgroup != "space"
    ]


def refuse(text: str, prefixes: Mapping[str, str], source: str = "", *, base: str | None = None) -> None:
    """Look for what must not run: updates change what is only read, SERVICE reaches into the network.

    Raises: QueryError if there is such a thing.
    """
    for token in find_tokens(text):
        word = token.text.upper()
        if word in _UPDATES:
            raise point(text, token.start, f"{word} is refused: graphs are only read", source, "change it by kg build")
        if token.kind not in ("name", "iri") and word not in ("PREFIX", "BASE"):
            break
    if _calls_out(text, prefixes, base):
        found = [t for t in find_tokens(text) if t.kind in ("word", "name") and "SERVICE" in t.text.upper()]
        start = found[0].start if found else text.lower().index("service")
        raise point(text, start, "SERVICE is refused: queries stay offline", source, "ask the graph itself")


def put_in(text: str, values: Mapping[str, str]) -> str:
    """The query with each `$name` replaced by the value as an escaped string literal, `STRLANG($name, "zh")` by one
    with its language: by a constant a store looks things up, with a function's result it goes through all it has.

    >>> put_in('SELECT ?a { ?a skos:prefLabel $name }', {"name": '"} DROP'})
    'SELECT ?a { ?a skos:prefLabel "\\\\"} DROP" }'
    >>> put_in('ASK { BIND(STRLANG($name, "zh") AS ?n) ?a skos:prefLabel ?n }', {"name": "公安局"})
    'ASK { BIND("公安局"@zh AS ?n) ?a skos:prefLabel ?n }'
    """
    from pyoxigraph import Literal

    parts, at = [], 0
    tokens = find_tokens(text)
    for number, token in enumerate(tokens):
        if token.kind == "variable" and token.text[0] == "$" and token.text[1:] in values:
            start, stop, language = token.start, token.stop, None
            around = tokens[max(0, number - 2) : number + 4]
            shape = [one.text.upper() if one.kind in ("word", "mark") else one.kind for one in around]
            if shape == ["STRLANG", "(", "variable", ",", "string", ")"]:
                said = around[4].text.strip("\"'")
                if _LANGUAGE.fullmatch(said):
                    start, stop, language = around[0].start, around[5].stop, said
            parts += [text[at:start], str(Literal(values[token.text[1:]], language=language))]
            at = stop
    return "".join((*parts, text[at:]))


def parameters(text: str) -> frozenset[str]:
    """The names that stand in a query as `$name`."""
    return frozenset(t.text[1:] for t in find_tokens(text) if t.kind == "variable" and t.text[0] == "$")


def check(text: str, prefixes: Mapping[str, str], source: str = "", *, base: str | None = None) -> None:
    """Parse a query without running it.

    Raises: QueryError that names line and column and shows the line, if it can't be parsed.
    """
    message = _complaint(text, prefixes, base)
    if message is None:
        return
    tokens = find_tokens(text)
    for token in tokens:
        if token.kind == "mark" and token.text in "\"'":
            raise point(text, token.start, "a string is not closed", source, f"end it with {token.text}")
    # oxigraph reports how far its parser looked, often past the fault; the fault is the first token with which
    # the text so far can't be the beginning of any query.
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        if _may_go_on(text[: tokens[middle].stop], prefixes, base):
            low = middle + 1
        else:
            high = middle
    reason = _reason(message)
    if low == len(tokens):
        if reason:
            start = next((t.start for t in tokens if t.text.upper() in ("SELECT", "CONSTRUCT")), 0)
            raise point(text, start, reason, source, "mend the query")
        raise point(text, len(text.rstrip()), "the query ends too early", source, _expected(text, prefixes, base))
    token = tokens[low]
    prefix = token.text.partition(":")[0]
    if token.kind == "name" and prefix != "_" and prefix not in prefixes and not _declares(tokens, prefix):
        known = ", ".join(sorted(prefixes))
        raise point(
            text, token.start, f"unknown prefix “{prefix}:”", source, f"declare it with PREFIX, or use one of {known}"
        )
    if token.kind == "iri" and "IRI" in reason:
        raise point(text, token.start, f"{token.text} is no absolute IRI", source, "write it out in full")
    before = text[: tokens[low - 1].stop] if low else ""
    raise point(text, token.start, f"unexpected “{token.text}”", source, reason or _expected(before, prefixes, base))


def point(text: str, start: int, message: str, source: str, remedy: str) -> QueryError:
    """An error at a position of a query: it names line and column (code points, from 1) and shows the line."""
    line = text.count("\n", 0, start) + 1
    begin = text.rfind("\n", 0, start) + 1
    shown = text[begin:].split("\n", 1)[0].rstrip().replace("\t", " ")
    column = start - begin
    width = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in shown[:column])
    error = QueryError(message, source=source, place=f"line {line}, column {column + 1}", remedy=remedy)
    number = f"{line} | "
    error.args = (f"{error.args[0]}\n{number}{shown}\n{' ' * (len(number) + width)}^",)
    return error


def _complaint(text: str, prefixes: Mapping[str, str], base: str | None) -> str | None:
    """What the parser says against a query; None if nothing."""
    if re.search("service", text, re.IGNORECASE):
        message = _unread(text, prefixes, base)
        if message is not None or _calls_out(text, prefixes, base):
            return message
    return _parse(text, prefixes, base)


def _calls_out(text: str, prefixes: Mapping[str, str], base: str | None) -> bool:
    """Whether a query holds the keyword SERVICE, found without running it.

    Tokens are no safe ground here: oxigraph takes SERVICE without a space after it, and < is read as an operator or
    as the beginning of an IRI, in which SERVICE would hide. So its own parser is asked: with another word in its
    place everywhere a name, a string or a comment is as good as before, but the keyword is not.
    """
    if not re.search("service", text, re.IGNORECASE) or _unread(text, prefixes, base) is not None:
        return False
    other = next(word for number in range(len(text)) if (word := f"zervice{number}") not in text.lower())
    return _unread(re.sub("service", other, text, flags=re.IGNORECASE), prefixes, base) is not None


def _unread(text: str, prefixes: Mapping[str, str], base: str | None) -> str | None:
    """What keeps the parser from reading a text to its end; None if nothing does, though more may have to follow.

    To parse is to run, if on an empty graph, and to run SERVICE is to call out: so the text gets an end that no parser
    takes, and the complaint has to be about that.
    """
    message = _parse(f"{text}\n{_NO_END}", prefixes, base) or ""
    return None if message.startswith(f"error at {text.count(chr(10)) + 2}:") else message


def _parse(text: str, prefixes: Mapping[str, str], base: str | None) -> str | None:
    from pyoxigraph import Store

    try:
        Store().query(text, prefixes=dict(prefixes), base_iri=base)
    except SyntaxError as error:
        return str(error)
    except (OSError, RuntimeError, ValueError):  # parsed, but not run
        return None
    return None


def _may_go_on(text: str, prefixes: Mapping[str, str], base: str | None) -> bool:
    """Whether some query begins with this text: then the parser gets to its end, else it stops before the padding."""
    message = _complaint(text + _PAD, prefixes, base)
    at = re.match(r"error at (\d+):(\d+)", message or "")
    if not at:
        return True
    last = text.rpartition("\n")[2]
    return int(at[1]) == text.count("\n") + 1 and int(at[2]) > len(last) + len(_PAD)


def _reason(message: str) -> str:
    """The first explanation in words among what oxigraph expected, or ""."""
    plain = re.sub(r'"(?:[^"\\]|\\.)*"|\[[^\]]*\]', "", message.partition("expected")[2])
    found = re.search(r"[A-Z]\w*(?: \w+)* [a-z]+", plain)  # keywords are single and in capitals
    return found[0] if found else ""


def _expected(before: str, prefixes: Mapping[str, str], base: str | None) -> str:
    """What could follow, if that is few enough to help."""
    message = (_complaint(before + _PAD, prefixes, base) or "").partition("expected")[2]
    found = re.findall(r'"((?:[^"\\]|\\.)*)"|\[[^\]]*\]|\b([A-Z]+)\b', message)
    marks = {mark for mark, _ in found if mark in _MARKS}
    words = {word for _, word in found if len(word) > 1}
    expected = [*sorted(marks), *sorted(words)]
    return f"expected one of {' '.join(expected)}" if 0 < len(expected) <= 12 else "see the SPARQL 1.1 grammar"


def _declares(tokens: list[Token], prefix: str) -> bool:
    return any(before.text.upper() == "PREFIX" and token.text == f"{prefix}:" for before, token in pairwise(tokens))
