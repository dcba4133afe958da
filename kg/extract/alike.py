"""Which names of hospitals, schools and firms are one body's."""

from __future__ import annotations

from kg.extract.draft import Draft

_COUNTY_HOSPITAL = ("县医院", "区医院", "市医院", "旗医院", "州医院")


class Same:
    """Bodies that differ only in how their division is written: 互助土族自治县人民医院, 互助县人民医院, 县医院."""

    def __init__(self, draft: Draft) -> None:
        self._text = draft.passage.text
        self._regions = {m.start: (m.stop, draft.things[m.key].label) for m in draft.of_type("Region")}
        self._names: dict[str, str] = {}  # by the plain name, the longest that is printed

    def plain(self, start: int, stop: int) -> str:
        """The official name of the last division that a body's name begins with, and the rest of it."""
        at, label = start, ""
        while at in self._regions and self._regions[at][0] < stop:
            at, label = self._regions[at]
        return label + self._text[at:stop]

    def add(self, plain: str, name: str) -> None:
        """Note a name."""
        known = self._names.get(plain, "")
        self._names[plain] = max(known, name, key=lambda name: (len(name), name))

    def whole(self, plain: str, name: str = "") -> str:
        """What a body is called in full, or `name` where nothing is known of it."""
        full = plain.removesuffix("医院") + "人民医院"
        if plain.endswith(_COUNTY_HOSPITAL) and full in self._names:
            return self._names[full]
        return self._names.get(plain, name or plain)
