"""Which language a page is in: the account's, the cookie's, the browser's, or the city's first."""

from collections.abc import Iterable

from gridhall.web.cookies import LANGUAGE
from gridhall.web.request import Request
from gridhall.words import OWN_NAMES

ANYWHERE = tuple(OWN_NAMES)
"""What a page without a city may be in."""
TRADITIONAL = {"hant", "tw", "hk", "mo"}


def language_of(request: Request) -> str:
    """The language for this request."""
    account = request.principal.language if request.principal else None
    return account if account in _offered(request) else language_of_device(request)


def language_of_device(request: Request) -> str:
    """The language that the cookie or the browser asks for; needs no database."""
    offered = _offered(request)
    chosen = request.cookies.get(LANGUAGE)
    if chosen in offered:
        return chosen
    return next((code for code in _accepted(request) if code in offered), offered[0])


def _offered(request: Request) -> tuple[str, ...]:
    return request.here.languages if request.here else ANYWHERE


def tag(language: str) -> str:
    """The language as HTML and HTTP write it (BCP 47): ``zh_Hans`` is ``zh-Hans``."""
    return language.replace("_", "-")


def code(text: str) -> str:
    """A tag of HTML as the platform writes it."""
    return text.replace("-", "_")


def _accepted(request: Request) -> Iterable[str]:
    """What the browser asks for, the dearest first, in our codes."""
    try:
        ranges = sorted(request.accept_language.parsed or (), key=lambda item: -item[1])
    except AttributeError:
        return
    for name, quality in ranges:
        primary, *rest = name.lower().split("-")
        if quality <= 0 or (primary == "zh" and TRADITIONAL & set(rest)):
            continue
        yield "zh_Hans" if primary == "zh" else primary
