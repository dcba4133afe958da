"""What a page holds, gathered while it is written, in the form of the gold files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kg.lexicon.gazetteer import Region, load_gazetteer
from tests.corpus.cast import Body

Said = tuple[str, ...]
"""Head, relation, tail, and for `memberOf` the role; `wrote` has the article's id as its tail."""


@dataclass
class Thing:
    """An entity of the page; `optional` until something asks for it."""

    kind: str
    name: str
    mentions: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    optional: bool = True
    more: dict[str, Any] = field(default_factory=dict)


class Truth:
    """The entities and relations of the articles of one page."""

    def __init__(self) -> None:
        self.things: dict[tuple[str, str], Thing] = {}
        self.regions: dict[str, Region] = {}
        self.said: set[Said] = set()
        self.allowed: set[Said] = set()
        self.articles: list[dict[str, Any]] = []
        self.posts: list[tuple[str, Region, Region]] = []
        self.article = ""

    def open(self, number: int, title: str, authors: Iterable[str], dateline: str | None) -> None:
        """Begin an article, with its byline."""
        self.article = f"page#{number}"
        self.articles.append({"id": self.article, "title": title, "authors": list(authors), "dateline": dateline})
        for author in authors:
            self.put("Person", author, author)
            self.say(author, "wrote", self.article)

    def put(self, kind: str, name: str, mention: str, *, optional: bool = False, **more: Any) -> str:
        """Note that the article names a thing; its name."""
        thing = self.things.setdefault((kind, name), Thing(kind, name))
        thing.mentions.add(mention)
        thing.articles.add(self.article)
        thing.optional &= optional
        thing.more |= more
        return name

    def put_region(self, region: Region, mention: str, *, optional: bool = False) -> str:
        """Note that the article names a division."""
        self.regions[region.name] = region
        return self.put("Region", region.name, mention, optional=optional, subtype=region.level)

    def put_body(self, body: Body, mention: str) -> str:
        """Note a body, what its name says of its superiors, and the divisions in it."""
        name = body.names[0]
        self.put("Agency", name, mention)
        self.things["Agency", name].names |= set(body.names[1:])
        for region, form in body.within_name:
            self.put_region(region, form)
        if body.town:
            self.put_region(body.town, body.town.name, optional=True)
            self.posts.append((name, body.region, body.town))
        else:
            self.say(name, "jurisdiction", body.region.name)
        if body.above:
            self.put_body(body.above, body.above.text)
            self.say(name, "partOf", body.above.names[0])
        return name

    def point(self, body: Body, mention: str) -> None:
        """Note that the article points to a body by words that name no more."""
        self.things["Agency", body.names[0]].mentions.add(mention)

    def say(self, *said: str, optional: bool = False) -> None:
        """Note a relation."""
        (self.allowed if optional else self.said).add(said)

    def gold(self) -> dict[str, Any]:
        """The page's gold."""
        asked = {name for (kind, name), thing in self.things.items() if kind == "Region" and not thing.optional}
        gazetteer = load_gazetteer()
        for name, region in self.regions.items():
            above = next((a.name for a in gazetteer.ancestors(region) if a.name in asked), None)
            if above:
                self.say(name, "within", above, optional=name not in asked)
        for post, county, town in self.posts:
            # Where the page speaks of the township, the post's division is that; readers differ where it does not.
            self.say(post, "jurisdiction", town.name, optional=True)
            self.say(post, "jurisdiction", county.name, optional=True)
        brigades = [name for kind, name in self.things if kind == "Agency" and "消防救援" in name]
        for below in brigades:
            # Readers put a county's brigade under its prefecture's where the article is on that one.
            for above in brigades:
                if below.endswith("大队") and above.endswith("支队"):
                    self.say(below, "partOf", above, optional=True)
        for place in [thing.name for thing in self.things.values() if thing.kind == "Place"]:
            for name in self.regions:
                self.say(place, "within", name, optional=True)
        return {
            "page": "page",
            "year": None,
            "articles": self.articles,
            "entities": [
                {
                    "kind": thing.kind,
                    "name": thing.name,
                    "mentions": sorted(thing.mentions),
                    "articles": sorted(thing.articles),
                    "names": sorted(thing.names - {thing.name}),
                    "optional": thing.optional,
                    **thing.more,
                }
                for _, thing in sorted(self.things.items())
            ],
            "relations": [list(one) for one in sorted(self.said)],
            "optional_relations": [list(one) for one in sorted(self.allowed - self.said)],
        }
