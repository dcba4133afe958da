"""Three towns of different provinces with the bodies that stories tell of: what their frames are filled with."""

from __future__ import annotations

from tests.stated import find_faults

_BODIES = {
    "police": "{c}公安局{t}派出所",
    "traffic": "{c}公安局交警大队",
    "crime": "{c}公安局刑侦大队",
    "fire": "{c}消防救援大队",
    "court": "{c}人民法院",
    "tribunal": "{c}人民法院{t}人民法庭",
    "accuser": "{c}人民检察院",
    "aid": "{c}法律援助中心",
    "hospital": "{c}人民医院",
    "market": "{c}市场监督管理局",
    "labour": "{c}人力资源和社会保障局",
    "office": "{c}司法局{t}司法所",
    "town": "{c}{t}镇",
    "village": "{t}镇{v}",
    "government": "{c}{t}镇人民政府",
    "volunteers": "{c}蓝天救援队",
    "power": "国网{c}供电公司",
}
_NAMES = (
    {"c": "玉山县", "t": "临湖", "v": "官溪村", "bridge": "信江大桥", "bank": "玉山农商银行", "hill": "怀玉山"},
    {"c": "宾阳县", "t": "古辣", "v": "大陆村", "bridge": "清水河大桥", "bank": "宾阳农商银行", "hill": "昆仑山"},
    {"c": "靖远县", "t": "乌兰", "v": "高峰村", "bridge": "黄河大桥", "bank": "靖远农商银行", "hill": "兴隆山"},
)
TOWNS = tuple(names | {body: name.format(**names) for body, name in _BODIES.items()} for names in _NAMES)


def find_story_faults(text: str, says: str, never: str, events: int | None) -> list[str]:
    """What a story, told of each town, is read to say too little or too much."""
    faults = []
    for town in TOWNS:
        faults += find_faults(text.format(**town), says.format(**town), never.format(**town), events)
    return faults
