"""People's verdicts on entities, as `decisions.toml` holds them: what is one thing, what is not, what goes.

    [[same]]
    type = "Agency"
    names = ["甲市公安局交管支队", "甲市交警支队"]  # two or more
    name = "甲市公安局交管支队"                      # what they are called together; otherwise the first of names
    who = "王芳"
    when = 2026-11-22
    why = "官网写明是一个单位"

`different` has `names` that must not be merged, or one name and `articles` in which it is somebody else (`same` with
`articles` says that it is not, so that nobody asks again). `rename` has
`name` and `to`, `drop` has `name`. A name is a canonical name, an alias, or an id such as `region/150105`.
"""

from __future__ import annotations

from kg.decisions.file import FILE, append_decision, find_decisions, parse_decisions, read_decisions, render
from kg.decisions.verdicts import NO_DECISIONS, Decision, Decisions, gather, to_id

__all__ = [
    "FILE",
    "NO_DECISIONS",
    "Decision",
    "Decisions",
    "append_decision",
    "find_decisions",
    "gather",
    "parse_decisions",
    "read_decisions",
    "render",
    "to_id",
]
