"""What is too large is refused before it costs anything."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gridhall.app import make_portal
from gridhall.testing import Portal
from gridhall.web.bodies import FORM_BYTES, MEGABYTE, STRANGER_BYTES

if TYPE_CHECKING:
    from gridhall.testing import Browser, SampleCity, Stage


@pytest.fixture
def browser(city: SampleCity, portal: Portal) -> Browser:
    return portal.as_(city.staff("Ann Lee", role="grid_head", at=city.node("Northport")))


def room(browser: Browser, most: int) -> int:
    """How long the text of a form may be."""
    return most - len(f"csrf_token={browser.csrf}&text=")


def test_a_form_holds_a_megabyte_and_an_upload_more(browser: Browser) -> None:
    most = room(browser, FORM_BYTES)
    assert browser.post("/lanterns/take", {"text": "x" * most}).text == str(most)
    page = browser.post("/lanterns/take", {"text": "x" * (most + 1)}, status=413)
    assert page.html.h1.text == "This is too large"
    assert browser.post("/lanterns/upload", {"text": "x" * (most + 1)}).text == str(most + 1)


def test_an_upload_is_as_large_as_the_deployment_says(stage: Stage, city: SampleCity) -> None:
    web = stage.settings.web.model_copy(update={"upload_mb": 2})
    settings = stage.settings.model_copy(update={"web": web})
    portal = Portal(make_portal(replace(stage.platform, settings=settings)), city)
    browser = portal.as_(city.staff("Ann Lee", role="grid_head", at=city.node("Northport")))
    most = room(browser, 2 * MEGABYTE)
    browser.post("/lanterns/upload", {"text": "x" * most})
    browser.post("/lanterns/upload", {"text": "x" * (most + 1)}, status=413)


def test_who_has_not_signed_in_sends_little(portal: Portal) -> None:
    stranger = portal.stranger()
    stranger.csrf = stranger.get("/sign-in").forms[0]["csrf_token"].value
    stranger.post("/sign-in", {"login": "x" * (STRANGER_BYTES // 2)})
    stranger.post("/sign-in", {"login": "x" * STRANGER_BYTES}, status=413)


def test_who_may_not_send_anything_is_told_that_first(city: SampleCity, portal: Portal) -> None:
    browser = portal.as_(city.staff("Bo Chen"))
    browser.post("/lanterns/take", {"text": "x" * FORM_BYTES}, status=403)
