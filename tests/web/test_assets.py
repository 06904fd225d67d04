"""Static files, the theme, and templates that a theme replaces."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gridhall.app import make_portal
from gridhall.testing import Portal
from gridhall.testing.deployment import THEMES
from gridhall.web.themes import Themes

if TYPE_CHECKING:
    from pathlib import Path

    from gridhall.testing import Browser, SampleCity, Stage

FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture
def browser(city: SampleCity, portal: Portal) -> Browser:
    return portal.as_(city.staff("Ann Lee", role="grid_head", at=city.node("Northport")))


def test_every_address_on_a_page_holds_its_hash_and_is_kept_for_ever(browser: Browser) -> None:
    page = browser.get("/")
    addresses = re.findall(r'(?:href|src)="(/(?:static|theme)[^"#]*)', page.text)
    assert len(addresses) > 10
    for address in addresses:
        assert re.search(r"\?v=[0-9a-f]{16}$", address)
        assert browser.get(address).headers["Cache-Control"] == FOR_EVER


def test_without_its_hash_a_file_is_asked_for_again(browser: Browser) -> None:
    answer = browser.get("/static/css/base.css")
    assert (answer.headers["Cache-Control"], answer.content_type) == ("no-cache", "text/css")
    again = browser.get("/static/css/base.css?v=old", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_int, again.body) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "../templates/layout.jinja2",
        "%2e%2e/templates/layout.jinja2",
        "css/../../app.py",
        "css",
        "",
        "nothing.css",
        "vendor/lock.sha256",
        "lantern/../plugin.py",
        "city/../tenant.toml",
        "//etc/passwd",
    ],
)
def test_nothing_else_is_served(browser: Browser, path: str) -> None:
    browser.get(f"/static/{path}", status=404)


def test_a_plugins_file_is_below_its_name(browser: Browser, portal: Portal) -> None:
    assert browser.get("/static/lantern/lamp.css").text == "body { color: black }\n"
    portal.at("unknown.example").get("/static/lantern/lamp.css", status=404)


def test_a_city_has_its_emblem(city: SampleCity, browser: Browser) -> None:
    assert browser.get("/").html.select("img.emblem") == []
    folder = city.city.folder / "static"
    folder.mkdir()
    (folder / "emblem.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    try:
        source = browser.get("/").html.select_one("img.emblem")["src"]
        assert browser.get(source).content_type == "image/svg+xml"
    finally:
        (folder / "emblem.svg").unlink()
        folder.rmdir()


@pytest.fixture
def themed(stage: Stage, city: SampleCity, tmp_path: Path) -> tuple[Browser, Path]:
    """A portal whose theme can be edited."""
    theme = tmp_path / "plain"
    theme.mkdir()
    (theme / "theme.toml").write_text((THEMES / "plain" / "theme.toml").read_text("utf-8"), "utf-8")
    settings = stage.settings.model_copy(update={"themes": tmp_path})
    app = make_portal(replace(stage.platform, settings=settings, themes=Themes(tmp_path)))
    top = city.node("Northport")
    return Portal(app, city).as_(city.staff("Ann Lee", role="grid_head", at=top)), theme


def test_a_theme_is_live(themed: tuple[Browser, Path]) -> None:
    browser, theme = themed
    before = browser.get("/").html.select_one("link[rel=stylesheet]")["href"]
    text = (theme / "theme.toml").read_text("utf-8")
    (theme / "theme.toml").write_text(text.replace('radius = "6px"', 'radius = "11px"'), "utf-8")
    after = browser.get("/").html.select_one("link[rel=stylesheet]")["href"]
    assert before != after
    assert "--radius: 11px" in browser.get(after).text


def test_a_theme_replaces_templates_of_core_and_of_plugins(themed: tuple[Browser, Path]) -> None:
    browser, theme = themed
    assert browser.get("/lanterns").html.h1.text == "Lanterns"
    folder = theme / "templates" / "lantern"
    folder.mkdir(parents=True)
    (folder / "list.jinja2").write_text("<h1>{{ _('Lanterns') }} of the theme</h1>")
    (theme / "templates" / "today.jinja2").write_text("<h1>{{ page.greeting[:4] }}</h1>")
    assert [browser.get(path).html.h1.text for path in ("/lanterns", "/")] == [
        "Lanterns of the theme",
        "Good",
    ]
    (folder / "list.jinja2").unlink()
    assert browser.get("/lanterns").html.h1.text == "Lanterns"


def test_a_themes_own_files_are_served(themed: tuple[Browser, Path]) -> None:
    browser, theme = themed
    (theme / "static").mkdir()
    (theme / "static" / "sea.svg").write_text("<svg/>")
    assert browser.get("/static/theme/sea.svg").text == "<svg/>"
