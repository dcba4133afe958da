"""Signs of cases that are only named: `办理一起盗窃案时发现`, `在一起抚养权纠纷案中`, `办理的某某案入选典型案例`."""

from __future__ import annotations

import re

from kg.extract.draft import Draft
from kg.extract.moments import has_time
from kg.extract.moods import MODAL, in_speech
from kg.extract.values import Found

_CASE = r"[\u4e00-\u9fffA-Za-z\d“”‘’·、（）]{2,30}?(?:纠纷案件?|一案|案件|案|纠纷)(?![例情件卷由源值板管发])"
_NAMED = re.compile(
    # Handled as one: 办理一起…案, 审理过一起…案件.
    rf"(?:办理|办|审理|受理|调成|办成|审成|侦办|承办|查办|调解|处理|化解|代理|执行|处置|接手|遇到|碰到|梳理|通报|公布|审查|讨论|旁听)(?:了|过)?(?:这样)?(?:的)?(?:第?一|首)[起宗件桩](?P<a>{_CASE}|案件|案子|官司)"
    rf"|(?:在|其中[，有]?|比如[，：]?|例如[，：]?|如|是|曾有)一[起宗件桩](?P<b>{_CASE})(?=[中里，。当])"
    # Handled by somebody and honoured: 办理的…案入选典型案例.
    rf"|(?:办理|审理|侦办|承办|查办|侦破|报送|查处|执行|起诉)的(?!案)(?P<c>{_CASE})(?=[，被]?[^，。；]{{0,12}}(?:入选|被评|获评|评为|被列|列为|荣获|获得|获))"
    # In a list of cases: …案，罚款5000元.
    rf"|(?<=[，。；：\n])(?P<d>[\u4e00-\u9fff·（）]{{2,14}}(?:某|某某|公司|店|厂|部|超市|酒店|饭店|餐厅|药房|诊所|中心|市场|商行|馆|吧|场|等\d*人?)[\u4e00-\u9fff、“”]{{3,24}}案)(?=，[^。；]{{0,40}}(?:罚款|没收|处罚|判处|处以|责令|吊销|警告))"
)
_BEFELL = re.compile(
    # The letter first: `re` passes over all that is none.
    r"[发化调](?<![未没不无零易].)(?<!没有.)(?:(?<=发)生|(?<=化)解|(?<=调)[处解])了?(?:这样)?一[起宗]([\u4e00-\u9fff“”、]{2,16}?(?:案件|案|纠纷))(?![例情])"
)
_MAYBE = ("一起", "一宗", "一件", "一桩", "理的", "办的", "案，")
_SHORTEST = 2


_NOT_SUED = re.compile(
    r"[不别未莫].{0,3}$|没有?[^，。；]{0,8}$|以前|过去|往往|常常|总|容易|如果|要是|若|一旦|可以|可|避免|防止|打算|扬言|准备|想"
)
_SUED = re.compile(
    r"(?:将|把)?[^，。；]{0,20}?(?P<sued>(?:诉至|诉到|起诉至|起诉到|告上|告到|闹上|闹到)(?:了)?[^，。；]{0,14}?(?:法院|法庭|仲裁委员会|仲裁院)|一并起诉|对簿公堂|(?:向|到)[^，。；]{0,14}?(?:法院|法庭)(?:提起诉讼|起诉))"
)


def find_suits(draft: Draft, signs: list[Found]) -> list[Found]:
    """Suits of persons in an article that tells of no case: `双方协商不成，龚某诉至法院`."""
    passage, text = draft.passage, draft.passage.text
    if not any(map(text.__contains__, ("诉至", "诉到", "告上", "告到", "闹上", "闹到", "起诉", "对簿"))):
        return []
    if any(sign.type == "case" for sign in signs):
        return []
    out: list[Found] = []
    told: set[int] = set()
    for match in _SUED.finditer(text):
        n = passage.sentence_at(match.start("sued"))
        sentence = passage.sentences[n]
        if sentence.kind != "text" or sentence.paragraph in told or in_speech(text, sentence, match.start("sued")):
            continue
        if _NOT_SUED.search(text, max(sentence.start, match.start("sued") - 12), match.start("sued")):
            continue
        told.add(sentence.paragraph)
        out.append(Found(match.start("sued"), match.end("sued"), "", "case", n, "event.cited", 0.6))
    return out


def find_cases(draft: Draft, signs: list[Found]) -> list[Found]:
    """The cases named in sentences of running text without a sign of a case."""
    passage, text = draft.passage, draft.passage.text
    if not any(map(text.__contains__, _MAYBE)):
        return []
    told = {sign.sentence for sign in signs if sign.type == "case" or sign.is_held}
    out: list[Found] = []
    for match in _NAMED.finditer(text):
        group = next(name for name in "abcd" if match[name])
        n = passage.sentence_at(match.start(group))
        sentence = passage.sentences[n]
        if sentence.kind != "text" or n in told or in_speech(text, sentence, match.start(group)):
            continue
        told.add(n)
        rule = "event.listed" if group == "d" else "event.cited"
        out.append(Found(match.start(group), match.end(group), "", "case", n, rule, 0.6))
    return out


def find_befallen(draft: Draft) -> list[Found]:
    """Cases named where they are said to have befallen: `发生一起入室盗窃案`."""
    passage, out = draft.passage, []
    text = passage.text
    for m in _BEFELL.finditer(text) if "一起" in text or "一宗" in text else ():
        n = passage.sentence_at(m.start())
        sentence = passage.sentences[n]
        if sentence.kind != "text" or in_speech(passage.text, sentence, m.start()):
            continue
        if MODAL.search(passage.text, sentence.start, m.start()) or not has_time(draft, sentence, m.start()):
            continue
        out.append(Found(m.start(1), m.end(1), "", "case", n, "event.incident", 0.7))
    return out
