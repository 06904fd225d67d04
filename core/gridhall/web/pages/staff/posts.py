"""Giving and ending posts, and naming administrators."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pyramid.config import Configurator
from pyramid.view import view_config

from gridhall.errors import Invalid
from gridhall.services import roles, tree, tree_pages, units
from gridhall.services.permissions import ROLES_EDIT, STAFF_EDIT
from gridhall.services.staff import administrators, people, posts
from gridhall.web.forms import attempt
from gridhall.web.request import Request
from gridhall.web.urls import number_of, see_other, whole_number
from gridhall.words import Domain

_ = Domain("gridhall")

FORM = "staff/post.jinja2"


@dataclass(frozen=True)
class PostPage:
    """``staff/post.jinja2``."""

    name: str
    action: str
    back: str
    roles: list[tuple[int, str]]
    areas: list[tuple[str, str]]
    """``(code, name and code)`` of areas that the search found."""
    units: list[tuple[int, str]]
    """Of the area that was chosen."""
    values: dict[str, str]
    """``role``, ``node`` (a code), ``unit``, ``since``, ``until`` (ISO 8601)."""
    errors: dict[str, str] = field(default_factory=dict)


@view_config(route_name="staff.post", permission=STAFF_EDIT, request_method="GET", renderer=FORM)
def ask(request: Request) -> PostPage:
    """The form; what stands in the address is filled in."""
    return _form(request, dict(request.GET), {})


@view_config(route_name="staff.post", permission=STAFF_EDIT, request_method="POST", renderer=FORM)
def give(request: Request) -> Any:
    """Give the post."""
    given, person_id = dict(request.POST), number_of(request, "id")
    with attempt(request) as tried:
        posts.give(
            request.scope,
            person_id,
            role_id=_number(given.get("role", ""), "role", _("Choose a role.")),
            node_id=_node(request, given.get("node", "")),
            unit_id=_number(given["unit"], "unit", _("Choose a unit of that area."))
            if given.get("unit")
            else None,
            since=_day(given.get("since", ""), "since"),
            until=_day(given.get("until", ""), "until"),
        )
    if not tried.done:
        return _form(request, given, tried.errors)
    request.flash("good", request.words(_("The post was given. It counts from the next page on.")))
    return see_other(request.route_path("staff.person", id=person_id))


@view_config(route_name="staff.end_post", permission=STAFF_EDIT, request_method="POST")
def end(request: Request) -> Any:
    """End a post today."""
    with attempt(request) as tried:
        posts.end(request.scope, number_of(request, "id"), number_of(request, "post"))
    text = request.words(_("The post has ended.")) if tried.done else tried.errors[""]
    request.flash("good" if tried.done else "bad", text)
    return see_other(request.route_path("staff.person", id=number_of(request, "id")))


@view_config(route_name="staff.administrator", permission=ROLES_EDIT, request_method="POST")
def administrate(request: Request) -> Any:
    """Name somebody an administrator; with an empty kind, dismiss them."""
    person_id, kind = number_of(request, "id"), request.POST.get("kind", "")
    with attempt(request) as tried:
        if kind:
            administrators.name(request.scope, person_id, kind=kind)
        else:
            administrators.dismiss(request.scope, person_id)
    if not tried.done:
        request.flash("bad", next(iter(tried.errors.values())))
    return see_other(request.route_path("staff.person", id=person_id))


def _form(request: Request, given: dict[str, Any], errors: dict[str, str]) -> PostPage:
    person = people.get(request.scope, number_of(request, "id"))
    code = str(given.get("node", "")).strip()
    found = tree_pages.search(request.scope, code).hits if code else ()
    chosen = next((hit for hit in found if hit.code == code), None)
    offered = [
        (role.id, request.words(role.name) if role.is_default else role.name)
        for role in roles.find(request.scope)
    ]
    return PostPage(
        name=person.name,
        action=request.route_path("staff.post", id=person.id),
        back=request.route_path("staff.person", id=person.id),
        roles=offered,
        areas=[(hit.code, f"{hit.name} ({hit.code})") for hit in found],
        units=[(unit.id, unit.name) for unit in units.at(request.scope, chosen.id)] if chosen else [],
        values={key: str(given.get(key, "")) for key in ("role", "node", "unit", "since", "until")},
        errors=errors,
    )


def _node(request: Request, text: str) -> int:
    """The area of a code, or of a name that only one area has."""
    if not text.strip():
        raise Invalid(_("Choose an area."), field="node")
    hits = tree_pages.search(request.scope, text).hits
    exact = [hit for hit in hits if text.strip() in (hit.code, hit.name)]
    if len(exact) != 1:
        raise Invalid(_("Choose one of the areas found, by its code."), field="node")
    return tree.by_code(request.scope, exact[0].code).id


def _number(text: str, field_name: str, message: str) -> int:
    number = whole_number(text)
    if number is None:
        raise Invalid(message, field=field_name)
    return number


def _day(text: str, field_name: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(_("Give a date like 2026-03-31."), field=field_name) from None


def includeme(config: Configurator) -> None:
    """Add the pages."""
    config.add_route("staff.post", r"/staff/{id:\d+}/posts/add")
    config.add_route("staff.end_post", r"/staff/{id:\d+}/posts/{post:\d+}/end")
    config.add_route("staff.administrator", r"/staff/{id:\d+}/administrator")
    config.scan(__name__)
