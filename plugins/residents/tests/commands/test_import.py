"""``gridhall residents import``: what it prints, where it writes, what others see of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gridhall.models import JobRun, PluginSwitch
from gridhall_residents.models import ImportRun, Resident

if TYPE_CHECKING:
    from gridhall.testing import Portal, SampleCity

    from ..factories import Records
    from ..places import Places
    from .conftest import Commands

SOURCE = ("--source", "public_security_residents")


@pytest.fixture
def file(tmp_path: Path, records: Records, places: Places) -> Path:
    """Two good rows and a bad one."""
    rows = [f"Person {n},{records.new_identity()},{places.east.code}" for n in range(2)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(("姓名,公民身份号码,村居代码", *rows, f"Bad,123,{places.east.code}")), "utf-8")
    return path


def people(city: SampleCity) -> list[str]:
    with city.scope() as scope:
        return sorted(scope.db.scalars(scope.select(Resident.name)))


def test_json_is_one_object_with_exactly_these_keys(city: SampleCity, commands: Commands, file: Path) -> None:
    told = commands.json("import", file, *SOURCE)
    rejects = Path(told.pop("rejects_file"))
    assert told == {
        "rows": 3,
        "accepted": 2,
        "rejected": {"identity_malformed": 1},
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "matched": 0,
        "for_review": 0,
    }
    assert rejects.read_text("utf-8-sig").splitlines()[1].startswith("4,identity_malformed,公民身份号码,Bad,")
    assert people(city) == ["Person 0", "Person 1"]


def test_what_people_read_says_the_reasons_in_words_and_progress_goes_to_standard_error(
    commands: Commands, file: Path
) -> None:
    result = commands.run("import", file, *SOURCE)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:2] == [
        "3 rows, 2 accepted: 2 created, 0 updated, 0 unchanged, 0 for review",
        "  1 rejected: The identity number does not have 15 or 18 characters",
    ]
    assert "a.csv: 3 of 3" in result.stderr


def test_a_dry_run_keeps_nothing(city: SampleCity, commands: Commands, file: Path) -> None:
    tried = commands.json("import", file, *SOURCE, "--dry-run")
    assert (people(city), tried["rejects_file"]) == ([], None)
    done = commands.json("import", file, *SOURCE)
    assert tried == done | {"rejects_file": None}
    assert "nothing was kept" in commands.run("import", file, *SOURCE, "--dry-run").stdout


def test_all_that_is_written_lies_below_var(commands: Commands, file: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    told = commands.json("import", file, *SOURCE)
    assert sorted(tmp_path.rglob("*")) == before
    assert Path(told["rejects_file"]).is_relative_to(commands.here.settings.var / "files" / commands.slug)


def test_the_day_and_the_one_who_did_it_are_kept(city: SampleCity, commands: Commands, file: Path) -> None:
    commands.json("import", file, *SOURCE, "--as-of", "2026-03-05")
    with city.scope() as scope:
        run = scope.db.scalars(scope.select(ImportRun)).one()
        assert (str(run.as_of), run.account_id, run.area_id) == ("2026-03-05", None, None)
    assert run.who.startswith("command line (")
    assert [entry[:2] for entry in city.audited()] == [(run.who, "residents.import")]


def test_people_see_the_run_among_the_jobs(
    city: SampleCity, commands: Commands, file: Path, portal: Portal
) -> None:
    commands.json("import", file, *SOURCE)
    with city.scope() as scope:
        job = scope.db.scalars(scope.select(JobRun)).one()
    assert (job.state, job.done, job.total, job.failed, job.title) == ("done", 3, 3, 1, "a.csv")
    page = portal.as_(city.administrator("system")).get(f"/jobs/{job.id}")
    assert "Command line" in page.text


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--source", "nobody"), "There is no source “nobody”. The city has: civil_affairs_low_income, "),
        (("--source", "../x"), "There is no source “../x”."),
        (("--source", "housing_dwellings"), "The file has no column for code."),
        ((*SOURCE, "--as-of", "2999-01-01"), "The day of the file lies in the future."),
    ],
)
def test_what_cannot_be_done_is_told_on_standard_error_alone(
    city: SampleCity, commands: Commands, file: Path, words: tuple[str, ...], why: str
) -> None:
    (told,) = commands.refused("import", file, *words).splitlines()
    assert told.startswith(f"Error: {why}")
    assert people(city) == []


def test_wrong_calls_are_told_with_status_2(commands: Commands, file: Path) -> None:
    assert "does not exist" in commands.refused("import", "none.csv", *SOURCE, status=2)
    assert "--source" in commands.refused("import", file, status=2)
    assert "does not match" in commands.refused("import", file, *SOURCE, "--as-of", "5 May", status=2)


def test_a_city_that_has_switched_the_plugin_off_is_left_alone(
    city: SampleCity, commands: Commands, file: Path
) -> None:
    with city.scope() as scope:
        scope.db.scalars(
            scope.select(PluginSwitch).where(PluginSwitch.plugin == "residents")
        ).one().enabled = False
    assert "is not enabled" in commands.refused("import", file, *SOURCE)
    assert "is not enabled" in commands.refused("count")


def test_a_workbook_whose_sheet_is_missing_is_told(commands: Commands) -> None:
    file = Path(__file__).parents[1] / "data" / "departments" / "civil_affairs_low_income.xlsx"
    words = ("--source", "civil_affairs_low_income", "--sheet", "Nowhere")
    assert "no such sheet" in commands.refused("import", file, *words)
