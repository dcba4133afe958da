"""What only looks like a division's name: a joining word and a level (会同|县住建局), a person's or a longer one."""

from __future__ import annotations

from kg.extract.chaining import Chaining, follows
from kg.extract.names import CHINESE, JOINING, load_words
from kg.lexicon import Hit, Name

_BEFORE_COUNTY = frozenset("在于到赴来自与和及从对向往是的由为至县州省市区有去回抵离驻访经")
_APART = frozenset("和与及在到至赴对把被将是有等的含从或驻离各内会直属辖去抵访一二三四五六七八九十")
_PERSONS = frozenset("她他们我者员民")


def with_longer(hits: list[Hit[Name]], longer: list[Hit[Name]]) -> list[Hit[Name]]:
    """The names of a text, in order, with some longer ones instead of those inside them; none that would cut one."""
    out: list[Hit[Name]] = []
    at = 0  # of the next name that is not taken over
    for hit in longer:
        first = at
        while first < len(hits) and hits[first].stop <= hit.start:
            first += 1
        after = first
        while after < len(hits) and hits[after].start < hit.stop:
            after += 1
        out += hits[at:first]
        at = first
        if all(hit.start <= inner.start and inner.stop <= hit.stop for inner in hits[first:after]):
            out.append(hit)
            at = after
    return out + hits[at:]


class Lookalikes(Chaining):
    """The pass as far as it tells divisions from what looks like one."""

    def joint(self, hit: Hit[Name], following: Hit[Name] | None, touching: bool) -> bool:
        """Whether a division's name is a joining word and a level: 会同|县住建局, 她和|县中医院, 派出所联合|镇党委."""
        text = hit.entry.text
        if text == "会同县":
            letter = self.text[hit.start - 1 : hit.start]
            if letter in ("。", "\n", "　"):
                return False  # with whom a sentence's own subject would stand before it
            if (
                CHINESE.match(letter)
                and letter not in _BEFORE_COUNTY
                and not (touching and self.parts[-1].kind in "Rr")
            ):
                return True  # 执法队|会同|县水务公司
            return follows(hit, following, "SB") and not (touching and self.parts[-1].kind in "Rr")
        if text == "和县":
            if touching:  # 镇应急办和|县水利局
                return self.parts[-1].kind in "UK"
            return self.text[hit.start - 1 : hit.start] in _PERSONS
        if text[:2] == "联合" and len(text) == 3 and touching and self.parts[-1].kind in "UK":
            return follows(hit, following, "SBU")
        return False

    def is_inside(self, hit: Hit[Name]) -> bool:
        """Whether a short form before a body is the end of a name that one character begins, behind a full name."""
        letter = self.text[hit.start - 1]
        if not self.parts or hit.start - self.stop != 1 or self.parts[-1].kind not in "RT":
            return False
        return CHINESE.match(letter) is not None and letter not in JOINING and letter not in _APART

    def is_syllables(self, hit: Hit[Name]) -> bool:
        """Whether a short form is the beginning of a person's name of another language: 哈密|尔说."""
        if self.text[hit.stop : hit.stop + 1] not in ("尔", "提", "江", "娜"):
            return False
        token = self.passage.token_at(hit.stop)
        return token.start == hit.stop and len(token.text) == 1 and token.tag.startswith("nr")

    def is_given_name(self, hit: Hit[Name]) -> bool:
        """Whether the short form of a division is what somebody is called, with a surname before it: 船长符|亚东."""
        at = hit.start - 1
        words = load_words(self.lexicon)
        surname = self.text[at : hit.start]
        if at < 1 or len(hit.entry.text) != 2 or surname not in words.single or surname in JOINING or surname in "回来":
            return False
        if not self.passage.edges[at] or words.speech.match(self.text, hit.stop):
            return bool(self.passage.edges[at])
        return any(self.text[at - size : at] in words.roles for size in (2, 3, 4, 1))
