"""A first visit weighs little, on a phone with a poor network; later ones bring the page alone."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from gridhall.testing import Browser, Portal, SampleCity

MOST = 50_000
"""Bytes of a page with all that it asks for, compressed as a proxy does it."""
MOST_CSS = 20_000


@pytest.fixture
def browser(city: SampleCity, portal: Portal) -> Browser:
    return portal.as_(city.staff("Ann Lee", role="grid_head", at=city.node("Northport")))


def files(browser: Browser) -> list[str]:
    """What My Day asks for, each once."""
    page = browser.get("/").html
    found = [
        *(str(each["href"]) for each in page.select("link[href]")),
        *(str(each["src"]) for each in page.select("script[src], img[src]")),
        *(str(each["href"]).partition("#")[0] for each in page.select("svg use")),
    ]
    return list(dict.fromkeys(found))


def weight(browser: Browser, address: str) -> int:
    return len(gzip.compress(browser.get(address).body))


def test_a_first_visit_weighs_little(browser: Browser) -> None:
    assert weight(browser, "/") + sum(weight(browser, file) for file in files(browser)) <= MOST


def test_the_style_sheets_weigh_little(browser: Browser) -> None:
    assert sum(weight(browser, file) for file in files(browser) if ".css" in file) <= MOST_CSS


def test_what_a_page_asks_for_is_kept_for_ever_and_the_page_never(browser: Browser) -> None:
    kept = {browser.get(file).headers["Cache-Control"] for file in files(browser)}
    assert kept == {"public, max-age=31536000, immutable"}
    assert browser.get("/").headers["Cache-Control"] == "no-store"
