"""All values that flow through the program, and nothing else.

Spans count code points of `Document.text`, half-open. Everything is frozen; sequences are tuples.
`Knowledge` is the truth: RDF, networkx and the views are made from it and (RDF) back into it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate, count
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.view.notebook import Shown

CLASSES = ("Agency", "Organization", "Region", "Place", "Initiative", "Event", "Person", "Indicator")
"""The classes of extracted entities, in the order that tables and legends show them; `Article` comes beside them."""

RELATIONS = (
    "partOf", "jurisdiction", "within", "implements", "partOfInitiative", "organizes", "participates",
    "takesPlaceIn", "underInitiative", "collaboratesWith", "memberOf", "about", "wrote",
)  # fmt: skip
"""The relations between entities, in the order of `ontology.md`. `mentions` (Article → entity) comes beside them."""


class Span(msgspec.Struct, frozen=True, order=True, gc=False):
    """`start` and `stop` in code points of the document's text, half-open."""

    start: int
    stop: int


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A page as read; `text` is never altered.

    `id` is the file name without its suffix, `source` the path as the user gave it (POSIX separators), `published`
    an ISO date or None, `published_from` says where it came from (`front matter`, `date line`, `option`, `file name`),
    `encoding` is the codec the bytes were decoded with.
    """

    id: str
    source: str
    text: str
    published: str | None = None
    published_from: str = ""
    encoding: str = "utf-8"


class Skip(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was dropped: where, what kind of thing, and why; listed in the build report."""

    source: str
    step: str
    reason: str


