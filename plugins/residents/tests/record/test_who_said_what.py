"""Of all sources the newest that said something new of a field holds, in whatever order they speak."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridhall_residents.services.change import current, people
from gridhall_residents.services.change.sent import Sent

from ..importing.desk import Desk, profile
from .reading import facts, person, text

if TYPE_CHECKING:
    from pathlib import Path

    from ..factories import Records
    from .conftest import Town

SOURCES = {name: profile(name) for name in ("police", "survey")}
ADDRESSES = st.sampled_from(["1 Quay Street", "2 Quay Street", "3 Quay Street"])
FILES = st.tuples(st.sampled_from(sorted(SOURCES)), ADDRESSES, st.integers(0, 5))
SAYINGS = st.lists(st.one_of(FILES, st.tuples(st.just("staff"), ADDRESSES, st.just(0))), max_size=6)
_forms = count(1)


class Model:
    """The rule in its plainest form: a list of what was said, in the order in which it was heard."""

    def __init__(self) -> None:
        self.said: list[tuple[datetime, int, str, str]] = []

    def says(self, source: str, address: str, at: datetime) -> None:
        """A file says something new where it differs from what its source had said up to that day."""
        earlier = [each for each in self.said if each[2] == source and each[0] <= at]
        before = self.holds() if source == "staff" else max(earlier)[3] if earlier else None
        if address != before:
            self.said.append((at, len(self.said), source, address))

    def holds(self) -> str | None:
        return max(self.said)[3] if self.said else None


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sayings=SAYINGS)
def test_the_newest_that_was_new_holds(
    town: Town, records: Records, tmp_path: Path, sayings: list[tuple[str, str, int]]
) -> None:
    number = records.new_identity()
    known = records.resident(town.one, f"P{next(_forms)}", identity=number)
    name = person(town.city, known).name
    desk, model = Desk(town.city, tmp_path), Model()
    row = {"name": name, "identity_number": number, "village_code": town.east.code}
    for source, address, ago in sayings:
        if source == "staff":
            model.says(source, address, staff_says(town, known, address))
            continue
        day = today(town) - timedelta(days=ago + 1)
        desk.bring({**row, "address": address}, source=SOURCES[source], as_of=day)
        model.says(source, address, datetime.combine(day, datetime.min.time(), town.city.city.zone))
    assert person(town.city, known).address == model.holds()
    page = town.browser.get(f"/residents/{known}")
    line = next(row for row in page.html.select(".record-facts > div") if text(row.dt) == "Address")
    assert facts(page)["Address"][0] == (model.holds() or "–")
    assert len(line.select("details li")) == max(len(model.said) - 1, 0)


def staff_says(town: Town, known: int, address: str) -> datetime:
    with town.city.scope(town.ann) as scope:
        now = current.of_person(scope, known)
        people.save(scope, known, Sent({"address": address}, {"address": now.texts["address"]}, now.version))
        return scope.now


def today(town: Town) -> date:
    with town.city.scope() as scope:
        return scope.today
