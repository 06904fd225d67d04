"""Codes for homes and households that come without one."""

from sqlalchemy import Table, exists, func

from gridhall.access import Scope
from gridhall.models import GridNode
from gridhall_residents.models import Dwelling, Household

_LOCK = 0x436F_6465  # any number that no other lock of the schema has


def of_home(scope: Scope, grid_id: int) -> str:
    """The code of the grid and a number: ``330902010001001-0042``."""
    grid = scope.db.scalar(scope.select(GridNode.code).where(GridNode.id == grid_id))
    return _free(scope, Dwelling, grid_id, f"{grid}-{{:04}}")


def of_household(scope: Scope, home: Dwelling | None, grid_id: int) -> str:
    """The code of its home, as departments have it; of a second household with ``-2`` added.

    Without a home it is made as that of a home is, with an H.
    """
    if home is None:
        grid = scope.db.scalar(scope.select(GridNode.code).where(GridNode.id == grid_id))
        return _free(scope, Household, grid_id, f"{grid}-H{{:04}}")
    _take_turns(scope, home.code)
    if not _exists(scope, Household, home.code):
        return home.code
    number = 2
    while _exists(scope, Household, f"{home.code}-{number}"):
        number += 1
    return f"{home.code}-{number}"


def _free(scope: Scope, model: type[Dwelling] | type[Household], grid_id: int, form: str) -> str:
    """The first free number after as many as stand in the grid."""
    _take_turns(scope, form)
    table = _table(model)
    counted = scope.whole_city(scope.select(func.count()).where(table.c.grid_id == grid_id))
    number = (scope.db.scalar(counted) or 0) + 1
    while _exists(scope, model, form.format(number)):
        number += 1
    return form.format(number)


def _exists(scope: Scope, model: type[Dwelling] | type[Household], code: str) -> bool:
    """Whether the code was ever used, by a deleted record too."""
    same = scope.select(exists().where(_table(model).c.code == code))
    return bool(scope.db.scalar(scope.whole_city(same)))


def _table(model: type[Dwelling] | type[Household]) -> Table:
    return model.metadata.tables[model.__tablename__]


def _take_turns(scope: Scope, form: str) -> None:
    """Let one transaction at a time make codes of one form."""
    key = func.hashtext(func.concat(func.current_schema(), form))
    scope.db.execute(scope.select(func.pg_advisory_xact_lock(_LOCK, key)))
