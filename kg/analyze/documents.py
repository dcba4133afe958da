"""The documents that HanLP's models give, as our own values: entities, words with tags, who does what to whom.

A multi-task model's document has lists by task, one item a sentence: `tok/fine`, `pos/pku` (or `ctb`, `863`),
`ner/msra`, `srl`, `dep`; places in it are counted in words. Which tasks there are depends on the model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kg.analyze.values import EntitySpan, Frame, Reading, Token

LABELS = {
    "ORG": "Organization", "ORGANIZATION": "Organization", "NT": "Organization", "LOC": "Place", "LOCATION": "Place",
    "NS": "Place", "GPE": "Place", "FAC": "Place", "PER": "Person", "PERSON": "Person", "NR": "Person",
    "DATE": "Time", "TIME": "Time",
    "AGENCY": "Agency", "PLACE": "Place", "INITIATIVE": "Initiative", "REGION": "Region",
}  # fmt: skip
"""HanLP's label sets (MSRA, PKU, OntoNotes) and that of `kg train` in our classes."""

_PREFERRED = ("tok/fine", "pos/pku", "pos/ctb", "pos/863", "ner/msra", "ner/pku", "ner/ontonotes")
"""Of several tasks of one kind the first of these is taken: MSRA's labels are the widest, PKU's tags are ours."""
_TAGS = {
    # the Chinese Treebank
    "NR": "nz", "NT": "t", "NN": "n", "VV": "v", "VA": "a", "VC": "v", "VE": "v", "P": "p", "BA": "p", "LB": "p",
    "SB": "p", "CC": "c", "CS": "c", "DEC": "u", "DEG": "u", "DER": "u", "DEV": "u", "AS": "u", "SP": "y", "ETC": "u",
    "MSP": "u", "PN": "r", "DT": "r", "AD": "d", "CD": "m", "OD": "m", "M": "q", "LC": "f", "JJ": "b", "PU": "w",
    "IJ": "e", "ON": "o", "FW": "nx", "URL": "nx",
    # Universal Dependencies
    "PROPN": "nz", "NOUN": "n", "VERB": "v", "AUX": "v", "ADJ": "a", "ADP": "p", "CCONJ": "c", "SCONJ": "c",
    "PART": "u", "PRON": "r", "DET": "r", "ADV": "d", "NUM": "m", "PUNCT": "w", "SYM": "w", "INTJ": "e", "X": "nx",
}  # fmt: skip
_TAGS_863 = {"nh": "nr", "nhf": "nr", "nhs": "nr", "ni": "nt", "nt": "t", "nd": "f", "nl": "s"}
"""Where the tags of 863 differ from those of ICTCLAS."""

# Dependencies of the Stanford, Universal and PMT sets; what is shared with a verb's conjuncts is said once.
_SUBJECTS = frozenset(("nsubj", "xsubj", "SBV"))
_OBJECTS = frozenset(("dobj", "obj", "VOB", "FOB", "nsubjpass", "nsubj:pass"))
_CONJUNCTS = frozenset(("conj", "xcomp", "COO"))
_AGENTS, _PATIENTS = ("ARG0", "A0"), ("ARG1", "A1")

Found = Sequence[Any]
"""HanLP's entity: text, label, start, stop."""
Stretch = tuple[int, int]


def choose_tasks(names: Iterable[str]) -> list[str]:
    """Of a model's tasks those that are asked for: one each for words, tags and entities, and the trees.

    >>> choose_tasks(["tok/coarse", "tok/fine", "pos/ctb", "pos/pku", "ner/pku", "ner/msra", "dep", "sdp", "con"])
    ['tok/fine', 'pos/pku', 'ner/msra', 'dep']
    """
    known = list(names)
    chosen = [_task(known, kind) for kind in ("tok", "pos", "ner", "srl", "dep")]
    return [name for name in chosen if name]


