"""Reads the pages of records as people do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from gridhall_residents.models import Resident, Statement

if TYPE_CHECKING:
    from webtest import Form, TestResponse

    from gridhall.testing import SampleCity


def text(element: Any) -> str:
    """What stands there, without the blanks of the markup."""
    return " ".join(element.get_text(" ", strip=True).split())


def heading(page: TestResponse) -> str:
    return text(page.html.select_one("h1"))


def form(page: TestResponse) -> Form:
    """The form that the page is about."""
    every = page.html.select("form")
    return page.forms[every.index(page.html.select_one("main form.form"))]


def facts(page: TestResponse) -> dict[str, tuple[str, str]]:
    """``label: (value, source)`` of what is known of the record itself."""
    rows = page.html.select(".record-facts > div")
    return {text(row.dt): (_value(row), text(row.select_one(".record-source"))) for row in rows}


def _value(row: Any) -> str:
    return text(row.select_one(".masked .number") or row.select_one(".record-value"))


def members(page: TestResponse) -> list[str]:
    """The names of the people of a home, in their order."""
    return [text(name.a) for name in page.html.select(".member h3")]


def flashes(page: TestResponse) -> list[str]:
    return [text(flash) for flash in page.html.select(".flashes .notice p")]


def errors(page: TestResponse) -> dict[str, str]:
    """``field: what is wrong``; those of the form as a whole under an empty name."""
    own = {each["id"].removeprefix("error-"): text(each) for each in page.html.select(".error[id]")}
    whole = [text(each) for each in page.html.select(".error-summary li") if each.a is None]
    return own | ({"": whole[0]} if whole else {})


def links(page: TestResponse) -> set[str]:
    """Where the page's own links and forms lead, without the frame's."""
    found = [each["href"] for each in page.html.select("main a[href]")]
    return {*found, *(each["action"] for each in page.html.select("main form"))}


def person(city: SampleCity, resident_id: int) -> Resident:
    with city.scope() as scope:
        return scope.db.get_one(Resident, resident_id)


def said(city: SampleCity, kind: str, record_id: int) -> list[tuple[str | None, list[str] | None]]:
    """``(by whom, what was new)`` of what was said of a record, in order."""
    with city.scope() as scope:
        query = select(Statement.said_by, Statement.changed).where(
            Statement.kind == kind, Statement.record_id == record_id
        )
        return [(by, changed) for by, changed in scope.db.execute(query.order_by(Statement.id))]


def today(city: SampleCity) -> str:
    with city.scope() as scope:
        return f"{scope.today:%b} {scope.today.day}, {scope.today.year}"
