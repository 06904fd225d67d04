"""Which pages the pictures show, and how to get there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

DESKTOP = (1280, 800)
PHONE = (390, 800)
FAMILY = 3
LANGUAGES = {"zhoushan": "zh-CN", "riverton": "en-GB", "marsa": "ar"}
"""What the browser asks for in each city."""


@dataclass(frozen=True)
class Frame:
    """One page as somebody sees it."""

    city: str
    login: str
    size: tuple[int, int]
    go: Callable[[Any], None]
    """Given the page (``playwright.sync_api.Page``) right after signing in."""
    scale: int = 2
    """Pixels of the screenshot for each of the page."""

    @property
    def width(self) -> int:
        """Of the window."""
        return self.size[0]

    @property
    def height(self) -> int:
        """Of the window."""
        return self.size[1]

    @property
    def is_phone(self) -> bool:
        """Whether it is touched, and shown as on a phone."""
        return self.size == PHONE

    @property
    def language(self) -> str:
        """What the browser asks for."""
        return LANGUAGES[self.city]


@dataclass(frozen=True)
class Picture:
    """Pages side by side."""

    name: str
    width: int
    """In pixels."""
    frames: tuple[Frame, ...]


def people(page: Any) -> None:
    """The list of residents."""
    page.goto(_address(page, "/residents"))


def home(page: Any) -> None:
    """The file of the first home in which a family lives."""
    page.goto(_address(page, "/residents/homes"))
    rows = page.locator("main tbody tr")
    people = [rows.nth(n).locator(".cell-number").first.inner_text().strip() for n in range(rows.count())]
    crowded = (n for n, number in enumerate(people) if number.isdigit() and int(number) >= FAMILY)
    rows.nth(next(crowded, 0)).locator("a").first.click()


def _address(page: Any, path: str) -> str:
    return str(page.evaluate("location.origin")) + path


PICTURES = [
    Picture(
        "today",
        1600,
        (Frame("zhoushan", "head", DESKTOP, home), Frame("zhoushan", "head", PHONE, people)),
    ),
    Picture(
        "languages",
        1400,
        tuple(Frame(city, "head", PHONE, people) for city in ("zhoushan", "riverton", "marsa")),
    ),
]
