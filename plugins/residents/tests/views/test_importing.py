"""Importing what was brought: trial and import, figures, rejected rows, who sees what of it."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote
from uuid import UUID

import pytest

from gridhall.services import runs
from gridhall_residents import jobs
from gridhall_residents.importing import faults
from gridhall_residents.models import ImportRun, Resident
from gridhall_residents.services import imports

from .conftest import cells, stats, table, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridhall_residents.importing.order import Order

    from ..factories import Records
    from .conftest import Office


def mixed(office: Office, records: Records) -> bytes:
    """Two good rows, one of the west, three that cannot be taken, one twice."""
    good = [office.row(records.new_identity(), f"Person {n}") for n in range(2)]
    west = {**office.row(records.new_identity(), "Westerner"), "村居代码": office.places.west.code}
    bad = [
        office.row("123", "A"),
        office.row("330102199001010000", "B"),
        office.row("330102199001010001", "C"),
    ]
    return table(*good, west, *bad, good[0])


def import_of(office: Office, job: UUID) -> ImportRun:
    with office.city.scope() as scope:
        run: ImportRun = scope.db.scalars(scope.select(ImportRun).where(ImportRun.job_id == job)).one()
        return run


def test_an_import_shows_its_figures_with_reasons_in_words(office: Office, records: Records) -> None:
    job = office.done(office.ann, "a.csv", mixed(office, records))
    page = office.ann.get(f"/jobs/{job}")
    assert stats(page) == {
        "Rows": "6",
        "New": "2",
        "Changed": "0",
        "Known already": "0",
        "To be decided": "0",
        "Not taken": "4",
    }
    assert "1 stood there twice" in text(page)
    assert cells(page) == [
        ["The identity number has a wrong check digit", "2"],
        ["The identity number does not have 15 or 18 characters", "1"],
        ["It lies outside the area of your posts", "1"],
    ]
    assert "7 of 7" in text(page)
    assert office.uploads() == []
    with office.city.scope() as scope:
        assert sorted(scope.db.scalars(scope.select(Resident.name))) == ["Person 0", "Person 1"]


def test_the_figures_are_told_in_the_readers_language(office: Office, records: Records) -> None:
    job = office.done(office.ann, "a.csv", mixed(office, records))
    told = set()
    for language in ("en", "zh_Hans", "ar"):
        office.ann.post("/language", {"lang": language.replace("_", "-")}, status=303)
        words = office.stage.platform.words(language, office.city.city)
        (reason, _count), *_others = cells(office.ann.get(f"/jobs/{job}"))
        assert reason == words(faults.ROW["checksum"])
        told.add(reason)
    assert len(told) == 3


def test_rejected_rows_are_fetched_in_words_and_can_be_imported_again(
    office: Office, records: Records
) -> None:
    job = office.done(office.ann, "住户.csv", mixed(office, records))
    href = office.ann.get(f"/jobs/{job}").html.select_one("a.button-primary")["href"]
    answer = office.ann.get(href)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert unquote(answer.headers["Content-Disposition"]).endswith("住户-rejects.csv")
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))
    assert rows[0][:4] == ["gridhall:row", "gridhall:reason", "gridhall:column", "姓名"]
    assert "民族" not in rows[0]
    assert [row[1] for row in rows[1:]] == [
        "It lies outside the area of your posts",
        "The identity number does not have 15 or 18 characters",
        "The identity number has a wrong check digit",
        "The identity number has a wrong check digit",
    ]
    number = records.new_identity()
    mended = answer.body.decode("utf-8").replace("'123", number).replace("123,", f"{number},").encode()
    again = office.done(office.ann, "mended.csv", mended)
    assert stats(office.ann.get(f"/jobs/{again}"))["New"] == "1"
    audited = [entry for entry in office.city.audited() if entry[1] == "residents.rejects"]
    assert audited == [("Ann Lee", "residents.rejects", f"import:{import_of(office, job).id}")]


def test_an_import_is_seen_by_who_did_it_and_within_its_area(office: Office, records: Records) -> None:
    run = import_of(office, office.done(office.ann, "east.csv", mixed(office, records)))
    pages = (f"/residents/import/runs/{run.id}", f"/residents/import/runs/{run.id}/rejects")
    for page in pages:
        assert office.ann.get(page).status_int == 200
        assert office.cy.get(page).status_int == 200
        office.bo.get(page, status=404)
    assert [row[0] for row in cells(office.cy.get("/residents/import"))] == ["east.csv"]
    assert "east.csv" not in text(office.bo.get("/residents/import"))
    worker = office.portal.as_(office.city.staff("Di Qi", role="grid_worker_full", at=office.places.east))
    worker.get(pages[0], status=403)
    office.ann.get("/residents/import/runs/17", status=404)
    office.ann.get(f"/residents/import/runs/{str(run.id)[:-1]}x", status=404)


def test_what_the_town_imported_is_not_for_its_villages(office: Office, records: Records) -> None:
    run = import_of(office, office.done(office.cy, "town.csv", mixed(office, records)))
    assert run.area_id == office.places.town.id
    office.ann.get(f"/residents/import/runs/{run.id}/rejects", status=404)
    assert "town.csv" not in text(office.ann.get("/residents/import"))


def test_past_imports_stand_with_their_figures_the_latest_first(office: Office, records: Records) -> None:
    content = mixed(office, records)
    office.done(office.ann, "a.csv", content)
    office.done(office.ann, "b.csv", content)
    rows = cells(office.ann.get("/residents/import"))
    title = "Public security: registered residents"
    assert [[*row[:3], row[4]] for row in rows] == [
        ["b.csv", title, "6 rows · 4 not taken", "Ann Lee"],
        ["a.csv", title, "6 rows · 2 new · 4 not taken", "Ann Lee"],
    ]


def test_a_trial_tells_the_same_keeps_nothing_and_leads_to_the_import(
    office: Office, records: Records
) -> None:
    path = office.bring(office.ann, "a.csv", mixed(office, records))
    job = office.start(office.ann, path, action="try")
    assert office.work(job).state == "done"
    tried = office.ann.get(f"/jobs/{job}")
    assert "This was a trial: nothing was kept." in text(tried)
    with office.city.scope() as scope:
        assert list(scope.db.scalars(scope.select(ImportRun.id))) == []
        assert list(scope.db.scalars(scope.select(Resident.id))) == []
    form = next(form for form in tried.forms.values() if form.action == path)
    run_id = office.path(form.submit()).removeprefix("/jobs/")
    office.work(UUID(run_id))
    done = office.ann.get(f"/jobs/{run_id}")
    assert (stats(done), cells(done)) == (stats(tried), cells(tried))
    assert "Import it now" not in text(office.ann.get(f"/jobs/{job}"))


def test_a_new_source_is_tried_first_and_a_known_one_imported(office: Office, records: Records) -> None:
    def first_button() -> str:
        page = office.ann.get(office.bring(office.ann, "a.csv", mixed(office, records)))
        return str(page.html.select_one("button.button-primary")["value"])

    assert first_button() == "try"
    office.done(office.ann, "a.csv", mixed(office, records))
    assert first_button() == "import"


def test_the_day_of_the_file_is_kept_and_a_wrong_one_is_told(office: Office, records: Records) -> None:
    path = office.bring(office.ann, "a.csv", mixed(office, records))
    for day, why in (("2999-01-01", "lies in the future"), ("5/3", "Give a day")):
        page = office.ann.post(
            path, {"action": "import", "source": "public_security_residents", "as_of": day}
        )
        assert why in page.html.select_one("#error-as_of").text
    job = office.start(office.ann, path, as_of="2026-03-05")
    office.work(job)
    assert str(import_of(office, job).as_of) == "2026-03-05"


def test_a_file_is_worked_on_once_at_a_time(office: Office, records: Records) -> None:
    path = office.bring(office.ann, "a.csv", mixed(office, records))
    job = office.start(office.ann, path)
    for action in ("import", "try"):
        page = office.ann.post(path, {"action": action, "source": "public_security_residents"})
        assert "being worked on already" in page.html.select_one(".error-summary").text
    assert f"/jobs/{job}" in office.ann.get("/residents/import").text


def test_a_job_that_was_done_twice_over_tells_the_same(
    office: Office, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker was killed after the import had ended, before its job had."""
    path = office.bring(office.ann, "a.csv", mixed(office, records))
    job = office.start(office.ann, path)

    class Killed(BaseException):
        pass

    def die(*_arguments: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "_tell_end", die)
        with pytest.raises(Killed):
            office.work(job)
    assert import_of(office, job).state == "done"
    assert office.work(job).state == "done"
    assert (stats(office.ann.get(f"/jobs/{job}"))["New"], office.uploads()) == ("2", [])


