"""What an article says: mentions and relations, one file per kind; `EXTRACTORS` is the order in which they run.

Divisions and agencies are read before, over the whole page (`extract.chains`, `refer`), since articles of a page share
their full names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kg.extract.draft import Draft
from kg.extract.events import find_events
from kg.extract.fusion import fuse_entities
from kg.extract.indicators import find_indicators
from kg.extract.initiatives import find_initiatives
from kg.extract.organizations import find_organizations
from kg.extract.persons import find_persons
from kg.extract.places import find_places
from kg.extract.relations import find_relations
from kg.extract.times import find_times
from kg.extract.trees import find_in_trees
from kg.lexicon import Lexicon


def _times(draft: Draft, lexicon: Lexicon) -> None:
    draft.times = find_times(draft.passage)


EXTRACTORS: tuple[tuple[str, Callable[[Draft, Lexicon], None]], ...] = (
    ("times", _times),
    ("initiatives", find_initiatives),
    ("organizations", find_organizations),
    ("persons", find_persons),
    ("places", find_places),
    ("indicators", find_indicators),
    ("events", find_events),
    ("relations", find_relations),
    ("fusion", fuse_entities),  # after all others, so that nothing that the grammar is sure of can change
    ("trees", find_in_trees),  # of what fusion has added too
)


def extract_alone(drafts: Iterable[Draft], lexicon: Lexicon) -> None:
    """Take what the analyzer's own model says, and nothing else: to see what it is worth by itself."""
    for draft in drafts:
        fuse_entities(draft, lexicon)


def extract(drafts: Iterable[Draft], lexicon: Lexicon) -> None:
    """Run every extractor over some articles, one extractor after the other."""
    drafts = list(drafts)
    for _, find in EXTRACTORS:
        for draft in drafts:
            find(draft, lexicon)
