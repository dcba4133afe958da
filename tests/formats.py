"""One article written in every format that `kg` reads: what tests compare and break."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from typing import NamedTuple
from xml.sax.saxutils import escape


class Story(NamedTuple):
    """An article: its paragraphs are text, or section headings that start with `## `."""

    title: str
    date: str
    paragraphs: tuple[str, ...]
    byline: str

    @property
    def body(self) -> tuple[str, ...]:
        """The paragraphs, and the byline as one of them."""
        return (*self.paragraphs, f"（{self.byline}）")


STORY = Story(
    title="扬州市公安局启动“冬防”专项行动",
    date="2023-02-21",
    paragraphs=(
        "扬州讯 2月20日，扬州市公安局召开“冬防”专项行动推进会，部署社会面巡逻防控工作。扬州市公安局交警支队、"
        "扬州市公安局广陵分局参加会议，各单位就车辆管理、夜间巡查、重点场所检查作了发言，会议要求把责任落到每一个岗位。",
        "## 巡逻到街巷",
        "连日来，扬州市公安局广陵分局组织民警走进东关街，检查商铺28家，整改隐患12处。该局还联合扬州市消防救援支队为居民讲解灭火器"
        "的用法，居民对此表示满意，许多人当场学会了怎样使用，还把学到的办法讲给了邻居听。",
        "扬州市公安局交警支队出动警力300余人次，查处酒驾15起，同比下降20%。支队还在主要路口设立提示牌，提醒驾驶人雨雪天气减速慢行。",
    ),
    byline="王小明 李建国",
)


def as_text(story: Story) -> bytes:
    lines = [story.title, "", *(p.removeprefix("## ") if p[:1] != "#" else f"\n{p[3:]}\n" for p in story.body)]
    return ("\n".join(lines) + "\n").encode()


def as_markdown(story: Story) -> bytes:
    return ("\n\n".join([f"---\ndate: {story.date}\n---", f"# {story.title}", *story.body]) + "\n").encode()


def _markup(story: Story) -> str:
    return "".join(f"<h2>{escape(p[3:])}</h2>" if p[:3] == "## " else f"<p>　　{escape(p)}</p>" for p in story.body)


def as_html(story: Story) -> bytes:
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{story.title}_某某网</title>
<meta name="PubDate" content="{story.date} 09:12"><style>p{{color:red}}</style></head><body>
<div class="nav"><a href="/">首页</a> <a href="/news">要闻</a> <a href="/video">视频</a></div>
<div class="main"><h1>{story.title}</h1><div class="info">{story.date} 09:12 来源：某某日报</div>
<div class="content">{_markup(story)}</div></div>
<div class="foot">版权所有 某某网</div><script>var a = "公安局";</script></body></html>""".encode()


def as_docx(story: Story) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading(story.title, level=1)
    for paragraph in story.body:
        if paragraph.startswith("## "):
            document.add_heading(paragraph[3:], level=2)
        else:
            document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_epub(story: Story) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr(
            "META-INF/container.xml",
            '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
            '<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
            "</container>",
        )
        book.writestr(
            "OEBPS/book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:date>{story.date}</dc:date></metadata><manifest>'
            '<item id="n" href="nav.xhtml" properties="nav"/><item id="c" href="text/%E9%A1%B5%201.xhtml"/></manifest>'
            '<spine><itemref idref="n"/><itemref idref="c"/></spine></package>',
        )
        book.writestr("OEBPS/nav.xhtml", "<html><body><nav><a href='#'>扬州市公安局</a></nav></body></html>")
        book.writestr(
            "OEBPS/text/页 1.xhtml",
            '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>一</title>'
            f"</head><body><h1>{escape(story.title)}</h1>{_markup(story)}</body></html>",
        )
    return out.getvalue()


def as_zip(story: Story) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2023/页.md", as_markdown(story))
        archive.writestr("__MACOSX/2023/._页.md", b"\0\5\26\7")
    return out.getvalue()


def as_jsonl(story: Story) -> bytes:
    row = {"标题": story.title, "日期": story.date, "正文": "\n\n".join(story.body)}
    return (json.dumps(row, ensure_ascii=False) + "\n").encode()


def as_csv(story: Story) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([("标题", "日期", "正文"), (story.title, story.date, "\n\n".join(story.body))])
    return out.getvalue().encode("gb18030")


def as_nitf(story: Story) -> bytes:
    body = "".join(f"<hl2>{escape(p[3:])}</hl2>" if p[:3] == "## " else f"<p>{escape(p)}</p>" for p in story.body)
    return f"""<?xml version="1.0" encoding="utf-8"?><nitf>
<head><docdata><date.issue norm="{story.date}"/></docdata></head>
<body><body.head><hedline><hl1>{escape(story.title)}</hl1></hedline></body.head>
<body.content>{body}</body.content></body></nitf>""".encode()


def as_rss(story: Story) -> bytes:
    return f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>要闻</title><item>
