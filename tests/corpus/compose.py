"""Articles composed of the forms of `forms.toml`, and what they say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import NamedTuple

import msgspec

from kg.lexicon.gazetteer import Region, load_gazetteer
from kg.split.grams import bigrams
from tests.corpus.cast import HERE, Body, Names, cities, kinds, make_body
from tests.corpus.truth import Truth

TITLES = (
    "织密防护网 守好平安门", "小窗口办成大事情", "一通电话解了急难", "把服务送到家门口", "多走一步路 少费一番心",
    "民生无小事 枝叶总关情", "脚步更勤 民心更近", "下沉到一线 服务到门前", "细微之处见真情", "寒夜里的一束光",
    "把好事办到群众心坎上", "心贴心解开千千结", "家门口的笑声多起来", "小切口 大变化", "用心用情答好民生卷",
    "守好最后一道门", "雨中的那一抹身影", "让群众少跑一趟路", "忙碌在烟火人间", "急难愁盼有人应",
)  # fmt: skip
TITLED = ("{a}把服务送上门", "{a}多措并举惠民生", "{a}：小事不过夜", "{a}用心守护一方平安", "{a}深入一线解难题")
SECTIONS = (
    "把隐患挡在门外", "让数据多跑路", "听得见的回应", "小事不过夜", "多走一步", "心里装着群众", "老办法遇上新问题",
    "从一张图说起", "不只是一次上门", "门前的变化",
)  # fmt: skip
CAPTIONS = (
    "工作人员走访商户。",
    "民警向群众讲解安全知识。",
    "志愿者发放宣传资料。",
    "活动现场。",
    "工作人员入户走访。",
)
_SLOT = re.compile(r"\{(\w+)\}")


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence of `forms.toml`, whose head tells what its fields are."""

    part: str
    text: str
    kinds: tuple[str, ...] = ()
    of: str = ""
    plan: str = "campaign"
    orgs: str | None = None
    after: str = ""
    event: str = ""
    also: str = ""
    named: str = ""
    figures: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    without: bool = False


class Written(NamedTuple):
    """An article as composed: what is printed of it, and how it tells `Truth` what it says."""

    title: str
    authors: tuple[str, ...]
    dateline: str
    paragraphs: tuple[str, ...]
    """Section headings start with `## `."""
    caption: str
    notes: tuple[tuple[object, ...], ...]

    def tell(self, truth: Truth, number: int) -> None:
        """Note what the article says as that of so many on its page."""
        truth.open(
            number, self.title, self.authors, self.dateline.removesuffix("讯") if self.dateline != "本报讯" else None
        )
        for method, args, more in self.notes:
            getattr(truth, str(method))(*args, **more)  # type: ignore[misc,arg-type]


@cache
def forms() -> tuple[Form, ...]:
    """All forms."""
    return tuple(msgspec.convert(tomllib.loads((HERE / "forms.toml").read_text(encoding="utf-8"))["form"], list[Form]))


def truth_of(articles: Sequence[Written]) -> dict[str, object]:
    """The gold of a page that holds these articles."""
    truth = Truth()
    for number, article in enumerate(articles, 1):
        article.tell(truth, number)
    return truth.gold()


class Sheet(NamedTuple):
    """A page's articles and its date."""

    articles: tuple[Written, ...]
    published: date


def compose(random: Random) -> Sheet:
    """A page of one to four articles, of one city or of several."""
    published = date(2019, 1, 8) + timedelta(days=random.randrange(2300))
    names = Names(random)
    kind_names = sorted(kinds())
    count = random.choice((1, 1, 2, 2, 3, 3, 4))
    places = random.sample(cities(), count) if random.random() < 0.5 else [random.choice(cities())] * count
    seen = [county.name for _, counties in dict.fromkeys(places) for county, _ in counties]
    if len(seen) != len(set(seen)):
        places = places[:1] * count  # two districts of one name: which is which, a reader would have to guess
    out: list[Written] = []
    while len(out) < count:
        city, counties = places[len(out)]
        county, towns = random.choice(counties)
        writer = _Writer(random, names, published, city, county, towns)
        article = writer.write(random.choice(kind_names), random.choice((1, 1, 2, 3, 4)))
        # A headline that says the words of another article could be that one's.
        words = bigrams(article.title)
        if (
            not any(words & bigrams("".join(one.paragraphs)) for one in out if article.title in TITLES)
            and not any(bigrams(one.title) & bigrams("".join(article.paragraphs)) for one in out if one.title in TITLES)
            and article.title not in [one.title for one in out]
        ):
            out.append(article)
    return Sheet(tuple(out), published)