def in_twos(order: Callable[..., Order], *arguments: object) -> Order:
    """Two rows a chunk."""
    return replace(order(*arguments), chunk_rows=2)


def test_an_import_that_was_cancelled_tells_what_is_in_and_goes_on(
    office: Office, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = table(*(office.row(records.new_identity(), f"Person {n}") for n in range(6)))
    path = office.bring(office.ann, "a.csv", content)
    job = office.start(office.ann, path)
    tell = jobs._teller

    def cancelling(context: object, **options: bool) -> object:
        told = tell(context, **options)  # type: ignore[arg-type]

        def after(report: object) -> None:
            told(report)  # type: ignore[arg-type]
            with office.city.scope() as scope:
                runs.cancel(scope, job)

        return after

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "_teller", cancelling)
        patched.setattr(jobs, "_order", partial(in_twos, jobs._order))
        run = office.work(job)
    assert (run.state, run.done, run.total) == ("cancelled", 2, 6)
    page = office.ann.get(f"/jobs/{job}")
    assert "What is in so far" in text(page)
    assert stats(page)["New"] == "2"
    assert "Not finished" in text(office.ann.get("/residents/import"))
    office.ann.post(f"/jobs/{job}/retry", status=303)
    assert office.work(job).state == "done"
    assert stats(office.ann.get(f"/jobs/{job}"))["New"] == "6"


