"""A city that holds few or many of everything, to see that no page asks the database once for each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import select

from gridhall.models import Account, GridNode, JobRun, Post, Role, Staff
from gridhall.services import tree, units
from gridhall_residents.importing.report import Report
from gridhall_residents.importing.sources import ensure_source
from gridhall_residents.models import (
    Dwelling,
    Household,
    ImportRun,
    Resident,
    ResidentCategory,
    Review,
    Source,
    Statement,
)
from gridhall_residents.population.numbers import IdentityNumbers

from .people import ADMINISTRATORS, EVERYTHING, add_person
from .world import hash_of

if TYPE_CHECKING:
    from gridhall.access import Scope
    from gridhall.testing import SampleCity


class Crowd:
    """The city, its ids by kind, and the logins of those who see all of it."""

    def __init__(self, city: SampleCity, n: int) -> None:
        self.city, self.n = city, n
        top = city.node("Northport")
        self.logins = {who: str(add_person(city, who, top)) for who in (EVERYTHING, *ADMINISTRATORS)}
        self.ids = {"node": str(top.id), "plugin": "residents", "file": "css/base.css"}
        sessions = [hash_of(city, self.logins[EVERYTHING]) for _ in range(n)]
        self.ids["session"] = sessions[-1]
        with city.scope() as scope:
            self._add_staff(scope, self._add_places(scope, top))
            self._add_records(scope)

    def _add_places(self, scope: Scope, top: GridNode) -> list[GridNode]:
        parent = scope.db.get_one(GridNode, top.id)
        places = []
        for number in range(self.n):
            county = tree.add(scope, parent, code=f"c{number:03}", name=f"County {number}", level="county")
            places.append(tree.add(scope, county, code=f"g{number:03}", name=f"Grid {number}", level="grid"))
            units.add(scope, top.id, name=f"Unit {number}")
        return places

    def _add_staff(self, scope: Scope, places: list[GridNode]) -> None:
        head = scope.db.scalars(select(Role.id).where(Role.key == "grid_head")).one()
        first = 0
        for number, place in enumerate(places):
            account = Account(login=f"p{number}", password_hash="", must_change_password=False)
            scope.db.add_all([account, Role(key=f"r{number}", name=f"Role {number}", is_default=False)])
            scope.db.flush()
            staff = Staff(name=f"Person {number}", account_id=account.id)
            scope.db.add(staff)
            scope.db.flush()
            first = first or staff.id
            since = place.valid_since
            scope.db.add(Post(staff_id=staff.id, role_id=head, node_id=place.id, since=since))
            scope.db.add(Post(staff_id=first, role_id=head, node_id=place.id, since=since))
            run = JobRun(id=uuid4(), name="residents.import", title="x.csv", arguments={}, state="failed")
            run.account_id, self.ids["run"] = account.id, str(run.id)
            scope.db.add(run)
            scope.audit("test.crowd", f"person:{staff.id}")
        self.ids |= {"person": str(first), "role": str(head)}
        self.ids["post"] = str(scope.db.scalars(select(Post.id).where(Post.staff_id == first)).first())

    def _add_records(self, scope: Scope) -> None:
        """As many homes; one of them with as many households and people, one person of many categories."""
        places = scope.db.scalars(select(GridNode.id).where(GridNode.level == "grid")).all()
        homes = [Dwelling(grid_id=place, code=f"H{place}", address=f"{place} Street") for place in places]
        scope.db.add_all(homes)
        scope.db.flush()
        households = [Household(grid_id=places[0], code=f"F{n}", dwelling_id=homes[0].id) for n in places]
        scope.db.add_all(households)
        scope.db.flush()
        numbers = IdentityNumbers()
        people = [
            Resident(
                grid_id=place,
                name=f"Resident {place}",
                name_key=f"resident{place}",
                household_id=households[0].id,
                identity_enc=scope.keys.encrypt(numbers.take(date(1980, 1, 1), "female")),
                identity_ix=scope.keys.blind_index("identity", f"{place}"),
            )
            for place in places
        ]
        scope.db.add_all(people)
        scope.db.flush()
        self.ids |= {
            "dwelling": str(homes[0].id),
            "household": str(households[0].id),
            "resident": str(people[0].id),
        }
        self._add_imports(scope, list(places), [person.id for person in people])

    def _add_imports(self, scope: Scope, places: list[int], people: list[int]) -> None:
        sources = [ensure_source(scope, f"s{n}", {"en": f"Source {n}"}, "Police") for n in range(self.n)]
        for source, place, person in zip(sources, places, people, strict=True):
            run = ImportRun(
                id=uuid4(),
                source_id=source,
                file_name="x.csv",
                sha256=b"",
                said_at=scope.now,
                who="x",
                state="done",
                finished_at=scope.now,
                counts=Report().as_json(),
                rejects_file=f"{source}.csv",
            )
            scope.db.add(run)
            scope.db.flush()
            said = {"name": f"Resident {person}", "sex": "female"}
            scope.db.add_all(
                [
                    ResidentCategory(
                        resident_id=person, category="low_income", since=scope.today, source_id=source
                    ),
                    Statement(
                        kind="resident",
                        record_id=people[0],
                        source_id=source,
                        run_id=run.id,
                        at=scope.now,
                        values=said,
                        secrets={},
                    ),
                    Review(
                        grid_id=place,
                        kind="resident",
                        reason="several",
                        source_id=source,
                        run_id=run.id,
                        row_number=2,
                        match_key=person,
                        values=said,
                        secrets={},
                        candidates=people[:20],
                    ),
                ]
            )
            self.ids["import"] = str(run.id)
        scope.db.flush()
        self.ids["review"] = str(scope.db.scalars(select(Review.id)).first())
        assert len(scope.db.scalars(select(Source.id)).all()) >= self.n
