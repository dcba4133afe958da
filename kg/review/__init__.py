"""Pairs of entities for people to judge: which are likely one, with what is said of each side by side."""

from __future__ import annotations

from kg.review.evidence import Side, show_sides
from kg.review.pairs import Proposal, propose

__all__ = ["Proposal", "Side", "propose", "show_sides"]