def test_a_file_that_is_gone_is_told_and_can_be_brought_again(office: Office, records: Records) -> None:
    path = office.bring(office.ann, "a.csv", mixed(office, records))
    job = office.start(office.ann, path)
    (file,) = office.uploads()
    file.rename(file.with_suffix(".away"))
    assert office.work(job).state == "failed"
    assert "Bring it once more" in text(office.ann.get(f"/jobs/{job}"))
    file.with_suffix(".away").rename(file)
    office.ann.post(f"/jobs/{job}/retry", status=303)
    assert office.work(job).state == "done"


def test_rejected_rows_are_kept_for_a_month(office: Office, records: Records) -> None:
    job = office.done(office.ann, "a.csv", mixed(office, records))
    run = import_of(office, job)
    file = imports.rejects_folder(office.scopes.files) / (run.rejects_file or "")
    with office.city.scope() as scope:
        long_ago = scope.now - imports.REJECTS_KEPT - timedelta(minutes=1)
        scope.db.get_one(ImportRun, run.id).finished_at = long_ago
    os.utime(file, (long_ago.timestamp(), long_ago.timestamp()))
    page = f"/residents/import/runs/{run.id}"
    assert "Fetch the rows not taken" not in text(office.ann.get(page))
    office.ann.get(f"{page}/rejects", status=404)
    assert file.is_file()
    office.done(office.ann, "b.csv", mixed(office, records))
    assert (file.exists(), import_of(office, job).rejects_file) == (False, None)