@dataclass
class _Writer:
    """An article in the making."""

    random: Random
    names: Names
    published: date
    city: Region
    county: Region
    towns: tuple[Region, ...]
    notes: list[tuple[object, ...]] = field(default_factory=list)
    plans: dict[str, tuple[str, str]] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    day: date | None = None
    events: int = 0
    used: set[str] = field(default_factory=set)
    place: str = ""

    def note(self, method: str, *args: object, **more: object) -> None:
        self.notes.append((method, args, more))

    def write(self, kind: str, paragraphs: int) -> Written:
        random = self.random
        text = []
        town = random.choice(self.towns)
        main = None
        while main is None:
            main = make_body(
                kind,
                random.choice(("city", "county", "county", "unit", "team", "post")),
                self.city,
                self.county,
                town,
                random,
            )
        self.place = self.names.place()
        lead = random.choice((f"{self.city.shorts[0]}讯", f"{self.city.shorts[0]}讯", "本报讯", ""))
        if lead not in ("", "本报讯"):
            self.note("put_region", self.city, self.city.shorts[0])
        for number in range(paragraphs):
            body = main if number == 0 or random.random() < 0.6 else self._other(kind, main, town)
            if paragraphs > 2 and number and random.random() < 0.6:
                text.append("## " + self._pick(SECTIONS))
            text.append(self._paragraph(body, town))
        text[0] = f"{lead} {text[0]}" if lead else text[0]
        title = random.choice(TITLES) if random.random() < 0.6 else self._titled(main)
        authors = tuple(self.names.person() for _ in range(random.choice((1, 1, 2, 3))))
        return Written(title, authors, lead, tuple(text), random.choice(CAPTIONS), tuple(self.notes))

    def _titled(self, main: Body) -> str:
        self.note("put_body", main, main.text)
        return self.random.choice(TITLED).format(a=main.text)

    def _other(self, kind: str, main: Body, town: Region) -> Body:
        """Another body of the same kind: the main one's superior, or one beside it."""
        level = self.random.choice(("city", "county"))
        if level == main.level:
            return main
        return make_body(kind, level, self.city, self.county, town, self.random) or main

    def _pick(self, words: Sequence[str]) -> str:
        fresh = [word for word in words if word not in self.used]
        chosen = self.random.choice(fresh or list(words))
        self.used.add(chosen)
        return chosen

    def _paragraph(self, body: Body, town: Region) -> str:
        """A paragraph about a body: it is named, then pointed to, with sentences between that say nothing."""
        random = self.random
        fitting = [
            form for form in forms()
            if form.part == "open" and (not form.kinds or body.kind in form.kinds)
            and (not form.of or form.of == body.level) and form.text not in self.used
            and ("{role}" not in form.text or body.head)
        ]  # fmt: skip
        special = [form for form in fitting if form.kinds]
        form = random.choice(special if special and random.random() < 0.6 else fitting)
        sentences = [self._sentence(form, body, town)]
        eventful = bool(form.event)
        for _ in range(random.choice((0, 1, 1, 2, 3))):
            if random.random() < 0.5:
                sentences.append(self._pick([f.text for f in forms() if f.part == "free"]))
                continue
            following = [
                f for f in forms()
                if f.part == "go" and f.text not in self.used and (f.after != "event" or eventful)
                and ("{sameday}" not in f.text or (eventful and self.day))
                and ("{role}" not in f.text or body.head) and not form.without
            ]  # fmt: skip
            if following:
                sentences.append(self._sentence(random.choice(following), body, town))
        return "".join(sentences)

    def _sentence(self, form: Form, body: Body, town: Region) -> str:
        self.used.add(form.text)
        filled: dict[str, str] = {}
        names: dict[str, str] = {"named": form.named}
        event_day: list[date | None] = []
        if "{a}" in form.text or "{it}" in form.text:
            self.note("put_body", body, body.text)
            names["a"] = body.names[0]
        for slot in dict.fromkeys(_SLOT.findall(form.text)):
            filled[slot] = self._fill(slot, form, body, town, names, event_day)
        if form.named:
            self.note("put", "Initiative", form.named, form.named)
        text = _SLOT.sub(lambda match: filled[match[1]], form.text)
        self._tell(form, body, filled, names, event_day)
        return text

    def _fill(
        self, slot: str, form: Form, body: Body, town: Region, names: dict[str, str], event_day: list[date | None]
    ) -> str:
        """What stands in a slot; what it says is noted."""
        if slot == "a":
            return body.text
        if slot == "it":
            return self._point(body)
        if slot in ("b", "c"):
            other = self._partner(body, names, town)
            self.note("put_body", other, other.text)
            names[slot] = other.names[0]
            return other.text
        if slot in ("day", "sameday"):
            words, day = self._day() if slot == "day" else ("当天", self.day)
            if form.event:
                event_day.append(day)
                self.day = day
            return words
        if slot == "role":
            return body.head
        if slot == "person":
            names[slot] = self.names.person()
            self.note("put", "Person", names[slot], names[slot])
            return names[slot]
        if slot == "plan":
            if form.plan not in self.plans:
                self.plans[form.plan] = self.names.plan(form.plan)
            name, subtype = self.plans[form.plan]
            names[slot] = name
            more = {} if "模式" in name else {"subtype": subtype}
            self.note("put", "Initiative", name, name, **more)
            return name
        if slot == "org":
            names[slot] = self.names.organization(form.orgs)
            self.note("put", "Organization", names[slot], names[slot])
            return names[slot]
        if slot == "place":
            names[slot] = self.place
            self.note("put", "Place", self.place, self.place)
            return self.place
        if slot in ("county", "town", "province"):
            gazetteer = load_gazetteer()
            province = gazetteer.by_code[self.city.adcode[:2] + "0000"]
            region = {"county": self.county, "town": town, "province": province}[slot]
            self.note("put_region", region, region.name)
            names[slot] = region.name
            return region.name
        return self.names.number(slot[0] == "p")

    def _point(self, body: Body) -> str:
        """Words that point to a body, if they can point to no other; else its name."""
        latest = [other for other in self.bodies.values() if other is not body]
        fitting = [
            words for words in body.pointers
            if not (words[0] == "该" and any(other.text.endswith(words[1:]) for other in latest))
        ]  # fmt: skip
        words = self.random.choice(fitting) if fitting else body.text
        if words != body.text:
            self.note("point", body, words)
        return words

    def _partner(self, body: Body, names: dict[str, str], town: Region) -> Body:
        """A body of another kind in the same division."""
        level = "city" if body.level in ("city", "unit") else "county"
        taken = {body.kind, *(other.kind for other in self.bodies.values() if other.names[0] in names.values())}
        kind = self.random.choice([one for one in sorted(kinds()) if one not in taken])
        key = f"{kind}/{level}"
        if key not in self.bodies:
            made = make_body(kind, level, self.city, self.county, town, self.random)
            assert made
            self.bodies[key] = made
        return self.bodies[key]

    def _day(self) -> tuple[str, date | None]:
        """A day in words, and the day."""
        draw = self.random.random()
        if draw < 0.12:
            return self.random.choice(("近日", "日前")), None
        if draw < 0.27:
            return self.random.choice(("昨天", "昨天上午", "昨日下午")), self.published - timedelta(days=1)
        day = self.published - timedelta(days=self.random.randint(1, 25))
        part = self.random.choice(("", "", "上午", "下午", "晚"))
        if draw > 0.95 and not part:
            day = date(self.published.year - 1, day.month, min(day.day, 28))
            return f"去年{day.month}月{day.day}日", day
        return f"{day.month}月{day.day}日{part}", day

    def _tell(
        self, form: Form, body: Body, filled: dict[str, str], names: dict[str, str], event_day: list[date | None]
    ) -> None:
        """Note the event, the figures and the relations of a form."""
        if form.event:
            trigger, _, subtype = form.event.partition(" ")
            self.events += 1
            day = event_day[0] if event_day else None
            names["E"] = (
                f"{names.get('a', '')}{filled.get('person', '')}{trigger.split('|')[0]}（{self.names.number(False)}）"
            )
            more: dict[str, object] = {"time": day.isoformat()} if day else {}
            if "|" not in subtype:
                more["subtype"] = subtype
            self.note("put", "Event", names["E"], trigger.split("|")[0], optional="E" in form.may, **more)
            for other in trigger.split("|")[1:]:
                self.note("put", "Event", names["E"], other, optional="E" in form.may)
        if form.also:
            trigger, _, subtype = form.also.partition(" ")
            self.note("put", "Event", f"{names['E']}：{trigger}", trigger, optional=True, subtype=subtype)
        for figure in form.figures:
            slot, metric, unit, *change = figure.split()
            value = filled[slot]
            names[slot] = f"{metric}{''.join(change)}{value}{unit}"
            self.note(
                "put", "Indicator", names[slot], f"{value}{unit}", optional=slot in form.may, metric=metric,
                value=float(value), unit=unit, change=change[0] if change else None,
            )  # fmt: skip
        if form.event and "a" in names and not any("takesPlaceIn" in line for line in form.says):
            # Where a body does what has no place in the text, readers take its own division for it, or none.
            self.note("say", names["E"], "takesPlaceIn", body.region.name, optional=True)
        for says, optional in ((form.says, False), (form.may, True)):
            for line in says:
                parts = line.split()
                if len(parts) == 1:
                    continue
                head, relation, tail, *role = parts
                region = {"city": self.city.name, "county": self.county.name}.get(tail)
                if region and tail not in names:
                    # 全市 and what stands in no word but is plain: its relation may be found.
                    names[tail] = region
                said = [names[head], relation, names[tail]]
                self.note("say", *said, *(r.format(**filled) for r in role), optional=optional)
