"""What a visitor finds, shown on pages that are wrong on purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gridhall.testing.visitor import DESK, PHONE

if TYPE_CHECKING:
    from gridhall.testing import SampleCity

    from .conftest import Enter

pytestmark = pytest.mark.browser


@pytest.fixture
def login(city: SampleCity) -> str:
    return city.staff("Ann Lee", role="grid_head", at=city.node("Northport"))


def spoil(enter: Enter, login: str, script: str, width: int = DESK) -> list[str]:
    """What is found after a script has changed the account's page."""
    visitor = enter(login, width)
    visitor.open("/account")
    assert visitor.findings() == []
    visitor.page.evaluate(script)
    return visitor.findings()


def test_what_axe_finds_is_told_with_its_place(enter: Enter, login: str) -> None:
    found = spoil(enter, login, "document.querySelector('h1').insertAdjacentHTML('beforeend', '<img>')")
    assert found == ["image-alt: img"]


def test_faint_text_is_found(enter: Enter, login: str) -> None:
    found = spoil(enter, login, "document.querySelector('h1').style.color = '#999'")
    assert found == ["color-contrast: h1"]


def test_targets_that_overlap_are_found(enter: Enter, login: str) -> None:
    script = """document.querySelector('h1').insertAdjacentHTML('afterend',
      '<a href="/a" id="a">a</a> <a href="/b" id="b">b</a>');
      document.querySelectorAll('h1 ~ a').forEach(a => { a.style.cssText = 'display: block; font: 9px x' })"""
    assert spoil(enter, login, script) == ["target-size: #a", "target-size: #b"]


def test_a_page_wider_than_the_screen_is_found(enter: Enter, login: str) -> None:
    script = "document.querySelector('h1').style.width = '900px'"
    assert spoil(enter, login, script, PHONE) == ["wider than the screen: 916 px"]


def test_a_page_wider_than_another_screen_is_found(enter: Enter, login: str) -> None:
    visitor = enter(login)
    visitor.open("/account")
    assert visitor.too_wide(320, 700, 1024) == []
    visitor.page.evaluate("document.querySelector('h1').style.width = '500px'")
    assert visitor.too_wide(320, 700, 1024) == ["320 px: wider than the screen: 516 px"]
    assert visitor.page.viewport_size == {"width": DESK, "height": 850}


def test_a_button_too_low_for_a_thumb_is_found_on_a_phone_alone(enter: Enter, login: str) -> None:
    script = """document.querySelector('.page-action .button').style.cssText =
      'min-height: 0; padding: 0; line-height: 30px'"""
    assert spoil(enter, login, script) == []
    assert spoil(enter, login, script, PHONE) == ["too low for a thumb: button “Change password” 32"]


def test_what_the_policy_refuses_is_found(enter: Enter, login: str) -> None:
    script = "document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))"
    (found,) = spoil(enter, login, script)
    assert found.startswith("console: ")
    assert "Content Security Policy" in found


def test_a_file_that_is_missing_is_found(enter: Enter, login: str) -> None:
    visitor = enter(login)
    visitor.open("/account")
    with visitor.page.expect_console_message():
        visitor.page.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), {src: '/static/none.js'}))"
        )
    assert [each.split()[0] for each in visitor.findings()] == ["404:", "console:"]


def test_a_script_that_fails_is_found(enter: Enter, login: str) -> None:
    visitor = enter(login)
    visitor.open("/account")
    with visitor.page.expect_event("pageerror"):
        visitor.page.evaluate("setTimeout(() => { none.such }, 0)")
    assert visitor.findings() == ["script: none is not defined"]


def test_a_page_that_is_refused_on_purpose_is_no_fault(enter: Enter, login: str) -> None:
    visitor = enter(login)
    answer = visitor.open("/settings")
    assert answer is not None
    assert answer.status == 403
    assert visitor.findings() == []
