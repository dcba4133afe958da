"""A graph on disk that grows page by page: pages come, change and go, and the graph is that of what is there.

`DIR/pages.sqlite` is the only thing that counts: the pages' texts and what their articles say (`kg.record`). The graph
itself is derived from it whenever it is asked for, and is the graph that a fresh build of the same pages
gives. See docs/store.md.
"""

from kg.store.database import Store, init_store, is_store
from kg.store.graph import load_graph, name_graph
from kg.store.pages import Change, add_pages, remove_pages, take_over_rules
from kg.store.reading import find_stale
from kg.store.status import PageState, Status, compact, read_status

__all__ = [
    "Change",
    "PageState",
    "Status",
    "Store",
    "add_pages",
    "compact",
    "find_stale",
    "init_store",
    "is_store",
    "load_graph",
    "name_graph",
    "read_status",
    "remove_pages",
    "take_over_rules",
]
