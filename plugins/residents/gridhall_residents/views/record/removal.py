"""Deleting a record with a reason, and restoring it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pyramid.view import view_config

from gridhall.web.forms import attempt
from gridhall.web.request import Request
from gridhall.web.urls import number_of, see_other
from gridhall_residents import labels, permissions
from gridhall_residents.models import Dwelling, Household, Resident
from gridhall_residents.models.record import Record
from gridhall_residents.services import records
from gridhall_residents.services.change import removal
from gridhall_residents.words import _

TEMPLATE = "residents/delete.jinja2"
MODELS: Mapping[str, type[Record]] = {
    "person": Resident,
    "home": Dwelling,
    "household": Household,
}
FOLDERS = {"person": "", "home": "/homes", "household": "/households"}
TITLES = {
    "person": _("Delete {name}"),
    "home": _("Delete the home {name}"),
    "household": _("Delete the household {name}"),
}


@dataclass(frozen=True)
class DeletePage:
    """``residents/delete.jinja2``."""

    title: str
    action: str
    back: str
    reasons: list[tuple[str, str]]
    values: Mapping[str, str]
    """``reason`` and ``words``."""
    errors: Mapping[str, str] = field(default_factory=dict)


def _on_each(verb: str, **options: Any) -> Any:
    """Register a view for people, homes and households."""

    def wrap(view: Any) -> Any:
        for kind in MODELS:
            route = f"residents.{kind}.{verb}"
            view = view_config(route_name=route, permission=permissions.EDIT, **options)(view)
        return view

    return wrap


@_on_each("delete", request_method="GET", renderer=TEMPLATE)
def ask(request: Request) -> DeletePage:
    """Ask for the reason."""
    return _page(request, {"reason": "", "words": ""})


@_on_each("delete", request_method="POST", renderer=TEMPLATE)
def delete(request: Request) -> Any:
    """Delete it; its page then offers to restore it."""
    values = {key: request.POST.get(key, "").strip() for key in ("reason", "words")}
    record_id = number_of(request, "id")
    with attempt(request) as tried:
        removal.delete(request.scope, MODELS[_kind(request)], record_id, **values)
    if not tried.done:
        return _page(request, values, tried.errors)
    request.flash("good", request.words(_("Deleted. It can be restored here.")))
    return see_other(_record(request))


@_on_each("restore", request_method="POST")
def restore(request: Request) -> Any:
    """Restore it."""
    record_id = number_of(request, "id")
    with attempt(request) as tried:
        removal.restore(request.scope, MODELS[_kind(request)], record_id)
    text = request.words(_("Restored.")) if tried.done else next(iter(tried.errors.values()))
    request.flash("good" if tried.done else "bad", text)
    return see_other(_record(request))


def _kind(request: Request) -> str:
    """person, home or household: the second part of the route's name."""
    return str(request.matched_route.name.split(".")[1])


def _record(request: Request) -> str:
    return request.route_path(f"residents.{_kind(request)}", id=number_of(request, "id"))


def _page(request: Request, values: Mapping[str, str], errors: Mapping[str, str] | None = None) -> DeletePage:
    kind, words = _kind(request), request.words
    model = MODELS[kind]
    row: Any = records.to_change(request.scope, model, number_of(request, "id"))
    name = row.name if kind == "person" else row.code
    offered = [(key, words(labels.REASON[key])) for key in removal.REASONS[model]]
    return DeletePage(
        title=words(TITLES[kind], name=name),
        action=request.route_path(f"residents.{kind}.delete", id=row.id),
        back=_record(request),
        reasons=[*offered, (removal.OTHER, words(_("Another reason")))],
        values=values,
        errors=errors or {},
    )


def includeme(config: Any) -> None:
    """Add the pages."""
    for kind, folder in FOLDERS.items():
        for verb in ("delete", "restore"):
            config.add_route(f"residents.{kind}.{verb}", f"/residents{folder}/{{id:\\d+}}/{verb}")
    config.scan(__name__)
