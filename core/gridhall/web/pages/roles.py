"""Roles: what each may do."""

from dataclasses import dataclass, field
from typing import Any

from pyramid.config import Configurator
from pyramid.view import view_config

from gridhall.hookspecs import MenuItem
from gridhall.services import roles
from gridhall.services.permissions import ROLES_EDIT, STAFF_VIEW, Rights, rights
from gridhall.web.forms import attempt
from gridhall.web.menu import ADMINISTRATION
from gridhall.web.request import Request
from gridhall.web.urls import number_of, see_other
from gridhall.words import Domain

_ = Domain("gridhall")

ROLE = "roles/role.jinja2"


@dataclass(frozen=True)
class Row:
    """A role, in the reader's language."""

    name: str
    href: str
    permissions: int
    posts: int


@dataclass(frozen=True)
class ListPage:
    """``roles/list.jinja2``."""

    rows: list[Row]
    may_edit: bool
    name: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RolePage:
    """``roles/role.jinja2``."""

    id: int
    name: str
    posts: int
    groups: list[tuple[str, list[tuple[str, str]]]]
    """``(title, [(permission, text)])``: core's, then each plugin's."""
    held: frozenset[str]
    may_edit: bool
    may_remove: bool
    errors: dict[str, str] = field(default_factory=dict)


@view_config(route_name="roles", permission=STAFF_VIEW, request_method="GET", renderer="roles/list.jinja2")
def show_list(request: Request) -> ListPage:
    """All roles."""
    return _list(request, {})


@view_config(route_name="roles", permission=ROLES_EDIT, request_method="POST", renderer="roles/list.jinja2")
def add(request: Request) -> Any:
    """Add one."""
    role_id = 0
    with attempt(request) as tried:
        role_id = roles.add(request.scope, name=request.POST.get("name", ""))
    if not tried.done:
        return _list(request, tried.errors)
    return see_other(request.route_path("role", id=role_id))


@view_config(route_name="role", permission=STAFF_VIEW, request_method="GET", renderer=ROLE)
def show(request: Request) -> RolePage:
    """One role."""
    return _role(request, roles.get(request.scope, number_of(request, "id")), {})


@view_config(route_name="role", permission=ROLES_EDIT, request_method="POST", renderer=ROLE)
def save(request: Request) -> Any:
    """Say what it holds."""
    role = roles.get(request.scope, number_of(request, "id"))
    with attempt(request) as tried:
        wanted = request.POST.getall("permission")
        roles.set_permissions(request.scope, role.id, wanted, rights=_rights(request))
    if not tried.done:
        return _role(request, role, tried.errors)
    request.flash("good", request.words(_("Saved. It counts from the next page of everybody on.")))
    return see_other(request.route_path("role", id=role.id))


@view_config(route_name="role.remove", permission=ROLES_EDIT, request_method="POST")
def remove(request: Request) -> Any:
    """Remove a role of the city's own."""
    role_id = number_of(request, "id")
    with attempt(request) as tried:
        roles.remove(request.scope, role_id)
    if not tried.done:
        request.flash("bad", tried.errors[""])
        return see_other(request.route_path("role", id=role_id))
    return see_other(request.route_path("roles"))


def _rights(request: Request) -> Rights:
    return rights(request.platform.host, request.enabled)


def _name(request: Request, role: roles.RoleLine) -> str:
    return request.words(role.name) if role.is_default else role.name


def _list(request: Request, errors: dict[str, str]) -> ListPage:
    rows = [
        Row(_name(request, role), request.route_path("role", id=role.id), len(role.permissions), role.posts)
        for role in roles.find(request.scope)
    ]
    may_edit = request.scope.can(ROLES_EDIT)
    return ListPage(rows, may_edit, request.POST.get("name", "") if errors else "", errors)


def _role(request: Request, role: roles.RoleLine, errors: dict[str, str]) -> RolePage:
    words, host = request.words, request.platform.host
    groups: dict[str, list[tuple[str, str]]] = {}
    for permission in _rights(request).known:
        if permission.administrator is None:
            owner = permission.name.split(".")[0]
            title = (
                words(host.manifests[owner].title) if owner in host.manifests else words(_("The platform"))
            )
            groups.setdefault(title, []).append((permission.name, words(permission.title)))
    return RolePage(
        id=role.id,
        name=_name(request, role),
        posts=role.posts,
        groups=list(groups.items()),
        held=role.permissions,
        may_edit=request.scope.can(ROLES_EDIT),
        may_remove=request.scope.can(ROLES_EDIT) and not role.is_default and not role.posts,
        errors=errors,
    )


def includeme(config: Configurator) -> None:
    """Add the pages."""
    config.add_route("roles", "/roles")
    config.add_route("role", r"/roles/{id:\d+}")
    config.add_route("role.remove", r"/roles/{id:\d+}/remove")
    config.add_menu_entry(
        MenuItem(_("Roles"), "roles", "roles", STAFF_VIEW, after=("staff",)), group=ADMINISTRATION
    )
    config.scan(__name__)
