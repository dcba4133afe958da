"""What an article of some paragraphs is read to say, and whether that is what it should say.

A wish is `subject relation object`: names, `~` before one that is only a part, `*` for any; `; ` between them.
"""

from __future__ import annotations

from kg.analyze import load_analyzer
from kg.extract.draft import Draft
from kg.pipeline import extract_document
from tests.pages import page


def read(text: str) -> Draft:
    """The draft of an article with these paragraphs (apart by `/`), printed on 30 June 2024."""
    paragraphs = "".join(f"　　{paragraph}\n" for paragraph in text.split("/"))
    (draft,) = extract_document(
        page(f"民生新闻一则\n\n{paragraphs}（王敏）\n", published="2024-06-30"), load_analyzer("lexicon")
    )
    return draft


def find_stated(draft: Draft) -> set[tuple[str, str, str]]:
    """The relations of a draft, by names; of places only those of events."""
    happening = {key for key, thing in draft.things.items() if thing.type == "Event"}
    return {
        (draft.things[claim.subject].label, claim.predicate, draft.things[claim.object].label)
        for claim in draft.claims
        if claim.predicate != "takesPlaceIn" or claim.subject in happening
    }


def is_stated(wish: str, stated: set[tuple[str, str, str]]) -> bool:
    """Whether one of some relations is as wished."""
    head, relation, tail = wish.split(" ")

    def fits(name: str, label: str) -> bool:
        return name == "*" or (name[1:] in label if name[0] == "~" else name == label)

    return any(fits(head, subject) and relation == said and fits(tail, object_) for subject, said, object_ in stated)


def find_faults(text: str, says: str, never: str = "", events: int | None = None) -> list[str]:
    """What an article is read to say too little or too much, each with its text."""
    draft = read(text)
    stated = find_stated(draft)
    faults = [f"missing: {wish}" for wish in says.split("; ") if wish and not is_stated(wish, stated)]
    faults += [f"too much: {wish}" for wish in never.split("; ") if wish and is_stated(wish, stated)]
    named = [thing.label for thing in draft.things.values() if thing.type == "Event"]
    if events is not None and len(named) != events:
        faults.append(f"{len(named)} events: {named}")
    return [f"{text} {fault}" for fault in faults]


def find_pairs(text: str, predicate: str) -> set[tuple[str, str]]:
    """Between whom a page, as it is written, is read to state a relation, by their names."""
    return {
        (draft.things[claim.subject].label, draft.things[claim.object].label)
        for draft in extract_document(page(text), load_analyzer("lexicon"))
        for claim in draft.claims
        if claim.predicate == predicate
    }
