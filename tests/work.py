"""Work counted, not timed: the lines of Python that a call runs through, the turns of every loop and comprehension."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def count_lines(work: Callable[[], object]) -> int:
    """How many lines of the program's own modules run while `work` does; a line that runs twice counts twice."""
    total = 0

    def in_frame(_: FrameType, event: str, __: Any) -> Any:
        nonlocal total
        if event == "line":
            total += 1
        return in_frame

    def enter(frame: FrameType, _: str, __: Any) -> Any:
        nonlocal total
        total += 1
        return in_frame if "/kg/" in frame.f_code.co_filename.replace("\\", "/") else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        work()
    finally:
        sys.settrace(before)
    return total
