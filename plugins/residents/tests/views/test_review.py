"""Rows that wait for a decision: who sees them, what can be decided, and what follows from it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from gridhall.errors import Conflict
from gridhall_residents.models import KnownRow, Resident, Review, Statement
from gridhall_residents.services import review
from gridhall_residents.services.change import removal

from .conftest import cells, options, stats, table, text

if TYPE_CHECKING:
    from webtest import TestResponse

    from ..factories import Records
    from .conftest import Office

BORN = date(1990, 1, 31)
SURVEY = {"source": "grassroots_survey"}
COLUMNS = ("姓名", "出生日期", "村居代码", "手机", "备注")


@dataclass
class Doubt:
    """Two of a name and birth date in the east, a third in the west, and a file that means one of them."""

    office: Office
    one: int
    two: int
    far: int
    content: bytes

    def bring(self) -> str:
        """Import the file; the path of the page of its row."""
        self.office.done(self.office.ann, "survey.csv", self.content, **SURVEY)
        return f"/residents/review/{self.waiting()[0]}"

    def again(self) -> dict[str, str]:
        """Import it once more; the figures."""
        job = self.office.done(self.office.ann, "survey.csv", self.content, **SURVEY)
        return stats(self.office.ann.get(f"/jobs/{job}"))

    def waiting(self) -> list[int]:
        with self.office.city.scope() as scope:
            return list(scope.db.scalars(scope.select(Review.id).where(Review.decided_at.is_(None))))

    def people(self) -> list[tuple[int, str | None]]:
        """Ids and notes of all who live."""
        with self.office.city.scope() as scope:
            query = scope.select(Resident.id, Resident.note).where(Resident.deleted_at.is_(None))
            return [tuple(row) for row in scope.db.execute(query.order_by(Resident.id))]


@pytest.fixture
def doubt(office: Office, records: Records) -> Doubt:
    places = office.places
    row = {"姓名": "李芳", "出生日期": "1990-01-31", "村居代码": places.east.code}
    row |= {"手机": "16600554061", "备注": "seen at home"}
    return Doubt(
        office,
        one=records.resident(places.e1, "李芳", birth_date=BORN, address="1 Quay Street"),
        two=records.resident(places.e2, "李芳", birth_date=BORN, identity=records.new_identity(BORN)),
        far=records.resident(places.w1, "李芳", birth_date=BORN),
        content=table(row, columns=COLUMNS),
    )


def decide(doubt: Doubt, path: str, decision: str, *, status: int = 303) -> TestResponse:
    return doubt.office.ann.post(path, {"decision": decision}, status=status)


def test_a_row_stands_beside_those_who_may_be_meant(doubt: Doubt) -> None:
    office = doubt.office
    page = office.ann.get(doubt.bring())
    assert options(page) == [f"same-{doubt.one}", f"same-{doubt.two}", "new", "nobody"]
    rows = {row[0]: row[1:] for row in cells(page)}
    assert rows["Name"] == ["李芳", "李芳", "李芳"]
    assert rows["Phone"] == ["+86166••••4061", "–", "–"]
    assert rows["Address"] == ["–", "1 Quay Street", "–"]
    assert rows["Grid"] == ["Mill Town › East Village", "East Village › East 1", "East Village › East 2"]
    assert rows["Identity number"][:2] == ["–", "–"]
    assert "•" in rows["Identity number"][2]
    assert "16600554061" not in page.text
    assert "Grassroots survey: survey.csv, row 2" in text(page)
    listed = cells(office.ann.get("/residents/review"))
    assert [row[:5] for row in listed] == [
        [
            "李芳",
            "Several people may be meant",
            "Mill Town › East Village",
            "Grassroots survey",
            "survey.csv, row 2",
        ]
    ]


def test_the_same_as_one_adds_what_the_file_says_with_its_source(doubt: Doubt) -> None:
    path = doubt.bring()
    answer = decide(doubt, path, f"same-{doubt.two}")
    assert answer.location.endswith("/residents/review")
    assert "Decided: 李芳." in text(answer.follow())
    assert doubt.people() == [(doubt.one, None), (doubt.two, "seen at home"), (doubt.far, None)]
    with doubt.office.city.scope() as scope:
        about = scope.select(Statement).where(Statement.record_id == doubt.two)
        *_earlier, said = scope.db.scalars(about.order_by(Statement.id))
        waited = scope.db.scalars(scope.select(Review)).one()
        assert (said.run_id, said.values["note"]) == (waited.run_id, "seen at home")
        assert (waited.decision, waited.decided_by) == ("same", "Ann Lee")
    again = doubt.again()
    assert (again["Known already"], again["To be decided"], doubt.waiting()) == ("1", "0", [])


def test_a_new_person_is_added_and_known_from_then_on(doubt: Doubt) -> None:
    decide(doubt, doubt.bring(), "new")
    *others, (new, note) = doubt.people()
    assert (len(others), note) == (3, "seen at home")
    again = doubt.again()
    assert (again["Known already"], again["New"], len(doubt.people())) == ("1", "0", 4)
    assert doubt.office.ann.get(f"/residents/{new}").status_int == 200


def test_nobody_leaves_the_row_out_for_good(doubt: Doubt) -> None:
    before = doubt.people()
    decide(doubt, doubt.bring(), "nobody")
    assert doubt.people() == before
    assert (doubt.again()["Known already"], doubt.people(), doubt.waiting()) == ("1", before, [])
    with doubt.office.city.scope() as scope:
        assert [row.resident_id for row in scope.db.scalars(scope.select(KnownRow))] == [None]


@pytest.mark.parametrize("decision", ["", "same", "same-x", "same-{far}", "kept", "restored", "anything"])
def test_what_cannot_be_decided_is_refused(doubt: Doubt, decision: str) -> None:
    path, before = doubt.bring(), doubt.people()
    page = decide(doubt, path, decision.format(far=doubt.far), status=200)
    assert page.html.select_one("#error-decision").get_text(strip=True) == "Choose what is right."
    assert (doubt.people(), len(doubt.waiting())) == (before, 1)


def test_only_the_first_decision_counts_and_the_other_is_told(doubt: Doubt) -> None:
    path = doubt.bring()
    decide(doubt, path, "nobody")
    page = doubt.office.cy.post(path, {"decision": "new"}, status=200)
    assert "Ann Lee has decided about this row already." in page.html.select_one(".error-summary").text
    assert options(page) == []
    assert "Ann Lee decided on" in text(page)
    assert len(doubt.people()) == 3


def test_of_two_who_decide_at_the_same_moment_one_waits_and_is_told(doubt: Doubt) -> None:
    review_id = int(doubt.bring().rpartition("/")[2])
    told: list[BaseException] = []

    def later() -> None:
        try:
            with doubt.office.city.scope("cy.ma") as scope:
                review.decide(scope, review_id, "new")
        except Conflict as error:
            told.append(error)

    second = threading.Thread(target=later)
    with doubt.office.city.scope("ann.lee") as scope:
        review.decide(scope, review_id, "same", doubt.one)
        second.start()
        second.join(timeout=1)
        assert second.is_alive()
    second.join(timeout=20)
    assert [str(each) for each in told] == ["Ann Lee has decided about this row already."]
    assert len(doubt.people()) == 3


def test_rows_of_elsewhere_are_not_found(doubt: Doubt, other_city: Any) -> None:
    path, office = doubt.bring(), doubt.office
    office.bo.get(path, status=404)
    office.bo.post(path, {"decision": "new"}, status=404)
    assert "Nothing waits for a decision" in text(office.bo.get("/residents/review"))
    assert office.cy.get(path).status_int == 200
    leader = office.portal.as_(office.city.staff("Di Qi", role="city_leader", at=office.places.top))
    leader.get(path, status=403)
    office.ann.get("/residents/review/999", status=404)
    with other_city.scope() as scope:
        assert review.count(scope) == 0


def test_who_may_be_meant_elsewhere_is_counted_but_not_shown(doubt: Doubt) -> None:
    path, office = doubt.bring(), doubt.office
    with office.city.scope() as scope:
        scope.db.get_one(Resident, doubt.two).grid_id = office.places.w1.id
    page = office.ann.get(path)
    assert options(page) == [f"same-{doubt.one}", "new", "nobody"]
    assert "1 more record that may be meant lies outside your area." in text(page)
    assert "West" not in text(page)
    page = decide(doubt, path, f"same-{doubt.two}", status=200)
    assert "has left your area" in page.html.select_one(".error-summary").text
    assert len(doubt.waiting()) == 1


def test_who_was_deleted_meanwhile_is_not_meant(doubt: Doubt) -> None:
    path = doubt.bring()
    with doubt.office.city.scope() as scope:
        removal.delete(scope, Resident, doubt.one, reason="died")
    assert options(doubt.office.ann.get(path)) == [f"same-{doubt.two}", "new", "nobody"]
    page = decide(doubt, path, f"same-{doubt.one}", status=200)
    assert "deleted meanwhile" in page.html.select_one(".error-summary").text


def test_decisions_lead_from_row_to_row(doubt: Doubt, records: Records) -> None:
    office = doubt.office
    for grid in (office.places.e1, office.places.e2):
        records.resident(grid, "王伟", birth_date=BORN)
    extra = {"姓名": "王伟", "出生日期": "1990-01-31", "村居代码": office.places.east.code}
    doubt.bring()
    office.done(office.ann, "more.csv", table(extra, columns=COLUMNS), **SURVEY)
    first, second = doubt.waiting()
    answer = decide(doubt, f"/residents/review/{first}", "nobody")
    assert answer.location.endswith(f"/residents/review/{second}")
    assert (
        office.ann.get("/residents/review").html.select_one("a.button-primary")["href"].endswith(str(second))
    )


def test_rows_that_wait_stand_on_my_day_of_those_who_may_decide(doubt: Doubt) -> None:
    def card(browser: Any) -> list[str]:
        heads = (head for head in browser.get("/").html.select(".day-head") if "To be decided" in head.text)
        return [head.get_text(" ", strip=True) for head in heads]

    assert card(doubt.office.ann) == []
    doubt.bring()
    assert (card(doubt.office.ann), card(doubt.office.bo)) == (["To be decided 1"], [])
    link = doubt.office.ann.get("/").html.select_one(".links a[href^='/residents/review/']")
    assert link.get_text(strip=True) == "李芳 · Mill Town › East Village"
