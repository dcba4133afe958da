"""Relations that sentences state: who runs what, with whom, who belongs where, what a figure is about."""

from __future__ import annotations

import re

from kg.extract.clauses import nearest_actor, outer
from kg.extract.draft import Draft, Mention
from kg.lexicon import Lexicon

_JOINT = re.compile(r"(?:联合|会同|协同|携手|对接|协调|联动|配合|联手|与|和|同)$")
_JOINT_WORD = re.compile(r"联合|会同|协同|携手|对接|联手|共同|协作|合作|签订|签署|共建")
_LIST = re.compile(r"^(?:、|和|与|及|以及|等)+$")
_POLICE_ROLES = re.compile(
    r"(?:民警|辅警|女警|交警|特警|警长|大队长|中队长|支队长|教导员|指导员|所长|副所长|法官|检察官|审判员|法官助理|消防员|指挥员|负责人|局长|队长|站长|主任|书记员|执行员|警官|政委|院长|庭长|检察长)$"
)
_OUTSIDER = re.compile(
    r"(?:市民|村民|居民|群众|司机|驾驶员|驾驶人|车主|旅客|乘客|游客|患者|老人|店主|业主|商户|牧民|农民|家长|学生|同学|受害人|当事人|报警人|嫌疑人|被告人|男子|女子|男童|女孩|记者|通讯员|顾客|老板|妻子|丈夫|儿子|女儿|父亲|母亲|家属|原告|被告|申请人|被执行人|罪犯|工人|员工)$"
)


def find_relations(draft: Draft, lexicon: Lexicon) -> None:
    """Add the relations between the things already found in an article."""
    _implements(draft)
    _collaborates(draft)
    _joint_subjects(draft)
    _members(draft, lexicon)
    _under(draft)
    _parts(draft)
    _about(draft)


def _implements(draft: Draft) -> None:
    """Who acts in the sentence of an initiative carries it out."""
    passage = draft.passage
    bodies = outer(draft.of_type("Agency", "Organization"))
    done: dict[str, int] = {}
    for m in draft.of_type("Initiative"):
        n = passage.sentence_at(m.start)
        sentence = passage.sentences[n]
        if sentence.kind in ("headline", "heading", "kicker"):
            continue
        actors = draft.actors[n]
        if not actors.keys:
            continue
        if not actors.carried and actors.start > m.start:
            earlier = draft.actors[n - 1] if n else actors
            if earlier.keys and not re.search(r"[，：]", passage.text[m.stop : actors.start]):
                actors = earlier._replace(carried=True)
        if m.rule == "initiative.echo" and m.key in done:
            continue
        if done.get(m.key, 0) >= 4:
            continue
        done[m.key] = done.get(m.key, 0) + 1
        near = nearest_actor(draft, bodies, sentence.start, m.start)
        doers = (near, *actors.partners) if near and near not in actors.keys else actors.all
        for actor in doers:
            draft.claim(
                actor,
                "implements",
                m.key,
                sentence.start,
                sentence.stop,
                "implements.subject",
                0.6 if actors.carried else 0.75,
            )


def _collaborates(draft: Draft) -> None:
    """`A联合B、C开展…`: the acting agency with each of those named after the word."""
    passage = draft.passage
    text = passage.text
    bodies = outer(draft.of_type("Agency", "Organization"))
    for i, m in enumerate(bodies):
        n = passage.sentence_at(m.start)
        sentence = passage.sentences[n]
        before = text[max(sentence.start, m.start - 16) : m.start]
        word = re.search(
            r"(联合|会同|协同|携手|主动对接|对接|联手|协调|与|同|和|邀请)(?:[\u4e00-\u9fff]{0,6})$", before
        )
        if not word or sentence.kind != "text":
            continue
        after = text[m.stop : min(sentence.stop, m.stop + 60)]
        if word[1] in ("与", "同", "和", "邀请", "协调") and not _JOINT_WORD.search(after[:40]):
            continue
        if word[1] in ("与", "同", "和") and re.search(r"、[^，。]*$", before):
            continue
        head = _actor_before(draft, n, m.start)
        if head is None:
            continue
        partners = [m.key]
        at = m.stop
        for other in bodies[i + 1 :]:
            if other.start < at or not _LIST.match(text[at : other.start]):
                break
            partners.append(other.key)
            at = other.stop
        for partner in partners:
            if draft.things[head].type == "Agency" and partner != head:
                draft.claim(
                    head, "collaboratesWith", partner, sentence.start, sentence.stop, "collaboratesWith.joint", 0.75
                )


