"""What posts and administrators' rows become, as they stand today."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from gridhall.models import Administrator, Post, Role, RolePermission, Staff
from gridhall.services import permissions, principals, sessions
from gridhall.services.permissions import rights

if TYPE_CHECKING:
    from gridhall.access import Principal
    from gridhall.testing import SampleCity

LIMITS = sessions.Limits(timedelta(hours=1), timedelta(hours=12))


def tops(city: SampleCity, login: str, permission: str = "core.tree_view") -> tuple[int, ...] | None:
    with city.scope(login) as scope:
        return scope.principal.tops(permission)


def resume(city: SampleCity, token: str, *, after: timedelta = timedelta(0)) -> Principal | None:
    with city.scope() as scope:
        found = principals.resume(
            scope.db,
            city.city,
            token,
            limits=LIMITS,
            rights=rights(city.platform.host, scope.hooks.enabled),
            now=datetime.now(UTC) + after,
        )
        return found.principal if found else None


def test_a_post_grants_its_roles_permissions_at_its_node(city: SampleCity) -> None:
    top = city.node("Northport")
    east, west = city.node("East", under=top), city.node("West", under=top)
    role = city.role("Reader", ["core.tree_view"])
    login = city.staff("Ann Lee", role=role, at=east)
    city.staff("Bo Chen", role="city_leader", at=west)
    assert tops(city, login) == (east.id,)
    assert tops(city, login, "core.staff_view") == ()


def test_posts_at_one_node_add_up(city: SampleCity) -> None:
    top = city.node("Northport")
    east = city.node("East", under=top)
    login = city.staff("Ann Lee", role=city.role("Reader", ["core.tree_view"]), at=east)
    city.post(login, role=city.role("Editor", ["core.tree_edit"]), at=east)
    assert [tops(city, login, name) for name in ("core.tree_view", "core.tree_edit")] == [(east.id,)] * 2


def test_a_post_at_the_only_root_is_one_over_the_whole_city(city: SampleCity) -> None:
    top = city.node("Northport")
    login = city.staff("Ann Lee", role="city_leader", at=top)
    assert tops(city, login) is None


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [(0, None, True), (1, None, False), (-9, 1, True), (-9, 0, False), (-9, -1, False)],
)
def test_a_post_is_held_from_its_first_day_until_before_its_last(
    city: SampleCity, since: int, until: int | None, *, held: bool
) -> None:
    top = city.node("Northport")
    east = city.node("East", under=top)
    login = city.staff("Ann Lee")
    with city.scope() as scope:
        today = scope.today
    last = None if until is None else today + timedelta(days=until)
    city.post(login, role="grid_head", at=east, since=today + timedelta(days=since), until=last)
    assert tops(city, login) == ((east.id,) if held else ())


@pytest.mark.parametrize(
    ("kind", "holds"),
    [
        (
            "system",
            {"core.jobs_manage", "core.plugins_edit", "core.settings_edit", "core.tree_edit", "lantern.tune"},
        ),
        ("security", {"core.accounts_edit", "core.roles_edit", "core.staff_edit"}),
        ("audit", {"core.audit_view"}),
    ],
)
def test_an_administrator_holds_over_the_whole_city_what_is_theirs(
    city: SampleCity, kind: str, holds: set[str]
) -> None:
    login = city.administrator(kind)
    with city.scope(login) as scope:
        (grant,) = scope.principal.grants
    exclusive = {permission.name for permission in permissions.CORE if permission.administrator}
    exclusive |= {"lantern.tune", "core.tree_edit", "core.staff_edit"}
    assert grant.node_id is None
    assert {name for name in exclusive if grant.holds(name)} == holds


def test_a_role_cannot_hold_what_is_an_administrators(city: SampleCity) -> None:
    top = city.node("Northport")
    role = city.role("Sly", ["core.tree_view", "core.accounts_edit", "lantern.tune", "gone.view"])
    login = city.staff("Ann Lee", role=role, at=top)
    with city.scope(login) as scope:
        assert [grant.permissions for grant in scope.principal.grants] == [frozenset({"core.tree_view"})]


def test_a_session_becomes_its_person(city: SampleCity) -> None:
    top = city.node("Northport")
    city.staff("Bo Chen", role="grid_head", at=top)
    token = city.session(city.staff("Ann Lee", role="grid_head", at=top))
    found = resume(city, token)
    assert found is not None
    assert (found.name, found.session) == ("Ann Lee", sessions.hash_token(token))
    assert resume(city, "another token") is None


def test_it_takes_two_queries_whatever_one_holds(city: SampleCity) -> None:
    top = city.node("Northport")
    login = city.staff("Ann Lee", role="grid_head", at=top)
    for name in ("East", "West", "North"):
        city.post(login, role="town_officer", at=city.node(name, under=top))
    token = city.session(login)
    with city.scope() as scope, city.queries() as queries:
        held = rights(city.platform.host, scope.hooks.enabled)
        now = datetime.now(UTC)
        found = principals.resume(scope.db, city.city, token, limits=LIMITS, rights=held, now=now)
        assert found is not None
        assert len(found.principal.grants) == 4
        assert [query.split()[0] for query in queries] == ["SELECT", "SELECT"]


def test_titles_are_those_of_todays_posts_and_of_administrators(city: SampleCity) -> None:
    top = city.node("Northport")
    city.staff("Bo Chen", role="dispatcher", at=top)
    login = city.staff("Ann Lee", role="grid_head", at=top)
    city.post(login, role=city.role("Boatman", []), at=top)
    with city.scope(login) as scope:
        scope.db.add(Administrator(staff_id=scope.principal.staff_id, kind="audit"))
        scope.db.execute(update(Post).where(Post.until.is_not(None)).values(until=scope.today))
        scope.db.flush()
        assert principals.role_titles(scope) == [
            ("Audit administrator", True),
            ("Boatman", False),
            ("Grid head", True),
        ]


def test_a_permission_taken_from_a_role_is_gone_at_once(city: SampleCity) -> None:
    top = city.node("Northport")
    token = city.session(city.staff("Ann Lee", role="grid_head", at=top))
    before = resume(city, token)
    with city.scope() as scope:
        role_id = scope.db.scalar(scope.select(Role.id).where(Role.key == "grid_head"))
        held = scope.db.get(RolePermission, (role_id, "core.staff_view"))
        scope.db.delete(held)
        assert scope.db.scalar(scope.select(Staff.name)) == "Ann Lee"
    after = resume(city, token)
    assert [each.can("core.staff_view") for each in (before, after) if each] == [True, False]