<title>{escape(story.title)}</title><pubDate>Tue, 21 Feb 2023 09:12:00 +0800</pubDate>
<content:encoded>{escape(_markup(story))}</content:encoded></item></channel></rss>""".encode()


def as_ninjs(story: Story) -> bytes:
    """ninjs 3, with the body twice: as text that has lost its paragraphs, and as mark-up."""
    item = {
        "uri": "urn:news:1",
        "standard": {"name": "ninjs", "version": "3.0"},
        "type": "text",
        "versionCreated": f"{story.date}T09:12:00+08:00",
        "headlines": [{"role": "sub", "value": ""}, {"role": "main", "value": story.title}],
        "subjects": [{"name": "公安", "uri": "urn:subject:1"}],
        "bodies": [
            {"role": "text", "contentType": "text/plain", "value": "".join(story.body)},
            {"role": "html", "contentType": "text/html", "value": f"<section>{_markup(story)}</section>"},
        ],
    }
    return json.dumps(item, ensure_ascii=False, indent=1).encode()


def as_old_ninjs(story: Story) -> bytes:
    """ninjs 1, in a list."""
    item = {
        "uri": "urn:news:1",
        "type": "text",
        "contentcreated": f"{story.date}T09:12:00+08:00",
        "headline": story.title,
        "body_text": "\n\n".join(story.body),
    }
    return json.dumps([item]).encode("utf-16")


def wrapped(text: str, size: int) -> list[str]:
    """Rows of at most `size` characters; no row begins with a closing mark."""
    rows, row = [], ""
    for char in text:
        if len(row) >= size and char not in "，。、；：”）":
            rows.append(row)
            row = ""
        row += char
    return [*rows, row]


class Paper:
    """A PDF page in points, set in a font that PDF readers bring themselves, so that none has to be here.

    `turn` sets its text in another direction: 90 runs up, 180 upside down, 270 down.
    """

    def __init__(self, *, turn: int = 0, width: int = 800, height: int = 1000) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfgen.canvas import Canvas

        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        self.out = io.BytesIO()
        self.height = height
        self.canvas = Canvas(self.out, pagesize=(width, height), invariant=True)
        if turn:
            self.canvas.translate(500, 500)
            self.canvas.rotate(turn)
            self.canvas.translate(-500, -500)

    def put(self, left: float, top: float, size: float, text: str) -> None:
        self.canvas.setFont("STSong-Light", size)
        self.canvas.drawString(left, self.height - top, text)

    def story(
        self, story: Story, left: float, top: float, *, columns: int, size: int = 18, rows: int = 0, gap: int = 2
    ) -> float:
        """A headline over columns of `size` characters of 10 points; how high they are."""
        self.put(left, top, 24, story.title)
        lines: list[tuple[str, float]] = []
        for paragraph in story.body:
            if paragraph.startswith("## "):
                lines.append((paragraph[3:], 13.0))
            else:
                lines += [(row, 10.0) for row in wrapped("\u3000\u3000" + paragraph, size)]
        height = rows or -(-len(lines) // columns)
        for number, (line, type_size) in enumerate(lines):
            column, row = divmod(number, height)
            indent = len(line) - len(line.lstrip("\u3000"))
            x = left + column * (size + gap) * 10 + indent * 10
            self.put(x, top + 30 + row * 16, type_size, line.lstrip("\u3000"))
        return 30 + height * 16.0

    def pdf(self) -> bytes:
        self.canvas.save()
        return self.out.getvalue()


def as_pdf(story: Story, *, columns: int = 2, turn: int = 0) -> bytes:
    paper = Paper(turn=turn)
    paper.story(story, 60, 100, columns=columns)
    return paper.pdf()


def as_broadsheet(*stories: Story) -> bytes:
    """A page with the first story across the top, and the others side by side under it."""
    paper = Paper()
    paper.put(60, 40, 11, "某某日报 2023年2月21日 星期二 第3版")
    paper.story(stories[0], 60, 90, columns=3, size=20)
    for number, story in enumerate(stories[1:]):
        paper.story(story, 60 + number * 340, 500, columns=2, size=14)
    return paper.pdf()


def as_crowded(*stories: Story) -> bytes:
    """Five stories whose columns do not stand under each other's, under a masthead in pieces."""
    paper = Paper(width=900)
    paper.put(40, 30, 9, "某某日报")
    paper.put(400, 30, 9, "2023年2月21日 星期二 责编 王某")
    paper.put(820, 30, 9, "第 3 版")
    paper.story(stories[0], 40, 90, columns=3, size=24)
    paper.story(stories[1], 40, 290, columns=2)
    paper.story(stories[2], 470, 290, columns=2)
    paper.story(stories[3], 40, 500, columns=4)
    paper.story(stories[4], 40, 650, columns=3, size=24)
    return paper.pdf()


WRITERS: dict[str, Callable[[Story], bytes]] = {
    ".txt": as_text,
    ".md": as_markdown,
    ".html": as_html,
    ".docx": as_docx,
    ".epub": as_epub,
    ".zip": as_zip,
    ".jsonl": as_jsonl,
    ".json": as_ninjs,
    ".csv": as_csv,
    ".pdf": as_pdf,
    ".xml": as_nitf,
}
"""Suffix to the function that gives the bytes of a file of that kind."""
