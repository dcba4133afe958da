"""Label Studio's JSON: a task for each page, our marks as its prediction; and the labelling interface that fits them.

`from_name` is `label`, `to_name` is `text`. Positions are code points, as Label Studio has them since 1.5; what older
ones count is understood. What `Described` holds stands in the task's data, which Label Studio gives back untouched.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import msgspec

from kg.annotate.jsonl import Described, check_ends, check_kind, check_relation, describe, restore
from kg.annotate.page import KINDS, Found, Page, trim
from kg.annotate.places import align
from kg.errors import GoldError
from kg.model import RELATIONS
from kg.version import VERSION

FILE, INTERFACE = "labelstudio.json", "labelstudio.xml"
FROM, TO = "label", "text"
_COLOURS = ("#4e79a7", "#f28e2b", "#59a14f", "#76b7b2", "#e15759", "#b07aa1", "#9c755f", "#edc948", "#bab0ac")


def to_labelstudio(pages: Iterator[Page]) -> str:
    """The file with a task for each page."""
    tasks = [
        {
            "data": {"text": page.text, "page": describe(page)},
            "predictions": [{"model_version": f"kg {VERSION}", "result": _result(page, f"p{number}m")}],
        }
        for number, page in enumerate(pages, 1)
    ]
    return msgspec.json.format(msgspec.json.encode(tasks), indent=1).decode() + "\n"


def _result(page: Page, uid: str) -> list[dict[str, Any]]:
    marks: list[dict[str, Any]] = [
        {
            "id": f"{uid}{number}",
            "from_name": FROM,
            "to_name": TO,
            "type": "labels",
            "value": {
                "start": mark.start,
                "end": mark.stop,
                "text": page.text[mark.start : mark.stop],
                "labels": [mark.kind],
            },
        }
        for number, mark in enumerate(page.marks)
    ]
    return marks + [
        {
            "type": "relation",
            "from_id": f"{uid}{link.head}",
            "to_id": f"{uid}{link.tail}",
            "direction": "right",
            "labels": [link.relation],
        }
        for link in page.links
    ]


def from_labelstudio(content: str, path: Path) -> list[Page]:
    """The pages of an export in Label Studio's JSON: of each task the newest annotation, else the prediction.

    Raises: GoldError, with line and task, for what is no such export, of no class or relation of ours, or not there.
    """
    try:
        tasks = json.loads(content)
    except json.JSONDecodeError as error:
        raise GoldError(
            f"not JSON: {error.msg}", source=str(path), place=f"line {error.lineno}", remedy="export as JSON"
        ) from None
    if not isinstance(tasks, list):
        raise GoldError("not a list of tasks", source=str(path), place="line 1", remedy="export as JSON, not JSON-MIN")
    pages = []
    for number, task in enumerate(tasks, 1):
        try:
            text, known = str(task["data"]["text"]), task["data"].get("page")
            result = _newest(task)
        except (KeyError, TypeError, AttributeError) as error:
            raise GoldError(
                f"a task without {error}",
                source=str(path),
                place=f"task {number}",
                remedy="export as JSON, not JSON-MIN",
            ) from None
        pages.append(_page(text, known, result, path, content, number))
    return pages


def _newest(task: dict[str, Any]) -> list[dict[str, Any]]:
    done = [one for one in task.get("annotations") or () if not one.get("was_cancelled")]
    if done:
        newest = max(enumerate(done), key=lambda item: (str(item[1].get("updated_at") or ""), item[0]))[1]
        return list(newest["result"])
    predictions = task.get("predictions") or [{"result": []}]
    return list(predictions[-1]["result"])


def _page(text: str, known: object, result: list[dict[str, Any]], path: Path, content: str, number: int) -> Page:
    found: list[tuple[Found, str, str]] = []
    links: list[tuple[str, str, str]] = []
    for one in result:
        uid = str(one.get("id", ""))
        place = _place(content, uid or str(one.get("from_id", "")), number)
        try:
            if one["type"] == "relation":
                head, tail = str(one["from_id"]), str(one["to_id"])
                if one.get("direction") == "left":
                    head, tail = tail, head
                for name in one.get("labels") or ("",):
                    links.append((head, check_relation(name, path, place), tail))
            elif one["type"] == "labels":
                value = one["value"]
                for nth, label in enumerate(value["labels"]):
                    mark = Found(
                        uid=uid if not nth else f"{uid}/{nth}",
                        start=int(value["start"]),
                        stop=int(value["end"]),
                        kind=check_kind(label, path, place),
                    )
                    found.append((mark, str(value.get("text") or ""), place))
        except (KeyError, TypeError, ValueError) as error:
            raise GoldError(
                f"a result without {error}", source=str(path), place=place, remedy="export as JSON, not JSON-MIN"
            ) from None
    marks = [mark for mark, _, _ in found]
    check_ends(marks, links, path, f"task {number}")
    align(text, found, str(path))
    for mark in marks:
        mark.start, mark.stop = trim(text, mark.start, mark.stop)
    try:
        described = msgspec.convert(known, Described) if known is not None else None
    except msgspec.ValidationError as error:
        raise GoldError(
            f"data.page: {error}", source=str(path), place=f"task {number}", remedy="leave it alone"
        ) from None
    return restore(text, described or Described(id=f"{path.stem}-{number}"), marks, links)


def _place(content: str, uid: str, task: int) -> str:
    at = content.find(json.dumps(uid)) if uid else -1
    if at < 0:
        return f"task {task}"
    return f"line {content.count(chr(10), 0, at) + 1}, task {task}"


def interface() -> str:
    """The labelling interface, to be pasted into the project's settings."""
    labels = "".join(
        f"    <Label value={quoteattr(kind)} background={quoteattr(colour)}/>\n"
        for kind, colour in zip(KINDS, _COLOURS, strict=True)
    )
    relations = "".join(f"    <Relation value={quoteattr(name)}/>\n" for name in RELATIONS)
    return (
        f"<View>\n  <Relations>\n{relations}  </Relations>\n"
        f'  <Labels name="{FROM}" toName="{TO}">\n{labels}  </Labels>\n'
        f'  <Text name="{TO}" value="$text" granularity="symbol"/>\n</View>\n'
    )
