"""How much work a regular expression is: the steps that a backtracking matcher takes, counted, not timed.

`re` tells nobody what it does inside, so its parsed patterns are matched again by a small matcher that goes the same
way (leftmost, greedy, backtracking) and counts the characters and choices it looks at. `attacks` writes the texts that
make a repeat go wrong: what leads to it, what it repeats many times over, and something that does not match behind.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

LIMIT = 300_000
"""Steps after which a text counts as too much, however long it is."""
sys.setrecursionlimit(20_000)


class TooManySteps(Exception):
    """The matcher has taken `LIMIT` steps."""


Go = Callable[[int], bool]


class Matcher:
    """One pattern on one text."""

    def __init__(self, pattern: str, flags: int, text: str) -> None:
        self.tree = parser.parse(pattern, flags)
        self.flags = flags | self.tree.state.flags
        self.text = text
        self.steps = 0
        self.groups: dict[int, tuple[int, int]] = {}

    def match(self, at: int = 0) -> bool:
        """Whether the pattern matches at a position."""
        self.groups = {}
        return self.run(list(self.tree), 0, at, lambda _: True)

    def search(self) -> bool:
        """Whether it matches anywhere."""
        return any(self.match(at) for at in range(len(self.text) + 1))

    def step(self) -> None:
        self.steps += 1
        if self.steps > LIMIT:
            raise TooManySteps

    def run(self, items: list[Any], i: int, at: int, go: Go) -> bool:
        """Match the items from `i` on at a position, then go on."""
        while i < len(items):
            kind, value = items[i]
            if kind in _SINGLE:
                self.step()
                if not (at < len(self.text) and self.fits(kind, value, self.text[at])):
                    return False
                at += 1
                i += 1
                continue
            if kind is op.AT:
                self.step()
                if not self.anchored(value, at):
                    return False
                i += 1
                continue
            rest = i + 1

            def then(stop: int, rest: int = rest) -> bool:
                return self.run(items, rest, stop, go)

            return self.branch(kind, value, at, then)
        return go(at)

    def branch(self, kind: Any, value: Any, at: int, then: Go) -> bool:
        self.step()
        if kind is op.SUBPATTERN:
            group, body = value[0], value[-1]

            def close(stop: int) -> bool:
                before = self.groups.get(group)
                self.groups[group] = (at, stop)
                if then(stop):
                    return True
                self.groups.pop(group)
                if before:
                    self.groups[group] = before
                return False

            return self.run(list(body), 0, at, then if group is None else close)
        if kind is op.BRANCH:
            return any(self.run(list(body), 0, at, then) for body in value[1])
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            low, high, body = value
            return self.repeat(kind, low, high, list(body), at, then)
        if kind is op.ATOMIC_GROUP:
            stops: list[int] = []

            def keep(stop: int) -> bool:
                stops.append(stop)
                return True

            return self.run(list(value), 0, at, keep) and then(stops[0])
        if kind in (op.ASSERT, op.ASSERT_NOT):
            direction, inner = value
            found = False
            if direction > 0:
                found = self.run(list(inner), 0, at, lambda _: True)
            else:
                low, _ = inner.getwidth()
                found = at >= low and self.run(list(inner), 0, at - low, lambda s: s == at)
            return found == (kind is op.ASSERT) and then(at)
        if kind is op.GROUPREF:
            start, stop = self.groups.get(value, (0, -1))
            size = stop - start
            self.steps += max(0, size)
            return size >= 0 and self.text[at : at + size] == self.text[start:stop] and then(at + size)
        if kind is op.GROUPREF_EXISTS:
            group, yes, no = value
            return self.run(list((yes if group in self.groups else no) or ()), 0, at, then)
        raise NotImplementedError(kind)

    def repeat(self, kind: Any, low: int, high: Any, items: list[Any], at: int, then: Go) -> bool:
        most = len(self.text) if high is op.MAXREPEAT else high
        if len(items) == 1 and items[0][0] in _SINGLE:  # as `re` does: no recursion for one character
            one, what = items[0]
            count = 0
            while count < (low if kind is op.MIN_REPEAT else most):
                self.step()
                if not (at + count < len(self.text) and self.fits(one, what, self.text[at + count])):
                    break
                count += 1
            if count < low:
                return False
            if kind is op.MIN_REPEAT:
                while not then(at + count):
                    self.step()
                    if count >= most or at + count >= len(self.text):
                        return False
                    if not self.fits(one, what, self.text[at + count]):
                        return False
                    count += 1
                return True
            if kind is op.POSSESSIVE_REPEAT:
                return then(at + count)
            while count >= low:
                self.step()
                if then(at + count):
                    return True
                count -= 1
            return False

        def more(count: int, start: int) -> bool:
            self.step()

            def again(stop: int) -> bool:
                return (stop > start or count < low) and more(count + 1, stop)

            if kind is op.MIN_REPEAT:
                return (count >= low and then(start)) or (count < most and self.run(items, 0, start, again))
            return (count < most and self.run(items, 0, start, again)) or (count >= low and then(start))

        return more(0, at)

    def fits(self, kind: Any, value: Any, char: str) -> bool:
        """Whether an item that takes one character takes this one."""
        if kind is op.ANY:
            return char != "\n" or bool(self.flags & re.DOTALL)
        chars = {char, char.lower(), char.upper()} if self.flags & re.IGNORECASE else {char}
        if kind is op.LITERAL:
            return any(ord(c) == value for c in chars if len(c) == 1)
        if kind is op.NOT_LITERAL:
            return all(ord(c) != value for c in chars if len(c) == 1)
        negated = bool(value) and value[0][0] is op.NEGATE
        return negated != any(_in_set(item, c) for item in value for c in chars if len(c) == 1)

    def anchored(self, where: Any, at: int) -> bool:
        text = self.text
        if where in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
            lines = where is op.AT_BEGINNING and self.flags & re.MULTILINE
            return at == 0 or bool(lines and text[at - 1] == "\n")
        if where in (op.AT_END, op.AT_END_STRING):
            lines = where is op.AT_END and self.flags & re.MULTILINE
            last = where is op.AT_END and at == len(text) - 1 and text[at] == "\n"
            return at == len(text) or last or bool(lines and text[at] == "\n")
        before = at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_")
        after = at < len(text) and (text[at].isalnum() or text[at] == "_")
        return (before != after) == (where is op.AT_BOUNDARY)


_SINGLE = frozenset((op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN))
_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    op.CATEGORY_DIGIT: str.isdigit,
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
}
_NEGATED = {op.CATEGORY_NOT_DIGIT: op.CATEGORY_DIGIT, op.CATEGORY_NOT_SPACE: op.CATEGORY_SPACE,
            op.CATEGORY_NOT_WORD: op.CATEGORY_WORD}  # fmt: skip


def _in_set(item: Any, char: str) -> bool:
    kind, value = item
    if kind is op.LITERAL:
        return ord(char) == int(value)
    if kind is op.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    if kind is op.CATEGORY:
        if value in _NEGATED:
            return not _CATEGORIES[_NEGATED[value]](char)
        return _CATEGORIES[value](char)
    return False


_ALPHABET = "公局一2 \u3000\t\n，。、“”（）()《》：:·-—*#aA.年月日时讯者王_!/]["


def example(items: Any, flags: int = 0, turn: int = 0) -> str:
    """A short text that some items take; `turn` chooses among the characters and branches."""
    out = ""
    for kind, value in items:
        if kind in _SINGLE:
            matcher = Matcher("", flags, "")
            fitting = [c for c in _ALPHABET if matcher.fits(kind, value, c)]
            if not fitting and kind is op.LITERAL:
                fitting = [chr(value)]
            elif not fitting and kind is op.IN:
                first = next((v for k, v in value if k in (op.LITERAL, op.RANGE)), ord("公"))
                fitting = [chr(first[0] if isinstance(first, tuple) else first)]
            out += fitting[turn % len(fitting)] if fitting else "公"
        elif kind is op.SUBPATTERN:
            out += example(value[-1], flags, turn)
        elif kind is op.BRANCH:
            out += example(value[1][turn % len(value[1])], flags, turn)
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            out += example(value[2], flags, turn) * max(value[0], 1)
        elif kind is op.ATOMIC_GROUP:
            out += example(value, flags, turn)
    return out


def attacks(pattern: str, flags: int) -> Iterator[tuple[str, str, str]]:
    """What to put before, to repeat, and to put behind: for each repeat without a small bound, some texts."""

    def walk(items: list[Any], before: str) -> Iterator[tuple[str, str]]:
        for i, (kind, value) in enumerate(items):
            lead = before + example(items[:i], flags)
            if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
                _, high, body = value
                if high is op.MAXREPEAT or high > 20:
                    for turn in range(3):
                        yield lead, example(body, flags, turn)
                yield from walk(list(body), lead)
            elif kind is op.SUBPATTERN:
                yield from walk(list(value[-1]), lead)
            elif kind is op.BRANCH:
                for body in value[1]:
                    yield from walk(list(body), lead)
            elif kind in (op.ASSERT, op.ASSERT_NOT):
                yield from walk(list(value[1]), lead)

    seen = set()
    for lead, pump in walk(list(parser.parse(pattern, flags)), ""):
        for tail in ("", "\x00"):
            if pump and (lead, pump, tail) not in seen:
                seen.add((lead, pump, tail))
                yield lead, pump, tail


def steps(pattern: str, flags: int, text: str, *, search: bool = False) -> int:
    """The steps that matching (or searching) takes, `LIMIT` at most."""
    matcher = Matcher(pattern, flags, text)
    try:
        if search:
            matcher.search()
        else:
            matcher.match()
    except (TooManySteps, RecursionError):
        return LIMIT
    return matcher.steps
