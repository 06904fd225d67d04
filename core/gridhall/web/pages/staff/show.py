"""The list of staff, and one person with the posts of today and of the past."""

from dataclasses import dataclass

from pyramid.config import Configurator
from pyramid.view import view_config

from gridhall.hookspecs import MenuItem
from gridhall.services import tree_pages
from gridhall.services.permissions import (
    ACCOUNTS_EDIT,
    ADMINISTRATOR_TITLES,
    ROLES_EDIT,
    STAFF_EDIT,
    STAFF_VIEW,
)
from gridhall.services.staff import people
from gridhall.web.menu import ADMINISTRATION
from gridhall.web.request import Request
from gridhall.web.urls import number_of, page_number, whole_number
from gridhall.words import Domain

_ = Domain("gridhall")


@dataclass(frozen=True)
class Row:
    """A member of staff, in the reader's language."""

    name: str
    href: str
    login: str
    posts: list[str]
    """``role, node`` of each post."""
    is_disabled: bool


@dataclass(frozen=True)
class ListPage:
    """``staff/list.jinja2``."""

    q: str
    node_id: int | None
    node: str | None
    """The name of the area that the list is narrowed to."""
    rows: list[Row]
    total: int
    previous: str | None
    next: str | None
    may_add: bool


@dataclass(frozen=True)
class PersonPage:
    """``staff/person.jinja2``."""

    person: people.StaffLine
    roles: dict[int, str]
    """The name of each post's role, by the post's id."""
    open_posts: frozenset[int]
    """Those that have not ended."""
    administrator: str | None
    kinds: list[tuple[str, str]]
    """``(kind, title)`` of the administrators that they could be named."""
    may_give: bool
    may_account: bool
    may_name: bool


@view_config(route_name="staff", permission=STAFF_VIEW, request_method="GET", renderer="staff/list.jinja2")
def show_list(request: Request) -> ListPage:
    """The staff of one's area."""
    q, page = request.GET.get("q", ""), page_number(request)
    node_id = whole_number(request.GET.get("node", ""))
    node = tree_pages.node_page(request.scope, node_id) if node_id is not None else None
    found = people.find(request.scope, q=q, node_id=node.id if node else None, page=page)
    return ListPage(
        q=q,
        node_id=node.id if node else None,
        node=node.name if node else None,
        rows=[_row(request, line) for line in found.lines],
        total=found.total,
        previous=_page(request, page - 1) if page > 1 else None,
        next=_page(request, page + 1) if page < found.pages else None,
        may_add=request.scope.principal.tops(STAFF_EDIT) is None,
    )


@view_config(
    route_name="staff.person", permission=STAFF_VIEW, request_method="GET", renderer="staff/person.jinja2"
)
def show_person(request: Request) -> PersonPage:
    """One member of staff."""
    scope, words = request.scope, request.words
    person = people.get(scope, number_of(request, "id"))
    today = scope.today
    return PersonPage(
        person=person,
        roles={post.id: role_name(request, post) for post in person.posts},
        open_posts=frozenset(post.id for post in person.posts if post.until is None or post.until > today),
        administrator=words(ADMINISTRATOR_TITLES[person.administrator]) if person.administrator else None,
        kinds=[(kind, words(title)) for kind, title in ADMINISTRATOR_TITLES.items()],
        may_give=scope.can(STAFF_EDIT),
        may_account=scope.can(ACCOUNTS_EDIT),
        may_name=scope.can(ROLES_EDIT),
    )


def role_name(request: Request, post: people.PostLine) -> str:
    """A post's role in the reader's language."""
    return request.words(post.role) if post.role_is_default else post.role


def _row(request: Request, line: people.StaffLine) -> Row:
    posts = [
        request.words(_("{role}, {area}"), role=role_name(request, post), area=post.node)
        for post in line.posts
    ]
    if line.administrator:
        posts.insert(0, request.words(ADMINISTRATOR_TITLES[line.administrator]))
    href = request.route_path("staff.person", id=line.id)
    return Row(line.name, href, line.login or "", posts, line.is_disabled)


def _page(request: Request, page: int) -> str:
    return request.route_path("staff", _query={**dict(request.GET), "page": str(page)})


def includeme(config: Configurator) -> None:
    """Add the pages."""
    config.add_route("staff", "/staff")
    config.add_route("staff.person", r"/staff/{id:\d+}")
    config.add_menu_entry(MenuItem(_("Staff"), "staff", "staff", STAFF_VIEW), group=ADMINISTRATION)
    config.scan(__name__)
