"""What was typed stays when the language is switched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from gridhall.testing import Portal, SampleCity

pytestmark = pytest.mark.browser


def test_a_form_in_progress_survives_the_switch(
    city: SampleCity, portal: Portal, chromium: Any, live: str
) -> None:
    login = city.staff("Ann Lee", role="grid_head", at=city.node("Northport"))
    with chromium.new_context() as context:
        context.add_cookies(
            [{"name": "gridhall", "value": portal.as_(login).app.cookies["gridhall"], "url": live}]
        )
        page = context.new_page()
        faults: list[str] = []
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{live}/lanterns/form?of=7")
        page.fill("[name=name]", "Ann's <lamp>")
        page.fill("[name=note]", "one\ntwo")
        page.fill("[name=secret]", "never kept")
        page.select_option("[name=colour]", "b")
        page.check("[name=lit]")
        page.check("[name=size][value=l]")
        page.click("form.languages button[value=ar]")
        page.wait_for_selector("html[lang=ar]")
        assert page.url == f"{live}/lanterns/form?of=7"
        assert page.evaluate(
            "Object.fromEntries([...new FormData(document.querySelector('main form'))].slice(1))"
        ) == {
            "name": "Ann's <lamp>",
            "note": "one\ntwo",
            "secret": "",
            "colour": "b",
            "lit": "1",
            "size": "l",
        }
        assert page.evaluate("sessionStorage.getItem('gridhall-typed')") is None
        assert faults == []
