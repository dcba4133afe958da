"""Pages made to be slow: for each rule, much of what it looks at, with nothing to stop it."""

from __future__ import annotations

from collections.abc import Callable

SENTENCE = "扬州市公安局交警支队开展“冬防”专项行动，检查商铺28家。"


def _numbered(name: str, n: int, between: str = "、") -> str:
    return between.join(f"{name}{i}" for i in range(n))


PAGES: dict[str, Callable[[int], str]] = {
    "ordinary paragraphs": lambda n: ("　　" + SENTENCE * 4 + "\n") * (n // 110 + 1),
    "one paragraph": lambda n: SENTENCE * (n // 28 + 1),
    "one sentence": lambda n: SENTENCE.replace("。", "，") * (n // 28 + 1),
    "no punctuation": lambda n: "公安局民警走进社区开展宣传" * (n // 13 + 1),
    "one character": lambda n: "公" * n,
    "unknown characters": lambda n: "".join(chr(0x4E00 + i * 7919 % 20000) for i in range(n)),
    "nested quotes": lambda n: "“" * (n // 2) + "公安局" + "”" * (n // 2) + "。",
    "opened quotes": lambda n: "“公安" * (n // 3),
    "closed quotes": lambda n: "公安”" * (n // 3),
    "quoted names": lambda n: "“冬防”专项行动、" * (n // 8),
    "straight quotes": lambda n: '"冬防"行动，' * (n // 7),
    "nested titles": lambda n: "《" * (n // 2) + "规定" + "》" * (n // 2),
    "opened brackets": lambda n: "（记者" * (n // 3),
    "nested brackets": lambda n: "（" * (n // 2) + "王敏" + "）" * (n // 2),
    "bracketed names": lambda n: "（王敏 李强）" * (n // 7),
    "names in one byline": lambda n: "（" + "王小明 " * (n // 4) + "）",
    "roles in one byline": lambda n: "本报记者 王小明 " * (n // 9),
    "digits": lambda n: "2" * n,
    "spaced digits": lambda n: "2 " * (n // 2),
    "figures": lambda n: "检查商铺28家，" * (n // 8),
    "figures in one phrase": lambda n: "28家" * (n // 3),
    "percentages": lambda n: "同比下降12.5%" * (n // 9),
    "decimals": lambda n: "1." * (n // 2),
    "dates": lambda n: "2023年2月21日" * (n // 10),
    "clock times": lambda n: "9:12" * (n // 4),
    "times": lambda n: "今年1至5月" * (n // 6),
    "agencies in one sentence": lambda n: "、".join(["扬州市公安局", "镇江市公安局", "泰州市人民法院"] * (n // 21)),
    "one chain of agencies": lambda n: "公安局" * (n // 3),
    "one chain of regions": lambda n: "扬州市" * (n // 3),
    "chains of units": lambda n: "扬州市公安局交警支队" + "一大队二中队" * (n // 6),
    "pointers": lambda n: "该支队会同该局，" * (n // 8),
    "different agencies": lambda n: (
        "".join(f"{a}{b}镇派出所、" for a in "东南西北上下大小新旧" for b in "山水石田土木火金河桥")[: n // 2] * 2
    ),
    "different persons": lambda n: "".join(
        f"副局长王{a}{b}说，" for a in map(chr, range(0x5E00, 0x5E00 + n // 80 + 1)) for b in "明强敏华军丽伟芳勇"
    )[:n],
    "different regions": lambda n: "".join(
        f"{chr(0x5E00 + i % 900)}{chr(0x6200 + i % 700)}村，" for i in range(n // 4)
    ),
    "different initiatives": lambda n: "".join(
        f"开展“{chr(0x5E00 + i % 900)}{chr(0x6200 + i % 700)}{chr(0x6500 + i // 600)}”行动。" for i in range(n // 9)
    ),
    "initiatives without quotes": lambda n: "开展专项整治行动" * (n // 8),
    "verbs of speech": lambda n: "他说她说" * (n // 4),
    "meetings": lambda n: "召开推进会" * (n // 5),
    "incidents": lambda n: "发生一起事故，" * (n // 7),
    "events": lambda n: "2月20日，扬州市公安局召开推进会。" * (n // 18),
    "places": lambda n: "东关街道文昌广场" * (n // 8),
    "organizations": lambda n: "扬州商会协会公司" * (n // 8),
    "quoted teams": lambda n: "“平安守护志愿者”、" * (n // 10),
    "bodies of a level": lambda n: "扬州市宝应县，到县人民医院，" * (n // 14),
    "framed places": lambda n: "".join(f"在{chr(0x5E00 + i % 900)}{chr(0x6200 + i % 700)}路、" for i in range(n // 6)),
    "officers": lambda n: "".join(f"扬州市公安局民警李{chr(0x6200 + i % 700)}说，" for i in range(n // 12)),
    "counties in a list": lambda n: "扬州市宝应、仪征、高邮三县公安局，" * (n // 18),
    "verbs": lambda n: "开展推进组织实施" * (n // 8),
    "empty lines": lambda n: "\n" * n,
    "columns under headlines": lambda n: ("公安局部署行动　　　　公安局部署行动\n" * 5 + "\n冬防行动\n\n") * (n // 100),
    "headlines beside columns": lambda n: ("公安局部署行动　　　　公安局部署行动\n\n冬防行动\n\n") * (n // 27),
    "names without spaces": lambda n: "（" + "王小明李建国 " * (n // 7) + "）",
    "spaces": lambda n: " " * n,
    "wide spaces in a line": lambda n: "公" + "　" * n + "安",
    "one character a line": lambda n: "公\n" * (n // 2),
    "short lines": lambda n: "公安局部署\n" * (n // 6),
    "headings": lambda n: "冬防行动启动\n\n" * (n // 8),
    "different headings": lambda n: "".join(
        f"{chr(0x4E00 + i % 5000)}{chr(0x5E00 + i % 700)}市冬防行动今天启动\n\n" for i in range(n // 14)
    ),
    "marked headings": lambda n: "# 冬防行动\n" * (n // 7),
    # Numbers of one length: a headline of five characters is looked at in more ways than one of four, and a page whose
    # second half has three digits where the first has two is more than twice the page.
    "headings of many levels": lambda n: "".join(
        f"{'#' * (i % 6 + 1)} 冬防{i:04}\n\n公安局。\n\n" for i in range(n // 21)
    ),
    "hashes": lambda n: "#" * n,
    "stars": lambda n: "*" * n,
    "emphasis": lambda n: "**公安**" * (n // 6),
    "rules": lambda n: "- " * (n // 2),
    "dots": lambda n: "…" * n,
    "dashes": lambda n: "——" * (n // 2),
    "short articles": lambda n: "".join(
        f"{chr(0x4E00 + i % 5000)}县启动行动\n\n　　{chr(0x4E00 + i % 5000)}县公安局召开会议。\n（王敏）\n\n"
        for i in range(n // 32)
    ),
    "bylines": lambda n: "（王敏）\n" * (n // 5),
    "bare bylines": lambda n: "本报记者 王敏\n" * (n // 8),
    "date lines": lambda n: "2023年2月21日\n" * (n // 11),
    "leads": lambda n: "扬州讯 公安局。\n" * (n // 9),
    "captions": lambda n: "图为现场。\n" * (n // 6),
    "notices": lambda n: "关于公安局的通告\n" * (n // 9),
    "furniture": lambda n: "责编 王敏\n" * (n // 6),
    "twice the same": lambda n: "公安局部署行动" * (n // 14) + "\n" + "公安局部署行动" * (n // 14),
    "doubled line": lambda n: ("一二三四五六七八九十" * 2) * (n // 20),
    "links": lambda n: "![](" * (n // 4),
    "Latin": lambda n: "a b " * (n // 4),
    "full-width letters": lambda n: "Ａ，" * (n // 2),
    "commas": lambda n: "，" * n,
    "full stops": lambda n: "。" * n,
    "colons": lambda n: "：" * n,
    "traditional": lambda n: "揚州市公安局開展專項行動，" * (n // 13),
    "carriage returns": lambda n: "公安\r" * (n // 3),
    "combining marks": lambda n: "公\u0301" * (n // 2),
    "invisible": lambda n: "公\u200b安" * (n // 3),
}
"""What a page is full of, and the function that writes it with about `n` characters."""
