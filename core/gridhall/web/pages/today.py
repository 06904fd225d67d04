"""My Day: what waits for the person who signed in."""

from dataclasses import dataclass

from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.view import view_config

from gridhall.hookspecs import Card, Line, MenuItem
from gridhall.web.request import Request
from gridhall.web.security import SIGNED_IN
from gridhall.words import Domain

_ = Domain("gridhall")

NOON, EVENING = 12, 18
"""Hours of the day in the city."""


@dataclass(frozen=True)
class CardView:
    """One card, in the reader's language."""

    title: str
    count: int | None
    href: str | None
    lines: tuple[Line, ...]
    html: Markup | None = None


@dataclass(frozen=True)
class TodayPage:
    """``today.jinja2``."""

    greeting: str
    cards: list[CardView]


@view_config(route_name="today", permission=SIGNED_IN, request_method="GET", renderer="today.jinja2")
def today(request: Request) -> TodayPage:
    """The start page."""
    scope = request.scope
    cards = [_shown(request, card) for card in scope.hooks.cards(scope, request.words)]
    return TodayPage(greeting=_greeting(request), cards=cards)


def _shown(request: Request, card: Card) -> CardView:
    return CardView(request.words(card.title), card.count, card.href, card.lines)


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
