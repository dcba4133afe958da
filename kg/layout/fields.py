"""Pages as databases of papers export them: a field a row, 【标题】夜市开张, 【作者】王敏, 【正文】."""

from __future__ import annotations

import re

from kg.layout.rows import Row

_KINDS = {
    "title": "标题 题名 主标题 篇名 题目 文章标题",
    "author": "作者 记者 撰稿人 撰稿",
    "date": "日期 发表日期 出版日期 刊登日期 发布日期 发布时间 时间 发表时间",
    "text": "正文 内容 全文 正文内容",
    "": "引题 肩题 眉题 副题 副标题 来源 媒体 出处 报纸名称 报纸名 报纸中文名 报名 报刊名称 刊名 版次 版名 版面 版号 "
    "期号 专栏 栏目 字数 关键词 主题词 摘要 分类号 作者单位 机构 文号 页码 体裁 地区 网址 链接",
}
KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}
"""What the field of each name holds: `title`, `author`, `date`, `text`, or nothing that is told."""
Part = tuple[str, int, int]
"""What a stretch of a row holds, as in `KIND_OF`, and the document positions where it starts and stops."""
_NAMES = "|".join(sorted(KIND_OF, key=len, reverse=True))
_MARKED = re.compile(rf"[【\[〖<＜](?P<name>{_NAMES})[】\]〗>＞]\s*+[:：]?\s*+")
_PLAIN = re.compile(rf"(?P<name>{_NAMES})\s*+[:：]\s*+")
_MARKS, _INITIALS = frozenset("【[〖<＜"), frozenset(name[0] for name in KIND_OF)


class Fields:
    """How the fields of a page are marked, if it has some: at least one title and one text, all in one manner."""

    def __init__(self, rows: list[Row]) -> None:
        self._pattern: re.Pattern[str] | None = None
        firsts = {row.text[0] for row in rows}
        for pattern, starts in ((_MARKED, _MARKS), (_PLAIN, _INITIALS)):
            if starts.isdisjoint(firsts):
                continue
            texts = [row.text for row in rows if row.text[0] in starts]
            kinds = {KIND_OF[found["name"]] for found in map(pattern.match, texts) if found}
            if {"title", "text"} <= kinds:
                self._pattern = pattern
                break

    def __bool__(self) -> bool:
        return self._pattern is not None

    def read(self, row: Row) -> tuple[Part, ...]:
        """What a row's field holds and where; nothing where the row is none."""
        found = self._pattern.match(row.text) if self._pattern else None
        return ((KIND_OF[found["name"]], row.start + found.end(), row.stop),) if found else ()
