"""Themes that people can read, and style sheets that serve both directions of writing."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest

from gridhall.errors import ConfigError
from gridhall.web import themes

ROOT = Path(__file__).parents[2]
WEB = ROOT / "core" / "gridhall" / "web"
SHEETS = sorted((WEB / "static" / "css").glob("*.css"))
TEMPLATES = sorted((WEB / "templates").rglob("*.jinja2"))
OURS = sorted(path.parent.name for path in (ROOT / "themes").glob("*/theme.toml"))
PLAIN = (ROOT / "themes" / "plain" / "theme.toml").read_text("utf-8")

PHYSICAL = re.compile(
    r"(?:^|[;{\s])((?:(?:scroll-)?(?:margin|padding)-|border-)(?:left|right|top|bottom)[a-z-]*"
    r"|left|right|top|bottom|(?:min-|max-)?(?:width|height)|overflow-[xy])\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(left|right)\b",
    re.MULTILINE,
)
INLINE = re.compile(r"<style\b|\bstyle\s*=|<script(?![^>]*\bsrc=)|\son[a-z]+\s*=|\bhx-on\b|javascript:")


def physical(css: str) -> list[str]:
    """What a sheet says in terms of the screen; a media query may, as there is no other way."""
    return [hit[1] or hit[2] for hit in PHYSICAL.finditer(re.sub(r"@media[^{]*\{", "{", css))]


def written(folder: Path, text: str) -> Path:
    path = folder / "theme.toml"
    path.write_text(text, encoding="utf-8")
    return path


def edited(token: str, colour: str, scheme: str = "light") -> str:
    """The plain theme with one colour changed."""
    before, after = PLAIN.split(f"\n[{scheme}]\n")
    return f"{before}\n[{scheme}]\n" + re.sub(
        rf'^{token} = ".*"', f'{token} = "{colour}"', after, count=1, flags=re.MULTILINE
    )


def refusal(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        themes.load(path)
    return str(caught.value).removeprefix(f"{path}: ")


def test_contrast_is_that_of_wcag() -> None:
    pairs = [("#000000", "#ffffff"), ("#777777", "#ffffff"), ("#ffffff", "#767676"), ("#1a56b0", "#1a56b0")]
    assert [round(themes.contrast(*pair), 2) for pair in pairs] == [21.0, 4.48, 4.54, 1.0]


@pytest.mark.parametrize("name", OURS)
def test_each_theme_is_accepted_and_names_every_token_twice(name: str) -> None:
    path = ROOT / "themes" / name / "theme.toml"
    css = themes.css(themes.load(path))
    declared = tomllib.loads(path.read_text("utf-8"))
    tokens = [field.alias for field in themes.Palette.model_fields.values()]
    assert list(declared["light"]) == list(declared["dark"]) == tokens
    named = re.findall(r"--([a-z-]+):", css)
    assert named == ["radius", *tokens, *tokens, *tokens]


def test_there_are_the_three_themes() -> None:
    assert OURS == ["contrast", "harbour", "plain"]


def test_text_that_cannot_be_read_is_refused_with_its_ratio_and_a_remedy(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, edited("muted", "#777777"))) == (
        "light.muted: #777777 on canvas #f7f8fa has a contrast of 4.21:1; at least 4.5:1 is needed. "
        "Move muted or canvas further apart: one darker, or the other lighter."
    )


@pytest.mark.parametrize("token", sorted({front for front, _ in themes.TEXT_PAIRS}))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_is_checked_in_both_schemes(tmp_path: Path, token: str, scheme: str) -> None:
    ground = next(ground for front, ground in themes.TEXT_PAIRS if front == token)
    colour = tomllib.loads(PLAIN)[scheme][ground]
    assert refusal(written(tmp_path, edited(token, colour, scheme))).startswith(
        f"{scheme}.{token}: {colour} on {ground} {colour} has a contrast of 1.00:1;"
    )


def test_the_edge_of_a_field_needs_three_to_one(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, edited("line-strong", "#a0a0a0"))) == (
        "light.line-strong: #a0a0a0 on canvas #f7f8fa has a contrast of 2.46:1; at least 3:1 is needed. "
        "Move line-strong or canvas further apart: one darker, or the other lighter."
    )


def test_a_theme_may_ask_more_of_itself(tmp_path: Path) -> None:
    path = written(tmp_path, PLAIN.replace('radius = "6px"', 'radius = "6px"\ncontrast = 7.0'))
    assert "at least 7:1 is needed" in refusal(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PLAIN.replace('ink = "#16202c"', "", 1), "light.ink: Field required."),
        (edited("ink", "navy"), "light.ink: String should match pattern '^#[0-9a-fA-F]{6}$'."),
        (edited("ink", "#000; } body { x: y"), "light.ink: String should match pattern '^#[0-9a-fA-F]{6}$'."),
        (
            PLAIN.replace("\n[light]\n", '\n[light]\nglow = "#ffffff"\n'),
            "light.glow: Extra inputs are not permitted.",
        ),
        (PLAIN.replace('"6px"', '"round"'), r"radius: String should match pattern '^\d+(\.\d+)?(px|rem)$'."),
    ],
)
def test_a_token_missing_unknown_or_malformed_is_named(tmp_path: Path, text: str, said: str) -> None:
    remedy = "Tokens and their form are listed at the top of themes/plain/theme.toml."
    assert refusal(written(tmp_path, text)) == f"{said} {remedy}"


def test_an_edit_shows_on_the_next_request_and_a_refused_one_does_not(tmp_path: Path) -> None:
    (tmp_path / "city").mkdir()
    path = written(tmp_path / "city", PLAIN)
    served = themes.Themes(tmp_path)
    shown = [served.css("city")]
    for step, text in enumerate([edited("ink", "#000000"), edited("ink", "#ffffff"), "no toml"], start=1):
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(step, step))
        shown.append(served.css("city"))
    inks = [re.findall(r"--ink: (#\w+);", css)[0] for css in shown]
    assert inks == ["#16202c", "#000000", "#000000", "#000000"]


def test_a_theme_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        themes.Themes(tmp_path).css("nowhere")


def test_sheets_use_only_tokens_that_themes_give_or_that_they_define() -> None:
    text = "".join(path.read_text("utf-8") for path in SHEETS)
    given = {str(field.alias) for field in themes.Palette.model_fields.values()} | {"radius"}
    defined = set(re.findall(r"^\s*--([a-z0-9-]+):", text, re.MULTILINE))
    assert sorted(set(re.findall(r"var\(--([a-z0-9-]+)", text)) - given - defined) == []
    assert sorted(given & defined) == []


def test_sheets_name_no_colour_of_their_own() -> None:
    found = {path.name: re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text("utf-8")) for path in SHEETS}
    assert found == {path.name: [] for path in SHEETS}


def test_sheets_name_no_side_of_the_screen() -> None:
    assert {path.name: physical(path.read_text("utf-8")) for path in SHEETS} == {
        path.name: [] for path in SHEETS
    }


def test_a_side_of_the_screen_is_found() -> None:
    css = (
        "@media (max-width: 1px) { a { margin-left: 0; inset-inline-start: 0; top: 1px; text-align: right } }"
    )
    assert physical(css) == ["margin-left", "top", "right"]


def test_sheets_are_all_linked_by_the_layout() -> None:
    line = re.search(r"for sheet in \((.*?)\)", (WEB / "templates" / "layout.jinja2").read_text("utf-8"))
    assert line is not None
    assert sorted(re.findall(r'"(\w+)"', line[1])) == [path.stem for path in SHEETS]


def test_templates_hold_no_inline_script_or_style() -> None:
    found = {path.name: INLINE.findall(path.read_text("utf-8")) for path in TEMPLATES}
    assert found == {path.name: [] for path in TEMPLATES}


def test_files_of_the_look_fit_a_head() -> None:
    long = [path.name for path in (*SHEETS, *TEMPLATES) if len(path.read_text("utf-8").splitlines()) > 300]
    assert long == []


def test_every_icon_that_is_named_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (WEB / "static" / "icons.svg").read_text("utf-8")))
    named = {
        name for path in TEMPLATES for name in re.findall(r'\bicon\("([a-z-]+)"', path.read_text("utf-8"))
    }
    assert sorted(named - drawn) == []
