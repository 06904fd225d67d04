"""The files that a city or an operator copies are right."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gridhall.settings import Settings, Tenant

ROOT = Path(__file__).parents[1]
CATEGORIES = ["low_income", "elderly_alone", "disabled", "veteran", "left_behind_child"]


def divisions(file: str) -> list[dict[str, str]]:
    with (ROOT / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_example_of_a_deployment_says_every_setting_but_demo() -> None:
    settings = Settings.load(ROOT / "docs" / "gridhall.example.toml")
    assert set(Settings.model_fields) - settings.model_fields_set == {"demo"}
    assert settings.web.model_fields_set == set(type(settings.web).model_fields)
    assert settings.databases["main"].model_fields_set == set(type(settings.databases["main"]).model_fields)


@pytest.mark.parametrize(
    ("slug", "levels", "nodes"),
    [
        ("zhoushan", ["city", "county", "town", "village", "grid"], 469),
        ("riverton", ["city", "district", "ward", "neighbourhood", "beat"], 121),
        ("marsa", ["city", "district", "quarter", "lane", "block"], 101),
    ],
)
def test_a_demo_citys_divisions_are_a_tree_of_its_levels(slug: str, levels: list[str], nodes: int) -> None:
    tenant = Tenant.load(ROOT / "tenants" / slug)
    assert [level.key for level in tenant.levels] == levels
    rows = divisions(f"demo/{slug}/divisions.csv")
    level_of = {row["code"]: row["level"] for row in rows}
    assert (len(rows), len(level_of)) == (nodes, nodes)
    above = dict(zip(levels, ["", *levels], strict=False))
    assert [row for row in rows if level_of.get(row["parent_code"], "") != above[row["level"]]] == []


@pytest.mark.parametrize("slug", ["zhoushan", "riverton", "marsa"])
def test_a_demo_city_says_everything_in_each_of_its_languages(slug: str) -> None:
    tenant = Tenant.load(ROOT / "tenants" / slug)
    categories = tenant.plugin_table("residents")["categories"]
    assert isinstance(categories, list)
    assert [category["key"] for category in categories] == CATEGORIES
    texts = [tenant.name, *(level.name for level in tenant.levels), *(item["name"] for item in categories)]
    assert [text for text in texts if set(tenant.languages) - set(text)] == []
