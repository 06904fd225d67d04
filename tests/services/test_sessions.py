"""How long a session lasts, and what ends it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from gridhall.errors import NotFound
from gridhall.models import WebSession
from gridhall.services import accounts, sessions

from .test_principals import LIMITS, resume

if TYPE_CHECKING:
    from gridhall.access import Principal
    from gridhall.testing import SampleCity


def age(city: SampleCity, token: str, *, created: timedelta, seen: timedelta) -> None:
    with city.scope() as scope:
        scope.db.execute(
            update(WebSession)
            .where(WebSession.token_hash == sessions.hash_token(token))
            .values(created_at=scope.now - created, seen_at=scope.now - seen)
        )


def stored(city: SampleCity) -> int:
    with city.scope() as scope:
        return len(scope.db.scalars(scope.select(WebSession.token_hash)).all())


def name(principal: Principal | None) -> str | None:
    return principal.name if principal else None


@pytest.mark.parametrize(
    ("created_min", "seen_min", "lasts"),
    [(0, 0, True), (59, 59, True), (61, 61, False), (719, 0, True), (721, 0, False)],
)
def test_a_session_ends_when_idle_and_in_any_case(
    city: SampleCity, created_min: int, seen_min: int, *, lasts: bool
) -> None:
    token = city.session(city.staff("Ann Lee"))
    age(city, token, created=timedelta(minutes=created_min), seen=timedelta(minutes=seen_min))
    assert name(resume(city, token)) == ("Ann Lee" if lasts else None)


def test_a_used_session_is_noted_at_most_once_a_minute(city: SampleCity) -> None:
    token = city.session(city.staff("Ann Lee"))
    hashed = sessions.hash_token(token)

    def seen_at() -> object:
        with city.scope() as scope:
            return scope.db.scalar(scope.select(WebSession.seen_at).where(WebSession.token_hash == hashed))

    at_start = seen_at()
    resume(city, token, after=timedelta(seconds=59))
    within_a_minute = seen_at()
    resume(city, token, after=timedelta(seconds=61))
    assert (at_start == within_a_minute, seen_at() == at_start) == (True, False)


def test_the_token_is_stored_nowhere_and_each_is_another(city: SampleCity) -> None:
    login = city.staff("Ann Lee")
    first, second = city.session(login), city.session(login)
    with city.scope() as scope:
        hashes = set(scope.db.scalars(scope.select(WebSession.token_hash)))
    assert hashes == {sessions.hash_token(first), sessions.hash_token(second)}
    assert len(first) == 43
    assert not any(token.encode() in hashes for token in (first, second))


def test_signing_out_ends_this_session_alone(city: SampleCity) -> None:
    ann, bo = city.staff("Ann Lee"), city.staff("Bo Chen")
    here, elsewhere, other = city.session(ann), city.session(ann), city.session(bo)
    principal = resume(city, here)
    assert principal is not None
    with city.scope() as scope:
        object.__setattr__(scope, "principal", principal)
        sessions.end(scope)
    assert [name(resume(city, token)) for token in (here, elsewhere, other)] == [None, "Ann Lee", "Bo Chen"]
    assert [entry[:2] for entry in city.audited()] == [("Ann Lee", "core.sign_out")]


def test_signing_out_everywhere_ends_ones_own_sessions_alone(city: SampleCity) -> None:
    ann, bo = city.staff("Ann Lee"), city.staff("Bo Chen")
    tokens = [city.session(ann), city.session(ann), city.session(bo)]
    with city.scope(ann) as scope:
        sessions.end_everywhere(scope)
    assert [name(resume(city, token)) for token in tokens] == [None, None, "Bo Chen"]


def test_one_sees_and_ends_ones_own_sessions_only(city: SampleCity) -> None:
    ann, bo = city.staff("Ann Lee"), city.staff("Bo Chen")
    first, other = city.session(ann), city.session(bo)
    old = city.session(ann)
    age(city, old, created=timedelta(hours=13), seen=timedelta(0))
    with city.scope(ann) as scope:
        assert [own.key for own in sessions.own(scope, LIMITS)] == [sessions.hash_token(first).hex()]
        with pytest.raises(NotFound):
            sessions.end_one(scope, sessions.hash_token(other).hex())
        sessions.end_one(scope, sessions.hash_token(first).hex())
    assert [name(resume(city, token)) for token in (first, other)] == [None, "Bo Chen"]


def test_disabling_an_account_ends_its_sessions_and_enabling_brings_none_back(city: SampleCity) -> None:
    token = city.session(city.staff("Ann Lee"))
    principal = resume(city, token)
    assert principal is not None
    assert principal.account_id is not None
    with city.scope(city.administrator("security")) as scope:
        accounts.disable(scope, principal.account_id)
        accounts.enable(scope, principal.account_id)
    assert resume(city, token) is None


def test_timed_out_sessions_are_removed(city: SampleCity) -> None:
    login = city.staff("Ann Lee")
    tokens = [city.session(login) for _ in range(3)]
    age(city, tokens[0], created=timedelta(hours=13), seen=timedelta(0))
    age(city, tokens[1], created=timedelta(hours=2), seen=timedelta(minutes=61))
    with city.scope() as scope:
        sessions.remove_old(scope, LIMITS)
    assert stored(city) == 1
    assert name(resume(city, tokens[2])) == "Ann Lee"
