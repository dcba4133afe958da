"""The page that the pictures beside the graph share: one HTML file that asks for nothing else."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files

from kg.view.labels import read_labels
from kg.view.page import to_embedded_json


def to_sheet(
    kind: str,
    body: str,
    data: Mapping[str, object],
    *,
    title: str,
    counts: str,
    notes: Sequence[str],
    at: int,
) -> str:
    """The HTML document of a picture: `body` is HTML, everything else text; data are read by `kind`.js.

    Its security policy allows exactly the script and the style that stand in it.
    """
    words = read_labels()
    events = {name: {"mark": e.mark[at], "label": e.label[at], "hue": e.hue} for name, e in words.events.items()}
    script = asset("sheet.js") + "\n" + asset(f"{kind}.js")
    return to_document(
        "sheet.html",
        {
            "lang": ("zh-CN", "en")[at],
            "title": escape(title),
            "kind": escape(words.kinds[kind][at]),
            "class": kind,
            "counts": escape(counts),
            "theme": escape(words.interface["theme"][at]),
            "notes": "".join(f'<p class="note">{escape(note)}</p>' for note in notes),
            "body": body,
            "noscript": escape(words.interface["script"][at]),
            "data": to_embedded_json({**data, "events": events}),
        },
        style="".join(asset(f"{name}.css") for name in ("sheet", *(("tiles",) if kind == "map" else ()), kind)),
        script=script,
    )


def to_document(template: str, parts: Mapping[str, str], *, style: str, script: str) -> str:
    """A template of the assets filled with HTML, in one pass: no text in it is taken for a field."""
    allowed = digest(script) if script else "'none'"
    policy = (
        f"default-src 'none'; script-src {allowed}; style-src {digest(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    fields = {**parts, "style": style, "script": script, "policy": policy}
    return re.sub(r"\{\{(\w+)\}\}", lambda field: fields[field[1]], asset(template))


def to_fragment(template: str, at: int, **parts: str) -> str:
    """A part of a page: the template with its words (`{{word.close}}`) and other fields, which are HTML."""
    words = read_labels().interface

    def field(name: str) -> str:
        return escape(words[name.removeprefix("word.")][at]) if name.startswith("word.") else parts[name]

    return re.sub(r"\{\{([\w.]+)\}\}", lambda found: field(found[1]), asset(template))


def asset(name: str) -> str:
    """The text of a file in the folder `assets`."""
    return files("kg.view").joinpath("assets", name).read_text(encoding="utf-8")


def digest(text: str) -> str:
    """The hash by which a policy allows an inline script or style."""
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