def _joint_subjects(draft: Draft) -> None:
    """`A、B联合表彰`: agencies that act together."""
    passage = draft.passage
    for n, actors in enumerate(draft.actors):
        sentence = passage.sentences[n]
        if actors.carried or len(actors.keys) < 2 or sentence.kind != "text":
            continue
        if re.search(r"联合|共同|携手|联手", passage.text[actors.start : min(sentence.stop, actors.start + 120)]):
            for other in actors.keys[1:]:
                if draft.things[actors.keys[0]].type == "Agency":
                    draft.claim(
                        actors.keys[0],
                        "collaboratesWith",
                        other,
                        sentence.start,
                        sentence.stop,
                        "collaboratesWith.subjects",
                        0.65,
                    )


def _actor_before(draft: Draft, n: int, position: int) -> str | None:
    actors = draft.actors[n]
    if actors.keys and (actors.carried or actors.start < position):
        return actors.keys[0]
    return draft.actors[n - 1].keys[0] if n and draft.actors[n - 1].keys else None


def _members(draft: Draft, lexicon: Lexicon) -> None:
    """`大学城派出所所长李福军`: the words between an agency and a name are an office."""
    passage = draft.passage
    text = passage.text
    roles = frozenset(lexicon.table("persons", "roles"))
    longest = max(map(len, roles))
    bodies = outer(draft.of_type("Agency", "Organization"))
    seen: set[str] = set()
    for m in draft.of_type("Person"):
        if m.rule == "person.byline":
            continue
        n = passage.sentence_at(m.start)
        sentence = passage.sentences[n]
        office = next(
            (
                text[m.start - k : m.start]
                for k in range(min(longest, m.start), 1, -1)
                if text[m.start - k : m.start] in roles
            ),
            "",
        )
        owner = next(
            (b for b in reversed(bodies) if b.stop <= m.start and m.start - b.stop <= 20 and b.start >= sentence.start),
            None,
        )
        if owner is not None:
            between = text[owner.stop : m.start]
            if (
                office
                and re.fullmatch(r"(?:的)?[\u4e00-\u9fff、（）]{0,20}", between)
                and not re.search(r"[了在将把对与和向为从被]|组织|开展|联合|召开", between.removesuffix(office))
                and not _OUTSIDER.search(office)
            ):
                role = between.lstrip("的")
                draft.claim(
                    m.key, "memberOf", owner.key, sentence.start, sentence.stop, "memberOf.office", 0.85, role or office
                )
                seen.add(m.key)
                continue
        if office and _POLICE_ROLES.search(office) and m.key not in seen:
            actors = draft.actors[n]
            agencies = [k for k in actors.keys if draft.things[k].type == "Agency"] or [
                k for back in reversed(draft.actors[:n]) for k in back.keys if draft.things[k].type == "Agency"
            ]
            if agencies:
                draft.claim(
                    m.key, "memberOf", agencies[0], sentence.start, sentence.stop, "memberOf.subject", 0.6, office
                )
                seen.add(m.key)


def _under(draft: Draft) -> None:
    """Events held as part of an initiative named before them in the sentence."""
    passage = draft.passage
    text = passage.text
    for key, first, _ in draft.happenings:
        sentence = passage.sentences[first.sentence]
        for m in draft.of_type("Initiative"):
            if not sentence.start <= m.start < sentence.stop:
                continue
            before, between = text[sentence.start : m.start], text[m.stop : first.start]
            if m.start < first.start and (
                re.match(r"(?:中|期间|部署|要求|以来|工作)", between)
                or re.search(r"(?:为|按照|根据|结合|在|围绕|落实|深化|推进)[^，。]{0,12}$", before)
            ):
                draft.claim(
                    key, "underInitiative", m.key, sentence.start, sentence.stop, "underInitiative.sentence", 0.6
                )
            elif first.start <= m.start and re.search(r"启动", text[max(sentence.start, first.start - 2) : m.start]):
                draft.claim(key, "underInitiative", m.key, sentence.start, sentence.stop, "underInitiative.launch", 0.6)


def _parts(draft: Draft) -> None:
    """One initiative as a part of another, only where words say so."""
    passage = draft.passage
    text = passage.text
    mentions = outer(draft.of_type("Initiative"))
    for a, b in zip(mentions, mentions[1:], strict=False):
        between = text[a.stop : b.start]
        before = text[max(0, a.start - 6) : a.start]
        if passage.sentence_at(a.start) != passage.sentence_at(b.start) or a.key == b.key:
            continue
        sentence = passage.sentences[passage.sentence_at(a.start)]
        if re.fullmatch(
            r"(?:中|工作中|过程中|框架下)，?(?:[\u4e00-\u9fff]{0,8}(?:推出|开展|推行|创新|探索|实施|打造|建立)(?:了|出)?)?",
            between,
        ) and re.search(r"在$|依托$|结合$", before):
            draft.claim(b.key, "partOfInitiative", a.key, sentence.start, sentence.stop, "partOfInitiative.within", 0.6)


