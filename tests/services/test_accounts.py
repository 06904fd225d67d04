"""Accounts and passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher, extract_parameters, profiles

from gridhall.errors import Conflict, Forbidden, Invalid, NotFound
from gridhall.models import Account
from gridhall.services import accounts, passwords, sessions
from gridhall.testing import PASSWORD

from .test_principals import resume

if TYPE_CHECKING:
    from gridhall.testing import SampleCity

GOOD = "four quiet lanterns glow"


def refusal(password: str, login: str = "ann.lee.of.northport", name: str = "Ann Lee of Northport") -> str:
    with pytest.raises(Invalid) as caught:
        passwords.require_good(password, login=login, name=name)
    return str(caught.value)


def test_a_hash_is_argon2id_of_rfc_9106() -> None:
    parameters = extract_parameters(passwords.hash_password(GOOD))
    assert parameters == profiles.RFC_9106_LOW_MEMORY


def test_the_same_password_fits_however_it_was_typed() -> None:
    stored = passwords.hash_password("Ａ caf\u00e9 in Northport")
    assert passwords.verify(stored, "A cafe\u0301 in Northport")
    assert not passwords.verify(stored, "A cafe in Northport")
    assert not passwords.verify(None, GOOD)
    assert not passwords.verify("no hash", GOOD)


def test_a_hash_of_other_parameters_is_outdated() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(GOOD)
    assert [passwords.is_outdated(each) for each in (weak, passwords.hash_password(GOOD))] == [True, False]


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("elevenchars", "Take at least 12 characters."),
        ("x" * 60 + "abcdef" * 12, "Take at most 128 characters."),
        ("Ann.Lee.of.Northport", "Your password must not be your name or user name."),
        ("ann lee of northport", "Your password must not be your name or user name."),
        ("Northport-2026!", "Your password must not be your name or user name."),
        ("Password1234", "This password is among those tried first. Choose another one."),
        ("woaini1314520", "This password is among those tried first. Choose another one."),
        ("abababababababab", "This password is among those tried first. Choose another one."),
    ],
)
def test_a_password_that_would_be_guessed_is_refused(password: str, why: str) -> None:
    assert refusal(password) == why


def test_a_password_may_hold_a_name_among_other_words() -> None:
    passwords.require_good("northport lamps at dusk", login="ann.lee", name="Ann Lee of Northport")


def test_an_initial_password_is_a_good_one_and_each_is_another() -> None:
    made = {passwords.initial() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        passwords.require_good(password, login="ann", name="Ann Lee")


def test_a_new_account_has_a_password_to_be_changed(city: SampleCity) -> None:
    with city.scope(city.administrator("security")) as scope:
        account, password = accounts.create(scope, "  ＡNN.Lee ")
        assert (account.login, account.must_change_password) == ("ann.lee", True)
        assert passwords.verify(account.password_hash, password)
        for taken in ("ann.lee", "ANN.LEE"):
            with pytest.raises(Invalid, match="taken"):
                accounts.create(scope, taken)
        for wrong in ("", "   ", "x" * 101, "ann\u0000lee"):
            with pytest.raises(Invalid, match="user name of up to 100"):
                accounts.create(scope, wrong)
    expected = ("security administrator", "core.account_created", f"account:{account.id}")
    assert city.audited() == [expected]


def test_only_the_security_administrator_may(city: SampleCity) -> None:
    top = city.node("Northport")
    with city.scope(city.staff("Ann Lee", role="city_leader", at=top)) as scope:
        account_id = scope.principal.account_id
        assert account_id is not None
        for act in (accounts.reset_password, accounts.disable, accounts.enable):
            with pytest.raises(Forbidden):
                act(scope, account_id)
        with pytest.raises(Forbidden):
            accounts.create(scope, "friend")


def test_a_reset_ends_the_sessions_and_the_old_password(city: SampleCity) -> None:
    token = city.session(city.staff("Ann Lee"))
    principal = resume(city, token)
    assert principal is not None
    assert principal.account_id is not None
    with city.scope(city.administrator("security")) as scope:
        new = accounts.reset_password(scope, principal.account_id)
        account = scope.db.get_one(Account, principal.account_id)
        assert [passwords.verify(account.password_hash, each) for each in (new, PASSWORD)] == [True, False]
        assert account.must_change_password
        with pytest.raises(NotFound):
            accounts.reset_password(scope, 4711)
    assert resume(city, token) is None


def test_an_account_is_disabled_once_and_not_by_oneself(city: SampleCity) -> None:
    city.staff("Ann Lee")
    with city.scope(city.administrator("security")) as scope:
        ann = scope.db.scalars(scope.select(Account.id).where(Account.login == "ann.lee")).one()
        accounts.disable(scope, ann)
        with pytest.raises(Conflict, match="disabled already"):
            accounts.disable(scope, ann)
        accounts.enable(scope, ann)
        with pytest.raises(Conflict, match="not disabled"):
            accounts.enable(scope, ann)
        assert scope.principal.account_id is not None
        with pytest.raises(Conflict, match="your own account"):
            accounts.disable(scope, scope.principal.account_id)


def test_changing_ones_password_leaves_one_new_session(city: SampleCity) -> None:
    ann, bo = city.staff("Ann Lee"), city.staff("Bo Chen")
    old, other = city.session(ann), city.session(bo)
    with city.scope(ann) as scope:
        new = accounts.change_own_password(scope, current=PASSWORD, new=GOOD, again=GOOD)
        account = scope.db.get_one(Account, scope.principal.account_id)
        assert passwords.verify(account.password_hash, GOOD)
    found = [resume(city, token) for token in (old, new, other)]
    assert [each.name if each else None for each in found] == [None, "Ann Lee", "Bo Chen"]
    assert sessions.hash_token(new) != sessions.hash_token(old)


@pytest.mark.parametrize(
    ("current", "new", "again", "field"),
    [
        ("wrong", GOOD, GOOD, "current"),
        (PASSWORD, "short", "short", "new"),
        (PASSWORD, PASSWORD, PASSWORD, "new"),
        (PASSWORD, GOOD, GOOD + "!", "again"),
    ],
)
def test_a_password_is_not_changed_where_a_field_is_wrong(
    city: SampleCity, current: str, new: str, again: str, field: str
) -> None:
    ann = city.staff("Ann Lee")
    token = city.session(ann)
    with city.scope(ann) as scope:
        with pytest.raises(Invalid) as caught:
            accounts.change_own_password(scope, current=current, new=new, again=again)
        account = scope.db.get_one(Account, scope.principal.account_id)
        assert (caught.value.field, passwords.verify(account.password_hash, PASSWORD)) == (field, True)
    assert resume(city, token) is not None


def test_language_and_scheme_are_ones_own(city: SampleCity) -> None:
    ann, bo = city.staff("Ann Lee"), city.staff("Bo Chen")
    with city.scope(ann) as scope:
        accounts.set_language(scope, "ar")
        accounts.set_scheme(scope, "dark")
        for wrong in ("fr", ""):
            with pytest.raises(Invalid):
                accounts.set_language(scope, wrong)
        with pytest.raises(Invalid):
            accounts.set_scheme(scope, "neon")
    found = []
    for login in (ann, bo):
        with city.scope(login) as scope:
            found.append((scope.principal.language, scope.principal.scheme))
    assert found == [("ar", "dark"), (None, "auto")]
