"""Adding, changing and closing nodes."""

import json
from dataclasses import dataclass, field
from typing import Any

from pyramid.config import Configurator
from pyramid.view import view_config

from gridhall.errors import Invalid
from gridhall.models import GridNode
from gridhall.services import tree, units
from gridhall.services.permissions import STAFF_EDIT, TREE_EDIT
from gridhall.services.tree import Levels
from gridhall.web.forms import attempt
from gridhall.web.pages.tree.show import TYPES
from gridhall.web.request import Request
from gridhall.web.urls import number_of, see_other
from gridhall.words import Domain

_ = Domain("gridhall")

FORM = "tree/form.jinja2"
CLOSE = "tree/close.jinja2"
BOUNDARY_BYTES = 8_000_000
"""A form with the longest boundary that is taken."""


@dataclass(frozen=True)
class FormPage:
    """``tree/form.jinja2``: a new node, or one that is changed."""

    title: str
    action: str
    back: str
    is_new: bool
    levels: list[tuple[str, str]]
    """``(key, name)``; those that may stand here."""
    types: list[tuple[str, str]]
    values: dict[str, str]
    """``code``, ``name``, ``level``, ``type``, ``boundary`` (GeoJSON text)."""
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ClosePage:
    """``tree/close.jinja2``."""

    name: str
    action: str
    back: str
    errors: dict[str, str] = field(default_factory=dict)


@view_config(route_name="tree.add_top", permission=TREE_EDIT, request_method="GET", renderer=FORM)
@view_config(route_name="tree.add", permission=TREE_EDIT, request_method="GET", renderer=FORM)
def ask_add(request: Request) -> FormPage:
    """The form for a new node."""
    return _form(request, _parent(request), is_new=True)


@view_config(
    route_name="tree.add_top",
    permission=TREE_EDIT,
    request_method="POST",
    renderer=FORM,
    most_bytes=BOUNDARY_BYTES,
)
@view_config(
    route_name="tree.add",
    permission=TREE_EDIT,
    request_method="POST",
    renderer=FORM,
    most_bytes=BOUNDARY_BYTES,
)
def add(request: Request) -> Any:
    """Add it."""
    parent, given = _parent(request), request.POST
    added: GridNode
    with attempt(request) as tried:
        added = tree.add(
            request.scope,
            parent,
            code=given.get("code", "").strip(),
            name=given.get("name", ""),
            level=given.get("level", ""),
            type=given.get("type", "general"),
            boundary=_boundary(given.get("boundary", "")),
        )
    if not tried.done:
        return _form(request, parent, is_new=True, errors=tried.errors)
    request.flash("good", request.words(_("{name} was added."), name=added.name))
    return see_other(request.route_path("tree.node", id=added.id))


@view_config(route_name="tree.edit", permission=TREE_EDIT, request_method="GET", renderer=FORM)
def ask_edit(request: Request) -> FormPage:
    """The form of a node that is there."""
    return _form(request, tree.to_change(request.scope, number_of(request, "id")), is_new=False)


@view_config(
    route_name="tree.edit",
    permission=TREE_EDIT,
    request_method="POST",
    renderer=FORM,
    most_bytes=BOUNDARY_BYTES,
)
def edit(request: Request) -> Any:
    """Change its name, type and boundary."""
    scope, given = request.scope, request.POST
    node = tree.to_change(scope, number_of(request, "id"))
    with attempt(request) as tried:
        boundary = _boundary(given.get("boundary", ""))
        if tree.clean_name(given.get("name", "")) != node.name:
            tree.rename(scope, node, name=given["name"])
        if given.get("type", node.type) != node.type:
            tree.change_type(scope, node, type=given["type"])
        if boundary != node.boundary:
            tree.change_boundary(scope, node, boundary=boundary)
    if not tried.done:
        return _form(request, node, is_new=False, errors=tried.errors)
    request.flash("good", request.words(_("Saved.")))
    return see_other(request.route_path("tree.node", id=node.id))


