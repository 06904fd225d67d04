"""A number is shown whole for a purpose, to those who may, and never without a trace."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import select

from gridhall.db import as_owner
from gridhall.models import AuditEntry

from .reading import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

    from gridhall.testing import SampleCity, Stage

    from ..factories import Records
    from .conftest import Town


def revealed(city: SampleCity) -> list[tuple[str, str, dict[str, object]]]:
    """``(actor, subject, detail)`` of what was shown, in order."""
    with city.scope() as scope:
        entries = select(AuditEntry.actor, AuditEntry.subject, AuditEntry.detail)
        found = scope.db.execute(
            entries.where(AuditEntry.action == "residents.reveal").order_by(AuditEntry.seq)
        )
        return [(actor, subject, detail) for actor, subject, detail in found]


def test_a_number_is_shown_for_a_purpose_and_that_is_written_down(town: Town, records: Records) -> None:
    number, phone = records.new_identity(), records.new_phone()
    known = records.resident(town.one, "Zhao Min", identity=number, phone=phone)
    path = f"/residents/{known}/reveal"
    page = town.browser.post(f"{path}?field=identity_number", {"purpose": "visit"})
    assert number in page
    assert phone not in page
    page = town.browser.post(f"{path}?field=phone", {"purpose": "other", "words": "Her roof  leaks"})
    assert page.html.select_one(f'a[href="tel:{phone}"]').string == phone
    assert revealed(town.city) == [
        ("Ann Lee", f"resident:{known}", {"field": "identity_number", "purpose": "visit"}),
        ("Ann Lee", f"resident:{known}", {"field": "phone", "purpose": "other", "words": "Her roof leaks"}),
    ]


def test_htmx_gets_the_value_in_place_of_the_masked_one(town: Town, records: Records) -> None:
    phone = records.new_phone()
    known = records.resident(town.one, "Zhao Min", phone=phone)
    browser = town.browser
    page = browser.app.post(
        f"/residents/{known}/reveal?field=phone",
        {"purpose": "emergency", "csrf_token": browser.csrf},
        headers={"HX-Request": "true"},
    )
    assert page.html.html is None
    assert text(page.html.select_one(".masked")) == phone
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "given", [{}, {"purpose": "curiosity"}, {"purpose": "other"}, {"purpose": "other", "words": "  "}]
)
def test_without_a_purpose_nothing_is_shown(town: Town, records: Records, given: dict[str, str]) -> None:
    phone = records.new_phone()
    known = records.resident(town.one, "Zhao Min", phone=phone)
    page = town.browser.post(f"/residents/{known}/reveal?field=phone", given, status=422)
    assert phone not in page
    assert page.html.select_one(".masked details[open] .error") is not None
    assert revealed(town.city) == []


def test_the_owners_number_of_a_home_is_shown_likewise(town: Town, records: Records) -> None:
    number = records.new_identity()
    home = records.dwelling(town.one, owner_name="Zhao Min", owner_identity=number)
    page = town.browser.post(
        f"/residents/homes/{home}/reveal?field=owner_identity_number", {"purpose": "verification"}
    )
    assert number in page
    assert revealed(town.city) == [
        (
            "Ann Lee",
            f"dwelling:{home}",
            {"field": "owner_identity_number", "purpose": "verification"},
        )
    ]


def test_who_may_not_see_it_gets_no_button_and_no_value(town: Town, records: Records) -> None:
    phone = records.new_phone()
    known = records.resident(town.one, "Zhao Min", phone=phone)
    worker = town.who("view", "edit")
    page = worker.get(f"/residents/{known}")
    assert page.html.select("details form") == []
    worker.post(f"/residents/{known}/reveal?field=phone", {"purpose": "visit"}, status=403)
    assert revealed(town.city) == []


def test_the_right_counts_only_where_it_is_held(town: Town, records: Records) -> None:
    near, far = records.new_phone(), records.new_phone()
    here = records.resident(town.one, "Zhao Min", phone=near)
    there = records.resident(town.three, "Zhao Wei", phone=far)
    role = town.city.role("Looker", ["residents.view"])
    town.city.post(town.ann, role=role, at=town.three)
    assert near in town.browser.post(f"/residents/{here}/reveal?field=phone", {"purpose": "visit"})
    page = town.browser.post(f"/residents/{there}/reveal?field=phone", {"purpose": "visit"}, status=403)
    assert far not in page


@pytest.mark.parametrize("field", ["phone", "name", "identity_enc", "", "owner_identity_number"])
def test_what_is_not_recorded_or_no_sensitive_field_is_not_there(
    town: Town, records: Records, field: str
) -> None:
    known = records.resident(town.one, "Zhao Min", identity=records.new_identity())
    town.browser.post(f"/residents/{known}/reveal?field={field}", {"purpose": "visit"}, status=404)


def test_where_no_trace_can_be_written_nothing_is_shown(town: Town, records: Records, stage: Stage) -> None:
    phone = records.new_phone()
    known = records.resident(town.one, "Zhao Min", phone=phone)
    browser = town.browser
    with log_closed(stage, town.city):
        page = browser.post(f"/residents/{known}/reveal?field=phone", {"purpose": "visit"}, status=500)
    assert phone not in page
    assert revealed(town.city) == []


@contextmanager
def log_closed(stage: Stage, city: SampleCity) -> Iterator[None]:
    """The city's role may not write the audit log."""
    admin = stage.databases.admin(city.city.database)

    def run(statement: str) -> None:
        with as_owner(admin, city.city) as connection:
            raw = cast("Connection[object]", connection.connection.driver_connection)
            raw.execute(SQL(statement).format(Identifier(city.city.login_role)))

    run("REVOKE INSERT ON audit_entry FROM {}")
    try:
        yield
    finally:
        run("GRANT INSERT ON audit_entry TO {}")
