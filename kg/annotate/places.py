"""Where marks stand: tools count characters differently, and what they marked tells how they did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate

from kg.annotate.page import Found, squash
from kg.errors import GoldError


def align(text: str, marks: Sequence[tuple[Found, str, str]], source: str) -> None:
    """Turn the positions of marks into code points of the text; each comes with what was marked and its place.

    Tried in this order: code points, UTF-16 (what JavaScript counts; Label Studio before 1.5), and line breaks of one
    character where the text has two, or the other way round. The first under which all marks say what they marked is
    taken.

    Raises: GoldError at the first mark that says something else.
    """
    for way in (_same, _utf16, _short_breaks, _long_breaks):
        places = way(text)
        if all(_fits(text, places, found, surface) for found, surface, _ in marks):
            for found, _, _ in marks:
                found.start, found.stop = places(found.start), places(found.stop)
            return
    for found, surface, place in marks:
        if not _fits(text, _same(text), found, surface):
            there = squash(text[found.start : found.stop])
            said = f"“{squash(surface)}”" if surface else "something"
            raise GoldError(
                f"{said} is marked at {found.start}-{found.stop}, where the text has “{there[:40]}”",
                source=source,
                place=place,
                remedy="correct it against the text that was exported",
            )
    raise GoldError("the marks do not fit the text", source=source, remedy="correct the text that was exported")


def _fits(text: str, places: Callable[[int], int], found: Found, surface: str) -> bool:
    start, stop = places(found.start), places(found.stop)
    if not 0 <= start < stop <= len(text):
        return False
    there = squash(text[start:stop])
    return bool(there) and (not surface or there == squash(surface))


def _same(text: str) -> Callable[[int], int]:
    return lambda at: at


def _by_widths(widths: list[int]) -> Callable[[int], int]:
    back = {place: at for at, place in enumerate(accumulate(widths, initial=0))}
    return lambda at: back.get(at, -1)


def _utf16(text: str) -> Callable[[int], int]:
    return _by_widths([2 if char > "\uffff" else 1 for char in text])


def _short_breaks(text: str) -> Callable[[int], int]:
    """The tool saw one character where the text has CR and LF."""
    return _by_widths([0 if text[at : at + 2] == "\r\n" else 1 for at in range(len(text))])


def _long_breaks(text: str) -> Callable[[int], int]:
    """The tool saw CR and LF where the text has LF."""
    return _by_widths([2 if char == "\n" else 1 for char in text])
