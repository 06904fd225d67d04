"""The bare address of a demo: which cities there are."""

from dataclasses import dataclass

from pyramid.config import Configurator
from pyramid.view import view_config

from gridhall.settings.tenant import word
from gridhall.web.request import Request
from gridhall.web.security import PUBLIC
from gridhall.words import Domain

_ = Domain("gridhall")

BARE = ("localhost", "127.0.0.1")


@dataclass(frozen=True)
class CityLink:
    """One city."""

    name: str
    href: str


@dataclass(frozen=True)
class CitiesPage:
    """``cities.jinja2``."""

    title: str
    cities: list[CityLink]


@view_config(
    route_name="cities", permission=PUBLIC, request_method="GET", renderer="cities.jinja2", any_host=True
)
def cities(request: Request) -> CitiesPage:
    """Lead to each city's own address."""
    port = request.host.partition(":")[2]
    language = request.words.language
    return CitiesPage(
        title=request.words(_("Cities")),
        cities=[
            CityLink(word(city.tenant.name, language), _address(city.hosts[0], port))
            for city in request.platform.cities
        ],
    )


def _address(host: str, port: str) -> str:
    return f"http://{host}:{port}/" if port else f"http://{host}/"


class CityHost:
    """A route predicate: the host is a city's; False: it is the bare address of a demo."""

    def __init__(self, wanted: bool, _config: Configurator) -> None:  # noqa: FBT001 - Pyramid calls it so
        self._wanted = wanted

    def text(self) -> str:
        """For Pyramid's own messages."""
        return f"city_host = {self._wanted}"

    phash = text

    def __call__(self, _context: object, request: Request) -> bool:
        """Whether the route is for this host."""
        if self._wanted:
            return request.here is not None
        settings = request.platform.settings
        return settings.demo and request.here is None and request.domain in (*BARE, settings.web.host)


def includeme(config: Configurator) -> None:
    """Add the page."""
    config.add_route_predicate("city_host", CityHost)
    config.add_route("cities", "/", city_host=False)
    config.scan(__name__)