def _about(draft: Draft) -> None:
    """What a figure describes: the event or initiative it stands with, else who acts."""
    passage = draft.passage
    text = passage.text
    topics: list[tuple[int, str, Mention]] = []
    for m in draft.of_type("Initiative", "Event"):
        if passage.sentences[passage.sentence_at(m.start)].kind == "text":
            topics.append((m.start, m.key, m))
    topics.sort(key=lambda t: t[0])
    headline = [
        m.key for m in draft.of_type("Initiative") if passage.sentences[passage.sentence_at(m.start)].kind == "headline"
    ]
    bodies = [(m.start, m.key) for m in outer(draft.of_type("Agency", "Organization"))]
    regions = [
        m
        for m in outer(draft.of_type("Agency", "Organization", "Region", "Place"))
        if draft.things[m.key].type == "Region"
    ]
    carried: tuple[int, str] | None = None  # paragraph and topic
    for figure in draft.figures:
        sentence = passage.sentences[figure.sentence]
        inside = [key for at, key, m in topics if figure.start <= at < figure.stop]
        before = [
            (at, key) for at, key, m in topics if sentence.start <= at < figure.number and not _is_means(text, at)
        ]
        after = [
            key for at, key, m in topics if figure.number < at < sentence.stop and draft.things[key].type == "Event"
        ]
        actors = draft.actors[figure.sentence]
        subject = -1 if actors.carried or not actors.keys else max(
            (at for at, key in bodies if key in actors.keys and sentence.start <= at < figure.number), default=-1
        )  # fmt: skip
        if carried and draft.things[carried[1]].type == "Event" and _SUMMARY.match(text, sentence.start):
            carried = None
        area = _area_in_clause(draft, regions, figure.start, figure.number, sentence.start)
        target = ""
        if inside:
            target = inside[0]
        elif area and not after:
            target = area
        elif before and (before[-1][0] > subject or draft.things[before[-1][1]].type == "Event"):
            target = before[-1][1]
            carried = (sentence.paragraph, target)
        elif after:
            target = after[0]
        elif carried and carried[0] == sentence.paragraph and (subject < 0 or draft.things[carried[1]].type == "Event"):
            target = carried[1]
        elif subject >= 0:
            target = actors.keys[0]
            carried = (sentence.paragraph, target)
        elif headline:
            target = headline[0]
        elif actors.keys:
            earlier = [
                key
                for at, key, m in topics
                if at < sentence.start and passage.sentences[passage.sentence_at(at)].paragraph == sentence.paragraph
            ]
            target = earlier[-1] if earlier else actors.keys[0]
        else:
            regions = [m for m in draft.of_type("Region") if m.start < figure.start]
            target = regions[-1].key if regions else ""
        if target:
            draft.claim(figure.key, "about", target, sentence.start, sentence.stop, "about.sentence", 0.65)


_SUMMARY = re.compile(
    r"(?:截至|截止|目前|今年以来|近年来|去年以来|据统计|据了解|几年来|多年来|一年来|今年前?\d|如今|\d{4}年(?!\d{1,2}月\d{1,2}日))"
)
_WHOLE = re.compile(r"全([省市县区旗盟州镇乡村])")


def _area_in_clause(draft: Draft, regions: list[Mention], start: int, number: int, sentence: int) -> str:
    """The division that a figure's clause opens with: `江宁区共发生…`, `全县农村火灾…`."""
    text = draft.passage.text
    clause = max(text.rfind(mark, sentence, number) for mark in "，。；：、\n") + 1
    clause = max(clause, sentence)
    whole = _WHOLE.match(text, clause) or _WHOLE.match(text, start)
    if whole:
        return next(
            (m.key for m in reversed(regions) if m.start < number and draft.things[m.key].label.endswith(whole[1])), ""
        )
    first = next((m for m in regions if clause <= m.start <= clause + 4), None)
    if first is not None and re.match(
        r"(?:共|累计|已|现|全|有|[\u4e00-\u9fff]{2,12}(?:同比|环比|达|\d))", text[first.stop : number + 1]
    ):
        return first.key
    return ""


def _is_means(text: str, at: int) -> bool:
    """Whether an initiative is only what somebody leans on (依托 X 平台)."""
    return bool(re.search(r"(?:依托|借助|利用|运用|通过)$", text[max(0, at - 3) : at]))
