"""What the made-up language shows, and what it lets pass."""

from __future__ import annotations

import pytest

from gridhall.testing.pseudo import raw_texts


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<p>⟦Save⟧</p>", []),
        ("<p>Save</p>", ["Save"]),
        ("<p>⟦Change Αθήνα⟧ · ⟦{role}, ⟦Head⟧⟧ 12</p>", []),
        ("<p>⟦Change ⟧<b>the name</b></p>", ["the name"]),
        ("<p>⟦It is <b>done</b>⟧</p>", []),
        ('<input placeholder="Find a person" aria-label="⟦Find⟧">', ["Find a person"]),
        ('<form data-confirm="Delete it?"></form>', ["Delete it"]),
        ('<span translate="no">core.tree_add</span><b lang="en">English</b><script>let a</script>', []),
        ("<title>⟦Staff⟧ – Northport市</title>", []),
    ],
)
def test_a_text_outside_the_brackets_is_found(markup: str, found: list[str]) -> None:
    assert raw_texts(markup, data=["Northport"]) == found
