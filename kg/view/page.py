"""The page around the data: one HTML file that asks for nothing else."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec

from kg.view.panel import Panel

SCRIPTS = (
    "state",
    "shapes",
    "vis",
    "large",
    "disks",
    "picture",
    "layouts",
    "search",
    "card",
    "address",
    "legend",
    "timeline",
    "table",
    "ask",
    "start",
)
"""Our scripts, in the order in which they are joined to one."""

WASM = "'wasm-unsafe-eval'"


def to_document(data: Mapping[str, object], *, title: str, lang: str, noscript: str, panel: Panel | None = None) -> str:
    """The HTML document; its security policy allows exactly the scripts and the style that stand in it.

    With a panel it also allows WebAssembly and one worker made of what stands in the page.
    """
    title = title.encode("utf-8", "replace").decode("utf-8")
    style = _asset("view.css")
    script = "\n".join(_asset(f"graph/{name}.js") for name in SCRIPTS)
    network = data.get("network")
    # The page carries the one renderer that it needs.
    large = isinstance(network, Mapping) and network["nodes"] is None
    library = _asset("vendor/sigma.js") if large else read_vis()
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_digest(library)} {_digest(script)}{' ' + WASM if panel else ''}",
            *(("worker-src blob:",) if panel else ()),
            f"style-src {_digest(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    parts = {
        "lang": "zh-CN" if lang == "zh" else lang,
        "policy": policy,
        "title": escape(title),
        "noscript": escape(noscript),
        "style": style,
        "library": library,
        "script": script,
        "data": to_embedded_json(data),
        "panel": panel.to_blocks() if panel else "",
    }
    # One pass over the template: what stands in the data is never taken for a field.
    return re.sub(r"\{\{(\w+)\}\}", lambda field: parts[field[1]], _asset("page.html"))


def to_embedded_json(data: object) -> str:
    """JSON that can stand inside a script element: nothing in it ends the element or opens a comment.

    >>> to_embedded_json({"标题": "</script>"})
    '{"标题":"\\\\u003c/script\\\\u003e"}'
    """
    try:
        text = msgspec.json.encode(data).decode("utf-8")
    except UnicodeEncodeError:  # half of a surrogate pair, as JSON pages can hold
        text = json.dumps(msgspec.to_builtins(data), ensure_ascii=False, separators=(",", ":"))
        text = text.encode("utf-8", "replace").decode("utf-8")
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


@cache
def read_vis() -> str:
    """The code of vis-network from pyvis's own files, without the pointer to a source map that browsers would fetch."""
    library = files("pyvis").joinpath("templates", "lib")
    folders = sorted((f for f in library.iterdir() if f.name.startswith("vis-")), key=_version)
    text = folders[-1].joinpath("vis-network.min.js").read_text(encoding="utf-8")
    text = re.sub(r"//# sourceMappingURL=\S+\s*$", "", text.replace("\r\n", "\n"))
    if re.search(r"</script|<!--", text, re.IGNORECASE):
        raise AssertionError("vis-network can't be inlined: it holds markup that would end the script element")
    return text


def _version(folder: Traversable) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", folder.name)]


def _asset(name: str) -> str:
    return files("kg.view").joinpath("assets", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """The hash by which a policy allows an inline script or style."""
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
