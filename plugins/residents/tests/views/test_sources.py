"""Describing an unknown file: once said, it is known for all files of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridhall_residents.models import Resident
from gridhall_residents.services import sources

from .conftest import cells, stats, table, text

if TYPE_CHECKING:
    from webtest import TestResponse

    from ..factories import Records
    from .conftest import Office

HEADERS = ("登记人", "证件号", "所在村", "身份", "宗教", "编号")
"""Name, number and village under names that nobody else uses."""


def unknown(office: Office, *rows: dict[str, str]) -> bytes:
    given = rows or ({"登记人": "Li Fang", "身份": "本人"},)
    return table(
        *({"所在村": office.places.east.name, "宗教": "secret", **row} for row in given), columns=HEADERS
    )


def describe(office: Office, path: str, **fields: str) -> TestResponse:
    """Say what the columns are, in the form."""
    page = office.ann.get(f"{path}/source")
    form = next(form for form in page.forms.values() if "source" in form.action)
    given = {
        "title": "Veterans",
        "department": "Veterans' office",
        "column-0": "name",
        "column-1": "identity_number",
        "column-2": "village_name",
        "column-3": "",
        **fields,
    }
    for name, value in given.items():
        form[name] = value
    return form.submit()


def errors(page: TestResponse) -> list[str]:
    return [each.get_text(strip=True) for each in page.html.select(".error-summary li")]


def test_an_unknown_file_is_described_and_then_imported(office: Office, records: Records) -> None:
    number = records.new_identity()
    path = office.bring(office.ann, "a.csv", unknown(office, {"登记人": "Li Fang", "证件号": number}))
    page = office.ann.get(path)
    assert "The city knows no file with these columns." in text(page)
    assert page.html.select_one("a.button-primary").text == "Describe this file"
    assert (page.html.select("button[value=import]"), number in page.text, "secret" in page.text) == (
        [],
        False,
        False,
    )
    answer = describe(office, path, category="low_income")
    page = office.ann.get(office.path(answer))
    assert page.html.select_one("select[name=source] option[selected]").text == "Veterans"
    assert [(row[0], row[1]) for row in cells(page)] == [
        ("登记人", "Name"),
        ("证件号", "Identity number"),
        ("所在村", "Village, by its name"),
        ("身份", "Not imported"),
        ("宗教", "Never kept"),
        ("编号", "Not imported"),
    ]
    job = office.start(office.ann, path, source="veterans")
    assert office.work(job).state == "done"
    assert stats(office.ann.get(f"/jobs/{job}"))["New"] == "1"
    with office.city.scope() as scope:
        person = scope.db.scalars(scope.select(Resident)).one()
        assert (person.name, person.grid_id) == ("Li Fang", office.places.east.id)


def test_what_was_described_is_known_the_next_time_and_to_the_command(office: Office) -> None:
    describe(office, office.bring(office.ann, "a.csv", unknown(office)))
    page = office.bo.get(office.bring(office.bo, "b.csv", unknown(office)))
    assert page.html.select_one("select[name=source] option[selected]").text == "Veterans"
    assert "Veterans" in text(office.bo.get("/residents/import"))
    with office.city.scope() as scope:
        profile = sources.profile_of(scope, "veterans")
    assert (profile.department, profile.kind, profile.columns["登记人"]) == (
        "Veterans' office",
        "resident",
        ("name",),
    )


def test_a_description_without_what_each_row_needs_is_refused(office: Office) -> None:
    path = office.bring(office.ann, "a.csv", unknown(office))
    for fields, why in (
        ({"title": " "}, "Say what people call this file."),
        ({"department": ""}, "Say which department it comes from."),
        ({"column-0": ""}, "Say which column holds the name."),
        ({"column-2": ""}, "Say which column holds the village: its code or its name."),
    ):
        page = describe(office, path, **fields)
        assert errors(page) == [why]
        assert page.html.select_one("[name=department]")["value"] == fields.get(
            "department", "Veterans' office"
        )
    assert "Veterans" not in text(office.ann.get("/residents/import"))


def test_words_that_nobody_knows_are_asked_and_what_means_nothing_is_rejected(
    office: Office, records: Records
) -> None:
    rows = [
        {"登记人": f"Person {n}", "证件号": records.new_identity(), "身份": word}
        for n, word in enumerate(("户主", "太太", "房客", "太太 "))
    ]
    path = office.bring(office.ann, "a.csv", unknown(office, *rows))
    page = describe(office, path, **{"column-3": "relation"})
    assert errors(page) == ["Say what the words at the end of this page mean."]
    form = next(form for form in page.forms.values() if "source" in form.action)
    assert [form[f"written-word-relation-{n}"].value for n in range(2)] == ["太太", "房客"]
    form["word-relation-0"] = "spouse"
    office.path(form.submit())
    job = office.start(office.ann, path, source="veterans")
    office.work(job)
    page = office.ann.get(f"/jobs/{job}")
    assert cells(page) == [["The profile does not know this value", "1"]]
    with office.city.scope() as scope:
        found = scope.db.execute(scope.select(Resident.name, Resident.relation).order_by(Resident.name))
        assert [tuple(row) for row in found] == [
            ("Person 0", "head"),
            ("Person 1", "spouse"),
            ("Person 3", "spouse"),
        ]


def test_a_description_can_be_changed_but_not_one_of_the_citys_files(office: Office) -> None:
    path = office.bring(office.ann, "a.csv", unknown(office))
    describe(office, path)
    page = office.ann.get(f"{path}/source?source=veterans")
    assert page.html.h1.text == "Change how it is read"
    form = next(form for form in page.forms.values() if "source" in form.action)
    form["column-5"] = "note"
    office.path(form.submit())
    with office.city.scope() as scope:
        profile = sources.profile_of(scope, "veterans")
        assert [each.key for each in sources.profiles(scope) if each.title == {"en": "Veterans"}] == [
            "veterans"
        ]
    assert (profile.columns["编号"], profile.columns["登记人"]) == (("note",), ("name",))
    office.ann.get(f"{path}/source?source=housing_dwellings", status=409)


def test_two_files_of_one_name_are_two_sources(office: Office) -> None:
    path = office.bring(office.ann, "a.csv", unknown(office))
    describe(office, path)
    describe(office, path)
    describe(office, path, title="退役军人")
    with office.city.scope() as scope:
        keys = [each.key for each in sources.profiles(scope)]
    assert [key for key in keys if key.startswith(("veterans", "source"))] == [
        "source",
        "veterans",
        "veterans_2",
    ]


def test_what_one_row_is_can_be_chosen(office: Office) -> None:
    path = office.bring(office.ann, "a.csv", unknown(office))
    page = office.ann.get(f"{path}/source?kind=dwelling")
    options = [each["value"] for each in page.html.select("select[name=column-0] option")]
    assert ("code" in options, "name" in options) == (True, False)
    assert page.html.select("[name=category]") == []
    assert page.html.select_one(".tabs [aria-current]").get_text(strip=True) == "Dwellings"


def test_a_source_of_one_city_is_unknown_in_another(office: Office, other_city: object) -> None:
    describe(office, office.bring(office.ann, "a.csv", unknown(office)))
    with other_city.scope() as scope:  # type: ignore[attr-defined]
        assert "veterans" not in [each.key for each in sources.profiles(scope)]