def adapt_document(document: Mapping[str, Any], sentences: Sequence[str]) -> Iterator[Reading]:
    """What a multi-task model's document says of each sentence.

    >>> document = {"tok/fine": [["王敏", "在", "平凉"]], "ner/msra": [[["平凉", "LOCATION", 2, 3]]]}
    >>> [reading] = adapt_document(document, ["王敏 在平凉"])
    >>> reading.entities, [(word.start, word.text) for word in reading.words]
    ((EntitySpan(start=4, stop=6, kind='Place', score=1.0),), [(0, '王敏'), (3, '在'), (4, '平凉')])
    """
    tok, pos, ner, srl, dep = (_task(document, kind) for kind in ("tok", "pos", "ner", "srl", "dep"))
    for n, sentence in enumerate(sentences):
        words = align(document[tok][n], sentence) if tok else []
        tags = adapt_tags(document[pos][n], pos) if pos else []
        if len(tags) != len(words):
            tags = [""] * len(words)
        spans = [
            (text, label, words[a][0], words[b - 1][1])
            for text, label, a, b, *_ in (document[ner][n] if ner else ())
            if 0 <= a < b <= len(words)
        ]
        roles = [*from_roles(document[srl][n], words)] if srl else []
        arcs = [*from_arcs(document[dep][n], words)] if dep else []
        yield Reading(
            tuple(sorted(adapt_spans(spans))),
            tuple([Token(a, b, sentence[a:b], tag) for (a, b), tag in zip(words, tags, strict=True)]),
            tuple(merge_frames(roles, arcs)),
        )


def _task(names: Iterable[str], kind: str) -> str:
    """The name of the task of a kind that is taken, or nothing."""
    found = [name for name in names if name == kind or name.startswith(f"{kind}/")]
    return min(found, key=lambda name: (name not in _PREFERRED, _rank(name), name), default="")


def _rank(name: str) -> int:
    return _PREFERRED.index(name) if name in _PREFERRED else 0


def align(tokens: Sequence[Any], sentence: str) -> list[Stretch]:
    """Where the words of a sentence stand in it: HanLP leaves out white space, and may give places with a word.

    >>> align(["王敏", "说", "A B"], "王敏 说A B")
    [(0, 2), (3, 4), (4, 7)]
    """
    out = []
    at = 0
    for token in tokens:
        text = token if isinstance(token, str) else token[0]
        found = sentence.find(text, at)
        start = min(found if found >= 0 else at, len(sentence))
        at = min(start + len(text), len(sentence))
        out.append((start, at))
    return out


def adapt_tags(tags: Iterable[str], task: str) -> list[str]:
    """Tags in the letters of ICTCLAS, from whichever set the task has.

    >>> adapt_tags(["NR", "VV", "DEG"], "pos/ctb"), adapt_tags(["nh", "v"], "pos/863"), adapt_tags(["nr"], "pos/pku")
    (['nz', 'v', 'u'], ['nr', 'v'], ['nr'])
    """
    table = _TAGS_863 if task == "pos/863" else {} if task == "pos/pku" else _TAGS
    return [table.get(tag, tag.lower()) for tag in tags]


def adapt_spans(found: Iterable[Found], likely: Sequence[float] = ()) -> list[EntitySpan]:
    """HanLP's (text, label, start, stop) tuples as our spans, without labels we have no class for.

    The score of a span is the least likely of its characters' tags; 1 where nothing is known of them.

    >>> adapt_spans([("王敏", "NR", 2, 4), ("三", "CARDINAL", 5, 6)])
    [EntitySpan(start=2, stop=4, kind='Person', score=1.0)]
    >>> adapt_spans([("王敏", "NR", 1, 3)], [0.99, 0.91, 0.87, 0.99])
    [EntitySpan(start=1, stop=3, kind='Person', score=0.85)]
    """
    return [
        EntitySpan(start, stop, LABELS[label.upper()], _score(likely[start:stop]))
        for _, label, start, stop in found
        if label.upper() in LABELS and start < stop
    ]


_STEPS = 20
"""Scores are counted in twentieths: sums of floating-point numbers differ in their last digits from batch to batch."""


def _score(likely: Sequence[float]) -> float:
    return round(round(min(likely, default=1.0) * _STEPS) / _STEPS, 2)


