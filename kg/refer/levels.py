"""The level of a division that a level word means: 全市, 自治区, 旗."""

from __future__ import annotations

from kg.lexicon.gazetteer import Region

LEVEL_OF = {
    "省": "province", "自治区": "province",
    "市": "prefecture", "盟": "prefecture", "师市": "prefecture",
    "州": "prefecture", "自治州": "prefecture", "地区": "prefecture",
    "县": "county", "区": "county", "旗": "county", "自治县": "county", "自治旗": "county",
}  # fmt: skip


def fits(region: Region, text: str, wanted: tuple[str, ...]) -> bool:
    """Whether a level word can stand for a division: 全市 for a city, 自治区 for an autonomous region."""
    suffix = text[-1]
    if suffix == "市" and region.name.endswith("市"):
        return region.level in ("prefecture", "province") or region.level == "county"
    if suffix == "区" and text not in ("自治区", "地区"):
        return region.name.endswith("区") and (region.level == "county" or text in ("全区", "我区"))
    if text == "自治区":
        return region.name.endswith("自治区")
    if region.level not in wanted:
        return False
    return region.name.endswith(suffix) or (suffix == "州" and region.name.endswith("州"))
