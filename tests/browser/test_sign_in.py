"""Signing in and out, in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from gridhall.models import Account
from gridhall.testing import PASSWORD
from gridhall.testing.visitor import PHONE

if TYPE_CHECKING:
    from gridhall.testing import SampleCity
    from gridhall.testing.visitor import Visitor

    from .conftest import Enter

pytestmark = pytest.mark.browser
NEW = "four quiet lanterns glow"


@pytest.fixture
def login(city: SampleCity) -> str:
    return city.staff("Ann Lee", role="grid_head", at=city.node("Northport"))


def sign_in(visitor: Visitor, login: str, password: str) -> None:
    page = visitor.page
    page.get_by_label("User name").fill(login)
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")


def heading(visitor: Visitor) -> str:
    return visitor.page.locator("h1").inner_text()


def test_a_wrong_password_is_told_and_the_name_is_kept(enter: Enter, login: str) -> None:
    visitor = enter(None, PHONE)
    visitor.open("/account")
    page = visitor.page
    page.wait_for_url("**/sign-in?next=*")
    assert page.evaluate("document.activeElement.name") == "login"
    sign_in(visitor, login, "wrong")
    page.get_by_role("alert").wait_for()
    assert (
        page.get_by_role("alert").inner_text()
        == "User name and password do not fit. Check both and try again."
    )
    assert page.get_by_label("User name").input_value() == login
    assert page.evaluate("document.activeElement.name") == "password"
    assert visitor.findings() == []
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account")
    assert heading(visitor) == "Ann Lee"


def test_an_initial_password_is_changed_before_anything_else(
    city: SampleCity, enter: Enter, login: str
) -> None:
    with city.scope() as scope:
        scope.db.execute(update(Account).where(Account.login == login).values(must_change_password=True))
    visitor = enter(None, PHONE)
    visitor.open("/")
    sign_in(visitor, login, PASSWORD)
    page = visitor.page
    page.wait_for_url("**/password")
    visitor.open("/tree")
    page.wait_for_url("**/password")
    assert page.locator(".menu a").count() == 0
    assert visitor.findings() == []
    for label, text in (
        ("Current password", PASSWORD),
        ("New password", NEW),
        ("New password, once more", "x"),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.keyboard.press("Enter")
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.name") == "again"
    assert visitor.findings() == []
    for label, text in (
        ("Current password", PASSWORD),
        ("New password", NEW),
        ("New password, once more", NEW),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/$|/tree"))
    assert page.locator(".menu a").count() > 0


def test_signing_out_everywhere_ends_the_other_browsers(enter: Enter, login: str) -> None:
    phone, desk = enter(login, PHONE), enter(login)
    phone.open("/tree")
    desk.open("/account")
    assert desk.page.locator("tbody tr").count() == 2
    desk.page.get_by_role("button", name="Sign out everywhere").click()
    for visitor in (desk, phone):
        visitor.open("/account")
        visitor.page.wait_for_url("**/sign-in?next=*")


def test_one_other_device_is_signed_out(enter: Enter, login: str) -> None:
    phone, desk = enter(login, PHONE), enter(login)
    desk.open("/account")
    desk.page.get_by_role("row").get_by_role("button", name="Sign out").click()
    desk.page.get_by_text("That device is signed out.").wait_for()
    desk.open("/account")
    assert heading(desk) == "Ann Lee"
    phone.open("/account")
    phone.page.wait_for_url("**/sign-in?next=*")