def from_roles(predicates: Iterable[Iterable[Found]], words: Sequence[Stretch]) -> Iterator[Frame]:
    """Who does what to whom by semantic roles: a predicate with its `ARG0` and its `ARG1`.

    >>> roles = [[["诗社", "ARG0", 0, 1], ["办", "PRED", 1, 2], ["灯会", "ARG1", 2, 3]]]
    >>> [*from_roles(roles, [(0, 2), (2, 3), (3, 5)])]
    [Frame(start=2, stop=3, subject=(0, 2), object=(3, 5), trees=1)]
    """
    for arguments in predicates:
        by_label: dict[str, list[Stretch]] = {}
        for _, label, a, b, *_ in arguments:
            if 0 <= a < b <= len(words):
                by_label.setdefault(label, []).append((words[a][0], words[b - 1][1]))
        for start, stop in (*by_label.get("PRED", ()), *by_label.get("V", ())):
            for subject in (one for label in _AGENTS for one in by_label.get(label, ())):
                for object_ in (one for label in _PATIENTS for one in by_label.get(label, ())):
                    yield Frame(start, stop, subject, object_)


def from_arcs(arcs: Sequence[Sequence[Any]], words: Sequence[Stretch]) -> Iterator[Frame]:
    """Who does what to whom by dependencies: `arcs` has for each word its head, counted from 1, and the relation.

    A verb without a subject has that of the verb it is joined to (走进校园，举办诗会); the thing done to in a passive
    sentence is an object. A stretch is all that hangs on its word.

    >>> arcs = [(2, "nsubj"), (0, "root"), (2, "dobj"), (2, "conj"), (4, "dobj")]
    >>> [(f.start, f.subject, f.object) for f in from_arcs(arcs, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)])]
    [(1, (0, 1), (2, 3)), (3, (0, 1), (4, 5))]
    """
    count = len(words)
    if len(arcs) != count or any(not 0 <= head <= count for head, _ in arcs):
        return
    reach = _reach([head for head, _ in arcs])
    under: dict[int, list[int]] = {}
    for n, (head, _) in enumerate(arcs):
        under.setdefault(head - 1, []).append(n)
    for verb in range(count):
        objects = [n for n in under.get(verb, ()) if arcs[n][1] in _OBJECTS]
        above, seen = verb, {verb}
        subjects = [n for n in under.get(above, ()) if arcs[n][1] in _SUBJECTS]
        while objects and not subjects and arcs[above][1] in _CONJUNCTS:
            above = arcs[above][0] - 1
            if above < 0 or above in seen:
                break
            seen.add(above)
            subjects = [n for n in under.get(above, ()) if arcs[n][1] in _SUBJECTS]
        for subject in subjects:
            for object_ in objects:
                yield Frame(
                    words[verb][0], words[verb][1], _span(words, *reach[subject]), _span(words, *reach[object_])
                )


def merge_frames(roles: Iterable[Frame], arcs: Iterable[Frame]) -> list[Frame]:
    """The frames of both kinds of trees, sorted; where both end a verb's subject and object alike, `trees` is 2."""
    found: dict[tuple[int, int, int], Frame] = {}
    for kind in (roles, arcs):
        told = set()
        for frame in kind:
            key = frame.start, frame.subject[1], frame.object[1]
            have = found.get(key)
            if key not in told:
                trees = have.trees + 1 if have else 1
                best = have or frame
                found[key] = Frame(best.start, best.stop, best.subject, best.object, trees)
                told.add(key)
    return sorted(found.values())


def _reach(heads: Sequence[int]) -> list[Stretch]:
    """The first and the last word that hang on each word, itself among them."""
    reach = [(n, n) for n in range(len(heads))]
    for n in range(len(heads)):
        above, steps = heads[n], 0
        while above and steps < len(heads):  # no model's tree goes round for ever here
            first, last = reach[above - 1]
            reach[above - 1] = min(first, n), max(last, n)
            above, steps = heads[above - 1], steps + 1
    return reach


def _span(words: Sequence[Stretch], first: int, last: int) -> Stretch:
    return words[first][0], words[last][1]