@view_config(route_name="tree.close", permission=TREE_EDIT, request_method="GET", renderer=CLOSE)
def ask_close(request: Request) -> ClosePage:
    """Ask once more: a closed node's code is never used again."""
    node = tree.to_change(request.scope, number_of(request, "id"))
    return _close_page(request, node, {})


@view_config(route_name="tree.close", permission=TREE_EDIT, request_method="POST", renderer=CLOSE)
def close(request: Request) -> Any:
    """Close it."""
    node = tree.to_change(request.scope, number_of(request, "id"))
    with attempt(request) as tried:
        tree.close(request.scope, node)
    if not tried.done:
        return _close_page(request, node, tried.errors)
    request.flash("good", request.words(_("{name} was closed."), name=node.name))
    above = node.parent_id
    return see_other(request.route_path("tree.node", id=above) if above else request.route_path("tree"))


@view_config(route_name="tree.unit", permission=STAFF_EDIT, request_method="POST")
def add_unit(request: Request) -> Any:
    """Add a unit at a node."""
    node_id = number_of(request, "id")
    with attempt(request) as tried:
        units.add(request.scope, node_id, name=request.POST.get("unit", ""))
    text = request.words(_("The unit was added.")) if tried.done else next(iter(tried.errors.values()))
    request.flash("good" if tried.done else "bad", text)
    return see_other(request.route_path("tree.node", id=node_id))


def _close_page(request: Request, node: GridNode, errors: dict[str, str]) -> ClosePage:
    return ClosePage(
        name=node.name,
        action=request.route_path("tree.close", id=node.id),
        back=request.route_path("tree.node", id=node.id),
        errors=errors,
    )


def _parent(request: Request) -> GridNode | None:
    return tree.to_change(request.scope, number_of(request, "id")) if "id" in request.matchdict else None


def _boundary(text: str) -> object:
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Invalid(_("The boundary is not valid JSON."), field="boundary") from None


def _form(
    request: Request, node: GridNode | None, *, is_new: bool, errors: dict[str, str] | None = None
) -> FormPage:
    """The form with what was typed, else with what is stored.

    :param node: the parent of a new node, or the node that is changed
    """
    levels, language = Levels.of(request.city), request.words.language
    above = levels.depth(node.level) if node is not None and is_new else -1
    stored = _values(node, is_new=is_new)
    route = "tree.edit" if not is_new else "tree.add" if node else "tree.add_top"
    parts = {"id": node.id} if node else {}
    title = (
        _("Change {name}") if not is_new else _("New area in {name}") if node else _("The top of the tree")
    )
    return FormPage(
        title=request.words(title, name=node.name) if node else request.words(title),
        action=request.route_path(route, **parts),
        back=request.route_path("tree.node", **parts) if node else request.route_path("tree"),
        is_new=is_new,
        levels=[(key, levels.name(key, language)) for key in levels.keys[above + 1 :]],
        types=[(key, request.words(text)) for key, text in TYPES.items()],
        values={key: request.POST.get(key, value) for key, value in stored.items()},
        errors=errors or {},
    )


def _values(node: GridNode | None, *, is_new: bool) -> dict[str, str]:
    if node is None or is_new:
        return {"code": node.code if node else "", "name": "", "level": "", "type": "general", "boundary": ""}
    drawn = json.dumps(node.boundary) if node.boundary else ""
    return {"code": node.code, "name": node.name, "level": node.level, "type": node.type, "boundary": drawn}


def includeme(config: Configurator) -> None:
    """Add the pages."""
    config.add_route("tree.add_top", "/tree/add")
    config.add_route("tree.add", r"/tree/{id:\d+}/add")
    config.add_route("tree.edit", r"/tree/{id:\d+}/edit")
    config.add_route("tree.close", r"/tree/{id:\d+}/close")
    config.add_route("tree.unit", r"/tree/{id:\d+}/units")
    config.scan(__name__)
