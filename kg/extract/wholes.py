"""Names of organizations that also stand with what they belong to before them: 湖北省|恩施州中心医院."""

from __future__ import annotations

_PARENTS = ("分行", "银行", "公司", "大学", "集团", "医院", "油田")  # bodies that have others under them


def find_whole_names(
    names: list[str], spans: list[tuple[int, int, str, float]], regions: dict[int, int]
) -> dict[str, str]:
    """For names that also stand with a larger division before them, the longest of those: 湖北省|恩施州中心医院."""
    out: dict[str, str] = {}
    known = frozenset(names)
    for name, (start, *_) in zip(names, spans, strict=True):
        at = start
        while (at := regions.get(at, -1)) > 0 and len(name) - (at - start) >= 5:
            rest = name[at - start :]
            if rest in known and len(name) > len(out.get(rest, "")):
                out[rest] = name
        for size in range(4, len(name) - 3):  # 中国银行衡水分行|和平路支行
            if name[size:] in known and (name[:size] in known or name[:size].endswith(_PARENTS)):
                out[name[size:]] = name
    return out
