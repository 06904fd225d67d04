"""Static files and the theme, each at an address that holds the hash of its content.

``/static/css/base.css`` is core's, ``/static/residents/…`` a plugin's (where the city has enabled it),
``/static/theme/…`` the theme's and ``/static/city/…`` the city's own, e.g. its emblem. Asked with the
right hash a file may be kept for ever; with none or an old one the browser asks again each time.
"""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from pyramid.config import Configurator
from pyramid.response import FileResponse, Response
from pyramid.view import view_config

from gridhall.errors import ConfigError, NotFound
from gridhall.web.request import Request
from gridhall.web.security import PUBLIC
from gridhall.words import Domain

_ = Domain("gridhall")

OWN = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
EMBLEMS = ("emblem.svg", "emblem.png", "emblem.webp")
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
HASH_LETTERS = 16


def static_url(request: Request, path: str) -> str:
    """The address of a static file; of one that is missing, the address without a hash."""
    file = _find(request, path)
    version = {"_query": {"v": _hash(file)}} if file else {}
    return request.route_path("static", path=path, **version)


def theme_url(request: Request) -> str:
    """The address of the theme."""
    return request.route_path("theme", _query={"v": _hash_of(_theme(request).encode())})


def emblem_url(request: Request) -> str | None:
    """The address of the city's emblem, where it has one."""
    found = (name for name in EMBLEMS if _find(request, f"city/{name}"))
    return next((static_url(request, f"city/{name}") for name in found), None)


@view_config(route_name="static", permission=PUBLIC, request_method="GET", any_host=True)
def static(request: Request) -> Any:
    """A static file."""
    path = "/".join(request.matchdict["path"])
    file = _find(request, path)
    if file is None:
        raise NotFound(_("There is no such file."))
    response = FileResponse(str(file), content_type=TYPES[file.suffix])
    return _cached(request, response, _hash(file))


@view_config(route_name="theme", permission=PUBLIC, request_method="GET", any_host=True)
def theme(request: Request) -> Any:
    """The theme of the city as CSS."""
    text = _theme(request)
    response = Response(text, content_type="text/css", charset="utf-8")
    return _cached(request, response, _hash_of(text.encode()))


def _cached(request: Request, response: Any, version: str) -> Any:
    response.headers["Cache-Control"] = FOR_EVER if request.GET.get("v") == version else ASK_AGAIN
    response.conditional_response = True
    response.etag = version
    return response


def _theme(request: Request) -> str:
    return request.platform.themes.css(request.here.tenant.theme if request.here else "plain")


def _find(request: Request, path: str) -> Path | None:
    """The file behind ``/static/<path>``, or None; nothing outside its folder is ever found."""
    first, _slash, rest = path.partition("/")
    folder, below = OWN, path
    if first in request.platform.host.manifests:
        if request.here is None or first not in request.enabled:
            return None
        folder, below = request.platform.host.manifests[first].package / "static", rest
    elif first in ("city", "theme"):
        if request.here is None:
            return None
        theme = request.platform.settings.themes / request.here.tenant.theme
        folder, below = (request.here.folder if first == "city" else theme) / "static", rest
    folder = folder.resolve()
    file = (folder / below).resolve()
    return file if file.is_relative_to(folder) and file.suffix in TYPES and file.is_file() else None


def _hash(file: Path) -> str:
    status = file.stat()
    return _hash_at(file, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=2048)
def _hash_at(file: Path, _changed: int, _size: int) -> str:
    return _hash_of(file.read_bytes())


def _hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:HASH_LETTERS]


def includeme(config: Configurator) -> None:
    """Add the routes.

    :raises ConfigError: a plugin is named as a folder of core's
    """
    for name, manifest in config.registry.platform.host.manifests.items():
        if name in ("city", "theme") or (OWN / name).exists():
            raise ConfigError(manifest.package, "name", f"{name!r} is taken by core", "Take another name.")
    config.add_route("static", "/static/*path")
    config.add_route("theme", "/theme.css")
    config.scan(__name__)
