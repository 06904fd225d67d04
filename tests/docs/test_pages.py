"""The reader of pages reads what is there."""

from __future__ import annotations

import pytest

from .pages import Page, anchor, names

TEXT = """\
# One, two & three

See [the first](other.md#here), ![a picture](pictures/a.png) and `code`.

```toml file=a/b.toml
# Not a heading, [not a link](x.md)
key = 1
```

## Keys

| key | what |
|---|---|
| `a`, `b` | either `c` \\| `d` |

### Deeper

## Keys

| key |
|---|
| `e` |
"""
PAGE = Page("docs/a.md", TEXT)


def test_code_is_apart_from_prose() -> None:
    (block,) = PAGE.blocks
    assert (block.language, block.file, block.line) == ("toml", "a/b.toml", 6)
    assert block.text == "# Not a heading, [not a link](x.md)\nkey = 1\n"
    assert PAGE.prose.count("\n") == TEXT.count("\n")
    assert PAGE.code == ["code", "a", "b", "c", "d", "e"]


def test_links_and_pictures_are_found() -> None:
    assert PAGE.links == ["other.md#here", "pictures/a.png"]


def test_headings_that_repeat_have_anchors_of_their_own() -> None:
    assert PAGE.anchors == {"one-two--three", "keys", "keys-1", "deeper"}


def test_a_section_ends_at_the_next_heading_of_its_rank() -> None:
    assert PAGE.section("Keys").rows() == [["`a`, `b`", "either `c` | `d`"]]
    assert PAGE.section("Deeper").rows() == []
    with pytest.raises(LookupError, match="has no heading 'Nothing'"):
        PAGE.section("Nothing")


@pytest.mark.parametrize(
    ("title", "name"),
    [("`[web]` keys", "web-keys"), ("What if…?", "what-if"), ("一户一档", "一户一档"), ("A_b-c", "a_b-c")],
)
def test_anchors_are_made_as_on_github(title: str, name: str) -> None:
    assert anchor(title) == name


def test_names_are_the_code_of_a_cell() -> None:
    assert names("`a`, or `b c`") == ["a", "b c"]
