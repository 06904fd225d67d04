"""Simplified Chinese and Arabic say all that English says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gridhall.testing.catalogues import LANGUAGES, Source, gaps, sources, update

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("source", sources(ROOT), ids=lambda source: source.domain)
def test_the_catalogue_is_complete(source: Source, language: str) -> None:
    assert gaps(source, language) == []


@pytest.fixture
def sample(tmp_path: Path) -> Source:
    (tmp_path / "code.py").write_text(
        'title = _("One {name}")\nn = words.plural(_("a day"), _("{n} days"), 2)\n', "utf-8"
    )
    (tmp_path / "page.jinja2").write_text("{% trans %}Home{% endtrans %} {{ _('Back') }}", "utf-8")
    source = Source(tmp_path, "sample")
    update(source, "ar")
    return source


def translate(source: Source, **texts: str) -> None:
    file = source.file("ar")
    text = file.read_text("utf-8")
    for msgid, translated in texts.items():
        text = text.replace(f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{translated}"')
    file.write_text(text, "utf-8")


def test_what_code_and_templates_say_is_found(sample: Source) -> None:
    assert gaps(sample, "ar") == [
        "not translated: One {name}",
        "not translated: a day",
        "not translated: Home",
        "not translated: Back",
    ]


def test_other_places_and_stale_texts_are_found(sample: Source) -> None:
    translate(sample, **{"One {name}": "واحد {nam}", "Home": "الرئيسية", "Back": "رجوع"})
    (sample.package / "page.jinja2").write_text("{{ _('Home') }}", "utf-8")
    assert gaps(sample, "ar") == [
        "not translated: a day",
        "no longer said: Back",
        "other places: One {name}",
    ]


def test_a_plural_whose_texts_cannot_be_found_is_refused(sample: Source) -> None:
    code = sample.package / "code.py"
    code.write_text('one, many = _("a day"), _("{n} days")\nwords.plural(one, many, 2)\n', "utf-8")
    with pytest.raises(ValueError, match=re.escape(f"{code}:2: write both texts into plural()")):
        sample.messages()
