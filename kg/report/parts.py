"""The parts of a report: key figures, rankings, charts, doubts and the queries behind them."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files

import msgspec

from kg.model import Knowledge, Skip
from kg.query import named_query
from kg.report.charts import CLASSES, draw_bands, draw_core, draw_months
from kg.report.figures import QUERIES, Figures, command
from kg.view.areas import Areas
from kg.view.labels import class_label, read_labels, relation_label, value_label
from kg.view.tiles import draw_provinces, read_tiles

TOP = 10
"""So many rows a table of the report has."""
DOUBTS = 8
"""So many weak relations are shown with their sentences."""


class Parts:
    """The parts of a report, each a piece of HTML; `words` are its words, escaped."""

    def __init__(self, figures: Figures, at: int) -> None:
        self.figures, self.at = figures, at
        self.words = {name: escape(pair[at]) for name, pair in read_words().items()}

    def number(self, value: int, name: str) -> str:
        """A number that leads to its query."""
        return f'<a class="n" href="#query-{name}">{value:,}</a>'

    def span(self) -> str:
        """How many pages and articles, and of which time."""
        (row,) = self.figures.rows["pages"] or [{}]
        counts = {key: self.number(int(row.get(key, 0)), "pages") for key in ("pages", "articles")}
        text = self.words["span"].format(**counts)
        if "first" not in row:
            return text
        return f"{text} · {self.words['dates'].format(first=escape(row['first']), last=escape(row['last']))}"

    def key_figures(self) -> str:
        """Six numbers."""
        classes = self.figures.classes
        cells = [
            (name, self.number(classes.get(kind, 0), "classes"))
            for name, kind in (
                ("articles", "Article"),
                ("agencies", "Agency"),
                ("events", "Event"),
                ("initiatives", "Initiative"),
                ("persons", "Person"),
            )
        ]
        cells.append(("facts", self.number(self.figures.facts, "relations")))
        inner = "".join(f"<div><b>{number}</b><span>{self.words[name]}</span></div>" for name, number in cells)
        return f'<section class="figures" aria-label="{self.words["figures"]}">{inner}</section>'

    def leading(self) -> str:
        """The agencies and the initiatives of which most is told."""
        words, rows = self.words, self.figures.rows
        agencies, programmes = rows["top-agencies"][:TOP], rows["top-initiatives"][:TOP]
        first = self.ranking(
            agencies,
            "agency",
            ("articles", "events", "initiatives"),
            "top-agencies",
            words["toplist"].format(n=len(agencies), all=self.number(self.figures.classes.get("Agency", 0), "classes")),
        )
        count = self.number(self.figures.classes.get("Initiative", 0), "classes")
        second = self.ranking(
            programmes,
            "initiative",
            ("bodies", "events", "articles"),
            "top-initiatives",
            words["programmelist"].format(n=len(programmes), all=count),
        )
        return (
            f'<div class="two"><section><h2>{words["who"]}</h2>{first}</section>'
            f"<section><h2>{words['what']}</h2>{second}</section></div>"
        )

    def ranking(
        self, rows: Sequence[Mapping[str, str]], name: str, columns: Sequence[str], query: str, text: str
    ) -> str:
        """A table with a bar for its first number."""
        heads = "".join(f'<th class="num">{self.words[column]}</th>' for column in columns)
        most = max((int(row[columns[0]]) for row in rows), default=0) or 1
        lines = []
        for row in rows:
            kind = value_label(row["type"], self.at) if row.get("type") else ""
            note = f' <span class="where">{escape(kind)}</span>' if kind else ""
            wide = 84 * int(row[columns[0]]) / most
            cells = "".join(f'<td class="num">{self.number(int(row[column]), query)}</td>' for column in columns)
            lines.append(
                f'<tr><td>{escape(row[name])}{note}</td><td class="gauge"><svg viewBox="0 0 84 10" aria-hidden="true">'
                f'<rect width="{wide:.1f}" height="10" rx="3"/></svg></td>{cells}</tr>'
            )
        return (
            f'<p>{text}</p><table><thead><tr><th>{self.words[name]}</th><th class="gauge"></th>{heads}</tr></thead>'
            f"<tbody>{''.join(lines)}</tbody></table>"
        )

    def months(self) -> str:
        """Events along time."""
        months = self.figures.months
        types: Counter[str] = Counter()
        for found in months.values():
            types.update(found)
        text = self.words["whentext"].format(
            n=self.number(sum(types.values()), "events-by-month"),
            left=self.number(len(self.figures.rows["events-without-month"]), "events-without-month"),
        )
        hues: dict[str, list[str]] = {}
        for kind, look in read_labels().events.items():
            if types[kind]:
                count = self.number(types[kind], "events-by-month")
                hues.setdefault(look.hue, []).append(f"{escape(look.label[self.at])} {count}")
        key = "".join(
            f'<span class="{hue}">{_swatch("rect")}<span class="run">{("、", ", ")[self.at].join(names)}</span></span>'
            for hue, names in hues.items()
        )
        drawing = f'<div class="scrolls">{draw_months(months, self.at)}</div>'
        return f'<section><h2>{self.words["when"]}</h2><p>{text}</p>{drawing}<p class="key">{key}</p></section>'

    def provinces(self) -> str:
        """Two maps."""
        unplaced = self.figures.distinct("unlocated-events", "event", "time")
        text = self.words["wheretext"].format(left=self.number(unplaced, "unlocated-events"))
        maps = []
        for name, query, column in (
            ("eventsmap", "events-by-province", "events"),
            ("agenciesmap", "agencies-by-province", "agencies"),
        ):
            counts = self.figures.table(query, "code", column)
            names = {code: tile.name for code, tile in read_tiles().places.items()}
            drawing = draw_provinces(counts, names if self.at else province_names(), self.at, label=self.words[name])
            head = f'<figcaption><a class="n" href="#query-{query}">{self.words[name]}</a></figcaption>'
            maps.append(f"<figure>{head}{drawing}</figure>")
        return f'<section><h2>{self.words["where"]}</h2><p>{text}</p><div class="two">{"".join(maps)}</div></section>'

    def together(self, knowledge: Knowledge) -> str:
        """The core of the graph, and the pairs that work together."""
        words, rows = self.words, self.figures.rows["collaborations"]
        drawing, size = draw_core(knowledge)
        key = "".join(
            f'<span class="{hue}">{_swatch(kind)}{escape(class_label(kind, self.at))}</span>'
            for kind, hue in CLASSES.items()
        )
        text = f"<p>{words['coretext'].format(n=size)}</p>"
        core = f'{text}<div class="scrolls">{drawing}</div><p class="key">{key}</p>' if drawing else ""
        pairs = words["pairs"].format(n=self.number(len(rows), "collaborations"))
        lines = "".join(
            f"<tr><td>{escape(row['agency'])}</td><td>{escape(row['partner'])}</td>"
            f'<td class="num">{self.number(int(row["sentences"]), "collaborations")}</td></tr>'
            for row in rows[:TOP]
        )
        table = self.table(("agency", "partner", "#sentences"), lines) if lines else ""
        return f'<section class="long"><h2>{words["together"]}</h2>{core}<h3>{pairs}</h3>{table}</section>'

    def quality(self, dropped: Sequence[Skip] | None) -> str:
        """How sure the relations are, which to check, and what the build left out."""
        words, bands = self.words, self.figures.bands
        head = f'<section class="long"><h2>{words["quality"]}</h2>'
        if self.figures.facts and not bands:
            return f"{head}<p>{words['noproof']}</p>{self.left_out(dropped)}</section>"
        legend = "".join(
            f'<span class="l{shade}">{_swatch("rect")}{escape(band.replace("-", "–"))} '
            f"{self.number(count, 'confidence-bands')}</span>"
            for shade, (band, count) in zip((5, 4, 3, 2, 1), bands.items(), strict=False)
        )
        return (
            f"{head}<p>{words['qualitytext']}</p>{draw_bands(bands)}"
            f'<p class="legend">{legend}</p>{self.doubts()}{self.left_out(dropped)}</section>'
        )

    def doubts(self) -> str:
        """The weakest relations with a sentence each."""
        words = self.words
        below = QUERIES["doubtful-facts"]["below"]
        ends = ("subject", "predicate", "object")
        count = self.figures.distinct("doubtful-facts", *ends)
        if not count:
            text = words["nodoubts"].format(below=f'<a class="n" href="#query-doubtful-facts">{below}</a>')
            return f"<h3>{words['doubts']}</h3><p>{text}</p>"
        seen: dict[tuple[str, ...], Mapping[str, str]] = {}
        for row in self.figures.rows["doubtful-facts"]:
            seen.setdefault(tuple(row[end] for end in ends), row)
        lines = "".join(
            f"<tr><td>{escape(row['subject'])} <b>{escape(relation_label(row['predicate'], self.at))}</b> "
            f'{escape(row["object"])}</td><td class="num">{float(row["confidence"]):.2f}</td>'
            f'<td class="quote">{escape(row["quote"])}<div class="where">{escape(row["source"])}</div></td></tr>'
            for row in list(seen.values())[:DOUBTS]
        )
        text = words["doubtstext"].format(n=self.number(count, "doubtful-facts"), below=below)
        table = self.table(("relation", "#band", "sentences"), lines, look="doubts")
        return f"<h3>{words['doubts']}</h3><p>{text}</p>{table}"

    def left_out(self, dropped: Sequence[Skip] | None) -> str:
        """What the build dropped, by step and reason."""
        words = self.words
        head = f"<h3>{words['dropped']}</h3>"
        if dropped is None:
            return f"{head}<p>{words['droppedunknown']}</p>"
        if not dropped:
            return f"{head}<p>{words['droppednone']}</p>"
        counts = Counter((skip.step, skip.reason) for skip in dropped)
        lines = "".join(
            f'<tr><td>{escape(step)}</td><td>{escape(reason)}</td><td class="num">{count:,}</td></tr>'
            for (step, reason), count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:TOP]
        )
        text = words["droppedtext"].format(n=f"{len(dropped):,}")
        return f"{head}<p>{text}</p>{self.table(('step', 'reason', '#number'), lines)}"

    def table(self, columns: Sequence[str], lines: str, *, look: str = "") -> str:
        """A table of these lines below the names of its columns; `#` marks those with numbers."""
        heads = "".join(
            f'<th class="num">{self.words[name[1:]]}</th>' if name[0] == "#" else f"<th>{self.words[name]}</th>"
            for name in columns
        )
        return f'<table class="{look}"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>'

    def queries(self) -> str:
        """The queries that the numbers come from."""
        parts = []
        for name in QUERIES:
            known = named_query(name)
            rows = self.words["rows"].format(n=f"{len(self.figures.rows[name]):,}")
            code = "\n".join(line for line in known.text.splitlines() if not line.startswith("#"))
            parts.append(
                f'<div class="query" id="query-{name}"><h3>{escape((known.title_zh, known.title)[self.at])}</h3>'
                f"<p><code>{escape(command(name))}</code> {rows}</p><pre>{escape(code)}</pre></div>"
            )
        words = self.words
        text = f"<h2>{words['queries']}</h2><p>{words['queriestext']}</p>"
        return f'<section class="queries">{text}{"".join(parts)}</section>'


def _swatch(shape: str) -> str:
    """A sign of a legend."""
    signs = {
        "rect": '<rect width="12" height="12" rx="3"/>',
        "Agency": '<circle cx="6" cy="6" r="5.5"/>',
        "Organization": '<rect x="1" y="1" width="10" height="10" rx="1"/>',
        "Initiative": '<polygon points="6,0.5 11.5,11 0.5,11"/>',
        "Event": '<polygon points="6,0 12,6 6,12 0,6"/>',
    }
    return f'<svg viewBox="0 0 12 12" aria-hidden="true">{signs[shape]}</svg>'


@cache
def province_names() -> Mapping[str, str]:
    """The official names of the provinces by code."""
    areas = Areas(Knowledge())
    return {code: areas.name(code) for code in read_tiles().places}


@cache
def read_words() -> Mapping[str, tuple[str, str]]:
    """The words of `report.toml`: Chinese and English."""
    return msgspec.convert(tomllib.loads(asset("report.toml"))["words"], dict[str, tuple[str, str]])


def asset(name: str) -> str:
    """A file of the folder `assets`."""
    return files("kg.report").joinpath("assets", name).read_text(encoding="utf-8")
