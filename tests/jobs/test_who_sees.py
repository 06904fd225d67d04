"""Who sees a run: the one who asked, and those who see the jobs of the area that it can have worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gridhall.models import Post, Role
from gridhall.services import runs

if TYPE_CHECKING:
    from uuid import UUID

    from gridhall.testing import Portal, SampleCity

    from .cities import Site


@pytest.fixture
def asked(city: SampleCity, alpha: Site) -> dict[str, UUID]:
    """Runs in two towns: of each head, of somebody in both, of an administrator, of a command."""
    top = city.node("Northport")
    near, far = city.node("Near", under=top), city.node("Far", under=top)
    both = city.staff("Both", role="grid_head", at=near)
    city.post(both, role="grid_head", at=far)
    logins = {
        "near": city.staff("Near head", role="grid_head", at=near),
        "far": city.staff("Far head", role="grid_head", at=far),
        "both": both,
        "admin": city.administrator("system"),
    }
    city.post(logins["admin"], role="grid_head", at=near)
    city.staff("Officer", role="town_officer", at=near)
    city.staff("Leader", role=city.role("Jobs", ["core.jobs_view"]), at=top)
    found = {}
    for name, login in logins.items():
        with city.scope(login) as scope:
            found[name] = runs.enqueue(scope, "counting.count", title=name, arguments={})
    found["command"] = alpha.ask("count")
    return found


@pytest.mark.parametrize(
    ("login", "seen"),
    [
        ("officer", {"near"}),
        ("leader", {"near", "far", "both", "admin", "command"}),
        ("near.head", {"near"}),
        ("both", {"both"}),
        ("system.administrator", {"near", "far", "both", "admin", "command"}),
    ],
)
def test_one_sees_the_runs_of_ones_area(
    city: SampleCity, portal: Portal, asked: dict[str, UUID], login: str, seen: set[str]
) -> None:
    with city.scope(login) as scope:
        assert {run.id for run in runs.list_recent(scope)} == {asked[name] for name in seen}
    browser = portal.as_(login)
    for name, run_id in asked.items():
        browser.get(f"/jobs/{run_id}", status=200 if name in seen else 404)


def test_a_run_of_somebody_who_left_is_seen_with_the_right_over_the_whole_city(
    city: SampleCity, asked: dict[str, UUID]
) -> None:
    with city.scope() as scope:
        heads = scope.select(Post).join(Role, Role.id == Post.role_id).where(Role.key == "grid_head")
        for post in scope.db.scalars(heads):
            post.until = scope.today
    with city.scope("officer") as scope:
        assert runs.list_recent(scope) == []
    with city.scope("leader") as scope:
        assert len(runs.list_recent(scope)) == len(asked)
