"""A node of the tree with what stands below it, and search."""

from dataclasses import dataclass
from typing import Any

from pyramid.config import Configurator
from pyramid.view import view_config

from gridhall.errors import Forbidden
from gridhall.hookspecs import MenuItem
from gridhall.services import tree_pages, units
from gridhall.services.permissions import STAFF_EDIT, STAFF_VIEW, TREE_EDIT, TREE_VIEW
from gridhall.services.tree import Levels
from gridhall.web.outline import Outline, outline
from gridhall.web.panels import PanelView, panels
from gridhall.web.request import Request
from gridhall.web.urls import number_of, see_other
from gridhall.words import Domain

_ = Domain("gridhall")

TYPES = {"general": _("General"), "dedicated": _("Dedicated"), "micro": _("Micro")}
"""What each type of node is called."""


@dataclass(frozen=True)
class Row:
    """A node in a list, in the reader's language."""

    name: str
    href: str
    code: str
    level: str
    type: str
    counts: str
    """What stands below it, e.g. "Village 12, Grid 80"."""
    trail: str = ""
    """The names above it."""


@dataclass(frozen=True)
class NodePage:
    """``tree/node.jinja2``."""

    node: tree_pages.NodePage
    level: str
    type: str
    outline: Outline | None
    """Its boundary, drawn."""
    trail: list[tuple[str, str]]
    """``(name, href)`` of the nodes above, from the top."""
    tiles: list[tuple[str, str]]
    """``(level, how many)`` of what stands below."""
    rows: list[Row]
    units: list[units.UnitLine]
    panels: list[PanelView]
    """What plugins show: place ``node.main``, subject the service's ``NodePage``."""
    may_edit: bool
    may_see_staff: bool
    may_edit_staff: bool


@dataclass(frozen=True)
class SearchPage:
    """``tree/search.jinja2``."""

    text: str
    rows: list[Row]
    more: bool


@dataclass(frozen=True)
class EmptyPage:
    """``tree/empty.jinja2``: there is no tree yet, or nothing of it for this person."""

    may_edit: bool


@view_config(route_name="tree", permission=TREE_VIEW, request_method="GET", renderer="tree/search.jinja2")
def search(request: Request) -> Any:
    """Search; without words the node at which this person's tree begins."""
    text = request.GET.get("q", "")
    if not text.strip():
        node_id = tree_pages.start(request.scope)
        where = ("tree.none",) if node_id is None else ("tree.node",)
        parts = {} if node_id is None else {"id": node_id}
        return see_other(request.route_path(*where, **parts))
    found = tree_pages.search(request.scope, text)
    levels = Levels.of(request.city)
    rows = [
        Row(
            hit.name,
            request.route_path("tree.node", id=hit.id),
            hit.code,
            levels.name(hit.level, request.words.language),
            "",
            "",
            " › ".join(crumb.name for crumb in hit.crumbs),
        )
        for hit in found.hits
    ]
    return SearchPage(found.text, rows, found.more)


@view_config(route_name="tree.none", permission=TREE_VIEW, request_method="GET", renderer="tree/empty.jinja2")
def show_none(request: Request) -> EmptyPage:
    """There is nothing to show yet."""
    return EmptyPage(may_edit=_is_theirs(request, TREE_EDIT))


@view_config(route_name="tree.node", permission=TREE_VIEW, request_method="GET", renderer="tree/node.jinja2")
def show_node(request: Request) -> NodePage:
    """One node."""
    scope, words = request.scope, request.words
    node = tree_pages.node_page(scope, number_of(request, "id"))
    levels = Levels.of(request.city)
    return NodePage(
        node=node,
        level=levels.name(node.level, words.language),
        type=words(TYPES[node.type]),
        outline=outline(node.boundary),
        trail=[(crumb.name, request.route_path("tree.node", id=crumb.id)) for crumb in node.crumbs],
        tiles=[
            (levels.name(level, words.language), request.formats.number(node.counts[level]))
            for level in sorted(node.counts, key=levels.depth)
        ],
        rows=[_row(request, levels, child) for child in node.children],
        units=units.at(scope, node.id),
        panels=panels(request, "node.main", node) if node.within else [],
        may_edit=_is_theirs(request, TREE_EDIT) and node.until is None,
        may_see_staff=node.within and scope.can(STAFF_VIEW),
        may_edit_staff=node.until is None and _covers(request, STAFF_EDIT, node.id),
    )


def _row(request: Request, levels: Levels, child: tree_pages.Child) -> Row:
    language = request.words.language
    counts = [
        f"{levels.name(level, language)} {request.formats.number(child.counts[level])}"
        for level in sorted(child.counts, key=levels.depth)
    ]
    return Row(
        child.name,
        request.route_path("tree.node", id=child.id),
        child.code,
        levels.name(child.level, language),
        request.words(TYPES[child.type]),
        " · ".join(counts),
    )


def _is_theirs(request: Request, permission: str) -> bool:
    """Whether the permission is held over the whole city."""
    return request.scope.principal.tops(permission) is None


def _covers(request: Request, permission: str, node_id: int) -> bool:
    """Whether the permission is held at a node."""
    try:
        request.scope.require(permission, node_id)
    except Forbidden:
        return False
    return True


def includeme(config: Configurator) -> None:
    """Add the pages."""
    config.add_route("tree", "/tree")
    config.add_route("tree.none", "/tree/none")
    config.add_route("tree.node", r"/tree/{id:\d+}")
    config.add_menu_entry(MenuItem(_("Grid tree"), "tree", "tree", TREE_VIEW))
    config.scan(__name__)
