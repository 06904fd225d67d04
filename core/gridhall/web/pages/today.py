"""My Day: what waits for the person who signed in, what they asked for, and where they work."""

from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.view import view_config

from gridhall.hookspecs import Card, Line, MenuItem
from gridhall.services import runs
from gridhall.services.permissions import TREE_VIEW
from gridhall.services.staff import people
from gridhall.web.pages.jobs import RunView, view_of
from gridhall.web.pages.staff.show import role_name
from gridhall.web.request import Request
from gridhall.web.security import SIGNED_IN
from gridhall.words import Domain

_ = Domain("gridhall")

NOON, EVENING = 12, 18
"""Hours of the day in the city."""
RECENT = timedelta(hours=12)
"""How long a job that is over stays here."""
MOST_RUNS = 3


@dataclass(frozen=True)
class CardView:
    """One card, in the reader's language."""

    title: str
    count: int | None
    href: str | None
    lines: tuple[Line, ...]
    html: Markup | None = None


@dataclass(frozen=True)
class PostView:
    """A post that the reader holds today."""

    area: str
    href: str | None
    """None: they may not see the tree."""
    role: str
    """With the unit, where there is one."""


@dataclass(frozen=True)
class TodayPage:
    """``today.jinja2``."""

    greeting: str
    date: str
    cards: list[CardView]
    runs: list[RunView]
    """What the reader asked for today and is not over, or has just ended."""
    posts: list[PostView]


@view_config(route_name="today", permission=SIGNED_IN, request_method="GET", renderer="today.jinja2")
def today(request: Request) -> TodayPage:
    """The start page."""
    scope = request.scope
    recent = runs.list_own(scope, since=scope.now - RECENT, limit=MOST_RUNS)
    return TodayPage(
        greeting=_greeting(request),
        date=request.formats.date(scope.today, "full"),
        cards=[_card(request, card) for card in scope.hooks.cards(scope, request.words)],
        runs=[view_of(request, run, {run.id: scope.principal.name}) for run in recent],
        posts=[_post(request, post) for post in people.own_posts(scope)],
    )


def _card(request: Request, card: Card) -> CardView:
    return CardView(request.words(card.title), card.count, card.href, card.lines)


def _post(request: Request, post: people.PostLine) -> PostView:
    href = request.route_path("tree.node", id=post.node_id) if request.scope.can(TREE_VIEW) else None
    role = role_name(request, post)
    return PostView(post.node, href, f"{role} · {post.unit}" if post.unit else role)


def _greeting(request: Request) -> str:
    hour = request.scope.now.astimezone(request.city.zone).hour
    name = request.scope.principal.name
    if hour < NOON:
        return request.words(_("Good morning, {name}"), name=name)
    if hour < EVENING:
        return request.words(_("Good afternoon, {name}"), name=name)
    return request.words(_("Good evening, {name}"), name=name)


def includeme(config: Configurator) -> None:
    """Add the page."""
    config.add_route("today", "/", city_host=True)
    config.add_menu_entry(MenuItem(_("My Day"), "today", "home", SIGNED_IN))
    config.scan(__name__)