class Author(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A name in the byline and where it stands."""

    name: str
    span: Span


class Line(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Unwrapped text with the way back: `offsets[i]` is the document position of `text[i]`."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, stop: int) -> Span:
        """The document's span of `text[start:stop]`."""
        return Span(self.offsets[start], self.offsets[stop - 1] + 1)


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """One article: `body` holds its paragraphs, each ended by a line feed that has no place in the document.

    `id` is the page's id, `#` and the running number in reading order. `headline` is the printed main headline, its
    lines joined with one space. `dateline` is the place in a lead such as `通辽讯`, or None. `headings` are the indices
    of the paragraphs that are section headings. `published` is the ISO date of the article's own date line, else the
    page's; `year` that of a page without a date, where its text fixes it. `variant` says that the page is printed in
    traditional characters: its lines hold the simplified ones, for matching, and the document's text what is printed.
    """

    id: str
    document: Document
    headline: Line
    kickers: tuple[Line, ...]
    authors: tuple[Author, ...]
    dateline: str | None
    paragraphs: tuple[Line, ...]
    headings: frozenset[int] = frozenset()
    published: str | None = None
    year: str = ""
    variant: bool = False

    @property
    def key(self) -> str:
        """The id of the article's entity: `000#1` is `article/000-1`."""
        return "article/" + self.id.replace("#", "-")


class Mention(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A surface form in the text that names (or stands for) a thing of class `type`."""

    span: Span
    type: str
    surface: str
    rule: str
    confidence: float


class Evidence(msgspec.Struct, frozen=True, kw_only=True, order=True, gc=False):
    """Where a fact is said: `span` of `source`'s text, `line` (1-based) on which it starts, the words, who found it.

    For a relation `quote` is the unwrapped sentence; for `mentions` it is the surface form.
    """

    article: str
    source: str
    span: Span
    line: int
    quote: str
    rule: str
    confidence: float


class Entity(msgspec.Struct, frozen=True, kw_only=True, order=True, gc=False):
    """A thing of the graph.

    `id` is its IRI without the base, not percent-encoded, such as `agency/呼和浩特市公安局`; `label` its canonical
    name; `aliases` every other surface form that names it, `anaphora` those that only point (`该支队`); both sorted.
    `attributes` are sorted (name, lexical value) pairs under the ontology's local names (`regionLevel`, `time`,
    `value`…); a name may repeat (`byline`). Articles have `type` `Article`, their headline as label, and the attributes
    `byline`, `dateline`, `source`, `date`.
    """

    id: str
    type: str
    label: str
    aliases: tuple[str, ...] = ()
    anaphora: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str | None:
        """The first value of an attribute, or None."""
        return next((value for key, value in self.attributes if key == name), None)


class Fact(msgspec.Struct, frozen=True, kw_only=True, order=True, gc=False):
    """A relation between two entities (by id) with at least one piece of evidence.

    `predicate` is one of `RELATIONS`, or `mentions` (Article → entity, one piece of evidence per mention).
    `roles` are the offices a `memberOf` states (`所长`), sorted.
    """

    subject: str
    predicate: str
    object: str
    roles: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def confidence(self) -> float:
        """The confidence of the best evidence, between 0 and 1."""
        return max((e.confidence for e in self.evidence), default=0.0)


class Knowledge(msgspec.Struct, frozen=True):
    """A graph: entities sorted by id, facts sorted by (subject, predicate, object), each once.

    The methods are shorthands for the modules of the same name, imported when first called
    (docs/decisions/001-knowledge-methods.md).
    """

    entities: tuple[Entity, ...] = ()
    facts: tuple[Fact, ...] = ()

    def to_rdf(self, *, base: str = "", provenance: bool = True) -> rdflib.Graph:
        """The graph as an rdflib graph, with the evidence unless `provenance` is false.

        >>> court = Entity(id="agency/青城区人民法院", type="Agency", label="青城区人民法院")
        >>> graph = Knowledge((court,)).to_rdf(base="https://a.example/")
        >>> [str(agency) for agency, _, kind in graph if kind.endswith("#Agency")]
        ['https://a.example/agency/青城区人民法院']

        Raises: GraphError if the graph breaks the vocabulary, or the base can't be one.
        """
        from kg.rdf import to_rdf
        from kg.schema import DEFAULT_BASE

        return to_rdf(self, base=base or DEFAULT_BASE, provenance=provenance)

    def to_network(self, *, articles: bool = True) -> networkx.MultiDiGraph:
        """The graph as a networkx graph, without its articles if you like; nodes are the ids of entities.

        >>> court = Entity(id="agency/青城区人民法院", type="Agency", label="青城区人民法院")
        >>> list(Knowledge((court,)).to_network())
        ['agency/青城区人民法院']
        """
        from kg.network import to_network

        return to_network(self, articles=articles)

    def write(self, folder: str | Path, formats: Iterable[str] | None = None, *, base: str = "") -> tuple[Path, ...]:
        """Write the graph into a folder in these formats of `kg.write.FORMATS`, or in all; the files written.

        Raises: UsageError, GraphError, OSError.
        """
        from kg.schema import DEFAULT_BASE
        from kg.write import write_files

        return write_files(self, folder, formats, base=base or DEFAULT_BASE)

    def view(
        self,
        kind: str = "graph",
        *,
        title: str = "知识图谱",
        focus: str | None = None,
        depth: int = 1,
        lang: str = "zh",
        height: int = 640,
    ) -> Shown:
        """A picture for Jupyter, `height` pixels high: one of `kg.view.KINDS`, or of what is near `focus` only.

        >>> court = Entity(id="agency/青城区人民法院", type="Agency", label="青城区人民法院")
        >>> "青城区人民法院" in Knowledge((court,)).view("hierarchy").html
        True

        Raises: UsageError for an unknown kind or language, or a focus that names nothing or several things.
        """
        from kg.view.notebook import show

        return show(self, kind, title=title, focus=focus, depth=depth, lang=lang, height=height)


class Report(msgspec.Struct, kw_only=True):
    """What a build did; `report.json` is this, so nothing in it depends on the clock or the machine."""

    version: str
    analyzer: str
    documents: tuple[dict[str, str], ...] = ()
    """Per page: `source`, `encoding`, `published`, `published_from`, `articles`, `characters`."""
    articles: int = 0
    characters: int = 0
    entities: dict[str, int] = msgspec.field(default_factory=dict)
    relations: dict[str, int] = msgspec.field(default_factory=dict)
    decisions: tuple[dict[str, str], ...] = ()
    """Per verdict of people: `source`, `line`, `verdict`, `state` (`applied` or `stale`), `effect`."""
    dropped: tuple[Skip, ...] = ()


Progress = Callable[[Document], None]
"""Called after each page."""


def line_starts(text: str) -> list[int]:
    """Positions at which the lines of `text` start.

    >>> line_starts("公安\\n民政")
    [0, 3]
    """
    sizes = accumulate(map(len, text.split("\n")[:-1]), initial=0)
    return [*map(add, sizes, count())]  # with a line feed for each line


def line_of(starts: list[int], position: int) -> int:
    """The 1-based line of a position, given `line_starts`."""
    return bisect_right(starts, position)
