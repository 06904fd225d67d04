"""The menu: My Day, then what plugins declare, then core's own pages in their groups."""

from dataclasses import dataclass
from functools import partial

from pyramid.config import Configurator

from gridhall.access import Principal
from gridhall.hookspecs import MenuItem
from gridhall.plugins.order import in_order
from gridhall.web.request import Request
from gridhall.web.security import SIGNED_IN
from gridhall.words import Domain, Message

_ = Domain("gridhall")

MAIN = Message("", _.name)
ADMINISTRATION = _("Administration")


@dataclass(frozen=True)
class MenuEntry:
    """An entry as the template shows it."""

    title: str
    href: str
    icon: str
    current: bool
    group: str


def menu(request: Request) -> list[MenuEntry]:
    """What the principal may open in this city, in order."""
    principal = request.principal
    if principal is None or principal.must_change_password:
        return []
    own: list[tuple[Message, MenuItem]] = request.registry.menu
    items = [
        *((MAIN, item) for group, item in own if group == MAIN),
        *((MAIN, item) for item in request.platform.host.menu(request.enabled)),
        *((group, item) for group, item in own if group != MAIN),
    ]
    items = [found for found in _sorted(items) if _may(principal, found[1].permission)]
    paths = [request.route_path(item.route) for _group, item in items]
    at = max((path for path in paths if _is_below(request.path, path)), key=len, default=None)
    return [
        MenuEntry(request.words(item.title), path, item.icon, path == at, request.words(group))
        for (group, item), path in zip(items, paths, strict=True)
    ]


def _sorted(items: list[tuple[Message, MenuItem]]) -> list[tuple[Message, MenuItem]]:
    """In the order declared by ``after``, within the groups."""
    groups = list(dict.fromkeys(group for group, _item in items))
    result = []
    for group in groups:
        members = {item.route: item for found, item in items if found == group}
        result += [(group, item) for item in in_order(members, lambda item: item.after)]
    return result


def _may(principal: Principal, permission: str) -> bool:
    return permission == SIGNED_IN or principal.can(permission)


def _is_below(path: str, top: str) -> bool:
    return path == top or (top != "/" and path.startswith(top.rstrip("/") + "/"))


def add_menu_entry(config: Configurator, item: MenuItem, *, group: Message = MAIN) -> None:
    """``config.add_menu_entry(item, group=...)``: for a page of core's; a plugin's manifest has its own."""
    config.action(("menu", item.route), partial(config.registry.menu.append, (group, item)))


def includeme(config: Configurator) -> None:
    """Add the directive."""
    config.registry.menu = []
    config.add_directive("add_menu_entry", add_menu_entry)
