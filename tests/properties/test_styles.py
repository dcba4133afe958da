"""However a newspaper prints its articles, they come out with their headlines and authors."""

from __future__ import annotations

from random import Random

import pytest

from kg.split import split
from tests.pages import page
from tests.properties.stories import STORIES
from tests.properties.styles import BYLINES, Style, print_page, styles


def test_there_are_many_styles() -> None:
    assert len(list(styles())) == 200
    assert len({str(style) for style in styles()}) == 200


@pytest.mark.parametrize("byline", BYLINES)
def test_headlines_and_authors_in_every_style(byline: str) -> None:
    lost = []
    for style in styles():
        if style.byline != byline:
            continue
        for turn in range(2):
            stories = Random(f"{style} {turn}").sample(STORIES, 4)
            articles = split(page(print_page(stories, style)))
            found = [("".join(a.headline.text.split()), {x.name for x in a.authors}) for a in articles]
            wanted = [("".join(story.title.split()), set(story.byline.split())) for story in stories]
            lost += [(str(style), one) for one in wanted if one not in found]
    assert not lost


@pytest.mark.parametrize("style", [Style(), Style(0, "", True), Style(16, byline="lead", kicker=True)], ids=str)
def test_the_words_of_every_paragraph_stay(style: Style) -> None:
    for story in STORIES:
        (article,) = split(page(print_page([story], style)))
        text = "".join(p.text for p in article.paragraphs)
        for paragraph in story.paragraphs:
            assert paragraph.removeprefix("## ") in text
