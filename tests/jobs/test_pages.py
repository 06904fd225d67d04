from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from gridhall.errors import Conflict
from gridhall.jobs.attempt import begin
from gridhall.models import JobRun
from gridhall.services import runs

from . import counting

if TYPE_CHECKING:
    from uuid import UUID

    from gridhall.testing import Portal, SampleCity

    from .cities import Site


def ask(city: SampleCity, login: str, title: str) -> UUID:
    with city.scope(login) as scope:
        return runs.enqueue(scope, "counting.count", title=title, arguments={})


def change(site: Site, run_id: UUID, **values: object) -> None:
    with site.scope() as scope:
        scope.db.execute(update(JobRun).where(JobRun.id == run_id).values(**values))


def titles(page: object) -> list[str]:
    return [cell.get_text(strip=True) for cell in page.html.select("tbody th")]  # type: ignore[attr-defined]


def test_the_list_shows_ones_own_runs_and_all_to_who_may_see_them(
    city: SampleCity, alpha: Site, portal: Portal
) -> None:
    del alpha
    ann, bob = city.staff("Ann"), city.staff("Bob")
    ask(city, ann, "a.csv")
    ask(city, bob, "b.csv")
    assert titles(portal.as_(ann).get("/jobs")) == ["a.csv"]
    page = portal.as_(city.administrator("system")).get("/jobs")
    assert titles(page) == ["b.csv", "a.csv"]
    askers = [cell.get_text(strip=True) for cell in page.html.select("td[data-label='Asked for by']")]
    assert askers == ["Bob", "Ann"]


def test_a_run_of_somebody_else_or_of_nobody_is_not_found(
    city: SampleCity, alpha: Site, portal: Portal
) -> None:
    del alpha
    run_id = ask(city, city.staff("Bob"), "b.csv")
    browser = portal.as_(city.staff("Ann"))
    for path in (f"/jobs/{run_id}", f"/jobs/{run_id}/progress", "/jobs/17"):
        browser.get(path, status=404)
    for action in ("cancel", "retry"):
        browser.post(f"/jobs/{run_id}/{action}", status=404)
    assert portal.stranger().get(f"/jobs/{run_id}").status_int == 303


def test_a_running_run_asks_each_second_until_it_is_over_and_then_shows_the_whole_page(
    city: SampleCity, alpha: Site, portal: Portal
) -> None:
    ann = city.staff("Ann")
    run_id = ask(city, ann, "a.csv")
    browser = portal.as_(ann)
    with alpha.scopes.short() as db:
        begin(db, run_id)
    change(alpha, run_id, done=1200, failed=3, total=4800)
    page = browser.get(f"/jobs/{run_id}").html
    part = page.select_one("#job-progress")
    assert (part["hx-get"], part["hx-trigger"]) == (f"/jobs/{run_id}/progress", "load delay:1s")
    assert page.select_one("noscript a")["href"] == f"/jobs/{run_id}"
    assert part.select_one(".progress-line .number").text == "1,200 of 4,800 · 3 could not be used"
    assert (part.progress["value"], part.progress["max"]) == ("1200", "4800")
    fragment = browser.fragment(f"/jobs/{run_id}/progress")
    assert fragment.html.select_one("#job-progress")["hx-get"] == f"/jobs/{run_id}/progress"
    assert ("HX-Refresh" in fragment.headers, fragment.html.select("html")) == (False, [])
    change(alpha, run_id, state="done")
    over = browser.fragment(f"/jobs/{run_id}/progress")
    assert over.headers["HX-Refresh"] == "true"
    page = browser.get(f"/jobs/{run_id}").html
    assert page.select("[hx-get]") == []
    assert page.select_one("#job-progress .badge").text == "Done"


def test_a_run_is_cancelled_and_tried_again_from_its_page(
    city: SampleCity, alpha: Site, portal: Portal
) -> None:
    ann = city.staff("Ann")
    run_id = ask(city, ann, "a.csv")
    browser = portal.as_(ann)
    page = browser.get(f"/jobs/{run_id}")
    cancelled = page.forms[_form(page, "cancel")].submit().follow()
    assert "What was done already stays." in cancelled.html.select_one(".notice-good").text
    assert alpha.run(run_id).state == "cancelled"
    late = browser.post(f"/jobs/{run_id}/cancel").follow()
    assert (
        late.html.select_one(".notice-warn").text.strip()
        == "This job is over; there is nothing left to cancel."
    )
    cancelled = browser.get(f"/jobs/{run_id}")
    cancelled.forms[_form(cancelled, "retry")].submit().follow()
    assert alpha.run(run_id).state == "waiting"
    assert city.audited() == [
        ("Ann", "core.job_cancel", f"job:{run_id}"),
        ("Ann", "core.job_retry", f"job:{run_id}"),
    ]


def test_who_only_sees_a_run_gets_no_buttons(city: SampleCity, alpha: Site, portal: Portal) -> None:
    top = city.node("Northport")
    eve = city.staff("Eve", role=city.role("Viewer", ["core.jobs_view"]), at=top)
    run_id = ask(city, city.staff("Ann"), "a.csv")
    page = portal.as_(eve).get(f"/jobs/{run_id}")
    assert [action for action in ("cancel", "retry") if f"/{action}" in page.text] == []
    portal.as_(eve).post(f"/jobs/{run_id}/cancel", status=403)
    assert alpha.run(run_id).state == "waiting"


def test_a_failure_shows_its_reason_escaped_and_the_result_its_panel(
    city: SampleCity, alpha: Site, portal: Portal
) -> None:
    ann = city.staff("Ann")
    run_id = ask(city, ann, "a.csv")
    error = Conflict(counting._("Sheet “{sheet}” is empty. Choose another one."), sheet="<b>May")
    change(alpha, run_id, state="failed", reason=runs.kept_reason(error), result={"rows": 7})
    page = portal.as_(ann).get(f"/jobs/{run_id}").html
    assert page.select_one(".notice-bad").text.strip() == "Sheet “<b>May” is empty. Choose another one."
    assert [each.text for each in page.select(".panel h2")] == ["Progress", "Counted", "About this job"]
    assert page.select(".panel-body")[1].text.strip() == "7 rows of <a.csv>"


def test_pages_of_fifty(city: SampleCity, alpha: Site, portal: Portal) -> None:
    del alpha
    ann = city.staff("Ann")
    for n in range(51):
        ask(city, ann, f"{n:02d}")
    browser = portal.as_(ann)
    first = browser.get("/jobs")
    assert (len(titles(first)), titles(first)[0]) == (50, "50")
    second = browser.get(first.html.select_one("a[rel=next]")["href"])
    assert titles(second) == ["00"]
    assert titles(browser.get("/jobs?page=x")) == titles(first)


def _form(page: object, action: str) -> int:
    forms = page.html.select("form")  # type: ignore[attr-defined]
    return next(n for n, form in enumerate(forms) if form["action"].endswith(f"/{action}"))
