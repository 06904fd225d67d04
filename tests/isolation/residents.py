"""What the plugin ``residents`` holds on each side of the world, and what its addresses stand for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import select

from gridhall.jobs import CityScopes
from gridhall.models import Account
from gridhall.services import runs
from gridhall_residents import permissions
from gridhall_residents.exporting.asking import reach
from gridhall_residents.importing.report import Report
from gridhall_residents.importing.sources import ensure_source
from gridhall_residents.models import Dwelling, Household, ImportRun, Resident, Review, Upload
from gridhall_residents.population.numbers import IdentityNumbers
from gridhall_residents.services.imports import rejects_folder

from .table import FIELDS, KINDS, PRIVATE, QUERIES
from .world import FOREIGN_MARK, MARKS, OTHER_CITY, OTHER_GRID, OWN, Mark

if TYPE_CHECKING:
    from gridhall.access import Scope

    from .world import Side

KINDS |= {
    ("residents.person", "id"): "resident",
    ("residents.home", "id"): "dwelling",
    ("residents.household", "id"): "household",
    ("residents.review", "id"): "review",
    ("residents.import", "upload"): "upload",
    ("residents.import", "run"): "import",
    ("residents.export", "run"): "export",
}
PRIVATE |= {"upload": None, "export": None, "import": permissions.IMPORT}
QUERIES |= {
    "residents.person.reveal": "?field=identity_number",
    "residents.home.reveal": "?field=owner_identity_number",
}
FIELDS |= {
    "residents.person.reveal": {"purpose": "visit"},
    "residents.home.reveal": {"purpose": "visit"},
    "residents.export": {"list": "people", "format": "csv"},
    "residents.import.file": {"source": "grassroots_survey"},
    "residents.import.source": {"title": "Register", "department": "Police"},
}
NAMES = {OWN: "Eastling", OTHER_GRID: "Westling", OTHER_CITY: f"{FOREIGN_MARK} resident"}
MARKS.append(Mark("Westling", permissions.VIEW))


def fill(side: Side, target: str) -> None:
    """Add a home with its household and a person in it, an import, and a row of it to be decided."""
    name = NAMES[target]
    number = IdentityNumbers().take(date(1980, 1, 1 + list(NAMES).index(target)), "female")
    with side.city.scope() as scope:
        home = Dwelling(
            grid_id=side.grid.id,
            code=f"{name}-1",
            address=f"1 {name} Street",
            owner_name=f"{name} owner",
            owner_identity_enc=scope.keys.encrypt(number),
        )
        scope.db.add(home)
        scope.db.flush()
        household = Household(grid_id=side.grid.id, code=f"{name}-1", dwelling_id=home.id)
        scope.db.add(household)
        scope.db.flush()
        resident = Resident(
            grid_id=side.grid.id,
            name=name,
            name_key=name,
            household_id=household.id,
            identity_enc=scope.keys.encrypt(number),
            identity_ix=scope.keys.blind_index("identity", name),
        )
        scope.db.add(resident)
        scope.db.flush()
        side.ids |= {"dwelling": str(home.id), "household": str(household.id), "resident": str(resident.id)}
        review = _review(scope, side, name, resident.id)
        side.ids["review"] = str(review)


def _review(scope: Scope, side: Side, name: str, resident_id: int) -> int:
    source = ensure_source(scope, "register", {"en": "Register"}, "Police")
    run = ImportRun(
        id=uuid4(),
        source_id=source,
        file_name=f"{name}.csv",
        sha256=b"",
        said_at=scope.now,
        who=name,
        area_id=side.grid.id,
        state="done",
        finished_at=scope.now,
        counts=Report().as_json(),
        rejects_file=f"{name}.csv",
    )
    scope.db.add(run)
    scope.db.flush()
    rejects = rejects_folder(_scopes(side).files)
    rejects.mkdir(exist_ok=True)
    side.files[rejects / f"{name}.csv"] = f"row,reason,name\n2,required,{name}\n"
    review = Review(
        grid_id=side.grid.id,
        kind="resident",
        reason="several",
        source_id=source,
        run_id=run.id,
        row_number=2,
        match_key=resident_id,
        values={"name": name},
        secrets={},
        candidates=[resident_id],
    )
    scope.db.add(review)
    scope.db.flush()
    side.ids["import"] = str(run.id)
    return review.id


def bring(side: Side, login: str, target: str) -> None:
    """Add a file that somebody brought and one that was made for them: nobody else may fetch either."""
    name = NAMES[target]
    scopes = _scopes(side)
    with side.city.scope(login) as scope:
        account_id = scope.db.scalars(select(Account.id).where(Account.login == login)).one()
        upload = Upload(id=uuid4(), account_id=account_id, file_name=f"{name}.csv", size=3)
        scope.db.add(upload)
        side.files[scopes.passing_files / f"upload-{upload.id}"] = f"姓名,出生日期\n{name},1980-01-02\n"
        export = runs.enqueue(scope, "residents.export", title="A list", arguments={"list": "people"})
        side.files[scopes.passing_files / f"{export}.csv"] = f"name\n{name}\n"
        run = runs.get(scope, export)
        run.state, run.result = "done", {"file": f"{export}.csv", "reach": reach(scope.principal)}
    side.ids |= {"upload": str(upload.id), "export": str(export)}


def _scopes(side: Side) -> CityScopes:
    platform = side.city.platform
    return CityScopes(side.city.city, platform.databases, platform.host, platform.settings.var)
