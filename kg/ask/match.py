"""Which form a question fits, and which token fills which place of it."""

from __future__ import annotations

import msgspec

from kg.ask.question import Question, Token
from kg.ask.tables import COMMON, Form, load_forms


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A form with the tokens that fill its slots: variable (`A`, `A2`, `V1`…) → (token, slot)."""

    form: Form
    slots: dict[str, tuple[Token, str]]


def find_form(question: Question) -> Match | None:
    """The first form that the question fits, or None."""
    return next((match for form in load_forms() if (match := fit(form, question.tokens))), None)


def fit(form: Form, tokens: tuple[Token, ...]) -> Match | None:
    """How the tokens fill a form, or None: every need met, nothing left over, the order kept."""
    chosen = _assign(form.need, tokens, 0)
    if chosen is None or (form.order and not any(_follows(order.split(), tokens) for order in form.order)):
        return None
    slots: dict[str, tuple[Token, str]] = {}
    numbered = 0
    used = set()
    # In the order of the question, so that the first place is the first name.
    for need, index in sorted(chosen, key=lambda pair: pair[1]):
        tag = next(tag for tag in need.split("|") if tag in tokens[index].tags)
        if not tag[0].isupper():
            continue
        used.add(index)
        numbered += 1
        slots[f"V{numbered}"] = tokens[index], tag
        slots[tag if tag not in slots else f"{tag}2"] = tokens[index], tag
    fits, more = form.fits, form.slots
    # One character is no word to look for in names; in what a figure counts it may be (罚 in 罚款).
    if form.with_.get("K", "").startswith("keyword") and any("K" in t.tags and len(t.text) == 1 for t in tokens):
        return None
    for index, token in enumerate(tokens):
        if index in used or token.tags.keys() & fits:
            continue
        if "K" in token.tags and "K" in more | {tag for need in form.need for tag in need.split("|")}:
            continue  # any number of them
        spare = next((tag for tag in token.tags if tag in more and tag not in slots), None)
        if spare is None:
            return None
        slots[spare] = token, spare
    return Match(form=form, slots=slots)


def nearest_forms(question: Question, limit: int = 3) -> list[Form]:
    """The forms that share most with a question that fits none, for advice."""
    have = {tag for token in question.tokens for tag in token.tags} - COMMON - {"K"}

    def nearness(form: Form) -> float:
        needs = [set(need.split("|")) for need in form.need]
        may = {*form.may, *(tag for need in needs for tag in need)}
        return 2.0 * sum(bool(need & have) for need in needs) / len(needs) + len(have & may) / (len(have) or 1)

    ranked = sorted(enumerate(load_forms()), key=lambda pair: (-nearness(pair[1]), pair[0]))
    return [form for _, form in ranked[:limit]]


def _assign(needs: tuple[str, ...], tokens: tuple[Token, ...], first: int) -> list[tuple[str, int]] | None:
    """A token for each need, none for two; the earliest that will do."""
    options = [[i for i, token in enumerate(tokens) if token.tags.keys() & set(need.split("|"))] for need in needs]
    if not all(options):
        return None
    return _search(needs, options, first, frozenset())


def _search(
    needs: tuple[str, ...], options: list[list[int]], at: int, used: frozenset[int]
) -> list[tuple[str, int]] | None:
    if at == len(needs):
        return []
    for index in options[at]:
        if index not in used:
            rest = _search(needs, options, at + 1, used | {index})
            if rest is not None:
                return [(needs[at], index), *rest]
    return None


def _follows(order: list[str], tokens: tuple[Token, ...]) -> bool:
    """Whether the tags stand in the question in this order, with anything between.

    >>> bureau, below = (Token(text=text, start=0, tags={tag: ""}) for text, tag in (("某局", "A"), ("下属", "sub")))
    >>> _follows(["A", "sub"], (bureau, below)), _follows(["sub", "A"], (bureau, below))
    (True, False)
    """
    rest = iter(tokens)
    return all(any(tag in token.tags for token in rest) for tag in order)
