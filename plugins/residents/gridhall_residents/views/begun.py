"""Addresses of pages about one record that are still being written: each leads to the record's own page."""

from typing import Any

from gridhall.web.request import Request
from gridhall.web.urls import number_of, see_other
from gridhall_residents import permissions
from gridhall_residents.models import Dwelling, Household, Resident
from gridhall_residents.services import records

KINDS = {"person": Resident, "home": Dwelling, "household": Household}
FOLDERS = {"person": "", "home": "/homes", "household": "/households"}
ON_RECORD = {
    "person": ("edit", "delete", "move", "restore", "reveal", "about"),
    "home": ("edit", "delete", "restore", "reveal"),
    "household": ("edit", "delete", "move", "restore"),
}


def _to_record(request: Request) -> Any:
    kind = request.matched_route.name.split(".")[1]
    found = records.get(request.scope, KINDS[kind], number_of(request, "id"))
    return see_other(request.route_path(f"residents.{kind}", id=found.id))


def _to_list(request: Request) -> Any:
    return see_other(request.route_path("residents.people"))


def includeme(config: Any) -> None:
    """Add the pages."""
    for kind, folder in FOLDERS.items():
        config.add_route(f"residents.{kind}.add", f"/residents{folder}/add")
        config.add_view(_to_list, route_name=f"residents.{kind}.add", permission=permissions.EDIT)
        for verb in ON_RECORD[kind]:
            name = f"residents.{kind}.{verb}"
            config.add_route(name, f"/residents{folder}/{{id:\\d+}}/{verb}")
            config.add_view(_to_record, route_name=name, permission=permissions.EDIT)
