"""Themes: a ``theme.toml`` becomes the CSS custom properties served at ``/theme.css``.

A palette that people could not read is refused when it is loaded, before anybody sees it.
Contrast is that of WCAG 2.2 (relative luminance, success criteria 1.4.3 and 1.4.11).
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Annotated, Any, Literal

import structlog
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from gridhall.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_NAME = "theme.toml"
MIN_TEXT = 4.5
"""Least contrast of text (WCAG AA)."""
MIN_LINE = 3.0
"""Least contrast of what is no text but must be seen: the edge of a field, the focus ring."""

GROUNDS = ("canvas", "surface", "sunken")
TEXT_PAIRS = (
    *((text, ground) for text in ("ink", "muted", "link", "bad-ink") for ground in GROUNDS),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("on-bad", "bad"),
    *((f"{kind}-ink", f"{kind}-soft") for kind in ("good", "warn", "bad", "info")),
    ("side-ink", "side"),
    ("side-muted", "side"),
    ("side-current-ink", "side-current"),
)
"""Which text stands on which ground, in the style sheets of core."""
LINE_PAIRS = (
    *((line, ground) for line in ("line-strong", "focus") for ground in ("canvas", "surface")),
    ("focus", "sunken"),
    ("accent", "surface"),
)

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
Length = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)?(px|rem)$")]


def _dashed(name: str) -> str:
    return name.replace("_", "-")


class Palette(BaseModel):
    """The colours of one scheme. What each is for is written in ``themes/plain/theme.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=_dashed)

    canvas: Colour
    surface: Colour
    sunken: Colour
    ink: Colour
    muted: Colour
    line: Colour
    line_strong: Colour
    link: Colour
    focus: Colour
    accent: Colour
    accent_hover: Colour
    on_accent: Colour
    bad: Colour
    on_bad: Colour
    good_soft: Colour
    good_ink: Colour
    warn_soft: Colour
    warn_ink: Colour
    bad_soft: Colour
    bad_ink: Colour
    info_soft: Colour
    info_ink: Colour
    side: Colour
    side_ink: Colour
    side_muted: Colour
    side_line: Colour
    side_current: Colour
    side_current_ink: Colour

    def tokens(self) -> dict[str, str]:
        """Token to colour, in the order of declaration."""
        return self.model_dump(by_alias=True)


class Theme(BaseModel):
    """What a ``theme.toml`` says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    """What administrators choose it by."""
    radius: Length
    """Of buttons, fields and panels."""
    contrast: float = Field(default=MIN_TEXT, ge=MIN_TEXT, le=21)
    """Least contrast of text in this theme; a theme may ask more of itself than the law does."""
    light: Palette
    dark: Palette


class Themes:
    """The themes of a deployment, read again when their file has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, tuple[tuple[int, int], str]] = {}

    def css(self, name: str) -> str:
        """The text of ``/theme.css``.

        Once a theme has been served, an edit that is refused is logged and the last good one stays: a slip
        in an editor must not undress the portal.

        :raises ConfigError: there is no such theme, or it was refused when first read
        """
        path = self._folder / name / FILE_NAME
        known = self._read.get(name)
        try:
            stamp = _stamp(path)
            if known and known[0] == stamp:
                return known[1]
            text = css(load(path))
        except ConfigError as error:
            if known is None:
                raise
            structlog.get_logger().warning("theme.refused", theme=name, reason=str(error))
            return known[1]
        self._read[name] = (stamp, text)
        return text


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError as error:
        raise ConfigError(
            file=path,
            key="(file)",
            problem=f"the theme cannot be read: {error.strerror}",
            remedy="Name a folder of themes/ that holds a theme.toml.",
        ) from error
    return status.st_mtime_ns, status.st_size


def load(path: Path) -> Theme:
    """Read and check one ``theme.toml``.

    :raises ConfigError: it is no TOML; a token is missing, unknown or no colour; a text cannot be read
    """
    try:
        theme = Theme.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        remedy = "Correct it; compare it with themes/plain/theme.toml."
        raise ConfigError(
            file=path, key="(file)", problem=f"this is no TOML: {error}", remedy=remedy
        ) from error
    except ValidationError as error:
        raise _invalid(path, error.errors()[0]) from error
    for scheme, palette in _schemes(theme):
        _refuse_unreadable(path, scheme, palette.tokens(), theme.contrast)
    return theme


def _schemes(theme: Theme) -> Iterator[tuple[Literal["light", "dark"], Palette]]:
    yield "light", theme.light
    yield "dark", theme.dark


def _invalid(path: Path, detail: Any) -> ConfigError:
    return ConfigError(
        file=path,
        key=".".join(str(part) for part in detail["loc"]),
        problem=detail["msg"],
        remedy="Tokens and their form are listed at the top of themes/plain/theme.toml.",
    )


def _refuse_unreadable(path: Path, scheme: str, tokens: dict[str, str], text_least: float) -> None:
    for pairs, least in ((TEXT_PAIRS, text_least), (LINE_PAIRS, MIN_LINE)):
        for front, ground in pairs:
            ratio = contrast(tokens[front], tokens[ground])
            if ratio < least:
                raise ConfigError(
                    file=path,
                    key=f"{scheme}.{front}",
                    problem=(
                        f"{tokens[front]} on {ground} {tokens[ground]} has a contrast of {_floor(ratio)}:1; "
                        f"at least {least:g}:1 is needed"
                    ),
                    remedy=f"Move {front} or {ground} further apart: one darker, or the other lighter.",
                )


def _floor(ratio: float) -> str:
    """Cut, not rounded: 4.499 must not read as 4.5."""
    return f"{int(ratio * 100) / 100:.2f}"


def contrast(one: str, other: str) -> float:
    """Contrast of two colours ``#rrggbb``, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2; the sRGB curve with its corrected threshold)."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)  # noqa: PLR2004
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def css(theme: Theme) -> str:
    """The theme as CSS custom properties, for ``prefers-color-scheme`` and for ``<html data-scheme>``.

    What is printed is light: paper is white, and browsers leave grounds away.
    """
    light = _declarations("light", theme.light)
    dark = _declarations("dark", theme.dark)
    return (
        f":root {{ --radius: {theme.radius}; {light} }}\n"
        "@media screen and (prefers-color-scheme: dark) "
        f'{{ :root:not([data-scheme="light"]) {{ {dark} }} }}\n'
        f'@media screen {{ :root[data-scheme="dark"] {{ {dark} }} }}\n'
    )


def _declarations(scheme: str, palette: Palette) -> str:
    tokens = "".join(f" --{token}: {colour};" for token, colour in palette.tokens().items())
    return f"color-scheme: {scheme};{tokens}"
