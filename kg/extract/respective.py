"""Figures that share one change, each with its own metric: `起数、死亡人数同比分别下降12.4%、15.8%`."""

from __future__ import annotations

import re

_AND = re.compile(r"[、和与及]")
_ITEMS = re.compile(r"[^，。；：（）“”\n\d]+$")
_MORE = re.compile(r"(?:[、和与及]\d[\d.,]*(?:%|‰|个百分点|[万亿]?[\u4e00-\u9fff]{1,2}(?=[、和与及，。；])))*")


class Respective:
    """The change that the figures of a sentence share after 分别, and the metrics still to be told; at first none."""

    def __init__(self) -> None:
        self.change = ""
        self.metrics: list[str] = []
        self.counted: list[str] = []  # the metrics of the sentence so far

    def open(self, text: str, floor: int, at: int, change: str, stop: int) -> None:
        """Note a change told with 分别, whose words start at `at`; its first figure ends at `stop`."""
        many = 1 + len(_AND.findall(_MORE.match(text, stop)[0]))  # type: ignore[index]
        listed = _ITEMS.search(text, floor, at)
        items = [item for item in _AND.split(listed[0]) if item] if listed else []
        found = items if len(items) >= many else self.counted
        self.change, self.metrics = change, found[-many:] if len(found) >= many > 1 else []

    def goes_on(self, text: str, last: int, number: int) -> bool:
        """Whether a figure is the next of those: only a mark of a list stands between it and the last one."""
        return bool(self.metrics) and _AND.fullmatch(text, last, number) is not None

    def take(self) -> str:
        """The metric of the next figure, or nothing."""
        return self.metrics.pop(0) if self.metrics else ""
