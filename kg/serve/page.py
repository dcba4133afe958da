"""HTML of a thing and of the API; everything that comes from the graph is escaped here and nowhere else."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import Any
from urllib.parse import quote

from kg.schema import load_schema


def document(title: str, body: str, head: str = "") -> str:
    """A page: `title` is plain text, `body` and `head` are HTML.

    >>> "<title>&lt;b&gt; · kg</title>" in document("<b>", "")
    True
    """
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{escape(title)} · kg</title>\n<link rel="stylesheet" href="/assets/app.css">\n{head}</head>\n<body>\n'
        '<header><a class="home" href="/">知识图谱</a><nav><a href="/#search">搜索</a><a href="/#ask">提问</a>'
        f'<a href="/#query">查询</a><a href="/api">接口</a></nav></header>\n<main>\n{body}\n</main>\n</body>\n</html>\n'
    )


def article(card: dict[str, Any], root: str) -> str:
    """The page of a thing; `root` is the path of the graph's base."""
    own = path_of(card["id"], root)
    alternates = "".join(
        f'<link rel="alternate" type="{media}" href="{escape(own)}?format={form}">\n'
        for form, media in (("ttl", "text/turtle"), ("jsonld", "application/ld+json"))
    )
    parts = [
        f'<article><p class="kind">{escape(card["type_label"])}</p><h1>{escape(card["label"])}</h1>',
        f'<p class="iri"><code>{escape(card["iri"])}</code></p>',
        f'<p class="links"><a href="{escape(own)}?format=ttl">Turtle</a>'
        f' <a href="{escape(own)}?format=jsonld">JSON-LD</a>'
        f' <a href="/api/entity/{escape(quote(card["id"], safe="/"))}">JSON</a>'
        f' <a href="/view?id={escape(quote(card["id"], safe=""))}&amp;depth=1">关系图</a>'
        f' <a href="/view?id={escape(quote(card["id"], safe=""))}&amp;depth=2">关系图（两层）</a></p>',
        _attributes(card),
        f'<details class="view"><summary>关系图</summary><iframe loading="lazy" title="关系图"'
        f' src="/view?id={escape(quote(card["id"], safe=""))}&amp;depth=1"></iframe></details>',
        _relations(card, root),
    ]
    return document(card["label"], "".join(parts) + "</article>", alternates)


def path_of(id: str, root: str) -> str:
    """Where a thing's page is on this server; a thing of another graph stays where it is.

    >>> path_of("agency/某局", "/id/")
    '/id/agency/%E6%9F%90%E5%B1%80'
    """
    if id.startswith(("http://", "https://")):
        return quote(id, safe=":/?#[]@!$&'()*+,;=%~")
    return root + quote(id, safe="/")


def _attributes(card: dict[str, Any]) -> str:
    schema = load_schema()
    rows = []
    if card["aliases"]:
        rows.append(("别名", "、".join(card["aliases"])))
    if card["anaphora"]:
        rows.append(("指代", "、".join(card["anaphora"])))
    rows += [(schema.label(name), value) for name, value in card["attributes"]]
    if not rows:
        return ""
    return "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows) + "</dl>"


def _relations(card: dict[str, Any], root: str) -> str:
    parts = []
    for (relation, label, forward), ties in groupby(
        card["relations"], key=lambda tie: (tie["relation"], tie["label"], tie["forward"])
    ):
        total = card["totals"].get(relation if forward else f"^{relation}")
        more = f' <span class="more">共 {total:,} 条，列出一部分</span>' if total else ""
        arrow = "→" if forward else "←"
        parts.append(f"<section><h2>{escape(label)} <small>{escape(relation)} {arrow}</small>{more}</h2><ul>")
        parts += [_tie(tie, root) for tie in ties]
        parts.append("</ul></section>")
    return "".join(parts)


def _tie(tie: dict[str, Any], root: str) -> str:
    other = tie["other"]
    roles = f' <span class="role">{escape("、".join(tie["roles"]))}</span>' if tie["roles"] else ""
    quotes = "".join(
        f"<blockquote>{escape(one['quote'])}<footer>{escape(one['source'])}:{one['line']} · {escape(one['rule'])} · "
        f"{one['confidence']:.2f}</footer></blockquote>"
        for one in tie["evidence"]
    )
    link = f'<a href="{escape(path_of(other["id"], root))}">{escape(other["label"])}</a>'
    return f"<li>{link}{roles}{quotes}</li>"


def operations(openapi: dict[str, Any]) -> str:
    """The API's operations as a page."""
    parts = ['<article><h1>接口 API</h1><p>OpenAPI: <a href="/api/openapi.json">/api/openapi.json</a></p>']
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            rows = "".join(
                f"<tr><td><code>{escape(one['name'])}</code>{' *' if one.get('required') else ''}</td>"
                f"<td>{escape(one.get('description', ''))}</td><td>{escape(_kind(one['schema']))}</td></tr>"
                for one in operation.get("parameters", ())
            )
            codes = "".join(
                f"<tr><td>{code}</td><td>{escape(said['description'])}</td></tr>"
                for code, said in operation["responses"].items()
            )
            parts.append(
                f"<section><h2><code>{method.upper()} {escape(path)}</code></h2><p>{escape(operation['summary'])}</p>"
                f"<table>{rows}</table><details><summary>Answers</summary><table>{codes}</table></details></section>"
            )
    return document("API", "".join(parts) + "</article>")


def _kind(schema: dict[str, Any]) -> str:
    span = f" {schema['minimum']}–{schema['maximum']}" if "minimum" in schema else ""
    default = f" ({schema['default']})" if "default" in schema else ""
    return f"{schema['type']}{span}{default}"
