"""The cities of the demo speak with words of their own, which fit what the code says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from gridhall.testing import Portal
from gridhall.testing.catalogues import sources, strays

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridhall.app import Wsgi
    from gridhall.testing import SampleCity, Stage

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "tenants").glob("*/locale/*/LC_MESSAGES/*.po"))
SOURCES = {source.domain: source for source in sources(ROOT)}


def name_of(file: Path) -> str:
    slug, _locale, language, _messages, name = file.relative_to(ROOT / "tenants").parts
    return f"{slug} {language} {name}"


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_own_words_fit_what_the_code_says(file: Path) -> None:
    assert strays(file, SOURCES[file.stem]) == []


def test_the_cities_of_the_demo_have_words_of_their_own() -> None:
    assert {name_of(file).rpartition(" ")[0] for file in FILES} == {
        "marsa ar",
        "riverton en",
        "zhoushan zh_Hans",
    }


@pytest.fixture
def like_zhoushan(city: SampleCity) -> Iterator[SampleCity]:
    """A city with Zhoushan's own words."""
    made = []
    for file in (ROOT / "tenants" / "zhoushan" / "locale").rglob("*.po"):
        target = city.city.folder / file.relative_to(ROOT / "tenants" / "zhoushan").with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        with file.open("rb") as opened, target.open("wb") as compiled:
            write_mo(compiled, read_po(opened, locale="zh_Hans"))
        made.append(target)
    yield city
    for target in made:
        target.unlink()
    made[0].parent.rmdir()


def said(app: Wsgi, city: SampleCity) -> tuple[str, str]:
    """What Chinese menus call homes, and what the list of staff says of the head of a village."""
    login = city.staff("王芳", role="village_head", at=city.node("舟山"))
    browser = Portal(app, city).as_(login)
    browser.app.set_cookie("gridhall_language", "zh_Hans")
    page = browser.get("/staff").html
    homes = page.select_one(".menu-link[href='/residents/homes']").get_text(strip=True)
    return homes, page.select("tbody td")[-1].get_text(strip=True)


def test_a_city_shows_its_own_words_and_another_one_does_not(
    stage: Stage, like_zhoushan: SampleCity, other_city: SampleCity
) -> None:
    assert said(stage.app, like_zhoushan) == ("一户一档", "舟山 总网格长")
    assert said(stage.app, other_city) == ("房屋", "舟山 村（社区）负责人")
